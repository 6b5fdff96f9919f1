// Requests to the login service of a Supervisor.
import type { Json } from '../../std/draft.ts';
import { scanJson } from '../../std/json-scan.ts';
import type { WireRequest } from '../../apis/kubernetes/wire.ts';
import { base64Of } from '../base64.ts';
import { request, type ConnectionTrouble, type Run } from '../effect.ts';
import { networkSentence } from '../kubectl/failure.ts';
import { isObject, textAt } from '../kubectl/json.ts';

export interface Host {
  /** As the person named it, without scheme and path. */
  readonly name: string;
  readonly verifies: boolean;
}

export type Said<T> = { readonly value: T } | { readonly refusal: string } | { readonly unreachable: string };

/** What Go says of a request that got no answer; the plugin is of a time before crypto/tls put its name before x509's. */
function sentence(method: string, url: string, trouble: ConnectionTrouble, host: string): string {
  const reason = networkSentence(trouble, host).replace(/^tls: failed to verify certificate: /, '');
  return `${method.charAt(0)}${method.slice(1).toLowerCase()} "${url}": ${reason}`;
}

function* ask<T>(host: Host, wire: WireRequest, read: (body: Json) => T | undefined): Run<Said<T>> {
  const server = `https://${host.name}`;
  const answer = yield* request({ server, verifies: host.verifies }, wire);
  if ('trouble' in answer) {
    const address = host.name.includes(':') ? host.name : `${host.name}:443`;
    return { unreachable: sentence(wire.method, `${server}${wire.path}`, answer.trouble, address) };
  }
  const scanned = scanJson(answer.body);
  const body = 'error' in scanned ? null : scanned.value;
  if (answer.status !== 200) return { refusal: textAt(body, 'error') || `status ${answer.status}` };
  const value = read(body);
  return value === undefined ? { refusal: 'response from the server was invalid.' } : { value };
}

/** The token of the session that the login begins. */
export function* logIn(host: Host, user: string, password: string): Run<Said<string>> {
  const credentials = base64Of(`${user}:${password}`);
  const headers = { authorization: `Basic ${credentials}`, accept: 'application/json' };
  return yield* ask(
    host,
    { method: 'POST', path: '/wcp/login', headers },
    (body) => textAt(body, 'session_id') || undefined,
  );
}

export interface Workload {
  readonly namespace: string;
  readonly host: string;
}

/** The namespaces that the session may use. */
export function* workloadsOf(host: Host, token: string): Run<Said<readonly Workload[]>> {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  return yield* ask(host, { method: 'GET', path: '/wcp/workloads', headers }, (body) =>
    Array.isArray(body)
      ? (body as readonly Json[])
          .filter(isObject)
          .map((item) => ({ namespace: textAt(item, 'namespace'), host: textAt(item, 'master_host') }))
      : undefined,
  );
}
