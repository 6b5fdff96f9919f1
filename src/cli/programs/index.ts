// Every program of the terminal.
import { createKubectl, type Plugins } from '../kubectl/kubectl.ts';
import { kubectlVsphere } from '../kubectl-vsphere/plugin.ts';
import type { Program } from '../program.ts';
import { cut } from './cut.ts';
import { env } from './env.ts';
import { cat, echo, ls, mkdir, rm } from './files.ts';
import { grep } from './grep.ts';
import { head, tail } from './head.ts';
import { printf } from './printf.ts';
import { sed } from './sed.ts';
import { sort } from './sort.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';

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
