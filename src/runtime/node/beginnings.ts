// How the presets begin, worked out where there is time for it: when the page is built.
import { presets } from '../../scenarios/index.ts';
import { World, type Checkpoint } from '../../world.ts';
import { instantiateKernels } from './kernels.ts';

export function beginnings(): readonly Checkpoint[] {
  const kernels = instantiateKernels();
  return presets.map((scenario) => World.create({ scenario, kernels }).checkpoint());
}
