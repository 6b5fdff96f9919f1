// The processes of a container: its first one, what that one starts, and those of its neighbours where the Pod shares them.
// Source: kubernetes.io, Share Process Namespace between Containers in a Pod.
import type { Container, EphemeralContainer } from '#types';
import { parseScript } from '../shell/parse.ts';
import { crxSizeOf } from '../kinds/vsphere/crx.ts';
import { parseTime } from '../std/time.ts';
import { identityOf, userName } from './identity.ts';
import { imageOf } from './image.ts';
import type { Setting } from './setting.ts';

export interface ProcessLine {
  readonly pid: number;
  readonly parent: number;
  readonly user: string;
  readonly command: string;
  /** Whose first process it is. */
  readonly first?: Container;
}

/** What comes after a container's first process begins so many numbers later. */
const numbersBetween = 7;
const nginxUser = '101';
export const ownPid = 42;
/** The first process of a container that looks into another. */
const debuggerPid = 36;

/** A shell that is to run one command becomes that command. */
function becomes(words: readonly string[]): readonly string[] {
  const [shell = '', flag, script = ''] = words;
  if (!/(^|\/)(ba|a|da)?sh$/.test(shell) || flag !== '-c') return words;
  const parsed = parseScript(script);
  if ('error' in parsed || parsed.script.length !== 1) return words;
  const [only] = parsed.script;
  const [command] = only?.pipeline.commands ?? [];
  const isOne = only !== undefined && !only.beside && only.pipeline.commands.length === 1;
  return isOne && command?.type === 'simple' && command.redirections.length === 0
    ? script.trim().split(/\s+/)
    : words;
}

/** The command line of a container's first process. */
export function firstCommand(container: Container): string {
  const { command = [], args = [] } = container;
  const words = becomes([...command, ...args]);
  return words.length === 0 ? imageOf(container).command : words.join(' ');
}

/** The program of a command line, without its folder or what it says of itself behind a colon. */
export function programOf(command: string): string {
  return (command.split(/[ :]/)[0] as string).replace(/^.*\//, '');
}

function processesIn(setting: Setting, container: Container, first: number, parent: number): ProcessLine[] {
  const user = userName(identityOf(setting.pod, container).user);
  const command = firstCommand(container);
  const lines = [{ pid: first, parent, user, command, first: container }];
  if (!command.startsWith('nginx: master')) return lines;
  const workers = Array.from({ length: processors(setting) }, (_, at) => ({
    pid: first + (first === 1 ? 28 : 1) + at,
    parent: first,
    user: user === 'root' ? nginxUser : user,
    command: 'nginx: worker process',
  }));
  return [...lines, ...workers];
}

/** As somebody in the container sees them, without the one that looks. */
export function processesOf(setting: Setting): readonly ProcessLine[] {
  const { pod, container } = setting;
  if (pod.spec.shareProcessNamespace !== true) {
    const { targetContainerName: name } = container as EphemeralContainer;
    const target = pod.spec.containers.find((each) => each.name === name);
    if (target === undefined) return processesIn(setting, container, 1, 0);
    return [...processesIn(setting, target, 1, 0), ...processesIn(setting, container, debuggerPid, 0)];
  }
  const lines: ProcessLine[] = [{ pid: 1, parent: 0, user: '65535', command: '/pause' }];
  const { containers, ephemeralContainers = [] } = pod.spec;
  for (const [at, each] of [...containers, ...(ephemeralContainers as readonly Container[])].entries())
    lines.push(...processesIn(setting, each, numbersBetween * (at + 1), 0));
  return lines;
}

/** How many processors the Pod's machine has: as many as its limits ask for. */
export function processors({ pod }: Pick<Setting, 'pod'>): number {
  return crxSizeOf(pod.spec).cpus;
}

/** When the container began to run, in milliseconds. */
export function startedAt({ pod, container, view }: Setting): number {
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container.name);
  return parseTime(status?.state?.running?.startedAt ?? '') ?? view.now;
}
