// Runs a script: expands words, finds programs, leads streams, keeps the exit code. Source: POSIX shell command language.
import { err, out, type ExitCode, type Run } from './effect.ts';
import { resolvePath } from './files.ts';
import { homeOf, type Program, type Session } from './program.ts';
import { builtins } from './builtins.ts';
import { expandText, expandWords, type Expansion } from './expand.ts';
import { captured, redirected, runPipeline, type Sink } from './pipe.ts';
import type { Command, Redirection, Script } from './syntax.ts';

export interface ShellState {
  /** What it calls itself in front of what went wrong: `bash`, `sh`. */
  readonly name: string;
  readonly session: Session;
  readonly programs: ReadonlyMap<string, Program>;
  /** Variables that programs do not see. */
  readonly variables: Map<string, string>;
  /** Exit code of the last pipeline: `$?`. */
  status: ExitCode;
  /** Set by `exit`: nothing more of the script runs. */
  leaving: boolean;
}

const notFound = 127;

/** @param inner whether it is the script of a `$( )` */
export function* runScript(script: Script, state: ShellState, inner = false): Run<ExitCode> {
  for (const { when, pipeline } of script) {
    if (state.leaving) break;
    if (when === 'succeeded' && state.status !== 0) continue;
    if (when === 'failed' && state.status === 0) continue;
    const stages = pipeline.map((command) => runCommand(command, state, pipeline.length > 1));
    state.status = yield* runPipeline(stages, inner);
  }
  return state.status;
}

function expansionOf(state: ShellState): Expansion {
  const { session, variables } = state;
  return {
    files: session.files,
    folder: session.folder,
    home: homeOf(session),
    variable: (name) =>
      name === '?' ? String(state.status) : (variables.get(name) ?? session.environment.get(name)),
    *output(script) {
      const { text } = yield* captured(runScript(script, state, true));
      return text;
    },
  };
}

function* runCommand(command: Command, state: ShellState, piped: boolean): Run<ExitCode> {
  const expansion = expansionOf(state);
  const { session } = state;
  const words = yield* expandWords(command.words, expansion);
  const assigned: [string, string][] = [];
  for (const { name, word } of command.assignments) assigned.push([name, yield* expandText(word, expansion)]);
  const streams = yield* streamsOf(command.redirections, session, expansion);
  if ('trouble' in streams) {
    yield* err(`${state.name}: ${streams.trouble}\n`);
    return 1;
  }
  const [name, ...args] = words;
  let run: Run<ExitCode>;
  if (name === undefined) {
    if (!piped) for (const [variable, value] of assigned) assign(state, variable, value);
    run = nothing();
  } else {
    const environment =
      assigned.length === 0 ? session.environment : new Map([...session.environment, ...assigned]);
    run = start(name, args, state, assigned.length === 0 ? session : { ...session, environment });
  }
  let code: ExitCode | undefined;
  let trouble: string | undefined;
  try {
    code = yield* redirected(run, streams);
  } finally {
    for (const { name: file, path, sink } of streams.files) {
      const why = sink.type === 'text' ? session.files.write(path, sink.text) : undefined;
      if (why !== undefined) trouble = `${state.name}: ${file}: ${why}\n`;
    }
  }
  if (trouble === undefined) return code;
  yield* err(trouble);
  return 1;
}

/** Sets a variable; programs see it when they saw it before. */
export function assign(state: ShellState, name: string, value: string): void {
  if (state.session.environment.has(name)) state.session.environment.set(name, value);
  else state.variables.set(name, value);
}

function start(name: string, args: readonly string[], state: ShellState, session: Session): Run<ExitCode> {
  const builtin = builtins.get(name);
  if (builtin !== undefined) return builtin.run(args, state);
  const program = state.programs.get(name);
  return program === undefined ? unknown(state.name, name) : program.run(args, session);
}

function* nothing(): Run<ExitCode> {
  yield* out('');
  return 0;
}

function* unknown(shell: string, name: string): Run<ExitCode> {
  const isPath = name.includes('/');
  const why = shell === 'bash' ? (isPath ? 'No such file or directory' : 'command not found') : 'not found';
  yield* err(`${shell}: ${name}: ${why}\n`);
  return notFound;
}

interface Led {
  readonly input: string | undefined;
  readonly out: Sink;
  readonly err: Sink;
  readonly files: readonly { readonly name: string; readonly path: string; readonly sink: Sink }[];
}

function* streamsOf(
  redirections: readonly Redirection[],
  session: Session,
  expansion: Expansion,
): Run<Led | { readonly trouble: string }> {
  let input: string | undefined;
  const sinks: { 1: Sink; 2: Sink } = { 1: { type: 'out' }, 2: { type: 'err' } };
  const files: { name: string; path: string; sink: Sink }[] = [];
  for (const { from, kind, word } of redirections) {
    if (kind === 'same') {
      if (from === 1) sinks[1] = sinks[2];
      else sinks[2] = sinks[1];
      continue;
    }
    const name = yield* expandText(word, expansion);
    if (kind === 'here') {
      input = name;
      continue;
    }
    const path = resolvePath(name, session.folder, expansion.home);
    if (kind === 'read') {
      const text = path === '/dev/null' ? '' : session.files.read(path);
      if (text === undefined) {
        const why = session.files.isFolder(path) ? 'Is a directory' : 'No such file or directory';
        return { trouble: `${name}: ${why}` };
      }
      input = text;
    } else if (path === '/dev/null') {
      sinks[from as 1 | 2] = { type: 'text', text: '' };
    } else {
      const before = kind === 'append' ? (session.files.read(path) ?? '') : '';
      const trouble = session.files.write(path, before);
      if (trouble !== undefined) return { trouble: `${name}: ${trouble}` };
      const sink: Sink = { type: 'text', text: before };
      sinks[from as 1 | 2] = sink;
      files.push({ name, path, sink });
    }
  }
  return { input, out: sinks[1], err: sinks[2], files };
}
