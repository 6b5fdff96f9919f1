// Runs a script: expands words, finds programs, leads streams, keeps the exit code. Source: POSIX shell command language.
import { limits } from '../std/limits.ts';
import { elementAt, setElement, setElements } from './arrays.ts';
import { err, out, type ExitCode, type Run } from './effect.ts';
import { compute, expandPattern, expandText, expandWords, type Expansion } from './expand.ts';
import { matches, type Pattern } from './glob.ts';
import { resolvePath } from './files.ts';
import { begin } from './jobs.ts';
import { lead } from './lasting.ts';
import { parseScript } from './parse.ts';
import { captured, redirected, runPipeline } from './pipe.ts';
import { homeOf, type Session } from './program.ts';
import { streamsOf, unopened } from './redirect.ts';
import { assign, pipefail, ShellTrouble, subshell, valueOf, type ShellState } from './state.ts';
import type { Assignment, Command, Compound, Pipeline, Redirection, Script, Simple, Word } from './syntax.ts';
import { isTrue } from './test.ts';
import { heed, toItsEnd } from './trap.ts';
import { tracedAssignments, tracedCommand, tracedTest } from './trace.ts';

/** Commands whose code is that of one inside them. */
const stands = new Set(['group', 'if', 'case', 'for', 'count', 'while']);
const notFound = 127;
const syntaxError = 2;

/** Runs a text; what is wrong with it is said. */
export function* runText(text: string, state: ShellState): Run<ExitCode> {
  const parsed = parseScript(text);
  if (!('error' in parsed)) return yield* runScript(parsed.script, state);
  yield* err(`${state.name}: ${parsed.error}\n`);
  state.status = syntaxError;
  return syntaxError;
}

/** One script inside another. */
export function deepen(state: ShellState): void {
  if (state.depth >= limits.nestingMax)
    throw new ShellTrouble(`maximum nesting level exceeded (${limits.nestingMax})`);
  state.depth += 1;
}

/** @param inner whether it is the script of a `$( )` */
export function* runScript(script: Script, state: ShellState, inner = false): Run<ExitCode> {
  for (const [at, { when, pipeline, beside, text }] of script.entries()) {
    if (state.leave !== undefined) break;
    if (when === 'succeeded' && state.status !== 0) continue;
    if (when === 'failed' && state.status === 0) continue;
    if (beside) {
      yield* runBeside(pipeline, text, state);
      continue;
    }
    // What goes before `&&` and `||` is asked for its failure.
    const isAsked = (script[at + 1]?.when ?? 'always') !== 'always' || pipeline.negated;
    if (isAsked) state.conditions += 1;
    state.status = yield* runOne(pipeline, state, inner);
    if (isAsked) state.conditions -= 1;
    if (state.status === 0 || isAsked || state.conditions > 0) continue;
    // Once for the command itself, not again for what it stands in; nor inside of a function.
    if (state.traps.has('ERR') && state.hidden.length === 0 && !stands.has(pipeline.commands[0]?.type ?? ''))
      yield* heed('ERR', state, runText);
    if (state.flags.has('e')) state.leave ??= { to: 'exit' };
  }
  return state.status;
}

function* runOne({ commands, negated }: Pipeline, state: ShellState, inner: boolean): Run<ExitCode> {
  const stages = commands.map((command) =>
    runCommand(command, commands.length > 1 ? subshell(state) : state),
  );
  const code = yield* runPipeline(stages, inner, state.flags.has(pipefail));
  return negated ? Number(code === 0) : code;
}

function* runBeside(pipeline: Pipeline, text: string, state: ShellState): Run<void> {
  state.status = 0;
  state.jobsBegun += 1;
  const job = yield* begin(runOne(pipeline, subshell(state), false), state.jobsBegun, text);
  if (job !== undefined) state.jobs.push(job);
}

function expansionOf(state: ShellState): Expansion {
  return {
    state,
    *output(script) {
      const file = readOf(script);
      if (file !== undefined) return yield* textOf(file, state);
      const own = subshell(state);
      own.substitutions += 1;
      const { text, code } = yield* captured(toItsEnd(runScript(script, own, true), own, runText));
      state.status = code;
      return text;
    },
  };
}

/** The redirection of `$(< file)`, which is the file's text. */
function readOf([step, ...others]: Script): Redirection | undefined {
  const [command, ...more] = step?.pipeline.commands ?? [];
  if (others.length + more.length > 0 || command?.type !== 'simple') return undefined;
  const [redirection, ...further] = command.redirections;
  const isAlone = command.words.length + command.assignments.length + further.length === 0;
  return isAlone && redirection?.kind === 'read' ? redirection : undefined;
}

