// kubectl config set-cluster and set-credentials: entries of the kubeconfig, a flag a member.
// Source: kubectl pkg/cmd/config/set_cluster.go, set_credentials.go.
import { base64Of } from '../../../base64.ts';
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { quoteGo } from '../../../../std/go-quote.ts';
import { resolvePath } from '../../../../shell/files.ts';
import { homeOf } from '../../../../shell/program.ts';
import { out, type Run } from '../../../effect.ts';
import type { Call, Command } from '../../command.ts';
import { named, withNamed } from '../../config/kubeconfig.ts';
import { Failure } from '../../failure.ts';
import type { Flag } from '../../flags/flag.ts';
import { helpOf } from '../../help.ts';
import { isObject, listAt, objectAt, textAt } from '../../json.ts';
import { completeFrom } from './contexts.ts';

type Entry = { [key: string]: Json };

/** Sets a member, or takes it away where there is nothing to say. */
function put(entry: Entry, key: string, value: Json): void {
  if (value === '' || value === false) delete entry[key];
  else entry[key] = value;
}

function putText({ flags }: Call, entry: Entry, key: string): void {
  if (flags.has(key)) put(entry, key, flags.text(key));
}

function pathOf({ session }: Call, file: string): string {
  return resolvePath(file, session.folder, homeOf(session));
}

/** A file that is named, or what it holds where that is to be embedded; the one takes the other's place. */
function putFile(call: Call, entry: Entry, key: string): void {
  const { flags, session } = call;
  if (!flags.has(key)) return;
  const file = flags.text(key);
  const path = pathOf(call, file);
  delete entry[key];
  if (flags.is('embed-certs')) put(entry, `${key}-data`, base64Of(session.files.read(path) ?? ''));
  else if (file !== '') {
    entry[key] = path;
    delete entry[`${key}-data`];
  }
}

function checkFiles(call: Call, keys: readonly string[]): void {
  const { flags, session } = call;
  if (!flags.is('embed-certs')) return;
  const given = keys.filter((key) => flags.text(key) !== '');
  if (given.length === 0)
    throw new Failure(`you must specify a ${keys.map((key) => `--${key}`).join(' or ')} to embed`);
  for (const key of given) {
    const file = flags.text(key);
    const path = pathOf(call, file);
    if (session.files.read(path) === undefined && !session.files.isFolder(path))
      throw new Failure(`could not stat ${key} file ${file}: stat ${file}: no such file or directory`);
  }
}

function clusterOf(call: Call, before: JsonObject): JsonObject {
  const { flags } = call;
  if (flags.is('insecure-skip-tls-verify') && flags.text('certificate-authority') !== '')
    throw new Failure('you cannot specify a certificate authority and insecure mode at the same time');
  checkFiles(call, ['certificate-authority']);
  const entry: Entry = { ...before };
  if (flags.has('server')) {
    put(entry, 'server', flags.text('server'));
    delete entry['tls-server-name'];
  }
  putText(call, entry, 'tls-server-name');
  if (flags.has('insecure-skip-tls-verify')) {
    put(entry, 'insecure-skip-tls-verify', flags.is('insecure-skip-tls-verify'));
    if (flags.is('insecure-skip-tls-verify')) {
      delete entry['certificate-authority'];
      delete entry['certificate-authority-data'];
    }
  }
  putFile(call, entry, 'certificate-authority');
  if (flags.text('certificate-authority') !== '') delete entry['insecure-skip-tls-verify'];
  putText(call, entry, 'proxy-url');
  return entry;
}

/** `KEY=VALUE` to set, `KEY-` to take away. */
function pairsOf(words: readonly string[], what: string): ReadonlyMap<string, string | undefined> {
  const isRemoval = (word: string) => !/^[^=].*=/.test(word) && word.endsWith('-') && word !== '-';
  const wrong = words.filter((word) => !/^[^=].*=|^[^=]=/.test(word) && !isRemoval(word));
  if (wrong.length > 0) throw new Failure(`invalid ${what} format: ${wrong.join(', ')}`);
  return new Map(
    words.map((word) => {
      if (isRemoval(word)) return [word.slice(0, -1), undefined];
      const equals = word.indexOf('=');
      return [word.slice(0, equals), word.slice(equals + 1)];
    }),
  );
}

function providerOf({ flags }: Call, before: JsonObject | undefined): JsonObject | undefined {
  const pairs = pairsOf(flags.list('auth-provider-arg'), 'auth-provider-arg');
  const name = flags.text('auth-provider');
  const isOther = flags.has('auth-provider') && (before === undefined || textAt(before, 'name') !== name);
  const provider = isOther ? { name } : before;
  if (provider === undefined) return undefined;
  const config: { [key: string]: Json } = { ...objectAt(provider, 'config') };
  for (const [key, value] of pairs) {
    if (value === undefined) delete config[key];
    else config[key] = value;
  }
  return { config, name: textAt(provider, 'name') };
}

