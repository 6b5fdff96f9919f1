// Requests to the API server of the context in force, and what their answers mean. Source: client-go rest/request.go.
import { parseGoDuration } from '../../../std/time.ts';
import { base64Of } from '../../base64.ts';
import { getOwn } from '../../../std/own.ts';
import type { Json, JsonObject } from '../../../std/draft.ts';
import type { WireRequest, WireResponse } from '../../../apis/kubernetes/wire.ts';
import { err, open, prompt, request, type Run } from '../../effect.ts';
import type { Session } from '../../../shell/program.ts';
import { effectiveOf, type Effective } from '../config/context.ts';
import { configStore, type ConfigStore } from '../config/store.ts';
import { ConnectionFailure, Failure, PlainFailure, StatusFailure } from '../failure.ts';
import type { FlagValues } from '../flags/flag.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { goJson } from '../../../std/go-value.ts';
import { encode } from './encode.ts';
import { genericStatus, statusOf } from './status.ts';

/** The client that this kubectl says it is. */
export const clientVersion = {
  gitVersion: 'v1.33.1',
  minor: 33,
  kustomize: 'v5.6.0',
  commit: '8adc0f041b8e7ad1d30e29cc59c6ae7a15e19828',
} as const;

export interface Client {
  readonly session: Session;
  readonly flags: FlagValues;
  readonly config: ConfigStore;
  /** Throws the failure of a kubeconfig that does not hold together. */
  readonly effective: () => Effective;
  /** Asks the person for a name where nobody is named; undefined where there is no one to ask. */
  readonly askName: (() => Run<Readonly<Record<string, string>>>) | undefined;
  /** Warnings that have been told already. */
  readonly warned: Set<string>;
}

/** @param asks whether the person may be asked who they are */
export function createClient(session: Session, flags: FlagValues, asks = false): Client {
  let typed: Readonly<Record<string, string>> | undefined;
  const config = configStore(session, flags.text('kubeconfig'));
  let effective: Effective | undefined;
  return {
    session,
    flags,
    config,
    effective() {
      if (effective !== undefined) return effective;
      const loaded = effectiveOf(config.load(), flags, session);
      checkTimeout(flags.text('request-timeout'));
      return (effective = loaded);
    },
    askName: asks
      ? function* () {
          return (typed ??= yield* askWho());
        }
      : undefined,
    warned: new Set(),
  };
}

/** It holds for every request; here each is answered at once. Source: client-go tools/clientcmd/helpers.go. */
function checkTimeout(text: string): void {
  if (/^\d+$/.test(text) || parseGoDuration(text) !== undefined) return;
  throw new Failure(
    'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
  );
}

/** Source: client-go tools/clientcmd/auth_loaders.go. */
function* askWho(): Run<Readonly<Record<string, string>>> {
  const name = yield* prompt('Please enter Username: ', false);
  if (name === undefined) throw new PlainFailure('error: EOF');
  const password = yield* prompt('Please enter Password: ', true);
  if (password === undefined) throw new PlainFailure('error: EOF');
  return { authorization: `Basic ${base64Of(`${name}:${password}`)}` };
}

/** Headers that say who asks. */
export function* identityOf(client: Client): Run<Readonly<Record<string, string>>> {
  const { identity, isNobody } = client.effective();
  if (!isNobody || client.askName === undefined) return identity;
  return { ...(yield* client.askName()), ...identity };
}

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly accept?: string;
  /** JSON; a text is sent as it is. */
  readonly body?: Json;
  readonly contentType?: string;
  /** The answer is taken as bytes, so that a refusal is known by its code alone: discovery asks so. */
  readonly isRaw?: boolean;
}

/** Which resource a path is about, for the words of a failure. */
export interface About {
  readonly group: string;
  readonly plural: string;
  readonly name?: string;
}

export const tableAccept =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

function* wireOf(
  client: Client,
  { method = 'GET', path, query = {}, headers, accept, body, contentType }: Ask,
): Run<WireRequest> {
  const { prefix } = client.effective();
  const identity = yield* identityOf(client);
  const pairs = Object.entries(query)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, value]) =>
      (value === undefined ? [] : typeof value === 'string' ? [value] : value).map(
        (each) => `${key}=${encode(each)}`,
      ),
    );
  return {
    method,
    path: `${prefix}${path}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`,
    headers: {
      ...identity,
      accept: accept ?? 'application/json',
      'user-agent': `kubectl/${clientVersion.gitVersion} (linux/amd64) kubernetes/${clientVersion.commit.slice(0, 7)}`,
      ...headers,
      ...(body === undefined ? {} : { 'content-type': contentType ?? 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : goJson(body) }),
  };
}

/** Sends a request; refusals and silence are thrown as failures. */
export function* send(client: Client, ask: Ask, about?: About): Run<WireResponse> {
  const { endpoint } = client.effective();
  const wire = yield* wireOf(client, ask);
  const answer = yield* request(endpoint, wire);
  if ('trouble' in answer) {
    const verb = wire.method.charAt(0) + wire.method.slice(1).toLowerCase();
    const asked = `${verb} ${quoteGo(endpoint.server + wire.path)}`;
    throw new ConnectionFailure(answer.trouble, hostOf(endpoint.server), asked);
  }
  yield* warn(client, answer);
  checkStatus(answer, ask, about);
  return answer;
}

/** Sends a request whose answer is a JSON object. */
export function* sendJson(client: Client, ask: Ask, about?: About): Run<JsonObject> {
  const { body } = yield* send(client, ask, about);
  return JSON.parse(body) as JsonObject;
}

/** Opens a stream and gives its number. */
export function* openStream(client: Client, ask: Ask, about?: About): Run<number> {
  const { endpoint } = client.effective();
  const opened = yield* open(endpoint, yield* wireOf(client, ask));
  if ('trouble' in opened) throw new ConnectionFailure(opened.trouble, hostOf(endpoint.server));
  if ('stream' in opened) return opened.stream;
  checkStatus(opened, ask, about);
  throw new Error(`Broken invariant: ${ask.path} was answered at once where a stream is due`);
}

export function hostOf(server: string): string {
  return server.replace(/^https?:\/\//, '');
}

function checkStatus(
  answer: WireResponse,
  { method = 'GET', isRaw = false }: Ask,
  about: About | undefined,
): void {
  if (answer.status >= 200 && answer.status <= 206) return;
  const heard = isRaw ? { ...answer, body: '' } : answer;
  throw new StatusFailure(statusOf(heard) ?? genericStatus(heard, method, about));
}

function* warn(client: Client, { headers }: WireResponse): Run<void> {
  const found = getOwn(headers, 'warning');
  if (found === undefined) return;
  for (const header of typeof found === 'string' ? [found] : found) {
    const text = /^\d{3} \S+ ("(?:[^"\\]|\\.)*")/.exec(header)?.[1];
    if (text === undefined) continue;
    const message = text.slice(1, -1).replace(/\\(.)/g, '$1');
    if (client.warned.has(message)) continue;
    client.warned.add(message);
    yield* err(`Warning: ${message}\n`);
  }
}