function* textOf(file: Redirection, state: ShellState): Run<string> {
  const streams = yield* streamsOf([file], state.session, expansionOf(state));
  state.status = Number('why' in streams);
  if (!('why' in streams)) return streams.input?.text ?? '';
  yield* err(`${state.name}: ${(state.unopened ?? unopened)(streams)}\n`);
  return '';
}

function* runCommand(command: Command, state: ShellState): Run<ExitCode> {
  const { session, conditions, loops, depth } = state;
  const hidden = state.hidden.length;
  try {
    if (command.redirections.length === 0) return yield* runUnled(command, state);
    const streams = yield* streamsOf(command.redirections, session, expansionOf(state));
    if ('why' in streams) {
      yield* err(`${state.name}: ${(state.unopened ?? unopened)(streams)}\n`);
      return 1;
    }
    if (isBareExec(command)) {
      lead(state, streams);
      return 0;
    }
    let code: ExitCode | undefined;
    let trouble: string | undefined;
    const { unread } = state;
    const outer = new Map(state.further);
    for (const [number, stream] of streams.further) state.further.set(number, stream);
    if (streams.input !== undefined) state.unread = '';
    try {
      code = yield* redirected(runUnled(command, state), streams);
    } finally {
      for (const number of streams.further.keys()) state.further.set(number, outer.get(number));
      // What `read` left of it is there for whoever reads on.
      if (streams.input !== undefined) {
        streams.input.text = state.unread + streams.input.text;
        state.unread = unread;
      }
      for (const { name: file, path, sink } of streams.files) {
        const why = sink.type === 'text' ? session.files.write(path, sink.text) : undefined;
        if (why !== undefined) trouble = `${state.name}: ${file}: ${why}\n`;
      }
    }
    if (trouble === undefined) return code;
    yield* err(trouble);
    return 1;
  } catch (trouble) {
    if (!(trouble instanceof ShellTrouble)) throw trouble;
    yield* err(`${state.name}: ${trouble.message}\n`);
    if (state.flags.has('u')) state.leave = { to: 'exit' };
    return 1;
  } finally {
    // Whatever ended it, by a trouble or by Ctrl-C too.
    Object.assign(state, { conditions, loops, depth });
    state.hidden.length = hidden;
  }
}

/** A script in a shell of its own. */
function runApart(body: Script, state: ShellState): Run<ExitCode> {
  const own = subshell(state);
  return toItsEnd(runScript(body, own), own, runText);
}

function runUnled(command: Command, state: ShellState): Run<ExitCode> {
  return command.type === 'simple' ? runSimple(command, state) : runCompound(command, state);
}

function* runCompound(command: Compound, state: ShellState): Run<ExitCode> {
  const expansion = expansionOf(state);
  switch (command.type) {
    case 'group':
      return yield* runScript(command.body, state);
    case 'subshell':
      return yield* runApart(command.body, state);
    case 'function':
      state.functions.set(command.name, command.body);
      return 0;
    case 'arithmetic':
      return Number((yield* compute(command.word, expansion)) === 0);
    case 'test':
      return Number(!(yield* runTest(command.words, expansion)));
    case 'if': {
      for (const { condition, body } of command.branches)
        if (yield* holds(condition, state)) return yield* runScript(body, state);
      return state.leave === undefined ? yield* otherwise(command.otherwise, state) : state.status;
    }
    case 'case': {
      const text = yield* expandText(command.word, expansion);
      for (const { patterns, body } of command.cases)
        for (const pattern of patterns)
          if (matches(text, yield* expandPattern(pattern, expansion))) return yield* otherwise(body, state);
      return 0;
    }
    default:
      return yield* runLoop(command, state);
  }
}

/** `exec > file`: it leads the streams of the shell itself. */
const isBareExec = (command: Command): boolean =>
  command.type === 'simple' && command.words.length === 1 && isJoint(command.words[0] as Word, 'exec');

const isJoint = ([piece, ...others]: Word, text: string): boolean =>
  others.length === 0 && piece?.type === 'text' && !piece.quoted && piece.text === text;

function apart(words: readonly Word[], joint: string): readonly (readonly Word[])[] {
  const at = words.findIndex((word) => isJoint(word, joint));
  return at < 0 ? [words] : [words.slice(0, at), ...apart(words.slice(at + 1), joint)];
}

