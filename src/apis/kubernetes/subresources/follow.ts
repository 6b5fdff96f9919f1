// What a container writes from now on, until its run or its Pod ends; a run that was started anew is another one.
import type { Container } from '#types';
import { logLines, type LogLine, type Writing } from '../../../containers/log.ts';
import { isTerminal, type Pod } from '../../../kinds/core/pod/pod.ts';
import { crxOf } from '../../../kinds/vsphere/machine.ts';
import { kindId } from '../../../store/kind.ts';
import type { ReadView } from '../../../store/view.ts';
import { keyOfTarget, type Target } from '../read.ts';
import type { WriteTools } from '../write.ts';
import { found } from './container.ts';

export function writingOf(view: ReadView, pod: Pod, container: Container): Writing {
  return { view, pod, container, written: crxOf(pod, view)?.status?.written ?? [] };
}

export interface Follower {
  readonly line: (line: LogLine) => void;
  /** Comes once. */
  readonly end: () => void;
}

export interface Following {
  /** Looks for what time has brought; whoever has a clock calls it. */
  readonly look: () => void;
  readonly stop: () => void;
}

/** Tells lines that were written after `from`, in simulated milliseconds. */
export function follow(
  { present }: Pick<WriteTools, 'present'>,
  target: Target,
  wanted: string,
  from: number,
  follower: Follower,
): Following {
  let last = from;
  let stop = (): void => undefined;
  let isOver = false;
  const key = keyOfTarget(target);
  const id = kindId(target.kind);
  const look = (pod = target.scope.collection(id).get(key) as Pod | undefined): void => {
    if (isOver) return;
    const view = present(target.scope.name);
    const { container, status } = (pod === undefined ? undefined : found(pod, wanted)) ?? {};
    const { running, terminated } = status?.state ?? {};
    if (pod !== undefined && container !== undefined && (running ?? terminated) !== undefined) {
      for (const line of logLines(writingOf(view, pod, container), status, false)) {
        if (line.at > last) follower.line(line);
        last = Math.max(last, line.at);
      }
    }
    if (pod !== undefined && terminated === undefined && !isTerminal(pod)) return;
    isOver = true;
    stop();
    follower.end();
  };
  stop = target.scope.listen((change) => {
    if (change.key === key) look(change.next as Pod | undefined);
  }, id);
  look();
  return {
    look: () => look(),
    stop() {
      isOver = true;
      stop();
    },
  };
}
