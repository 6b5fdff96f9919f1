// The lines that a container wrote: plausible ones by image, each with the moment at which it was written. A pure function of
// the Pod, so that logs need no storage and look the same every time.
import type { Container, ContainerStatus } from '#types';
import { formatTime, parseTime, SECOND_MS } from '../../../std/time.ts';
import { behaviourOf, shortName } from './image.ts';
import type { Pod } from './pod.ts';
import { isToEnd, programOf } from './program/program.ts';

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

/** What the program prints; of one that prints nothing that is known, what its image says when it starts. */
function programLines(container: Container, startedAt: number, pod: Pod, until: number): readonly LogLine[] {
  const isTold = (container.command ?? container.args ?? []).length > 0;
  const look = { startedAt, untilMs: Math.max(0, until - startedAt), ends: isToEnd(pod, container) };
  const program = programOf(pod, container, look);
  const isSilent = program === undefined || (program.lines.length === 0 && !isTold);
  if (isSilent) return startLines(container, startedAt, pod);
  return program.lines.map(({ afterMs, text }) => ({ at: startedAt + afterMs, text }));
}

/** Lines of the present run, or of the one before it. */
export function logLines(
  pod: Pod,
  container: Container,
  status: ContainerStatus | undefined,
  previous: boolean,
  now: number,
): readonly LogLine[] {
  const state = previous ? status?.lastState : status?.state;
  const startedAt = parseTime(state?.running?.startedAt ?? state?.terminated?.startedAt ?? '');
  if (startedAt === undefined) return [];
  // What is below a second is not in the times that a status has.
  const finishedAt = parseTime(state?.terminated?.finishedAt ?? '');
  const result = [
    ...programLines(container, startedAt, pod, finishedAt === undefined ? now : finishedAt + SECOND_MS),
  ];
  if (finishedAt !== undefined && behaviourOf(container).crashes) {
    result.push({ at: finishedAt, text: `${shortName(container.image ?? '')}: fatal: exiting with code 1` });
  }
  return result;
}