/** `[[ ]]`: what decides nothing any more is not looked at. Between brackets all is. */
function* runTest(words: readonly Word[], expansion: Expansion): Run<boolean> {
  const { state } = expansion;
  const hasBrackets = words.some((word) => isJoint(word, '('));
  const onMatch = (groups: readonly string[]) => setElements(state, 'BASH_REMATCH', groups, false);
  for (const alternative of hasBrackets ? [words] : apart(words, '||')) {
    let holdsAll = true;
    for (const condition of hasBrackets ? [words] : apart(alternative, '&&')) {
      const patterns: Pattern[] = [];
      for (const word of condition) patterns.push(yield* expandPattern(word, expansion));
      if (state.flags.has('x')) yield* err(tracedTest(state, patterns));
      holdsAll = isTrue(patterns, { ...testing(state.session), isExtended: true, onMatch });
      if (!holdsAll) break;
    }
    if (holdsAll) return true;
  }
  return false;
}

function* otherwise(script: Script, state: ShellState): Run<ExitCode> {
  state.status = 0;
  return yield* runScript(script, state);
}

export function testing({ files, folder, environment }: Session) {
  return {
    files,
    pathOf: (name: string) => resolvePath(name, folder, environment.get('HOME') ?? '/'),
  };
}

function* holds(condition: Script, state: ShellState): Run<boolean> {
  state.conditions += 1;
  const code = yield* runScript(condition, state);
  state.conditions -= 1;
  return code === 0 && state.leave === undefined;
}

type Loop = Extract<Compound, { readonly type: 'for' | 'count' | 'while' }>;

function* runLoop(loop: Loop, state: ShellState): Run<ExitCode> {
  const expansion = expansionOf(state);
  let code: ExitCode = 0;
  const turn = function* (): Run<boolean> {
    yield* began(state);
    code = yield* otherwise(loop.body, state);
    return goesOn(state);
  };
  state.loops += 1;
  switch (loop.type) {
    case 'for': {
      const words = loop.words === undefined ? state.parameters : yield* expandWords(loop.words, expansion);
      for (const word of words) {
        assign(state, loop.name, word);
        if (!(yield* turn())) break;
      }
      break;
    }
    case 'count':
      yield* compute(loop.first, expansion);
      while (loop.condition.length === 0 || (yield* compute(loop.condition, expansion)) !== 0) {
        if (!(yield* turn())) break;
        yield* compute(loop.next, expansion);
      }
      break;
    case 'while':
      for (;;) {
        const holding = yield* holds(loop.condition, state);
        if (!goesOn(state) || holding === loop.until) break;
        if (!(yield* turn())) break;
      }
  }
  state.loops -= 1;
  return code;
}

/** Whether a loop begins its next turn: what leaves it is used up here. */
function goesOn(state: ShellState): boolean {
  const { leave } = state;
  if (leave === undefined) return true;
  if (leave.to !== 'break' && leave.to !== 'continue') return false;
  const isMine = leave.loops <= 1;
  state.leave = isMine ? undefined : { to: leave.to, loops: leave.loops - 1 };
  return isMine && leave.to === 'continue';
}

function* began(state: ShellState): Run<void> {
  state.commands += 1;
  yield* state.turn();
}

function* runSimple(command: Simple, state: ShellState): Run<ExitCode> {
  yield* began(state);
  const { session } = state;
  const expansion = expansionOf(state);
  const [name, ...args] = yield* expandWords(command.words, expansion);
  const assigned: [string, string][] = [];
  for (const assignment of command.assignments) {
    const value = yield* assignedBy(assignment, expansion);
    if (value !== undefined) assigned.push([assignment.name, value]);
    // One after the other: what comes later may build on it.
    if (value !== undefined && name === undefined) assign(state, assignment.name, value);
  }
  if (name === undefined) {
    if (state.flags.has('x')) yield* err(tracedAssignments(state, assigned));
    const before = state.status;
    // The code of a `$( )` in it is the command's.
    return command.assignments.some(({ word }) => word.some(({ type }) => type === 'command')) ? before : 0;
  }
  if (state.flags.has('x')) yield* err(tracedCommand(state, [name, ...args]));
  const own =
    assigned.length === 0
      ? session
      : {
          ...session,
          environment: new Map([...session.environment, ...assigned]),
        };
  if (assigned.length === 0 || !state.builtins.has(name)) return yield* start(name, args, state, own);
  const before = assigned.map(([each]) => [each, state.variables.get(each)] as const);
  for (const [each, value] of assigned) state.variables.set(each, value);
  const code = yield* start(name, args, state, session);
  for (const [each, value] of before)
    if (value === undefined) state.variables.delete(each);
    else state.variables.set(each, value);
  return code;
}

