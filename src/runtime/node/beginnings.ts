// How presets begin that take a while, worked out where there is time for it: when the page is built.
import { keptPresets } from '../../scenarios/index.ts';
import { World, type Checkpoint } from '../../world.ts';
import { instantiateKernels } from './kernels.ts';

export function beginnings(): readonly Checkpoint[] {
  const kernels = instantiateKernels();
  return keptPresets.map((scenario) => World.create({ scenario, kernels }).checkpoint());
}
