// What a login and a logout do to the kubeconfig.
import { named, textOf, withNamed, type Kubeconfig, type Named } from '../kubectl/config/kubeconfig.ts';
import type { Host, Workload } from './wcp.ts';

const apiPort = 6443;
const userPrefix = 'wcp:';

export interface LoggedIn {
  readonly config: Kubeconfig;
  /** Names of the contexts that the login gives, the server's first. */
  readonly contexts: readonly string[];
}

/** The kubeconfig with a context for the server and one for each namespace. */
export function withLogin(
  before: Kubeconfig,
  host: Host,
  user: string,
  token: string,
  workloads: readonly Workload[],
): LoggedIn {
  const contexts: string[] = [];
  let { clusters, users, contexts: all } = before;
  const add = (name: string, server: string, namespace: string) => {
    const authInfo = `${userPrefix}${server}:${user}`;
    const cluster = {
      server: `https://${server}:${apiPort}`,
      ...(host.verifies ? {} : { 'insecure-skip-tls-verify': true }),
    };
    clusters = withNamed(clusters, { name: server, value: cluster });
    users = withNamed(users, { name: authInfo, value: { token } });
    const value = { cluster: server, user: authInfo, ...(namespace === '' ? {} : { namespace }) };
    all = withNamed(all, { name, value });
    contexts.push(name);
  };
  const taken = (name: string, server: string) => {
    const other = named(before.contexts, name);
    return other !== undefined && textOf(other, 'cluster') !== server && textOf(other, 'namespace') === name;
  };
  const server = host.name.replace(/:\d+$/, '');
  add(server, server, '');
  for (const { namespace, host: master } of workloads) {
    add(taken(namespace, master) ? `${namespace}-${master}` : namespace, master, namespace);
  }
  const stays = named(all, before.currentContext) !== undefined;
  return {
    config: {
      ...before,
      clusters,
      users,
      contexts: all,
      currentContext: stays ? before.currentContext : server,
    },
    contexts,
  };
}

/** The kubeconfig without anything that a login gave, or undefined where there was nothing. */
export function withoutLogins(before: Kubeconfig): Kubeconfig | undefined {
  const ofLogin = ({ name }: Named) => name.startsWith(userPrefix);
  if (!before.users.some(ofLogin)) return undefined;
  const gone = before.contexts.filter(({ value }) => textOf(value, 'user').startsWith(userPrefix));
  const contexts = before.contexts.filter((context) => !gone.includes(context));
  const used = new Set(contexts.map(({ value }) => textOf(value, 'cluster')));
  const freed = new Set(gone.map(({ value }) => textOf(value, 'cluster')));
  return {
    ...before,
    clusters: before.clusters.filter(({ name }) => used.has(name) || !freed.has(name)),
    users: before.users.filter((user) => !ofLogin(user)),
    contexts,
    currentContext: named(contexts, before.currentContext) === undefined ? '' : before.currentContext,
  };
}