/** The value of a plain variable; undefined where an array took it. */
function* assignedBy(
  { name, word, elements, subscript, appends }: Assignment,
  expansion: Expansion,
): Run<string | undefined> {
  const { state } = expansion;
  if ((elements ?? subscript) !== undefined && state.name === 'sh')
    throw new ShellTrouble('syntax error: unexpected "("');
  if (elements !== undefined) {
    setElements(state, name, yield* expandWords(elements, expansion), appends);
    return undefined;
  }
  const text = yield* expandText(word, expansion);
  if (subscript === undefined) return appends ? `${valueOf(state, name) ?? ''}${text}` : text;
  const place = yield* compute(subscript, expansion);
  setElement(state, name, place, appends ? `${elementAt(state, name, place) ?? ''}${text}` : text);
  return undefined;
}

/** Runs what is called by the name: a function, a builtin, a program. */
export function* start(
  name: string,
  args: readonly string[],
  state: ShellState,
  session: Session,
): Run<ExitCode> {
  const body = state.functions.get(name);
  if (body !== undefined) return yield* call(body, args, state);
  const builtin = state.builtins.get(name);
  if (builtin !== undefined) return yield* builtin.run(args, state);
  const text = name.includes('/') ? session.files.read(pathOf(name, session)) : undefined;
  if (text !== undefined && shellOf(text) !== undefined) return yield* ofFile(name, args, state);
  const program = state.programs.get(name) ?? state.programs.get(pathOf(name, session));
  return yield* program === undefined ? ofFile(name, args, state) : program.run(args, session);
}

/** The shell that a script's first line asks for; undefined where it asks for none, or for something else. */
export const shellOf = (text: string): string | undefined =>
  /^#!\s*\S*?(?:\benv\s+)?\b(bash|ash|dash|sh)\b/.exec(text)?.[1];

/** `./run.sh` by its whole path. */
const pathOf = (name: string, session: Session): string =>
  name.includes('/') ? resolvePath(name, session.folder, homeOf(session)) : name;

function* call(body: Command, args: readonly string[], state: ShellState): Run<ExitCode> {
  deepen(state);
  const { parameters } = state;
  const hidden = new Map<string, string | undefined>();
  state.hidden.push(hidden);
  state.parameters = args;
  const code = yield* runCommand(body, state);
  const returned = state.leave?.to === 'return';
  if (returned) state.leave = undefined;
  state.hidden.pop();
  state.parameters = parameters;
  for (const [variable, value] of hidden) {
    if (value === undefined) state.variables.delete(variable);
    else state.variables.set(variable, value);
  }
  return returned ? state.status : code;
}

/** `./run.sh`: a file that says of itself that it is a script. */
function* ofFile(name: string, args: readonly string[], state: ShellState): Run<ExitCode> {
  const { name: shell, session } = state;
  const path = resolvePath(name, session.folder, homeOf(session));
  const isPath = name.includes('/');
  const text = isPath ? session.files.read(path) : undefined;
  const isLocked = session.ownerOf?.(path).fileMode?.includes('x') === false;
  if (text?.startsWith('#!') === true && !isLocked) {
    const own = subshell(state);
    deepen(own);
    own.parameters = args;
    return yield* toItsEnd(runText(text, own), own, runText);
  }
  const isFolder = isPath && session.files.isFolder(path);
  if (text !== undefined || isFolder) {
    const why = isFolder && shell === 'bash' ? 'Is a directory' : 'Permission denied';
    yield* err(`${shell}: ${name}: ${why}\n`);
    return 126;
  }
  const why = shell === 'bash' ? (isPath ? 'No such file or directory' : 'command not found') : 'not found';
  yield* err(`${shell}: ${name}: ${why}\n`);
  return notFound;
}

/** What `turn` is where nobody counts: now and then its owner may look up. */
export function breather(): () => Run<void> {
  const commandsBetween = 256;
  let commands = 0;
  return function* () {
    commands += 1;
    yield* out('');
    if (commands % commandsBetween === 0) yield { type: 'next', streams: [], ms: 0 };
  };
}
