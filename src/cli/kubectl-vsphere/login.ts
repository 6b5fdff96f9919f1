// kubectl vsphere login: asks for what is missing, gets a token and the namespaces, and writes contexts for them.
import { err, out, prompt, type ExitCode, type Run } from '../effect.ts';
import { configStore } from '../kubectl/config/store.ts';
import type { Flag, FlagValues } from '../kubectl/flags/flag.ts';
import type { Session } from '../../shell/program.ts';
import { withLogin } from './contexts.ts';
import { startLog, type Log } from './log.ts';
import { logIn, workloadsOf, type Host, type Said } from './wcp.ts';

export const loginFlags: readonly Flag[] = [
  {
    name: 'insecure-skip-tls-verify',
    type: 'bool',
    value: 'false',
    help: 'accept any certificate of the server',
  },
  { name: 'server', type: 'string', help: 'address of the Supervisor' },
  { name: 'tanzu-kubernetes-cluster-name', type: 'string', help: 'guest cluster to log in to as well' },
  { name: 'tanzu-kubernetes-cluster-namespace', type: 'string', help: 'namespace of that guest cluster' },
  { name: 'vsphere-username', short: 'u', type: 'string', help: 'user of vCenter, as name@domain' },
];

const passwordVariable = 'KUBECTL_VSPHERE_PASSWORD';

interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** User and password, or undefined where the person ends the input. */
function* credentialsOf(flags: FlagValues, session: Session): Run<Credentials | undefined> {
  const user = flags.text('vsphere-username') || (yield* prompt('Username: '));
  if (user === undefined) return undefined;
  const known = session.environment.get(passwordVariable);
  if (known !== undefined && known !== '') return { user, password: known };
  yield* out(`${passwordVariable} environment variable is not set. Please enter the password below\n`);
  const password = yield* prompt('Password:', true);
  return password === undefined ? undefined : { user, password };
}

/** The value that the server gave; what went wrong is logged. */
function* valueOf<T>(log: Log, what: string, said: Said<T>): Run<T | undefined> {
  if ('value' in said) return said.value;
  if ('unreachable' in said) {
    yield* log('WARN', `Error occurred during HTTP request: ${said.unreachable}`);
    yield* log('FATA', `${what}: ${said.unreachable}`);
  } else yield* log('ERRO', `${what}: ${said.refusal}`);
  return undefined;
}

function listing(contexts: readonly string[]): string {
  return (
    `Logged in successfully.\n\nYou have access to the following contexts:\n${contexts.map((name) => `   ${name}\n`).join('')}\n` +
    'If the context you wish to use is not in this list, you may need to try\n' +
    'logging in again later, or contact your cluster administrator.\n\n' +
    'To change context, use `kubectl config use-context <workload name>`\n'
  );
}

export function* login(flags: FlagValues, session: Session): Run<ExitCode> {
  const store = configStore(session, '');
  const before = store.load();
  const credentials = yield* credentialsOf(flags, session);
  if (credentials === undefined) {
    yield* err('\n');
    return 1;
  }
  const log = yield* startLog();
  const name = flags
    .text('server')
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '');
  const host: Host = { name, verifies: !flags.is('insecure-skip-tls-verify') };
  const token = yield* valueOf(
    log,
    'Login failed',
    yield* logIn(host, credentials.user, credentials.password),
  );
  if (token === undefined) return 1;
  const workloads = yield* valueOf(log, 'Failed to get available workloads', yield* workloadsOf(host, token));
  if (workloads === undefined) {
    yield* err('Please contact your vSphere server administrator for assistance.\n');
    return 1;
  }
  const guest = flags.text('tanzu-kubernetes-cluster-name');
  if (guest !== '') {
    // No Supervisor of this simulation has guest clusters yet: the login service knows none by any name.
    yield* log('ERRO', `Login failed for workload/cluster {${guest} ${name}}`);
    return 1;
  }
  const { config, contexts } = withLogin(before, host, credentials.user, token, workloads);
  store.save(config);
  yield* out(listing(contexts));
  return 0;
}
