// Commands that change the shell itself, so that no program could do them.
import { setElements } from './arrays.ts';
import { err, out, read, type ExitCode, type Run } from './effect.ts';
import { evaluate } from './arithmetic.ts';
import { deepen, runText, start, testing } from './execute.ts';
import { lineFields } from './fields.ts';
import { resolvePath } from './files.ts';
import { getopts } from './getopts.ts';
import { jobBuiltins } from './job-control.ts';
import { captured } from './pipe.ts';
import { homeOf } from './program.ts';
import { parseOptions } from './programs/options.ts';
import { assign, pipefail, ShellTrouble, valueOf, type ShellState } from './state.ts';
import { isTrue } from './test.ts';
import { trap } from './trap.ts';

export interface Builtin {
  readonly summary: string;
  readonly run: (args: readonly string[], state: ShellState) => Run<ExitCode>;
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

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

function* exportVariables(args: readonly string[], state: ShellState): Run<ExitCode> {
  const { name: shell, session, variables } = state;
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

/** `local`, `readonly`, `declare`: an assignment, in a function hidden from whoever called it. */
function declaring(hides: boolean): Builtin['run'] {
  return function* (args, state) {
    for (const arg of args.filter((each) => !each.startsWith('-'))) {
      const at = arg.indexOf('=');
      const name = at < 0 ? arg : arg.slice(0, at);
      const hidden = state.hidden.at(-1);
      if (hides && hidden !== undefined && !hidden.has(name)) hidden.set(name, state.variables.get(name));
      if (hides) state.variables.set(name, at < 0 ? '' : arg.slice(at + 1));
      else if (at >= 0) assign(state, name, arg.slice(at + 1));
    }
    yield* out('');
    return 0;
  };
}

function* unset(
  args: readonly string[],
  { session, variables, arrays, functions }: ShellState,
): Run<ExitCode> {
  for (const name of args) {
    session.environment.delete(name);
    variables.delete(name);
    arrays.delete(name);
    functions.delete(name);
  }
  yield* out('');
  return 0;
}

function leaving(to: 'exit' | 'return'): Builtin['run'] {
  return function* ([code], state) {
    state.leave = { to };
    if (code !== undefined && !/^\d{1,9}$/.test(code)) {
      yield* err(`${state.name}: ${to}: ${code}: numeric argument required\n`);
      state.status = 2;
    } else if (code !== undefined) state.status = Number(code) % 256;
    return state.status;
  };
}

function jumping(to: 'break' | 'continue'): Builtin['run'] {
  return function* ([loops = '1'], state) {
    if (state.loops > 0)
      state.leave = {
        to,
        loops: Math.min(Math.max(1, Number(loops) || 1), state.loops),
      };
    yield* out('');
    return 0;
  };
}

function* set(args: readonly string[], state: ShellState): Run<ExitCode> {
  const names: Readonly<Record<string, string>> = {
    errexit: 'e',
    nounset: 'u',
    xtrace: 'x',
    pipefail,
  };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === '--' || !/^[-+]./.test(arg)) {
      state.parameters = args.slice(arg === '--' ? at + 1 : at);
      break;
    }
    const letters = arg.slice(1).replace('o', () => names[args[++at] ?? ''] ?? '');
    for (const letter of letters) {
      if (arg.startsWith('-')) state.flags.add(letter);
      else state.flags.delete(letter);
    }
  }
  yield* out('');
  return 0;
}

function* shift([count = '1']: readonly string[], state: ShellState): Run<ExitCode> {
  const some = Number(count);
  if (!(some <= state.parameters.length)) return 1;
  state.parameters = state.parameters.slice(some);
  yield* out('');
  return 0;
}

