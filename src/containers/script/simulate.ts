// A program run in simulated time from its start for as long as is looked at: what it prints, when and how it ends. Each command
// takes a millisecond, a wait what it says. It cannot be stopped half way, so that looking further is to run it anew.
import { limits } from '../../std/limits.ts';
import type { Effect, ExitCode, Run } from '../../shell/effect.ts';

export interface Line {
  readonly afterMs: number;
  readonly text: string;
  /** The last one, which nothing ended. */
  readonly isOpen?: true;
}

export interface Simulated {
  readonly lines: readonly Line[];
  /** Undefined: it does not end by itself, or not within the time that was looked at. */
  readonly endsAfterMs: number | undefined;
  readonly exitCode: ExitCode;
  /** How far what is told here holds; Infinity where nothing else is to come. */
  readonly knownUntilMs: number;
  /** It asked what time it is. */
  readonly sawTime: boolean;
}

export interface Look {
  /** Simulated milliseconds since the Unix epoch at which the run began. */
  readonly startedAt: number;
  /** How long after that to look. */
  readonly untilMs: number;
  /** Whether somebody may talk with it. */
  readonly hears?: boolean;
}

/** It goes on beyond what is looked at. */
class Beyond {
  readonly knownUntilMs: number;
  constructor(knownUntilMs: number) {
    this.knownUntilMs = knownUntilMs;
  }
}

/** The run's own clock, and what stops it. */
export class Course {
  readonly startedAt: number;
  /** Its input is open: it waits for somebody to say something. */
  readonly hears: boolean;
  sawTime = false;
  readonly #untilMs: number;
  #ms = 0;
  #commands = 0;

  constructor({ startedAt, untilMs, hears = false }: Look) {
    this.startedAt = startedAt;
    this.hears = hears;
    this.#untilMs = untilMs;
  }

  get ms(): number {
    return this.#ms;
  }

  get now(): number {
    return this.startedAt + this.#ms;
  }

  pass(ms: number): void {
    this.#ms += ms;
    if (this.#ms > this.#untilMs) throw new Beyond(this.#untilMs);
  }

  /** Comes before each command. */
  turn(): void {
    this.#commands += 1;
    if (this.#commands > limits.scriptStepsMax) throw new Beyond(Infinity);
    this.pass(1);
  }

  /** It serves until it is stopped. */
  forever(): never {
    throw new Beyond(Infinity);
  }

  /** What it asks next cannot be known before that moment. */
  waitUntil(ms: number): never {
    throw new Beyond(ms);
  }
}

class Log {
  readonly lines: Line[] = [];
  #open = '';
  #written = 0;

  write(text: string, afterMs: number): void {
    this.#written += text.length;
    if (this.#written > limits.logCharactersMax) throw new Beyond(Infinity);
    const pieces = (this.#open + text).split('\n');
    this.#open = pieces.pop() ?? '';
    for (const piece of pieces) this.#line(piece, afterMs);
  }

  end(afterMs: number): void {
    if (this.#open !== '' && this.lines.length < limits.logLinesMax)
      this.lines.push({ afterMs, text: this.#open, isOpen: true });
  }

  #line(text: string, afterMs: number): void {
    if (this.lines.length >= limits.logLinesMax) throw new Beyond(Infinity);
    this.lines.push({ afterMs, text });
  }
}

function answer(effect: Effect, course: Course, log: Log): unknown {
  switch (effect.type) {
    case 'out':
    case 'err':
      log.write(effect.text, course.ms);
      return undefined;
    case 'next':
      if (effect.ms === undefined) course.forever();
      course.pass(effect.ms);
      return 'timeout';
    case 'now':
      course.sawTime = true;
      return course.now;
    case 'read':
    case 'prompt':
      if (course.hears) course.forever();
      return undefined;
    case 'clear':
      return undefined;
    default:
      return { trouble: 'no-such-host' };
  }
}

export function simulate(begin: (course: Course) => Run<ExitCode>, look: Look): Simulated {
  const course = new Course(look);
  const log = new Log();
  let exitCode = 0;
  let endsAfterMs: number | undefined;
  let knownUntilMs = Infinity;
  try {
    const run = begin(course);
    let step = run.next();
    while (step.done !== true) step = run.next(answer(step.value, course, log));
    exitCode = step.value;
    endsAfterMs = course.ms;
  } catch (thrown) {
    if (!(thrown instanceof Beyond)) throw thrown;
    ({ knownUntilMs } = thrown);
  }
  log.end(course.ms);
  return { lines: log.lines, endsAfterMs, exitCode, knownUntilMs, sawTime: course.sawTime };
}
