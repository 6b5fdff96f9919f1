// The lines that a container wrote: plausible ones by image, each with the moment at which it was written. A pure function of
// the Pod, so that logs need no storage and look the same every time.
import type { Container, ContainerStatus } from '#types';
import { formatTime, parseTime, SECOND_MS } from '../std/time.ts';
import { behaviourOf, shortName } from '../kinds/core/pod/image.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import type { ReadView } from '../store/view.ts';
import { programOf } from './script/program.ts';
import { isToEnd } from './script/stage.ts';
import type { Line } from './script/simulate.ts';
import type { Written } from './written.ts';

export interface LogLine {
  /** Simulated milliseconds since the Unix epoch. */
  readonly at: number;
  readonly text: string;
  /** Nothing ended it: what comes next stands on the same line. */
  readonly isOpen?: true;
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

/** What a run printed, kept with its CRX: for a run that asked the world, which will be another. */
export function keptLines(run: string, lines: readonly Line[]): Written {
  return { place: `log/${run}`, path: '', text: JSON.stringify(lines.slice(-keptLinesMax)) };
}

const keptLinesMax = 1_000;

/** Whose lines are asked for, and what the world holds of them. */
export interface Writing {
  readonly view: ReadView;
  readonly pod: Pod;
  readonly container: Container;
  /** Of the Pod's CRX. */
  readonly written: readonly Written[];
}

/** What the program prints; of one that prints nothing that is known, what its image says when it starts. */
function programLines(writing: Writing, startedAt: number, until: number): readonly LogLine[] {
  const { pod, container } = writing;
  const isTold = (container.command ?? container.args ?? []).length > 0;
  const watch = { startedAt, untilMs: Math.max(0, until - startedAt), ends: isToEnd(pod, container) };
  const program = programOf(writing, watch);
  const isSilent = program === undefined || (program.lines.length === 0 && !isTold);
  if (isSilent) return container.stdin === true ? [] : startLines(container, startedAt, pod);
  return placed(program.lines, startedAt);
}

function placed(told: readonly Line[], startedAt: number): readonly LogLine[] {
  return told.map(({ afterMs, ...line }) => ({ at: startedAt + afterMs, ...line }));
}

/** Lines of the present run, or of the one before it. */
export function logLines(
  writing: Writing,
  status: ContainerStatus | undefined,
  previous: boolean,
): readonly LogLine[] {
  const { view, container } = writing;
  const state = previous ? status?.lastState : status?.state;
  const startedAt = parseTime(state?.running?.startedAt ?? state?.terminated?.startedAt ?? '');
  if (startedAt === undefined) return [];
  // A container that waits to start again has ended the run that its count names.
  const isBefore = previous && status?.state?.waiting === undefined;
  const run = (status?.restartCount ?? 0) - (isBefore ? 1 : 0);
  const kept = writing.written.find(({ place }) => place === `log/container/${container.name}/${run}`);
  // What is below a second is not in the times that a status has.
  const finishedAt = parseTime(state?.terminated?.finishedAt ?? '');
  const until = finishedAt === undefined ? view.now : finishedAt + SECOND_MS;
  const result =
    finishedAt === undefined || kept?.text === undefined
      ? [...programLines(writing, startedAt, until)]
      : [...placed(JSON.parse(kept.text) as readonly Line[], startedAt)];
  if (finishedAt !== undefined && behaviourOf(container).crashes) {
    result.push({ at: finishedAt, text: `${shortName(container.image ?? '')}: fatal: exiting with code 1` });
  }
  return result;
}
