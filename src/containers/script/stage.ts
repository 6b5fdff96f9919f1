// Where a container's command runs, for how long it is looked at, and what comes of it.
import type { Container } from '#types';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import type { ReadView } from '../../store/view.ts';
import type { Written } from '../written.ts';
import type { Look, Simulated } from './simulate.ts';
import type { Others, Version } from './stories.ts';

/** Where a run of a container takes place. */
export interface Stage {
  readonly view: ReadView;
  readonly pod: Pod;
  readonly container: Container;
  /** What commands wrote in the Pod's containers. */
  readonly written: readonly Written[];
  /** What the scripts of other containers write; found out where it is not said. */
  readonly others?: Others;
}

export interface Watch extends Look {
  /** False where the container is to run for ever: what is not known then does. */
  readonly ends: boolean;
}

export interface Program extends Simulated {
  /** It could not even be started, in the runtime's words. */
  readonly startError?: string;
  /** It asked something of the world beyond its Pod, so that it holds for the world as it is. */
  readonly sawWorld: boolean;
  /** What it wrote. */
  readonly written: readonly Written[];
  /** What it made of the files of volumes, in order of time. */
  readonly story: readonly Version[];
  /** When it changed a file, in milliseconds after its start. */
  readonly touchedAtMs: readonly number[];
  /** What it left in its termination log. */
  readonly lastWords: string;
}

const still = {
  lines: [],
  exitCode: 0,
  knownUntilMs: Infinity,
  sawTime: false,
  sawWorld: false,
  written: [],
  story: [],
  touchedAtMs: [],
  lastWords: '',
} as const;

/** What runs until it is stopped, or ends at once. */
export function plain(endsAfterMs: number | undefined): Program {
  return { ...still, endsAfterMs };
}

/** False where the container is to run for ever: in a Pod that starts it again whenever it ends. */
export function isToEnd(pod: Pod, container: Container): boolean {
  if (container.restartPolicy === 'Always') return false;
  if (pod.spec.initContainers?.some(({ name }) => name === container.name) === true) return true;
  return (pod.spec.restartPolicy ?? 'Always') !== 'Always';
}
