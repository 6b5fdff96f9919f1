// The shell as a program: `sh -c script`, a file, or lines from its input until that ends.
import { limits } from '../std/limits.ts';
import { err, Interrupted, out, read, type ExitCode, type Run } from './effect.ts';
import { resolvePath } from './files.ts';
import { homeOf, type Program, type Session } from './program.ts';
import { builtins } from './builtins.ts';
import { runText } from './execute.ts';
import { newState, type ShellOptions, type ShellState } from './state.ts';
import { parseScript } from './parse.ts';
import { interruptedCode } from './pipe.ts';
import { toItsEnd } from './trap.ts';

const syntaxError = 2;

/** Ctrl-C ends what runs, and the line that was begun; the shell goes on. */
function* unlessInterrupted<T>(run: Run<T>, otherwise: T, state: ShellState): Run<T> {
  try {
    return yield* run;
  } catch (trouble) {
    if (!(trouble instanceof Interrupted)) throw trouble;
    state.status = interruptedCode;
    return otherwise;
  }
}

/** What comes of an input by pieces: the prompt is printed, and whatever is there is taken. */
function* pieces(prompt: string): Run<string | undefined> {
  if (prompt !== '') yield* out(prompt);
  return yield* read();
}

/** Lines as they come; a line that asks for more is kept until it is whole. */
function* runLines(state: ShellState, { prompt, more, ask = pieces }: ShellManner): Run<ExitCode> {
  let rest = '';
  let pending = '';
  let due = prompt(state.session);
  for (;;) {
    const piece = yield* unlessInterrupted<string | undefined>(ask(due), '\n', state);
    due = '';
    if (piece === undefined) break;
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      yield* out(due);
      pending += `${line}\n`;
      if ('incomplete' in parseScript(pending)) {
        due = more;
        continue;
      }
      yield* unlessInterrupted(runText(pending, state), interruptedCode, state);
      pending = '';
      if (state.leave !== undefined) return state.status;
      due = prompt(state.session);
    }
  }
  if (pending + rest !== '') yield* runText(pending + rest, state);
  return state.status;
}

export interface ShellManner {
  readonly name: 'sh' | 'bash';
  readonly programs: ReadonlyMap<string, Program>;
  /** What stands before a line, and before the rest of one: nothing without a terminal. */
  readonly prompt: (session: Session) => string;
  readonly more: string;
  /** How a piece of the input is come by, after a prompt; undefined at its end. */
  readonly ask?: (prompt: string) => Run<string | undefined>;
  /** As in `ShellOptions`. */
  readonly unopened?: ShellOptions['unopened'];
  /** Comes before each command. */
  readonly turn: () => Run<void>;
}

export function shell(manner: ShellManner): Program {
  const { name, programs, turn, unopened } = manner;
  return {
    name,
    summary: 'run commands',
    *run(args, session: Session): Run<ExitCode> {
      const depth = (session.depth ?? 0) + 1;
      if (depth > limits.nestingMax) {
        yield* err(`${name}: maximum shell level exceeded (${limits.nestingMax})\n`);
        return 1;
      }
      const own: Session = { ...session, environment: new Map(session.environment), depth };
      const state = newState({ name, session: own, programs, builtins, turn, unopened });
      const given = args.findIndex((arg) => !/^[-+]\w+$/.test(arg));
      const [first = '', ...rest] = given < 0 ? [] : args.slice(given);
      const letters = args
        .slice(0, given < 0 ? args.length : given)
        .join('')
        .replace(/[-+]/g, '');
      for (const letter of letters) state.flags.add(letter);
      if (letters.includes('c')) {
        if (given < 0) {
          yield* err(`${name}: -c: option requires an argument\n`);
          return syntaxError;
        }
        // What follows the script is $0, $1 and so on.
        state.parameters = rest.slice(1);
        return yield* toItsEnd(runText(first, state), state, runText);
      }
      if (first !== '') {
        const text = session.files.read(resolvePath(first, session.folder, homeOf(session)));
        state.parameters = rest;
        if (text !== undefined) return yield* toItsEnd(runText(text, state), state, runText);
        yield* err(`${name}: ${first}: No such file or directory\n`);
        return 127;
      }
      return yield* toItsEnd(runLines(state, manner), state, runText);
    },
  };
}