/** A line of the input, its words spread over the variables. */
function* readLine(args: readonly string[], state: ShellState): Run<ExitCode> {
  const parsed = parseOptions(args, { flags: 'rse', values: 'adinNptu' });
  if ('trouble' in parsed) {
    yield* err(`${state.name}: read: ${parsed.trouble}\n`);
    return 2;
  }
  const names = parsed.words.filter((word) => identifier.test(word));
  const number = parsed.value('u');
  const stream = number === undefined ? undefined : state.further.get(Number(number));
  if (number !== undefined && number !== '0' && (stream === undefined || !('source' in stream))) {
    yield* err(`${state.name}: read: ${number}: invalid file descriptor: Bad file descriptor\n`);
    return 1;
  }
  const stop = parsed.has('d') ? parsed.value('d')?.charAt(0) || '\0' : '\n';
  const source = stream !== undefined && 'source' in stream ? stream.source : undefined;
  let unread = source?.text ?? state.unread;
  let ended = source !== undefined && !unread.includes(stop);
  while (!unread.includes(stop) && !ended) {
    const piece = yield* read();
    if (piece === undefined) ended = true;
    else unread += piece;
  }
  const end = unread.indexOf(stop);
  const line = end < 0 ? unread : unread.slice(0, end);
  const rest = end < 0 ? '' : unread.slice(end + 1);
  if (source === undefined) state.unread = rest;
  else source.text = rest;
  if (unread === '' && ended) return 1;
  const ifs = valueOf(state, 'IFS');
  const list = parsed.value('a');
  if (list !== undefined) setElements(state, list, lineFields(line, ifs), false);
  else if (names.length === 0) assign(state, 'REPLY', line);
  else {
    const fields = lineFields(line, ifs, names.length);
    for (const [index, name] of names.entries()) assign(state, name, fields[index] ?? '');
  }
  return Number(ended);
}

/** `mapfile`: the lines of the input as an array. */
function* readLines(args: readonly string[], state: ShellState): Run<ExitCode> {
  let text = state.unread;
  for (let piece = yield* read(); piece !== undefined; piece = yield* read()) text += piece;
  state.unread = '';
  const [name = 'MAPFILE'] = args.filter((arg) => identifier.test(arg));
  const lines = text.split(args.includes('-t') ? '\n' : /(?<=\n)/);
  setElements(state, name, lines.at(-1) === '' ? lines.slice(0, -1) : lines, false);
  return 0;
}

function* evaluateWords(args: readonly string[], state: ShellState): Run<ExitCode> {
  deepen(state);
  const code = yield* runText(args.join(' '), state);
  state.depth -= 1;
  return code;
}

function* source([name = '']: readonly string[], state: ShellState): Run<ExitCode> {
  const { session } = state;
  const text = session.files.read(resolvePath(name, session.folder, homeOf(session)));
  if (text !== undefined) return yield* evaluateWords([text], state);
  yield* err(`${state.name}: ${name}: No such file or directory\n`);
  return 1;
}

function isKnown(name: string, { functions, builtins: own, programs }: ShellState): boolean {
  return functions.has(name) || own.has(name) || programs.has(name);
}

/** What each name is to the shell. */
function* type(args: readonly string[], state: ShellState): Run<ExitCode> {
  const isShort = args[0] === '-t';
  const words = /^-[tapPf]+$/.test(args[0] ?? '') ? args.slice(1) : args;
  let code = 0;
  for (const word of words) {
    const what = state.functions.has(word) ? 'function' : state.builtins.has(word) ? 'builtin' : 'file';
    if (!isKnown(word, state)) {
      if (!isShort) yield* err(`${state.name}: type: ${word}: not found\n`);
      code = 1;
    } else if (isShort) yield* out(`${what}\n`);
    else if (what === 'file') yield* out(`${word} is ${word.startsWith('/') ? word : `/usr/bin/${word}`}\n`);
    else yield* out(`${word} is a ${what === 'function' ? what : 'shell builtin'}\n`);
  }
  return code;
}

/** `hash`: nothing is remembered, but whether there is such a program is told. */
function* hash(args: readonly string[], state: ShellState): Run<ExitCode> {
  let code = 0;
  for (const word of args.filter((each) => !each.startsWith('-'))) {
    if (isKnown(word, state)) continue;
    yield* err(`${state.name}: hash: ${word}: not found\n`);
    code = 1;
  }
  return code;
}

function* exec([name, ...args]: readonly string[], state: ShellState): Run<ExitCode> {
  if (name === undefined) return 0;
  if (!isKnown(name, state) && !name.includes('/')) {
    yield* err(`${state.name}: exec: ${name}: not found\n`);
    state.status = 127;
    state.leave = { to: 'exit' };
    return 127;
  }
  const code = yield* start(name, args, state, state.session);
  state.status = code;
  state.leave = { to: 'exit' };
  return code;
}

/** bash keeps what `printf -v` makes in a variable. */
function* printf(args: readonly string[], state: ShellState): Run<ExitCode> {
  const own = state.programs.get('printf');
  if (own === undefined)
    return yield* start('printf', args, { ...state, builtins: new Map() }, state.session);
  const [first, name = '', ...rest] = args;
  if (first !== '-v' || state.name !== 'bash') return yield* own.run(args, state.session);
  if (!identifier.test(name)) {
    yield* err(`${state.name}: printf: \`${name}': not a valid identifier\n`);
    return 2;
  }
  if (rest.length === 0) {
    yield* err('printf: usage: printf [-v var] format [arguments]\n');
    return 2;
  }
  const { text, code } = yield* captured(own.run(rest, state.session));
  assign(state, name, text);
  return code;
}

