// What was begun with `&`: it runs until it first has nothing to do but wait, and on when somebody waits for it or ends it.
import { Interrupted, type Effect, type ExitCode, type Run } from './effect.ts';

export interface Job {
  /** What `kill %1` calls it. */
  readonly number: number;
  /** As it was written. */
  readonly text: string;
  readonly run: Run<ExitCode>;
  /** What it waits for. */
  readonly waiting: Effect;
}

/** The number by which `$!` and `kill` know a job among processes; the shell itself is 1. */
export function processOf(number: number): number {
  return number + 1;
}

/** Runs it as far as it goes without waiting; undefined where that is its end. A job is given nothing to read. */
export function* begin(run: Run<ExitCode>, number: number, text: string): Run<Job | undefined> {
  let step = run.next();
  while (step.done !== true) {
    const effect = step.value;
    if (effect.type === 'next') return { number, text, run, waiting: effect };
    const isReading = effect.type === 'read' || effect.type === 'prompt';
    step = run.next(isReading ? undefined : yield effect);
  }
  return undefined;
}

/** Lets a job come to its end. */
export function* finish({ run, waiting }: Job): Run<ExitCode> {
  let step;
  try {
    step = run.next(yield waiting);
  } catch (trouble) {
    step = run.throw(trouble);
  }
  while (step.done !== true) step = run.next(yield step.value);
  return step.value;
}

/** Ends a job as Ctrl-C does; what it has to tidy up, it does. */
export function* end({ run }: Job): Run<void> {
  try {
    let step = run.throw(new Interrupted());
    while (step.done !== true) step = run.next(yield step.value);
  } catch (trouble) {
    if (!(trouble instanceof Interrupted)) throw trouble;
  }
}
