// The lines that a container wrote: plausible ones by image, each with the moment at which it was written. A pure function of
// the Pod, so that logs need no storage and look the same every time.
import type { Container, ContainerStatus } from '#types';
import { formatTime, parseTime } from '../../../std/time.ts';
import { behaviourOf, shortName } from './image.ts';
import type { Pod } from './pod.ts';

export interface LogLine {
  /** Simulated milliseconds since the Unix epoch. */
  readonly at: number;
  readonly text: string;
}

type Writer = (at: number, pod: Pod) => readonly LogLine[];

function lines(at: number, ...texts: string[]): readonly LogLine[] {
  return texts.map((text, index) => ({ at: at + index * 3, text }));
}

const stamp = (at: number) => formatTime(at).replace('T', ' ').replace('Z', '');
const slashed = (at: number) => stamp(at).replaceAll('-', '/');

/** What well-known images say when they start. */
const writers: readonly (readonly [RegExp, Writer])[] = [
  [
    /nginx/,
    (at) =>
      lines(
        at,
        '/docker-entrypoint.sh: Configuration complete; ready for start up',
        `${slashed(at)} [notice] 1#1: using the "epoll" event method`,
        `${slashed(at)} [notice] 1#1: start worker processes`,
      ),
  ],
  [
    /redis|gb-redis/,
    (at, pod) =>
      lines(
        at,
        `1:C ${stamp(at)} # Redis is starting`,
        `1:M ${stamp(at)} * Running mode=standalone, port=6379.`,
        `1:M ${stamp(at)} * Ready to accept connections on ${pod.status?.podIP ?? '0.0.0.0'}`,
      ),
  ],
  [
    /frontend|httpd|apache/,
    (at, pod) =>
      lines(
        at,
        `AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using ${pod.status?.podIP ?? '127.0.0.1'}`,
        `[${stamp(at)}] [mpm_prefork:notice] [pid 1] AH00163: Apache configured -- resuming normal operations`,
      ),
  ],
];

function startLines(container: Container, at: number, pod: Pod): readonly LogLine[] {
  const name = shortName(container.image ?? '');
  const found = writers.find(([pattern]) => pattern.test(name));
  return found === undefined ? lines(at, `${name}: started`) : found[1](at, pod);
}

/** Lines of the present run, or of the one before it. */
export function logLines(
  pod: Pod,
  container: Container,
  status: ContainerStatus | undefined,
  previous: boolean,
): readonly LogLine[] {
  const state = previous ? status?.lastState : status?.state;
  const startedAt = parseTime(state?.running?.startedAt ?? state?.terminated?.startedAt ?? '');
  if (startedAt === undefined) return [];
  const result = [...startLines(container, startedAt, pod)];
  const finishedAt = parseTime(state?.terminated?.finishedAt ?? '');
  if (finishedAt !== undefined && behaviourOf(container).crashes) {
    result.push({ at: finishedAt, text: `${shortName(container.image ?? '')}: fatal: exiting with code 1` });
  }
  return result;
}
