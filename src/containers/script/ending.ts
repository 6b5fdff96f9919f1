// How and when the present run of a container ends, as far as that can be told now. A run that asks the world is followed only
// up to its next question; one that goes on by itself, so far that it is seldom asked again. What is told depends on the moment
// alone, never on when it was asked before: a world that comes from a checkpoint has not asked yet.
import type { Container } from '#types';
import { MINUTE_MS, SECOND_MS } from '../../std/time.ts';
import { programOf, runsBeside } from './program.ts';
import { isToEnd, type Program, type Stage } from './stage.ts';

export type Ending = Program;

interface Known {
  readonly ending: Ending | undefined;
  readonly startedAt: number;
  /** How far it was looked: worlds that share the container, one gone ahead of the other, must hear the same at the same moment. */
  readonly untilMs: number;
  /** Which run it is, which may begin within the second of the one before, and what of the Pod the container may see. */
  readonly seen: readonly unknown[];
}

const known = new WeakMap<Container, Known>();

/** A run is looked at anew when an eighth of its time has gone by: what waits for days is not asked each second. */
const share = 8;

/** How far a run is followed that has come so far: to the next of one, two, four minutes and so on. */
function horizon(ranMs: number): number {
  let untilMs = MINUTE_MS;
  while (untilMs <= ranMs) untilMs *= 2;
  return untilMs;
}

export function endingOf(stage: Stage, startedAt: number, run: number): Ending | undefined {
  const { view, pod, container } = stage;
  const { labels, annotations } = pod.metadata;
  const seen = [run, labels, annotations, pod.status?.podIP, pod.spec, runsBeside(pod, container)];
  const found = known.get(container);
  const ranMs = view.now - startedAt;
  const untilMs = horizon(ranMs);
  if (
    found?.startedAt === startedAt &&
    found.untilMs === untilMs &&
    found.seen.every((part, place) => part === seen[place]) &&
    (found.ending === undefined || (!found.ending.sawWorld && ranMs < found.ending.knownUntilMs))
  )
    return found.ending;
  const ends = isToEnd(pod, container);
  let ending = programOf(stage, { startedAt, untilMs, ends });
  if (ending?.sawWorld === true && ending.endsAfterMs === undefined) {
    const next = ranMs + Math.max(SECOND_MS, Math.floor(ranMs / share));
    if (ending.knownUntilMs === Infinity) ending = afresh(stage, ending, startedAt, ends);
    ending = { ...ending, knownUntilMs: Math.max(Math.min(ending.knownUntilMs, next), ranMs + SECOND_MS) };
  }
  // The step that leads over the horizon ends somewhere behind it, which whoever asks behind it would not know of.
  if (ending?.sawWorld === false && ending.endsAfterMs === undefined && ending.knownUntilMs !== Infinity)
    ending = { ...ending, knownUntilMs: Math.min(ending.knownUntilMs, untilMs) };
  known.set(container, { ending, startedAt, untilMs, seen });
  return ending;
}

/** What asks the world for ever asks it now as it did at first. */
function afresh(stage: Stage, ending: Ending, startedAt: number, ends: boolean): Ending {
  const { now } = stage.view;
  const again = programOf(stage, { startedAt: now, untilMs: MINUTE_MS, ends });
  if (again?.endsAfterMs === undefined) return ending;
  const { exitCode, lastWords } = again;
  return { ...ending, endsAfterMs: now - startedAt + again.endsAfterMs, exitCode, lastWords };
}
