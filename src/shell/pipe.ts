// Pipelines as coroutines: the last stage runs, and a stage runs on only as far as the one behind it asks for input. So a
// watch can be piped, and what reads no further ends what it reads from, as SIGPIPE does.
import { Interrupted, type Effect, type ExitCode, type Run } from './effect.ts';

interface Stage {
  readonly run: Run<ExitCode>;
  /** What the stage's last effect is answered with. */
  reply: unknown;
  code: ExitCode | undefined;
  /** Characters that it has given. */
  given: number;
}

/** Characters that may flow from one stage to the next, or into a file or a `$( )`. */
const flowMax = 64 * 1024 * 1024;
const overflow = `bash: more than ${flowMax} characters in a pipe\n`;

/** What bash gives for a stage that was ended because nobody read it. */
const brokenPipe = 141;

/** What a shell gives for a program that Ctrl-C ended. */
export const interruptedCode = 130;

/**
 * Runs the stages together; the answer is the exit code of the last, or of the last that failed where it `failsByAny`. Ctrl-C goes to each of them, as a signal goes to a whole
 * process group: a program that has its own answer to it ends with its own code, and the script goes on unless it is `inner`,
 * the script of a `$( )`.
 */
export function* runPipeline(
  runs: readonly Run<ExitCode>[],
  inner: boolean,
  failsByAny: boolean,
): Run<ExitCode> {
  const stages: Stage[] = runs.map((run) => ({ run, reply: undefined, code: undefined, given: 0 }));
  const last = stages.length - 1;
  try {
    for (;;) {
      const piece = yield* pull(stages, last);
      if (piece === undefined) break;
      yield { type: 'out', text: piece };
    }
    for (let index = last - 1; index >= 0; index--) yield* finish(stages, index);
  } catch (trouble) {
    if (!(trouble instanceof Interrupted)) throw trouble;
    for (const stage of stages) yield* interrupt(stage, stage === stages[last]);
    if (inner || stages[last]?.code === interruptedCode) throw trouble;
  }
  const failed = failsByAny ? stages.findLast(({ code = 0 }) => code !== 0) : undefined;
  return (failed ?? (stages[last] as Stage)).code ?? 0;
}

/** Lets a stage hear of Ctrl-C and tidy up; what it still says is shown if it is the last. */
function* interrupt(stage: Stage, shows: boolean): Run<void> {
  if (stage.code !== undefined) return;
  try {
    let step = stage.run.throw(new Interrupted());
    while (step.done !== true) {
      const { type } = step.value;
      const unheard = type === 'read' || (type === 'out' && !shows);
      step = stage.run.next(unheard ? undefined : yield step.value);
    }
    stage.code = step.value;
  } catch (trouble) {
    if (!(trouble instanceof Interrupted)) throw trouble;
    stage.code = interruptedCode;
  }
}

/** The next piece of a stage's output, or undefined once it has ended. */
function* pull(stages: readonly Stage[], index: number): Run<string | undefined> {
  const stage = stages[index] as Stage;
  while (stage.code === undefined) {
    const step = stage.run.next(stage.reply);
    if (step.done === true) {
      stage.code = step.value;
      return undefined;
    }
    const effect = step.value;
    stage.reply = undefined;
    if (effect.type === 'out') {
      stage.given += effect.text.length;
      if (stage.given <= flowMax) return effect.text;
      yield { type: 'err', text: overflow };
      stage.run.return(brokenPipe);
      stage.code = brokenPipe;
      return undefined;
    }
    if (effect.type === 'read' && index > 0) stage.reply = yield* pull(stages, index - 1);
    else stage.reply = yield effect;
  }
  return undefined;
}

/** Lets a stage that nobody reads any more come to its end, unless it has something to say or waits for something. */
function* finish(stages: readonly Stage[], index: number): Run<void> {
  const stage = stages[index] as Stage;
  while (stage.code === undefined) {
    const step = stage.run.next(stage.reply);
    if (step.done === true) {
      stage.code = step.value;
      return;
    }
    const effect = step.value;
    if (effect.type === 'out' || effect.type === 'next') {
      stage.run.return(brokenPipe);
      stage.code = brokenPipe;
      return;
    }
    stage.reply = effect.type === 'read' && index > 0 ? yield* pull(stages, index - 1) : yield effect;
  }
}

/**
 * Hands an effect on for the program that yielded it and takes the program to its next; an interruption is the program's to
 * hear of, too. `read` may turn what came into what the program asked for.
 */
export function* passOn<T, E extends Effect>(
  run: Run<T, E>,
  effect: E,
  read: (reply: unknown) => unknown = (reply) => reply,
): Run<IteratorResult<E, T>, E> {
  let reply: unknown;
  try {
    reply = read(yield effect);
  } catch (trouble) {
    return run.throw(trouble);
  }
  return run.next(reply);
}

/** Where a stream of a program goes. */
export type Sink =
  | { readonly type: 'out' }
  | { readonly type: 'err' }
  | { readonly type: 'text'; text: string }
  | { readonly type: 'further'; readonly number: number };

/** A text in place of what comes in: what nobody has taken of it yet. */
export interface Source {
  text: string;
}

/** A stream beyond the first three; undefined where it is closed. */
export type Further = { readonly sink: Sink } | { readonly source: Source } | undefined;

export interface Streams {
  readonly input: Source | undefined;
  readonly out: Sink;
  readonly err: Sink;
  readonly further?: ReadonlyMap<number, Further>;
}

/** Where what a program says goes: by its redirections, else as it was. */
export function sinkOf(effect: Effect, { out, err, further }: Streams): Sink | undefined {
  if (effect.type === 'out') return out;
  if (effect.type === 'err') return err;
  if (effect.type !== 'further') return undefined;
  const found = further?.get(effect.number);
  return found !== undefined && 'sink' in found ? found.sink : undefined;
}

/** What a text is that goes on to a sink which is no text itself. */
export function saidTo(sink: Exclude<Sink, { readonly type: 'text' }>, text: string): Effect {
  return sink.type === 'further' ? { ...sink, text } : { type: sink.type, text };
}

/** A program with its streams led elsewhere. */
export function* redirected(run: Run<ExitCode>, streams: Streams): Run<ExitCode> {
  const { input } = streams;
  let step = run.next();
  while (step.done !== true) {
    const effect = step.value;
    const sink = sinkOf(effect, streams);
    if (sink !== undefined && 'text' in effect) {
      if (sink.type === 'text') {
        sink.text += effect.text;
        if (sink.text.length > flowMax) {
          run.return(brokenPipe);
          yield { type: 'err', text: overflow };
          return brokenPipe;
        }
        step = run.next();
      } else step = yield* passOn(run, saidTo(sink, effect.text));
    } else if (effect.type === 'read' && input !== undefined) {
      const piece = input.text === '' ? undefined : input.text;
      input.text = '';
      step = run.next(piece);
    } else step = yield* passOn(run, effect);
  }
  return step.value;
}

/** Runs something for what it prints. */
export function* captured(run: Run<ExitCode>): Run<{ readonly text: string; readonly code: ExitCode }> {
  const out: Sink = { type: 'text', text: '' };
  const code = yield* redirected(run, { input: undefined, out, err: { type: 'err' } });
  return { text: out.text, code };
}
