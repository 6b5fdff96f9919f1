// Completion of a kubectl command line: commands, flags, their values, and what the command itself expects.
import type { Run } from '../effect.ts';
import type { Candidate, Session } from '../../shell/program.ts';
import { createClient, type Client } from './api/client.ts';
import type { Command } from './command.ts';
import { commands } from './commands/index.ts';
import { containersOf } from './commands/logs-complete.ts';
import { completeNamesOf } from './complete-objects.ts';
import { isExpected } from './failure.ts';
import { globalFlags } from './flags/common.ts';
import { bareOf, parseFlags } from './flags/parse.ts';
import { FlagValues, openFlags, type Flag } from './flags/flag.ts';
import type { Plugins } from './kubectl.ts';

interface Place {
  /** The commands found so far, outermost first. */
  readonly chain: readonly Command[];
  /** Arguments that are neither commands, flags nor their values; the last is being typed. */
  readonly words: readonly string[];
  /** The flag whose value is being typed. */
  readonly flag: Flag | undefined;
}

function flagsOf(chain: readonly Command[]): readonly Flag[] {
  return [...(chain.at(-1)?.flags ?? []), ...globalFlags];
}

function placeOf(args: readonly string[]): Place {
  const chain: Command[] = [];
  const words: string[] = [];
  let pending: Flag | undefined;
  args.forEach((arg, at) => {
    const last = at === args.length - 1;
    if (pending !== undefined && !last) {
      pending = undefined;
      return;
    }
    if (pending !== undefined) return;
    const below = chain.length === 0 ? commands : (chain.at(-1)?.commands ?? []);
    const command = last
      ? undefined
      : below.find(({ name, aliases = [] }) => name === arg || aliases.includes(arg));
    if (command !== undefined && words.length === 0) chain.push(command);
    else if (!arg.startsWith('-') || arg === '-' || last) words.push(arg);
    else if (!arg.includes('=')) {
      const flags = flagsOf(chain);
      const flag = arg.startsWith('--')
        ? flags.find(({ name }) => name === arg.slice(2))
        : flags.find(({ short }) => short === arg.charAt(arg.length - 1));
      if (flag !== undefined && bareOf(flag) === undefined) pending = flag;
    }
  });
  return { chain, words: pending === undefined ? words : [...words, args.at(-1) ?? ''], flag: pending };
}

/** Undefined where file names are what is wanted. */
export function* completeKubectl(
  args: readonly string[],
  session: Session,
  plugins: Plugins,
): Run<readonly Candidate[] | undefined> {
  const plugin = args.length > 1 ? plugins.get(args[0] ?? '') : undefined;
  if (plugin?.complete !== undefined) return yield* plugin.complete(args.slice(1), session);
  const { chain, words, flag } = placeOf(args);
  const word = words.at(-1) ?? '';
  try {
    const client = createClient(session, valuesOf(args.slice(0, -1), flagsOf(chain)));
    if (flag !== undefined) return yield* flagValues(flag, client, words.slice(0, -1));
    const equals = /^(?:--([\w-]+)|-(\w))=/.exec(word);
    if (equals !== null) {
      const [prefix, name, letter] = equals;
      const found = flagsOf(chain).find((each) => each.name === name || each.short === (letter ?? ''));
      const values = found === undefined ? [] : yield* flagValues(found, client, words.slice(0, -1));
      return values?.map(({ text }) => ({ text: prefix + text }));
    }
    if (word.startsWith('-')) return flagNames(openFlags(flagsOf(chain), session.environment));
    const command = chain.at(-1);
    const below = command === undefined ? commands : (command.commands ?? []);
    const names = below
      .filter(({ run, commands: inner }) => run !== undefined || inner !== undefined)
      .map(({ name }) => ({ text: name }));
    if (command === undefined) return [...names, ...[...plugins.keys()].map((text) => ({ text }))];
    if (names.length > 0 && words.length === 1) return names;
    return command.complete === undefined ? [] : yield* command.complete(words, client, session);
  } catch (failure) {
    if (isExpected(failure)) return [];
    throw failure;
  }
}

function valuesOf(args: readonly string[], flags: readonly Flag[]): FlagValues {
  const parsed = parseFlags(args, flags);
  return 'trouble' in parsed ? new FlagValues(flags, new Map()) : parsed.values;
}

function flagNames(flags: readonly Flag[]): readonly Candidate[] {
  return flags.flatMap((flag) => {
    const wantsValue = bareOf(flag) === undefined;
    const long = { text: `--${flag.name}${wantsValue ? '=' : ''}`, open: wantsValue };
    return flag.short === undefined ? [long] : [long, { text: `-${flag.short}` }];
  });
}

/** Flags whose values are files. */
const fileFlags: ReadonlySet<string> = new Set([
  'cert',
  'certificate-authority',
  'client-certificate',
  'client-key',
  'filename',
  'from-env-file',
  'from-file',
  'key',
  'kubeconfig',
  'kustomize',
  'patch-file',
]);

/** Flags whose values are names of objects of a type. */
const typesByFlag: ReadonlyMap<string, string> = new Map([
  ['clusterrole', 'clusterroles'],
  ['role', 'roles'],
  ['serviceaccount', 'serviceaccounts'],
]);

function* namedObjects(flag: string, client: Client): Run<readonly Candidate[]> {
  const type = typesByFlag.get(flag);
  if (type === undefined) return [];
  const names = yield* completeNamesOf(type)([], client);
  // Bindings say of a service account in which namespace it is.
  const before = flag === 'serviceaccount' ? `${client.effective().namespace}:` : '';
  return names.map(({ text }) => ({ text: before + text }));
}

/** @param words the arguments before */
function* flagValues(
  flag: Flag,
  client: Client,
  words: readonly string[],
): Run<readonly Candidate[] | undefined> {
  if (flag.choices !== undefined) return flag.choices.map((text) => ({ text }));
  if (flag.type === 'bool') return [{ text: 'true' }, { text: 'false' }];
  switch (flag.name) {
    case 'namespace':
      return yield* completeNamesOf('namespaces')([], client);
    case 'container':
      return yield* containersOf((words[0] ?? '').replace(/^(?:pods?|po)\//, ''), client);
    case 'context':
      return client.config.load().contexts.map(({ name }) => ({ text: name }));
    case 'cluster':
      return client.config.load().clusters.map(({ name }) => ({ text: name }));
    case 'user':
      return client.config.load().users.map(({ name }) => ({ text: name }));
    default:
      return fileFlags.has(flag.name) ? undefined : yield* namedObjects(flag.name, client);
  }
}
