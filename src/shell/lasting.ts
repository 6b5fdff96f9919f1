// Redirections that last: what `exec` without a command leads elsewhere, for the rest of the shell. Source: POSIX shell command language.
// Deliberately absent: streams beyond 2.
import type { ExitCode, Run } from './effect.ts';
import { passOn, type Sink } from './pipe.ts';
import type { Led } from './redirect.ts';
import type { ShellState } from './state.ts';

/** Leads the shell's streams from now on; they are what earlier ones led to, where these say nothing else. */
export function lead(state: ShellState, { input, out, err, files }: Led): void {
  const { led } = state;
  const through = (sink: Sink): Sink => (led === undefined || sink.type === 'text' ? sink : led[sink.type]);
  state.led = {
    input: input ?? led?.input,
    out: through(out),
    err: through(err),
    files: [...files, ...(led?.files ?? [])],
  };
  if (input !== undefined) state.unread = '';
}

/** A shell's run, with its streams where `exec` has led them by then. */
export function* asLed(run: Run<ExitCode>, state: ShellState): Run<ExitCode> {
  let taken: string | undefined;
  let step = run.next();
  while (step.done !== true) {
    const effect = step.value;
    const { led } = state;
    if (led !== undefined && (effect.type === 'out' || effect.type === 'err')) {
      const sink = led[effect.type];
      if (sink.type === 'text') {
        sink.text += effect.text;
        for (const { path, sink: of } of led.files)
          if (of === sink) state.session.files.write(path, sink.text);
        step = run.next();
      } else step = yield* passOn(run, { type: sink.type, text: effect.text });
    } else if (led?.input !== undefined && effect.type === 'read') {
      // All of it at once; there is an end then, until it is led elsewhere.
      const isNew = taken !== led.input && led.input !== '';
      taken = led.input;
      step = run.next(isNew ? led.input : undefined);
    } else step = yield* passOn(run, effect);
  }
  return step.value;
}
