// The route kernels over text against the oracle on random cases; soak runs the same with another seed and more of them.
import { it } from 'vitest';
import { compileKernels } from '../../src/runtime/node/kernels.ts';
import { runRouteTableCases } from './random-cases.ts';

it('answers 20,000 random tables as the oracle does', () => {
  runRouteTableCases(compileKernels()(), { seed: 1, cases: 20_000 });
});
