// Every program of the terminal.
import { curl } from './curl.ts';
import { withEditor } from './editor.ts';
import { jq } from './jq/jq.ts';
import { createKubectl, type Plugins } from './kubectl/kubectl.ts';
import { kubectlVsphere } from './kubectl-vsphere/plugin.ts';
import { sshPrograms } from './ssh/ssh.ts';
import { breather } from '../shell/execute.ts';
import type { Program } from '../shell/program.ts';
import { shell } from '../shell/shell.ts';
import { runners } from '../shell/programs/runners.ts';
import { common } from '../shell/programs/common.ts';

const plugins: Plugins = new Map([['vsphere', kubectlVsphere]]);

const all: readonly Program[] = [
  createKubectl('kubectl', plugins),
  createKubectl('k', plugins),
  kubectlVsphere,
  curl,
  jq,
  ...sshPrograms,
  ...common,
];

const found = new Map(all.map((program) => [program.name, program]));
for (const program of runners(found)) found.set(program.name, program);
for (const name of ['bash', 'sh'] as const) {
  found.set(name, shell({ name, programs: found, prompt: () => '', more: '', turn: breather() }));
}
for (const name of ['kubectl', 'k']) {
  const kubectl = found.get(name);
  if (kubectl !== undefined) found.set(name, withEditor(kubectl, found));
}

export const programs: ReadonlyMap<string, Program> = found;