function* letNumbers(args: readonly string[], state: ShellState): Run<ExitCode> {
  let value = 0;
  for (const arg of args) {
    value = evaluate(arg, {
      get: (name) => valueOf(state, name),
      set: (name, text) => assign(state, name, text),
    });
  }
  yield* out('');
  return Number(value === 0);
}

function testOf(name: '[' | 'test'): Builtin['run'] {
  return function* (args, state) {
    if (name === '[' && args.at(-1) !== ']') {
      yield* err(`${state.name}: [: missing \`]'\n`);
      return 2;
    }
    const words = (name === '[' ? args.slice(0, -1) : args).map((text) => ({
      text,
      live: '',
    }));
    try {
      return Number(!isTrue(words, { ...testing(state.session), isExtended: false }));
    } catch (trouble) {
      if (!(trouble instanceof ShellTrouble)) throw trouble;
      yield* err(`${state.name}: ${name}: ${trouble.message}\n`);
      return 2;
    }
  };
}

function* command(args: readonly string[], state: ShellState): Run<ExitCode> {
  const [first = '', name = ''] = args;
  if (first !== '-v' && first !== '-V') return yield* start(first, args.slice(1), state, state.session);
  if (!isKnown(name, state)) return 127;
  const isOwn = state.functions.has(name) || state.builtins.has(name) || name.startsWith('/');
  yield* out(`${isOwn ? name : `/usr/bin/${name}`}\n`);
  return 0;
}

function* quiet(): Run<ExitCode> {
  yield* out('');
  return 0;
}

function* fail(): Run<ExitCode> {
  yield* out('');
  return 1;
}

/** Of every shell; a caller may add its own. */
export const builtins: ReadonlyMap<string, Builtin> = new Map([
  ...jobBuiltins,
  ['.', { summary: 'run the commands of a file', run: source }],
  [':', { summary: 'do nothing, with success', run: quiet }],
  ['[', { summary: 'ask whether something holds', run: testOf('[') }],
  ['break', { summary: 'leave a loop', run: jumping('break') }],
  ['cd', { summary: 'go to another folder', run: cd }],
  ['command', { summary: 'run a program, or tell whether it is there', run: command }],
  ['continue', { summary: 'begin the next turn of a loop', run: jumping('continue') }],
  ['eval', { summary: 'run words as a command', run: evaluateWords }],
  ['exec', { summary: 'run a program in place of the shell', run: exec }],
  ['exit', { summary: 'end the script', run: leaving('exit') }],
  ['export', { summary: 'set a variable that programs see', run: exportVariables }],
  ['false', { summary: 'do nothing, without success', run: fail }],
  ['mapfile', { summary: 'read lines into an array', run: readLines }],
  ['readarray', { summary: 'read lines into an array', run: readLines }],
  ['shopt', { summary: 'set options of bash: none changes anything', run: quiet }],
  ['getopts', { summary: 'take the next option', run: getopts }],
  ['let', { summary: 'compute', run: letNumbers }],
  ['declare', { summary: 'set a variable, or an array', run: declaring(true) }],
  ['local', { summary: 'set a variable of a function', run: declaring(true) }],
  ['hash', { summary: 'say whether there is a program', run: hash }],
  ['printf', { summary: 'put words into a format', run: printf }],
  ['pwd', { summary: 'show the folder that we are in', run: pwd }],
  ['read', { summary: 'read a line into variables', run: readLine }],
  ['readonly', { summary: 'set a variable', run: declaring(false) }],
  ['return', { summary: 'leave a function', run: leaving('return') }],
  ['set', { summary: 'set how the shell behaves, and its parameters', run: set }],
  ['shift', { summary: 'drop the first parameter', run: shift }],
  ['source', { summary: 'run the commands of a file', run: source }],
  ['test', { summary: 'ask whether something holds', run: testOf('test') }],
  ['trap', { summary: 'say what to do at the end, or when a command fails', run: trap }],
  ['true', { summary: 'do nothing, with success', run: quiet }],
  ['type', { summary: 'say what a name is', run: type }],
  ['ulimit', { summary: 'limit what is used: nothing is', run: quiet }],
  ['umask', { summary: 'mask permissions: there are none', run: quiet }],
  ['unset', { summary: 'forget a variable', run: unset }],
] as const);
