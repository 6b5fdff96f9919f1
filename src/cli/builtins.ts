// What the terminal's shell knows beside every shell's own commands.
import { builtins as common, type Builtin } from '../shell/builtins.ts';
import { out, type ExitCode, type Run } from '../shell/effect.ts';
import type { ShellState } from '../shell/state.ts';

function* history(_args: readonly string[], { session }: ShellState): Run<ExitCode> {
  const lines = session.history();
  yield* out(lines.map((line, index) => `${String(index + 1).padStart(5)}  ${line}\n`).join(''));
  return 0;
}

function* clear(): Run<ExitCode> {
  yield { type: 'clear' };
  return 0;
}

function* help(_args: readonly string[], { programs }: ShellState): Run<ExitCode> {
  const known = new Map([...programs, ...builtins].map(([name, { summary }]) => [name, summary]));
  const rows = [...known].sort(([a], [b]) => (a < b ? -1 : 1));
  yield* out('What this terminal knows:\n\n');
  yield* out(rows.map(([name, summary]) => `  ${name.padEnd(16)}${summary}\n`).join(''));
  yield* out(
    '\nThe language is that of bash: pipes, redirections, loops, conditions, functions. Tab completes, Ctrl-C ends.\n',
  );
  return 0;
}

export const builtins: ReadonlyMap<string, Builtin> = new Map([
  ...common,
  ['clear', { summary: 'empty the screen', run: clear }],
  ['help', { summary: 'show this list', run: help }],
  ['history', { summary: 'show the lines typed before', run: history }],
] as const);
