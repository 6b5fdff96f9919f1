// The shell inside a container: `sh -c script`, or lines from its input until that ends.
import { err, Interrupted, out, read, type ExitCode, type Run } from '../shell/effect.ts';
import { resolvePath } from '../shell/files.ts';
import { homeOf, type Program, type Session } from '../shell/program.ts';
import { runScript, type ShellState } from '../shell/execute.ts';
import { parseScript } from '../shell/parse.ts';
import { interruptedCode } from '../shell/pipe.ts';

const syntaxError = 2;

function* runText(text: string, state: ShellState): Run<ExitCode> {
  const parsed = parseScript(text);
  if ('error' in parsed) {
    yield* err(`${state.name}: ${parsed.error}\n`);
    state.status = syntaxError;
    return syntaxError;
  }
  return yield* runScript(parsed.script, state);
}

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

/** Lines as they come; a line that asks for more is kept until it is whole. */
function* runLines(state: ShellState, prompt: (folder: string) => string, more: string): Run<ExitCode> {
  let rest = '';
  let pending = '';
  yield* out(prompt(state.session.folder));
  for (;;) {
    const piece = yield* unlessInterrupted<string | undefined>(read(), '\n', state);
    if (piece === undefined) break;
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      pending += `${line}\n`;
      if ('incomplete' in parseScript(pending)) {
        yield* out(more);
        continue;
      }
      yield* unlessInterrupted(runText(pending, state), interruptedCode, state);
      pending = '';
      if (state.leaving) return state.status;
      yield* out(prompt(state.session.folder));
    }
  }
  if (pending + rest !== '') yield* runText(pending + rest, state);
  return state.status;
}

export interface ShellManner {
  readonly name: 'sh' | 'bash';
  readonly programs: ReadonlyMap<string, Program>;
  /** With a terminal it shows a prompt. */
  readonly tty: boolean;
  readonly hostname: string;
  readonly isRoot: boolean;
}

function promptOf({ name, tty, hostname, isRoot }: ShellManner): (folder: string) => string {
  const mark = isRoot ? '#' : '$';
  if (!tty) return () => '';
  return name === 'bash'
    ? (folder) => `${isRoot ? 'root' : 'I have no name!'}@${hostname}:${folder}${mark} `
    : (folder) => `${folder} ${mark} `;
}

export function shell(manner: ShellManner): Program {
  const { name, programs, tty } = manner;
  return {
    name,
    summary: 'run commands',
    *run(args, session: Session): Run<ExitCode> {
      const own: Session = { ...session, environment: new Map(session.environment) };
      const state: ShellState = {
        name,
        session: own,
        programs,
        variables: new Map(),
        status: 0,
        leaving: false,
      };
      const words = args.filter((arg) => !/^-[eilux]+$/.test(arg));
      const [first = '', script] = words;
      if (/^-[a-z]*c$/.test(first)) {
        if (script === undefined) {
          yield* err(`${name}: -c: option requires an argument\n`);
          return syntaxError;
        }
        return yield* runText(script, state);
      }
      if (first !== '') {
        const text = session.files.read(resolvePath(first, session.folder, homeOf(session)));
        if (text !== undefined) return yield* runText(text, state);
        yield* err(`${name}: ${first}: No such file or directory\n`);
        return 127;
      }
      return yield* runLines(state, promptOf(manner), tty ? '> ' : '');
    },
  };
}
