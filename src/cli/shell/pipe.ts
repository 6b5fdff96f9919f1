// Pipelines as coroutines: the last stage runs, and a stage runs on only as far as the one behind it asks for input. So a
// watch can be piped, and what reads no further ends what it reads from, as SIGPIPE does.
import { Interrupted, type Effect, type ExitCode, type Run } from '../effect.ts';

interface Stage {
  readonly run: Run<ExitCode>;
  /** What the stage's last effect is answered with. */
  reply: unknown;
  code: ExitCode | undefined;
}

/** What bash gives for a stage that was ended because nobody read it. */
const brokenPipe = 141;

/** Runs the stages together; the answer is the exit code of the last. */
export function* runPipeline(runs: readonly Run<ExitCode>[]): Run<ExitCode> {
  const stages: Stage[] = runs.map((run) => ({ run, reply: undefined, code: undefined }));
  const last = stages.length - 1;
  for (;;) {
    const piece = yield* pull(stages, last);
    if (piece === undefined) break;
    yield { type: 'out', text: piece };
  }
  for (let index = last - 1; index >= 0; index--) yield* finish(stages, index);
  return (stages[last] as Stage).code ?? 0;
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
    if (effect.type === 'out') return effect.text;
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

/** Where a stream of a program goes. */
export type Sink =
  { readonly type: 'out' } | { readonly type: 'err' } | { readonly type: 'text'; text: string };

export interface Streams {
  /** A text in place of what comes in. */
  readonly input: string | undefined;
  readonly out: Sink;
  readonly err: Sink;
}

/** A program with its streams led elsewhere. */
export function* redirected(run: Run<ExitCode>, { input, out, err }: Streams): Run<ExitCode> {
  let unread = input;
  let reply: unknown;
  for (;;) {
    const step = run.next(reply);
    if (step.done === true) return step.value;
    const effect: Effect = step.value;
    reply = undefined;
    if (effect.type === 'out' || effect.type === 'err') {
      const sink = effect.type === 'out' ? out : err;
      if (sink.type === 'text') sink.text += effect.text;
      else yield { type: sink.type, text: effect.text };
    } else if (effect.type === 'read' && input !== undefined) {
      reply = unread === '' ? undefined : unread;
      unread = undefined;
    } else reply = yield effect;
  }
}

/** Runs something for what it prints. */
export function* captured(run: Run<ExitCode>): Run<{ readonly text: string; readonly code: ExitCode }> {
  const out: Sink = { type: 'text', text: '' };
  const code = yield* redirected(run, { input: undefined, out, err: { type: 'err' } });
  return { text: out.text, code };
}

/** What a shell gives for a program that Ctrl-C ended. */
export const interruptedCode = 130;

/** Runs something that Ctrl-C may end. */
export function* interruptible(run: Run<ExitCode>): Run<ExitCode> {
  try {
    return yield* run;
  } catch (trouble) {
    if (trouble instanceof Interrupted) return interruptedCode;
    throw trouble;
  }
}
