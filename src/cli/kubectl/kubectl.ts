// The program kubectl: finds the command, reads its flags, runs it, and says how it failed. Its one error exit.
import { err, out, type Effect, type ExitCode, type Run } from '../effect.ts';
import type { Candidate, Program, Session } from '../../shell/program.ts';
import { createClient } from './api/client.ts';
import { matchServerVersion } from './api/server-version.ts';
import type { Call, Command } from './command.ts';
import { commands } from './commands/index.ts';
import { completeKubectl } from './complete.ts';
import { Failure, isExpected, report, SilentFailure } from './failure.ts';
import { globalFlags } from './flags/common.ts';
import { openFlags } from './flags/flag.ts';
import { bareOf, parseFlags } from './flags/parse.ts';
import { helpOf, optionsText, rootHelp } from './help.ts';
import { suggestions } from './suggest.ts';

/** Programs called `kubectl-<name>` that `kubectl <name>` runs. */
export type Plugins = ReadonlyMap<string, Program<Effect>>;

interface Found {
  readonly command: Command;
  readonly path: string;
  /** The arguments without the command's own words. */
  readonly rest: readonly string[];
}

/** Where the next word stands that is neither a flag nor a flag's value. */
function firstWord(args: readonly string[], from: number, command: Command | undefined): number {
  const flags = [...globalFlags, ...(command?.flags ?? [])];
  for (let at = from; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === '--') return -1;
    if (!arg.startsWith('-') || arg === '-') return at;
    if (arg.includes('=')) continue;
    const flag = arg.startsWith('--')
      ? flags.find(({ name }) => name === arg.slice(2))
      : arg.length === 2
        ? flags.find(({ short }) => short === arg.charAt(1))
        : undefined;
    // A flag that nobody knows is taken for one with a value.
    const isWord = flag === undefined && !arg.startsWith('--') && arg.length !== 2;
    if (!isWord && (flag === undefined || bareOf(flag) === undefined)) at += 1;
  }
  return -1;
}

/** Follows the words of the command line down the tree of commands. */
export function findCommand(args: readonly string[]): Found | { readonly unknown: string } | undefined {
  let found: Found | undefined;
  let rest = args;
  let at = firstWord(rest, 0, undefined);
  if (at < 0) return undefined;
  for (;;) {
    const word = rest[at];
    const below: readonly Command[] = found === undefined ? commands : (found.command.commands ?? []);
    const command = below.find(({ name, aliases = [] }) => name === word || aliases.includes(word ?? ''));
    if (command === undefined) break;
    rest = [...rest.slice(0, at), ...rest.slice(at + 1)];
    found = { command, path: `${found?.path ?? 'kubectl'} ${command.name}`, rest };
    at = firstWord(rest, 0, command);
    if (at < 0) break;
  }
  return found ?? { unknown: rest[at] ?? '' };
}

function* runFound({ command, path, rest }: Found, session: Session, plugins: Plugins): Run<ExitCode> {
  const own = openFlags(command.flags ?? [], session.environment);
  const flags = [...own, ...globalFlags];
  const parsed = parseFlags(rest, flags);
  for (const line of parsed.deprecations) yield* err(`${line}\n`);
  const { failureCode = 1 } = command;
  if ('trouble' in parsed) {
    // A command with an exit code of its own words this itself.
    const hint =
      failureCode === 1 ? `See '${path} --help' for usage.` : `See '${path} -h' for help and examples`;
    yield* err(`error: ${parsed.trouble}\n${hint}\n`);
    return failureCode;
  }
  if (parsed.helps) {
    yield* out(helpOf(path, { ...command, flags: own }));
    return 0;
  }
  if (command.run === undefined) return yield* runGroup(command, path, parsed.args);
  const missing = flags.filter(({ name, required }) => required === true && !parsed.values.has(name));
  if (missing.length > 0) {
    yield* err(`error: required flag(s) ${missing.map(({ name }) => `"${name}"`).join(', ')} not set\n`);
    return 1;
  }
  const absent = flags.find((flag) => flag.absent === true && parsed.values.has(flag.name));
  if (absent !== undefined) {
    yield* err(`error: --${absent.name} is not in this terminal\n`);
    return 1;
  }
  const call: Call = {
    path,
    args: parsed.args,
    flags: parsed.values,
    session,
    client: createClient(session, parsed.values, true),
    plugins: [...plugins.keys()],
    dashAt: parsed.dashAt,
  };
  try {
    if (parsed.values.is('match-server-version') && asksServer(call)) yield* matchServerVersion(call.client);
    return (yield* command.run(call)) ?? 0;
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    if (failure instanceof Failure && failure.printed !== '') yield* out(failure.printed);
    yield* err(report(failure));
    return failure instanceof SilentFailure ? failure.code : failureCode;
  }
}

const serverless = ['kubectl completion', 'kubectl config', 'kubectl kustomize', 'kubectl plugin'];

function asksServer({ path, flags }: Call): boolean {
  const isVersion = path === 'kubectl version' && flags.is('client');
  return !isVersion && !serverless.some((each) => path === each || path.startsWith(`${each} `));
}

/** A command that only has commands below it. */
function* runGroup(command: Command, path: string, [word]: readonly string[]): Run<ExitCode> {
  const { alone } = command;
  if (word === undefined || alone?.code === 0) {
    const { stream, code } = alone ?? { stream: 'err', code: 1 };
    yield { type: stream, text: helpOf(path, command) };
    return code;
  }
  yield* err(`error: unknown command "${word}"\nSee '${path} -h' for help and examples\n`);
  return 1;
}

function* runRoot(args: readonly string[]): Run<ExitCode> {
  const parsed = parseFlags(args, globalFlags);
  if ('trouble' in parsed) {
    yield* err(`error: ${parsed.trouble}\nSee 'kubectl --help' for usage.\n`);
    return 1;
  }
  yield* out(rootHelp(commands));
  return 0;
}

function* runKubectl(args: readonly string[], session: Session, plugins: Plugins): Run<ExitCode> {
  const [first] = args;
  const plugin = first === undefined ? undefined : plugins.get(first);
  if (plugin !== undefined) return yield* plugin.run(args.slice(1), session);
  if (first === 'options') {
    yield* out(optionsText());
    return 0;
  }
  const helps = first === 'help';
  const found = findCommand(helps ? args.slice(1) : args);
  if (found === undefined) return yield* runRoot(helps ? [] : args);
  if ('unknown' in found) {
    if (first?.startsWith('-') === true) {
      yield* err(`Error: flags cannot be placed before plugin name: ${first}\n`);
      return 1;
    }
    const near = suggestions(found.unknown, commands);
    const also =
      near.length === 0 ? '' : `\n\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}`;
    yield* err(`error: unknown command "${found.unknown}" for "kubectl"${also === '' ? '\n' : also}`);
    return 1;
  }
  if (helps) {
    yield* out(helpOf(found.path, found.command));
    return 0;
  }
  return yield* runFound(found, session, plugins);
}

export function createKubectl(name: string, plugins: Plugins): Program {
  return {
    name,
    summary: name === 'kubectl' ? 'work with the Supervisor' : 'short for kubectl',
    run: (args, session) => runKubectl(args, session, plugins),
    *complete(words, session): Run<readonly Candidate[] | undefined> {
      return yield* completeKubectl(words, session, plugins);
    },
  };
}
