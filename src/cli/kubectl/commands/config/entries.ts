// kubectl config set-cluster, set-credentials, delete-cluster, delete-user: entries of the kubeconfig. Source: kubectl
// pkg/cmd/config. Deliberately absent: certificates embedded from files, programs that log in.
import type { Json } from '../../../../std/draft.ts';
import { quoteGo } from '../../../../std/go-quote.ts';
import { out, type Run } from '../../../effect.ts';
import { usageFailure, type Call, type Command } from '../../command.ts';
import { named, textOf, withNamed } from '../../config/kubeconfig.ts';
import { Failure } from '../../failure.ts';
import { helpOf } from '../../help.ts';
import { completeFrom } from './contexts.ts';

type Part = 'clusters' | 'users';

/** What a flag is as a member of the entry. */
interface Member {
  readonly flag: string;
  readonly key: string;
  readonly type?: 'bool';
}

const clusterMembers: readonly Member[] = [
  { flag: 'server', key: 'server' },
  { flag: 'insecure-skip-tls-verify', key: 'insecure-skip-tls-verify', type: 'bool' },
  { flag: 'certificate-authority', key: 'certificate-authority' },
  { flag: 'tls-server-name', key: 'tls-server-name' },
];

const userMembers: readonly Member[] = [
  { flag: 'client-certificate', key: 'client-certificate' },
  { flag: 'client-key', key: 'client-key' },
  { flag: 'token', key: 'token' },
  { flag: 'username', key: 'username' },
  { flag: 'password', key: 'password' },
];

function setter(
  name: string,
  summary: string,
  part: Part,
  noun: string,
  members: readonly Member[],
): Command {
  const command: Command = {
    name,
    summary,
    usage: `NAME ${members.map(({ flag }) => `[--${flag}=...]`).join(' ')}`,
    *run(call): Run<void> {
      const { args, flags, client } = call;
      const [entry] = args;
      if (entry === undefined || args.length > 1) {
        yield* out(helpOf(call.path, command));
        throw new Failure(`${part === 'users' ? 'unexpected' : 'Unexpected'} args: [${args.join(' ')}]`);
      }
      const given = members.filter(({ flag }) => flags.has(flag));
      if (given.some(({ key }) => key === 'token') && given.some(({ key }) => key === 'username')) {
        throw new Failure(
          'you cannot specify more than one authentication method at the same time: --token, --username/--password',
        );
      }
      const config = client.config.peek();
      const value: { [key: string]: Json } = { ...named(config[part], entry) };
      for (const { flag, key, type } of given) {
        const content = type === 'bool' ? flags.is(flag) : flags.text(flag);
        if (content === false || content === '') delete value[key];
        else value[key] = content;
      }
      client.config.save({ ...config, [part]: withNamed(config[part], { name: entry, value }) });
      yield* out(`${noun} ${quoteGo(entry)} set.\n`);
    },
    complete: completeFrom(part),
  };
  return command;
}

function remover(part: Part, noun: 'cluster' | 'user'): Command {
  const command: Command = {
    name: `delete-${noun}`,
    summary: `take a ${noun} out of the kubeconfig`,
    usage: 'NAME',
    *run(call: Call): Run<void> {
      const [name] = call.args;
      if (name === undefined || call.args.length > 1) {
        if (noun === 'user') throw usageFailure(call, 'user to delete is required');
        return yield* out(helpOf(call.path, command));
      }
      const { config: store } = call.client;
      const config = store.peek();
      if (named(config[part], name) === undefined)
        throw new Failure(`cannot delete ${noun} ${name}, not in ${store.path}`);
      store.save({ ...config, [part]: config[part].filter((each) => each.name !== name) });
      yield* out(`deleted ${noun} ${name} from ${store.path}\n`);
    },
    complete: completeFrom(part),
  };
  return command;
}

const bools = ['insecure-skip-tls-verify', 'disable-compression'];
const parts = ['clusters', 'contexts', 'users'] as const;

interface Property {
  readonly part: (typeof parts)[number];
  readonly name: string;
  /** Empty where the whole entry is meant. */
  readonly key: string;
}

/** `users.anna.token`: names may have dots themselves, members have none. */
function propertyOf(call: Call, text: string, whole: boolean): Property {
  const config = call.client.config.peek();
  const part = parts.find((each) => text.startsWith(`${each}.`));
  const rest = part === undefined ? '' : text.slice(part.length + 1);
  if (part === undefined || rest === '')
    throw new Failure(`unable to locate path ${quoteGo(text.split('.')[0] ?? '')} under the kubeconfig`);
  if (whole && named(config[part], rest) !== undefined) return { part, name: rest, key: '' };
  const dot = rest.lastIndexOf('.');
  if (dot < 0 && !whole)
    throw new Failure(`can't set a map to a value: ${textOf(named(config[part], rest), '')}`);
  return dot < 0
    ? { part, name: rest, key: '' }
    : { part, name: rest.slice(0, dot), key: rest.slice(dot + 1) };
}

const set: Command = {
  name: 'set',
  summary: 'set one value of the kubeconfig',
  usage: 'PROPERTY_NAME PROPERTY_VALUE',
  *run(call): Run<void> {
    const [property, text, ...more] = call.args;
    if (property === undefined || text === undefined || more.length > 0) {
      yield* out(helpOf(call.path, set));
      throw new Failure(`Unexpected args: [${call.args.join(' ')}]`);
    }
    const { config: store } = call.client;
    const config = store.peek();
    if (property === 'current-context') store.save({ ...config, currentContext: text });
    else {
      const { part, name, key } = propertyOf(call, property, false);
      const content: Json = bools.includes(key) ? text === 'true' : text;
      const value = { ...named(config[part], name), [key]: content };
      store.save({ ...config, [part]: withNamed(config[part], { name, value }) });
    }
    yield* out(`Property ${quoteGo(property)} set.\n`);
  },
};

const unset: Command = {
  name: 'unset',
  summary: 'take one value out of the kubeconfig',
  usage: 'PROPERTY_NAME',
  *run(call): Run<void> {
    const [property, ...more] = call.args;
    if (property === undefined || more.length > 0) {
      yield* out(helpOf(call.path, unset));
      throw new Failure(`Unexpected args: [${call.args.join(' ')}]`);
    }
    const { config: store } = call.client;
    const config = store.peek();
    if (property === 'current-context') store.save({ ...config, currentContext: '' });
    else {
      const { part, name, key } = propertyOf(call, property, true);
      const entries = config[part].flatMap((each) => {
        if (each.name !== name) return [each];
        const { [key]: _gone, ...value } = each.value;
        return key === '' ? [] : [{ name, value }];
      });
      store.save({ ...config, [part]: entries });
    }
    yield* out(`Property ${quoteGo(property)} unset.\n`);
  },
};

export const entryCommands: readonly Command[] = [
  setter('set-cluster', 'make or change a cluster of the kubeconfig', 'clusters', 'Cluster', clusterMembers),
  setter('set-credentials', 'make or change a user of the kubeconfig', 'users', 'User', userMembers),
  set,
  unset,
  remover('clusters', 'cluster'),
  remover('users', 'user'),
];
