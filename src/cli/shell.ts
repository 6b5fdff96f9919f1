// The terminal without its widget: lines of text in, effects out (see effect.ts). A caller runs the generators, shows `out` and
// `err`, answers the other effects, and throws `Interrupted` into them at Ctrl-C.
//
//   const shell = createShell({ files: createFiles(), environment: { HOME: '/home/dev' }, kubeconfig, history: () => lines });
//   const run = shell.run('kubectl get pods | grep web');
//   for (let step = run.next(); !step.done; step = run.next(await answer(step.value)));
//
// Holds: no control character of a program's output reaches the caller but tab and line break. Deliberately absent: the
// prompt's colours, line editing, where history is kept.
import { limits } from '../std/limits.ts';
import { utf8Length } from '../std/utf8.ts';
import type { Effect, ExitCode, Run } from './effect.ts';
import { Interrupted } from './effect.ts';
import { makeFolders, type Files } from '../shell/files.ts';
import { builtins } from './builtins.ts';
import { programs } from './programs.ts';
import { homeOf, type Session } from '../shell/program.ts';
import { completeLine, type Completion } from './complete.ts';
import { breather, runScript } from '../shell/execute.ts';
import { asLed } from '../shell/lasting.ts';
import { newState } from '../shell/state.ts';
import { parseScript } from '../shell/parse.ts';
import { interruptedCode, passOn } from '../shell/pipe.ts';

export type { Completion } from './complete.ts';

export interface ShellOptions {
  readonly files: Files;
  /** Exported variables at first; HOME is `/home/user` where none is given. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Content of ~/.kube/config at first. */
  readonly kubeconfig?: string;
  /** Lines of the person, oldest first. */
  readonly history?: () => readonly string[];
}

export interface Shell {
  /** The folder that commands run in, `~` for the home folder. */
  readonly folder: () => string;
  /** Exit code of the last command. */
  readonly status: () => ExitCode;
  /** Whether the text ends inside a quote, a here-document or a pipe, so that another line has to follow. */
  readonly needsMore: (text: string) => boolean;
  readonly run: (text: string) => Run<ExitCode>;
  /** What the word before the cursor may become; may ask the API. */
  readonly complete: (line: string, cursor: number) => Run<Completion>;
}

const syntaxError = 2;

export function createShell({ files, environment = {}, kubeconfig, history }: ShellOptions): Shell {
  const home = environment['HOME'] ?? '/home/user';
  const session: Session = {
    files,
    environment: new Map(Object.entries({ HOME: home, ...environment })),
    folder: home,
    history: history ?? (() => []),
    memory: new Map(),
  };
  makeFolders(files, `${home}/.kube`);
  if (kubeconfig !== undefined) files.write(`${home}/.kube/config`, kubeconfig);
  const state = newState({ name: 'bash', session, programs, builtins, turn: breather() });

  const run = function* (text: string): Run<ExitCode> {
    const trouble = lengthTrouble(text);
    const parsed = trouble === undefined ? parseScript(text) : { error: trouble };
    if ('error' in parsed) {
      yield { type: 'err', text: `bash: ${parsed.error}\n` };
      state.status = syntaxError;
      return syntaxError;
    }
    state.leave = undefined;
    try {
      // What the shell hands on is what our own programs yield.
      return yield* bounded(asLed(runScript(parsed.script, state), state) as Run<ExitCode>);
    } catch (interruption) {
      if (!(interruption instanceof Interrupted)) throw interruption;
      state.status = interruptedCode;
      return interruptedCode;
    }
  };

  return {
    folder: () => {
      const { folder } = session;
      const at = homeOf(session);
      return folder === at || folder.startsWith(`${at}/`) ? `~${folder.slice(at.length)}` : folder;
    },
    status: () => state.status,
    needsMore: (text) => 'incomplete' in parseScript(text),
    run,
    complete: (line, cursor) => completeLine(line, cursor, state),
  };
}

function lengthTrouble(text: string): string | undefined {
  const max = text.includes('\n') ? limits.yamlBytesMax : limits.terminalLineCharactersMax;
  return text.length > max
    ? `a command of ${text.length} characters is too long (at most ${max}): put it into a file`
    : undefined;
}

/** Keeps control characters and floods away from the terminal. */
function* bounded(run: Run<ExitCode>): Run<ExitCode> {
  let bytes = 0;
  let step = run.next();
  while (step.done !== true) {
    const effect: Effect = step.value;
    if (effect.type === 'out' || effect.type === 'err') {
      bytes += utf8Length(effect.text);
      if (bytes > limits.terminalOutputBytesMax) {
        run.return(1);
        yield {
          type: 'err',
          text: `bash: output ended after ${limits.terminalOutputBytesMax} bytes: use | head, or > file\n`,
        };
        return 1;
      }
      step = yield* passOn(run, { type: effect.type, text: visible(effect.text) });
    } else if (effect.type === 'read') {
      step = yield* passOn(run, { type: 'prompt', text: '', secret: false }, (line) =>
        typeof line === 'string' ? `${line}\n` : undefined,
      );
    } else step = yield* passOn(run, effect);
  }
  return step.value;
}

/** Control characters in caret notation, as `cat -v` shows them. */
function visible(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]/gu, (character) => {
    const code = character.charCodeAt(0);
    if (code === 0x7f) return '^?';
    return code < 0x20 ? `^${String.fromCharCode(code + 0x40)}` : `M-^${String.fromCharCode(code - 0x40)}`;
  });
}
