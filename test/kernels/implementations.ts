// Who must pass the suite: the kernels and the plain oracle, behind the same door.
import type { Kernels } from '../../src/kernels/kernels.ts';
import { instantiateKernels } from '../../src/runtime/node/kernels.ts';
import { oracle } from './oracle.ts';

export const implementations: readonly (readonly [name: string, kernels: Kernels])[] = [
  ['wasm', instantiateKernels()],
  ['oracle', oracle],
];
