// Redirections that last: what `exec` without a command leads elsewhere, for the rest of the shell. Source: POSIX shell command language.
import type { ExitCode, Run } from './effect.ts';
import { passOn, saidTo, sinkOf, type Sink } from './pipe.ts';
import type { Led } from './redirect.ts';
import type { ShellState } from './state.ts';

/** Leads the shell's streams from now on; they are what earlier ones led to, where these say nothing else. */
export function lead(state: ShellState, { input, out, err, further, files }: Led): void {
  const { led } = state;
  // Not to a number, which may be led elsewhere later, but to where it leads now.
  const through = (sink: Sink): Sink => {
    if (sink.type === 'out' || sink.type === 'err') return led?.[sink.type] ?? sink;
    const named = sink.type === 'further' ? led?.further.get(sink.number) : undefined;
    return named !== undefined && 'sink' in named ? named.sink : sink;
  };
  const all = new Map(led?.further);
  for (const [number, stream] of further) {
    all.set(number, stream !== undefined && 'sink' in stream ? { sink: through(stream.sink) } : stream);
    state.further.set(number, all.get(number));
  }
  state.led = {
    input: input ?? led?.input,
    out: through(out),
    err: through(err),
    further: all,
    files: [...files, ...(led?.files ?? [])],
  };
  if (input !== undefined) state.unread = '';
}

/** A shell's run, with its streams where `exec` has led them by then. */
export function* asLed(run: Run<ExitCode>, state: ShellState): Run<ExitCode> {
  let step = run.next();
  while (step.done !== true) {
    const effect = step.value;
    const { led } = state;
    const sink = led === undefined ? undefined : sinkOf(effect, led);
    if (led !== undefined && sink !== undefined && 'text' in effect) {
      if (sink.type === 'text') {
        sink.text += effect.text;
        for (const { path, sink: of } of led.files)
          if (of === sink) state.session.files.write(path, sink.text);
        step = run.next();
      } else step = yield* passOn(run, saidTo(sink, effect.text));
    } else if (led?.input !== undefined && effect.type === 'read') {
      // All of it at once; there is an end then, until it is led elsewhere.
      const { text } = led.input;
      led.input.text = '';
      step = run.next(text === '' ? undefined : text);
    } else step = yield* passOn(run, effect);
  }
  return step.value;
}
