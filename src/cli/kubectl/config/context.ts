// What a command talks to: cluster, user and namespace of the context in force, with what the flags say laid over them.
// Source: client-go tools/clientcmd/client_config.go.
import type { JsonObject } from '../../../std/draft.ts';
import { base64Of } from '../../base64.ts';
import type { Endpoint } from '../../effect.ts';
import { Failure, PlainFailure } from '../failure.ts';
import type { FlagValues } from '../flags/flag.ts';
import type { Session } from '../../../shell/program.ts';
import { checkCertificates } from './certificates.ts';
import { named, textOf, type Kubeconfig } from './kubeconfig.ts';

export interface Effective {
  readonly endpoint: Endpoint;
  /** What stands before every path: a server address may end in one. */
  readonly prefix: string;
  /** Headers that say who asks. */
  readonly identity: Readonly<Record<string, string>>;
  /** Whether neither the kubeconfig nor a flag says who asks. */
  readonly isNobody: boolean;
  readonly namespace: string;
  /** Whether the command line names the namespace. */
  readonly explicitNamespace: boolean;
}

/** Where kubectl looks when nobody told it a server. */
const defaultServer = 'http://localhost:8080';

export function effectiveOf(config: Kubeconfig, flags: FlagValues, session: Session): Effective {
  const context = contextOf(config, flags);
  const cluster = partOf(config.clusters, flags.text('cluster'), textOf(context, 'cluster'), 'cluster');
  const askedUser = flags.isList('user') ? '' : flags.text('user');
  const user = partOf(config.users, askedUser, textOf(context, 'user'), 'auth info');
  const userName = askedUser || textOf(context, 'user');
  const clusterName = flags.text('cluster') || textOf(context, 'cluster');
  checkCertificates(session, flags, { cluster, clusterName, user, userName });
  const server = flags.text('server') || textOf(cluster, 'server') || defaultServer;
  const match = /^(?:(https?):\/\/)?([^/?#]+)([^?#]*)$/.exec(server);
  if (match === null) throw new Failure(`parse "${server}": the address of a server is https://HOST:PORT`);
  const [, scheme = 'https', host = '', path = ''] = match;
  const skips = flags.has('insecure-skip-tls-verify')
    ? flags.is('insecure-skip-tls-verify')
    : cluster?.['insecure-skip-tls-verify'] === true;
  const trusts =
    textOf(cluster, 'certificate-authority-data') !== '' ||
    textOf(cluster, 'certificate-authority') !== '' ||
    flags.text('certificate-authority') !== '';
  const namespace = flags.text('namespace') || textOf(context, 'namespace') || 'default';
  return {
    endpoint: { server: `${scheme}://${host}`, verifies: scheme === 'https' && !skips && !trusts },
    prefix: path.replace(/\/+$/, ''),
    identity: { ...credentialsOf(user, flags, userName), ...impersonation(flags, userName) },
    isNobody: scheme === 'https' && !isSomebody(user, flags),
    namespace,
    explicitNamespace: flags.text('namespace') !== '',
  };
}

function contextOf(config: Kubeconfig, flags: FlagValues): JsonObject | undefined {
  const asked = flags.text('context');
  const name = asked || config.currentContext;
  const context = named(config.contexts, name);
  if (context === undefined && name !== '') {
    throw new PlainFailure(`Error in configuration: context was not found for specified context: ${name}`);
  }
  return context;
}

/** What a flag names has to be there; what a context names may be missing. */
function partOf(
  items: Kubeconfig['clusters'],
  asked: string,
  usual: string,
  what: string,
): JsonObject | undefined {
  const part = named(items, asked || usual);
  if (asked !== '' && part === undefined) {
    throw new Failure(
      what === 'cluster' ? `no server found for cluster "${asked}"` : `${what} "${asked}" does not exist`,
    );
  }
  return part;
}

function credentialsOf(
  user: JsonObject | undefined,
  flags: FlagValues,
  userName: string,
): Record<string, string> {
  const said = (name: string) => flags.text(name) || textOf(user, name);
  const [token, name, password] = [said('token'), said('username'), said('password')];
  if (token !== '' && (name !== '' || password !== '')) {
    throw new Failure(
      `more than one authentication method found for ${userName}; found [token basicAuth], only one is allowed`,
    );
  }
  if (token !== '') return { authorization: `Bearer ${token}` };
  if (name === '') return {};
  return { authorization: `Basic ${base64Of(`${name}:${password}`)}` };
}

const identifying = ['token', 'tokenFile', 'username', 'client-certificate', 'client-certificate-data'];

function isSomebody(user: JsonObject | undefined, flags: FlagValues): boolean {
  if (['token', 'username', 'client-certificate'].some((name) => flags.text(name) !== '')) return true;
  if (user === undefined) return false;
  return identifying.some((key) => textOf(user, key) !== '') || 'exec' in user || 'auth-provider' in user;
}

function impersonation(flags: FlagValues, userName: string): Record<string, string> {
  const user = flags.text('as');
  const groups = flags.list('as-group');
  const uid = flags.text('as-uid');
  if (user === '' && (uid !== '' || groups.length > 0)) {
    const what = 'requesting uid, groups or user-extra';
    throw new Failure(`${what} for ${userName} without impersonating a user`);
  }
  return {
    ...(user === '' ? {} : { 'impersonate-user': user }),
    ...(uid === '' ? {} : { 'impersonate-uid': uid }),
    ...(groups.length === 0 ? {} : { 'impersonate-group': groups.join('\n') }),
  };
}
