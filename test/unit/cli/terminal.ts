// The terminal without a server: whatever asks one is told that nobody is there.
import type { Effect, Run } from '../../../src/cli/effect.ts';
import { createFiles } from '../../../src/shell/files.ts';
import { createShell, type Shell } from '../../../src/cli/shell.ts';

/** A run that asks for more than this does not end. */
const effectsMax = 200_000;

export interface Ran<T> {
  readonly out: string;
  readonly err: string;
  readonly value: T;
}

export interface Terminal {
  readonly shell: Shell;
  readonly files: ReturnType<typeof createFiles>;
  readonly run: (text: string) => Ran<number>;
  readonly complete: (line: string) => readonly string[];
}

/** Plays a run to its end; `typed` are lines of the person. */
export function played<T>(run: Run<T>, typed: readonly string[] = []): Ran<T> {
  const lines = [...typed];
  let out = '';
  let err = '';
  const answer = (effect: Effect): unknown => {
    if (effect.type === 'out') out += effect.text;
    else if (effect.type === 'err') err += effect.text;
    else if (effect.type === 'now') return 0;
    else if (effect.type === 'prompt' || effect.type === 'read') return lines.shift();
    else if (effect.type === 'request' || effect.type === 'open') return { trouble: 'connection-refused' };
    return undefined;
  };
  let step = run.next();
  for (let effects = 0; step.done !== true; effects++) {
    if (effects > effectsMax) throw new Error('the run does not end');
    step = run.next(answer(step.value));
  }
  return { out, err, value: step.value };
}

export function newTerminal(content: Readonly<Record<string, string>> = {}): Terminal {
  const inHome = Object.entries(content).map(([name, text]) => [`/home/dev/${name}`, text]);
  const files = createFiles(
    Object.fromEntries([['/home/dev/.profile', ''], ...inHome]) as Record<string, string>,
  );
  const shell = createShell({ files, environment: { HOME: '/home/dev' } });
  return {
    shell,
    files,
    run: (text) => played(shell.run(text)),
    complete: (line) => played(shell.complete(line, line.length)).value.candidates.map(({ text }) => text),
  };
}
