// What soaks: each takes a share of a seed's cases and throws at the first that fails, naming what plays it again.
import { compileKernels, instantiateKernels } from '../src/runtime/node/kernels.ts';
import { runKernelCases, runRouteTableCases } from './kernels/random-cases.ts';
import { presetNamed } from '../src/scenarios/index.ts';
import { runKubectlCases } from './transcripts/random/cases.ts';
import { runJournals } from './worlds/journals.ts';
import { fourHosts } from './worlds/setup.ts';

export interface Share {
  readonly seed: number;
  readonly first: number;
  readonly cases: number;
}

export const soaks: Readonly<Record<string, (share: Share) => void | Promise<void>>> = {
  journals: runJournals,
  switch: (share) => runJournals({ ...share, scenario: presetNamed('vds-four-hosts') ?? fourHosts }),
  kernels: (share) => {
    runKernelCases(instantiateKernels(), share);
    runRouteTableCases(compileKernels()(), share);
  },
  kubectl: runKubectlCases,
};
