// Every program of the terminal.
import { createKubectl, type Plugins } from './kubectl/kubectl.ts';
import { kubectlVsphere } from './kubectl-vsphere/plugin.ts';
import type { Program } from '../shell/program.ts';
import { cut } from '../shell/programs/cut.ts';
import { env } from '../shell/programs/env.ts';
import { cat, echo, ls, mkdir, rm } from '../shell/programs/files.ts';
import { grep } from '../shell/programs/grep.ts';
import { head, tail } from '../shell/programs/head.ts';
import { printf } from '../shell/programs/printf.ts';
import { sed } from '../shell/programs/sed.ts';
import { sort } from '../shell/programs/sort.ts';
import { uniq } from '../shell/programs/uniq.ts';
import { wc } from '../shell/programs/wc.ts';

const plugins: Plugins = new Map([['vsphere', kubectlVsphere]]);

const all: readonly Program[] = [
  createKubectl('kubectl', plugins),
  createKubectl('k', plugins),
  cat,
  cut,
  echo,
  env,
  grep,
  head,
  kubectlVsphere,
  ls,
  mkdir,
  printf,
  rm,
  sed,
  sort,
  tail,
  uniq,
  wc,
];

export const programs: ReadonlyMap<string, Program> = new Map(all.map((program) => [program.name, program]));