function programOf({ flags }: Call, before: JsonObject | undefined): JsonObject | undefined {
  const pairs = pairsOf(flags.list('exec-env'), 'exec-env');
  const mode = flags.text('exec-interactive-mode');
  if (flags.has('exec-interactive-mode') && !['IfAvailable', 'Never', 'Always'].includes(mode))
    throw new Failure('invalid interactive mode type, can be only IfAvailable, Never, Always');
  if (before === undefined && !flags.has('exec-command')) return undefined;
  const program: Entry = {
    apiVersion: null,
    args: null,
    command: '',
    env: null,
    provideClusterInfo: false,
    ...before,
  };
  if (flags.has('exec-command')) {
    program['command'] = flags.text('exec-command');
    program['args'] = null;
  }
  if (flags.has('exec-api-version')) program['apiVersion'] = flags.text('exec-api-version');
  const args = flags.list('exec-arg');
  if (args.length > 0) program['args'] = args;
  if (flags.has('exec-interactive-mode')) program['interactiveMode'] = mode;
  if (flags.has('exec-provide-cluster-info'))
    program['provideClusterInfo'] = flags.is('exec-provide-cluster-info');
  if (pairs.size > 0) {
    const variables = new Map(
      listAt(program, 'env').map((each) => [textAt(each, 'name'), textAt(each, 'value')]),
    );
    for (const [name, value] of pairs) {
      if (value === undefined) variables.delete(name);
      else variables.set(name, value);
    }
    program['env'] = variables.size === 0 ? null : [...variables].map(([name, value]) => ({ name, value }));
  }
  return program;
}

function userOf(call: Call, before: JsonObject): JsonObject {
  const { flags } = call;
  const setsToken = flags.text('token') !== '';
  const setsBasic = flags.text('username') !== '' || flags.text('password') !== '';
  if (setsToken && setsBasic) {
    throw new Failure(
      'you cannot specify more than one authentication method at the same time: --token, --username/--password',
    );
  }
  checkFiles(call, ['client-certificate', 'client-key']);
  const entry: Entry = { ...before };
  for (const key of ['client-certificate', 'client-key']) putFile(call, entry, key);
  for (const key of ['token', 'username', 'password']) putText(call, entry, key);
  const inner = (key: string) => (isObject(before[key]) ? before[key] : undefined);
  const provider = providerOf(call, inner('auth-provider'));
  if (provider !== undefined) entry['auth-provider'] = provider;
  const program = programOf(call, inner('exec'));
  if (program !== undefined) entry['exec'] = program;
  if (setsBasic) delete entry['token'];
  if (setsToken) for (const key of ['username', 'password']) delete entry[key];
  return entry;
}

interface Setter {
  readonly command: Omit<Command, 'run' | 'usage'>;
  readonly part: 'clusters' | 'users';
  readonly noun: 'cluster' | 'user';
  readonly entryOf: (call: Call, before: JsonObject) => JsonObject;
}

function setter({ command, part, noun, entryOf }: Setter): Command {
  const title = noun.charAt(0).toUpperCase() + noun.slice(1);
  const whole: Command = {
    ...command,
    usage: `NAME ${(command.flags ?? []).map(({ name }) => `[--${name}=...]`).join(' ')}`,
    *run(call): Run<void> {
      const { args, client } = call;
      const [name] = args;
      if (name === undefined || args.length > 1) {
        yield* out(helpOf(call.path, whole));
        throw new Failure(`${part === 'users' ? 'unexpected' : 'Unexpected'} args: [${args.join(' ')}]`);
      }
      if (name === '') throw new Failure(`you must specify a non-empty ${noun} name`);
      const config = client.config.peek();
      const value = entryOf(call, named(config[part], name) ?? {});
      client.config.save({ ...config, [part]: withNamed(config[part], { name, value }) });
      yield* out(`${title} ${quoteGo(name)} set.\n`);
    },
    complete: completeFrom(part),
  };
  return whole;
}

const embedCertsFlag: Flag = {
  name: 'embed-certs',
  type: 'bool',
  value: 'false',
  help: 'keep what the files hold, not where they are',
};

const setCluster = setter({
  part: 'clusters',
  noun: 'cluster',
  entryOf: clusterOf,
  command: {
    name: 'set-cluster',
    summary: 'make or change a cluster of the kubeconfig',
    flags: [
      { name: 'server', type: 'string', help: 'address of the API server' },
      { name: 'certificate-authority', type: 'string', help: 'file of the authority' },
      { name: 'insecure-skip-tls-verify', type: 'bool', value: 'false', help: 'accept any certificate' },
      { name: 'tls-server-name', type: 'string', help: 'name that the certificate has to have' },
      { name: 'proxy-url', type: 'string', help: 'proxy on the way (no effect here)' },
      embedCertsFlag,
    ],
  },
});

const setCredentials = setter({
  part: 'users',
  noun: 'user',
  entryOf: userOf,
  command: {
    name: 'set-credentials',
    summary: 'make or change a user of the kubeconfig',
    flags: [
      { name: 'client-certificate', type: 'string', help: 'file of the certificate' },
      { name: 'client-key', type: 'string', help: 'file of its key' },
      { name: 'token', type: 'string', help: 'bearer token' },
      { name: 'username', type: 'string', help: 'name of basic authentication' },
      { name: 'password', type: 'string', help: 'password of basic authentication' },
      { name: 'auth-provider', type: 'string', help: 'who signs the user in (no effect here)' },
      { name: 'auth-provider-arg', type: 'list', help: 'KEY=VALUE for the provider' },
      { name: 'exec-command', type: 'string', help: 'program that gives a token (no effect here)' },
      { name: 'exec-api-version', type: 'string', help: 'API version that the program speaks' },
      { name: 'exec-arg', type: 'list', help: 'arguments of the program' },
      { name: 'exec-env', type: 'texts', help: 'KEY=VALUE in the program’s environment' },
      { name: 'exec-interactive-mode', type: 'string', help: 'Never, IfAvailable or Always' },
      {
        name: 'exec-provide-cluster-info',
        type: 'bool',
        value: 'false',
        help: 'tell the program of the cluster',
      },
      embedCertsFlag,
    ],
  },
});

export const setEntryCommands: readonly Command[] = [setCluster, setCredentials];
