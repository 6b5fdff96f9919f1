// Every program of the terminal.
import { createKubectl, type Plugins } from './kubectl/kubectl.ts';
import { kubectlVsphere } from './kubectl-vsphere/plugin.ts';
import type { Program } from '../shell/program.ts';
import { common } from '../shell/programs/common.ts';

const plugins: Plugins = new Map([['vsphere', kubectlVsphere]]);

const all: readonly Program[] = [
  createKubectl('kubectl', plugins),
  createKubectl('k', plugins),
  kubectlVsphere,
  ...common,
];

export const programs: ReadonlyMap<string, Program> = new Map(all.map((program) => [program.name, program]));
