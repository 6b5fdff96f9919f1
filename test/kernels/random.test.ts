// The kernels against the oracle on random cases; soak runs the same with another seed and more of them.
import { it } from 'vitest';
import { instantiateKernels } from '../../src/runtime/node/kernels.ts';
import { runKernelCases } from './random-cases.ts';

it('answers 20,000 random cases a kernel as the oracle does', () => {
  runKernelCases(instantiateKernels(), { seed: 1, cases: 20_000 });
});
