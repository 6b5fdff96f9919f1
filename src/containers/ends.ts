// When and how the present run of a container comes to an end by itself.
import type { Container, ContainerStatus } from '#types';
import { latency, type Span } from '../control/latency.ts';
import type { View } from '../control/view.ts';
import { isSidecar } from '../kinds/core/pod/container-status.ts';
import { behaviourOf } from '../kinds/core/pod/image.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import { stressBytes } from '../kinds/core/pod/stress.ts';
import { parseQuantity, quantityValue } from '../std/quantity.ts';
import { parseTime } from '../std/time.ts';
import { endingOf, type Ending } from './script/ending.ts';
import { isToEnd } from './script/stage.ts';
import { keptLines } from './log.ts';
import { exitPlace, runOf, type Written } from './written.ts';

/** Whether a container has to come to an end before the next one starts. */
export function runsOnce(pod: Pod, container: Container): boolean {
  return pod.spec.initContainers?.includes(container) === true && !isSidecar(container);
}

function isEphemeral(pod: Pod, { name }: Container): boolean {
  return pod.spec.ephemeralContainers?.some((each) => each.name === name) === true;
}

export function restartsAfter(pod: Pod, container: Container, exitCode: number): boolean {
  const policy = pod.spec.restartPolicy ?? 'Always';
  if (isEphemeral(pod, container)) return false;
  if (isSidecar(container)) return true;
  if (runsOnce(pod, container)) return policy !== 'Never' && exitCode !== 0;
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

export interface End {
  /** When a running container ends by itself, in simulated milliseconds; undefined where it does not. */
  readonly at: number | undefined;
  /** When to ask again, where that is not known yet. */
  readonly askAt?: number | undefined;
  readonly ending?:
    | (Partial<Ending> & Pick<Ending, 'exitCode'> & { readonly killed?: 'OOMKilled' })
    | undefined;
}

export function endOf(
  pod: Pod,
  container: Container,
  status: ContainerStatus,
  view: View,
  written: readonly Written[],
): End {
  const since = parseTime(status.state?.running?.startedAt ?? '');
  if (since === undefined) return { at: undefined };
  const left = leftOf(runOf(pod, container), written);
  if (left !== undefined) return left;
  const { crashes } = behaviourOf(container);
  const drawn = (purpose: string, span: Span): number =>
    since + view.draw(pod.metadata.uid, `${purpose} ${container.name} ${status.restartCount}`, span);
  if (crashes) return { at: drawn('crash', latency.crashAfterMs) };
  if (isOutOfMemory(container))
    return { at: drawn('memory', latency.crashAfterMs), ending: { exitCode: 137, killed: 'OOMKilled' } };
  const ending = endingOf({ view, pod, container, written }, since, status.restartCount);
  if (ending === undefined) {
    if (runsOnce(pod, container)) return { at: drawn('init', latency.initContainerMs) };
    return { at: isToEnd(pod, container) ? since + latency.unknownProgramMs : undefined };
  }
  const { endsAfterMs, knownUntilMs } = ending;
  if (endsAfterMs !== undefined) return { at: since + endsAfterMs, ending };
  return { at: undefined, askAt: knownUntilMs === Infinity ? undefined : since + knownUntilMs };
}

/** Whether it takes more memory than it may have. */
function isOutOfMemory(container: Container): boolean {
  const limit = parseQuantity(container.resources?.limits?.['memory'] ?? '');
  return limit !== undefined && stressBytes(container) > quantityValue(limit);
}

/** A run that somebody talked with to its end. */
function leftOf(run: string, written: readonly Written[]): End | undefined {
  const left = written.find(({ place }) => place === exitPlace(run));
  if (left === undefined) return undefined;
  return { at: Number(left.text), ending: { exitCode: Number(left.path) } };
}

/** What a run leaves to the next one: what it wrote in volumes; and as that changes what it would print, what it printed. */
export function bequeathed(pod: Pod, container: Container, ending: End['ending']): readonly Written[] {
  const { written = [], lines = [], sawWorld = false, exitCode = 0 } = ending ?? {};
  const left = restartsAfter(pod, container, exitCode)
    ? written.filter(({ place }) => place.startsWith('volume/'))
    : [];
  return sawWorld || left.length > 0 ? [...left, keptLines(runOf(pod, container), lines)] : [];
}

/** What a run leaves behind for its status. Source: kubernetes pkg/kubelet/kuberuntime, getTerminationMessage. */
export function lastWordsOf(
  container: Container,
  exitCode: number,
  { lastWords = '', lines = [] }: Partial<Ending>,
): string {
  if (lastWords !== '') return lastWords.slice(0, 4096);
  if (exitCode === 0 || container.terminationMessagePolicy !== 'FallbackToLogsOnError') return '';
  return lines
    .slice(-80)
    .map(({ text, isOpen }) => (isOpen === true ? text : `${text}\n`))
    .join('')
    .slice(-2048);
}
