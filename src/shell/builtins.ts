// Commands that change the shell itself, so that no program could do them.
import { err, out, type ExitCode, type Run } from './effect.ts';
import { resolvePath } from './files.ts';
import { homeOf } from './program.ts';
import type { ShellState } from './execute.ts';

export interface Builtin {
  readonly summary: string;
  readonly run: (args: readonly string[], state: ShellState) => Run<ExitCode>;
}

function* cd([where = '~']: readonly string[], { name, session }: ShellState): Run<ExitCode> {
  const path = resolvePath(where, session.folder, homeOf(session));
  if (!session.files.isFolder(path)) {
    const why = session.files.read(path) === undefined ? 'No such file or directory' : 'Not a directory';
    yield* err(`${name}: cd: ${where}: ${why}\n`);
    return 1;
  }
  session.folder = path;
  return 0;
}

function* pwd(_args: readonly string[], { session }: ShellState): Run<ExitCode> {
  yield* out(`${session.folder}\n`);
  return 0;
}

function* exportVariables(
  args: readonly string[],
  { name: shell, session, variables }: ShellState,
): Run<ExitCode> {
  let code = 0;
  for (const arg of args) {
    const match = /^([A-Za-z_][A-Za-z0-9_]*)(?:=([^]*))?$/.exec(arg);
    if (match === null) {
      yield* err(`${shell}: export: \`${arg}': not a valid identifier\n`);
      code = 1;
      continue;
    }
    const [, name = '', value] = match;
    const kept = value ?? variables.get(name);
    variables.delete(name);
    if (kept !== undefined) session.environment.set(name, kept);
  }
  return code;
}

function* unset(args: readonly string[], { session, variables }: ShellState): Run<ExitCode> {
  for (const name of args) {
    session.environment.delete(name);
    variables.delete(name);
  }
  yield* out('');
  return 0;
}

function* exit([code]: readonly string[], state: ShellState): Run<ExitCode> {
  state.leaving = true;
  if (code !== undefined && !/^\d{1,9}$/.test(code)) {
    yield* err(`${state.name}: exit: ${code}: numeric argument required\n`);
    return 2;
  }
  return code === undefined ? state.status : Number(code) % 256;
}

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
  const rows = [
    ...[...programs.values()].map(({ name, summary }) => [name, summary] as const),
    ...[...builtins].map(([name, { summary }]) => [name, summary] as const),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  yield* out('What this terminal knows:\n\n');
  yield* out(rows.map(([name, summary]) => `  ${name.padEnd(16)}${summary}\n`).join(''));
  yield* out(
    '\nPipes, redirections, && || ;, variables, $( ) and here-documents work as in bash. Tab completes, Ctrl-C ends.\n',
  );
  return 0;
}

function* succeed(): Run<ExitCode> {
  yield* out('');
  return 0;
}

function* fail(): Run<ExitCode> {
  yield* out('');
  return 1;
}

export const builtins: ReadonlyMap<string, Builtin> = new Map([
  ['cd', { summary: 'go to another folder', run: cd }],
  ['clear', { summary: 'empty the screen', run: clear }],
  ['exit', { summary: 'end the script', run: exit }],
  ['export', { summary: 'set a variable that programs see', run: exportVariables }],
  ['false', { summary: 'do nothing, without success', run: fail }],
  ['help', { summary: 'show this list', run: help }],
  ['history', { summary: 'show the lines typed before', run: history }],
  ['pwd', { summary: 'show the folder that we are in', run: pwd }],
  ['true', { summary: 'do nothing, with success', run: succeed }],
  ['unset', { summary: 'forget a variable', run: unset }],
] as const);
