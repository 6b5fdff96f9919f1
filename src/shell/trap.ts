// What a shell is told to do when it ends, when a command fails or when a signal comes. Source: POSIX shell command language, bash's manual.
// Deliberately absent: signals themselves, for none comes here.
import { err, out, type ExitCode, type Run } from './effect.ts';
import { asLed } from './lasting.ts';
import type { ShellState } from './state.ts';

/** Signals by number; what is asked for by name alone comes after them. */
const numbers: readonly (readonly [number, string])[] = [
  [0, 'EXIT'],
  [1, 'HUP'],
  [2, 'INT'],
  [3, 'QUIT'],
  [6, 'ABRT'],
  [9, 'KILL'],
  [10, 'USR1'],
  [12, 'USR2'],
  [13, 'PIPE'],
  [14, 'ALRM'],
  [15, 'TERM'],
  [17, 'CHLD'],
  [18, 'CONT'],
  [20, 'TSTP'],
  [28, 'WINCH'],
];
const events = ['DEBUG', 'ERR', 'RETURN'];
const order = [...numbers.map(([, name]) => name), ...events];

function conditionOf(word: string): string | undefined {
  const name = /^\d+$/.test(word)
    ? numbers.find(([number]) => number === Number(word))?.[1]
    : word.toUpperCase().replace(/^SIG/, '');
  return name !== undefined && order.includes(name) ? name : undefined;
}

function* print(names: readonly string[], { name: shell, traps }: ShellState): Run<ExitCode> {
  for (const name of names) {
    const text = traps.get(name);
    const isSignal = name !== 'EXIT' && !events.includes(name);
    const shown = isSignal && shell === 'bash' ? `SIG${name}` : name;
    if (text !== undefined) yield* out(`trap -- '${text.replaceAll("'", "'\\''")}' ${shown}\n`);
  }
  return 0;
}

export function* trap(args: readonly string[], state: ShellState): Run<ExitCode> {
  const [first, ...others] = args[0] === '--' ? args.slice(1) : args;
  const isAsking = first === undefined || first === '-p';
  // A condition alone, as `-` does, gives back what happens by itself.
  const clears = first === '-' || (others.length === 0 && conditionOf(first ?? '') !== undefined);
  const names: string[] = [];
  let code = 0;
  for (const word of clears && first !== '-' ? [first ?? ''] : others) {
    const name = conditionOf(word);
    if (name !== undefined) names.push(name);
    else {
      yield* err(`${state.name}: trap: ${word}: invalid signal specification\n`);
      code = 1;
    }
  }
  if (isAsking) return (yield* print(others.length === 0 ? order : names, state)) || code;
  for (const name of names)
    if (clears) state.traps.delete(name);
    else state.traps.set(name, first);
  return code;
}

/** Does what was asked for; `run` carries a text out. What it leaves as exit code is no answer. */
export function* heed(
  name: 'EXIT' | 'ERR',
  state: ShellState,
  run: (text: string, state: ShellState) => Run<ExitCode>,
): Run<void> {
  const text = state.traps.get(name);
  if (text === undefined || text === '') return;
  const { status } = state;
  // It does not wake itself.
  state.traps.delete(name);
  yield* run(text, state);
  if (name !== 'EXIT') state.traps.set(name, text);
  if (state.leave?.to !== 'exit') state.status = status;
}

/** A shell up to its end: with what it is to do then. An `exit` there is the last word. */
export function* toItsEnd(
  shell: Run<ExitCode>,
  state: ShellState,
  run: (text: string, state: ShellState) => Run<ExitCode>,
): Run<ExitCode> {
  return yield* asLed(withEnd(shell, state, run), state);
}

function* withEnd(...[shell, state, run]: Parameters<typeof toItsEnd>): Run<ExitCode> {
  const code = yield* shell;
  if (!state.traps.has('EXIT')) return code;
  state.status = code;
  state.leave = undefined;
  yield* heed('EXIT', state, run);
  return state.status;
}
