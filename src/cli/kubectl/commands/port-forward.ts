// kubectl port-forward: ports of this machine that lead to a Pod's for as long as the command runs. Source: kubectl
// pkg/cmd/portforward, client-go tools/portforward. Deliberately absent: anything but HTTP.
import type { JsonObject } from '../../../std/draft.ts';
import { utf8Length } from '../../../std/utf8.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { close, err, next, out, tell, type Run } from '../../effect.ts';
import type { HttpAnswer, HttpRequest } from '../../../shell/http.ts';
import { freePort, listenersOf, type Listener } from '../../listeners.ts';
import { openStream, type Client } from '../api/client.ts';
import { logHead } from '../api/unreachable.ts';
import { usageFailure, type Call, type Command } from '../command.ts';
import { Failure, untilInterrupt } from '../failure.ts';
import { at, listAt, numberAt, textAt } from '../json.ts';
import { getObject } from '../resources/info.ts';
import { resourceNamed } from '../api/mapper.ts';
import { upgrade } from './converse.ts';
import { clientScheme } from '../resources/scheme.ts';
import { checkPodTimeout, podFor, podPath } from './exec.ts';
import { completePods } from './logs-complete.ts';

interface Forwarded {
  readonly local: number;
  readonly remote: number;
}

function isNumber(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}

/** `8080:http` as what each side of it says; one word says both. */
function sides(word: string): readonly [string, string] {
  const [local = '', remote, ...more] = word.split(':');
  return remote === undefined || more.length > 0 ? [local, local] : [local, remote];
}

function containerPort(pod: JsonObject, name: string): number {
  const ports = listAt(pod, 'spec', 'containers').flatMap((each) => listAt(each, 'ports'));
  const found = ports.find((each) => textAt(each, 'name') === name);
  if (found !== undefined) return numberAt(found, 'containerPort');
  throw new Failure(`Pod '${textAt(pod, 'metadata', 'name')}' does not have a named port '${name}'`);
}

/** The Pod's port behind a port of a service. */
function targetPort(service: JsonObject, pod: JsonObject, number: number): number {
  const found = listAt(service, 'spec', 'ports').find((each) => numberAt(each, 'port') === number);
  const name = textAt(service, 'metadata', 'name');
  if (found === undefined) throw new Failure(`Service ${name} does not have a service port ${number}`);
  if (textAt(service, 'spec', 'clusterIP') === 'None') return number;
  const target = at(found, 'targetPort');
  if (typeof target === 'string') return containerPort(pod, target);
  return numberAt(found, 'targetPort') || number;
}

/** A word for a service's port in the words of the Pod's. */
function translated(word: string, service: JsonObject, pod: JsonObject): string {
  const [local, remote] = sides(word);
  const name = textAt(service, 'metadata', 'name');
  let number = Number(remote);
  if (!isNumber(remote)) {
    const found = listAt(service, 'spec', 'ports').find((each) => textAt(each, 'name') === remote);
    if (found === undefined) throw new Failure(`Service '${name}' does not have a named port '${remote}'`);
    number = numberAt(found, 'port');
  }
  const own = !isNumber(remote) && local === remote ? String(number) : local;
  return `${own}:${targetPort(service, pod, number)}`;
}

/** A word with the number of the Pod's port in place of its name. */
function numbered(word: string, pod: JsonObject): string {
  const [local, remote] = sides(word);
  if (remote === '') throw new Failure('remote port cannot be empty');
  const number = isNumber(remote) ? remote : String(containerPort(pod, remote));
  return local === remote ? number : `${local}:${number}`;
}

function portOf(text: string, side: 'local' | 'remote'): number {
  const cause = !/^\d+$/.test(text) ? 'invalid syntax' : Number(text) > 65_535 ? 'value out of range' : '';
  if (cause === '') return Number(text);
  throw new Failure(
    `error parsing ${side} port '${text}': strconv.ParseUint: parsing ${quoteGo(text)}: ${cause}`,
  );
}

function forwarded(word: string): Forwarded {
  const [local = '', remote = local] = word.split(':');
  const ports = { local: portOf(local === '' ? '0' : local, 'local'), remote: portOf(remote, 'remote') };
  if (ports.remote === 0) throw new Failure('remote port must be > 0');
  return ports;
}

/** The addresses to listen on, each as it is told. */
function addressesOf(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => {
    if (word === 'localhost') return ['127.0.0.1', '[::1]'];
    const parts = word.split('.').map(Number);
    const isFour = parts.length === 4 && parts.every((part) => Number.isInteger(part) && part < 256);
    if (isFour) return [word];
    if (/^[\da-f]*:[\da-f:]*$/i.test(word)) return [`[${word}]`];
    throw new Failure(`${word} is not a valid IP`);
  });
}

function answerFrom(text: string): HttpAnswer | undefined {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, Math.max(end, 0)).split('\r\n');
  const match = /^HTTP\/1\.[01] (\d+) ?(.*)$/.exec(first);
  if (match === null) return undefined;
  const headers = lines.map((line): readonly [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { status: Number(match[1]), reason: match[2] ?? '', headers, body: text.slice(end + 4) };
}

/** Whether all of an answer is there: its head says how long the rest is. */
function isWhole({ headers, body }: HttpAnswer, method: string): boolean {
  const [, length] = headers.find(([name]) => name.toLowerCase() === 'content-length') ?? [];
  return method === 'HEAD' || (length !== undefined && utf8Length(body) >= Number(length));
}

function requestText({ method, path, headers, body = '' }: HttpRequest): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

/** Carries one request to the Pod's port and what it answers back. */
function* carried(client: Client, pod: JsonObject, { local, remote }: Forwarded, request: HttpRequest) {
  const stream = yield* openStream(client, {
    method: 'POST',
    path: `${podPath(pod)}/portforward`,
    query: { ports: String(remote) },
    headers: { ...upgrade, 'sec-websocket-protocol': 'v4.channel.k8s.io' },
  });
  let said = '';
  try {
    yield* tell(stream, requestText(request));
    for (;;) {
      const arrival = yield* next([stream]);
      if (arrival === 'timeout') continue;
      if ('ended' in arrival) break;
      const { channel, text } = JSON.parse(arrival.frame) as {
        readonly channel: number;
        readonly text: string;
      };
      if (channel === 1) {
        said += text;
        const answer = answerFrom(said);
        if (answer !== undefined && isWhole(answer, request.method)) return answer;
      }
      if (channel !== 3) continue;
      const status = JSON.parse(text) as JsonObject;
      if (textAt(status, 'status') === 'Success') break;
      const head = yield* logHead('E', 'portforward.go:424');
      const told = `an error occurred forwarding ${local} -> ${remote}: ${textAt(status, 'message')}`;
      yield* err(`${head}"Unhandled Error" err=${quoteGo(told)}\nerror: lost connection to pod\n`);
      break;
    }
  } finally {
    yield* close(stream);
  }
  return answerFrom(said);
}

/** The service that is named, or undefined where something else is. */
function* serviceNamed({ client }: Call, name: string): Run<JsonObject | undefined> {
  const [type = '', rest] = name.split('/');
  if (rest === undefined) return undefined;
  const resource = yield* resourceNamed(client, type);
  if (resource.kind !== 'Service' || resource.group !== '') return undefined;
  return yield* getObject(client, resource, client.effective().namespace, rest);
}

function* run(call: Call): Run<void> {
  const { args, client, flags, session } = call;
  const [name = '', ...words] = args;
  if (words.length === 0)
    throw usageFailure(call, 'TYPE/NAME and list of ports are required for port-forward');
  checkPodTimeout(call, true);
  const service = yield* serviceNamed(call, name);
  const pod = yield* podFor(call, name, clientScheme);
  const numbers = words.map((word) =>
    service === undefined ? numbered(word, pod) : translated(word, service, pod),
  );
  const phase = textAt(pod, 'status', 'phase');
  if (phase !== 'Running')
    throw new Failure(`unable to forward port because pod is not running. Current status=${phase}`);
  const addresses = addressesOf(flags.has('address') ? flags.list('address') : ['localhost']);
  const ports = numbers.map(forwarded);
  const listeners = listenersOf(session);
  const mine: number[] = [];
  try {
    for (const port of ports) {
      const local = port.local === 0 ? freePort(listeners) : port.local;
      if (listeners.has(local)) {
        yield* err(`Unable to listen on port ${local}: ${inUse(addresses, local)}\n`);
        continue;
      }
      const listener: Listener = function* (request) {
        yield* out(`Handling connection for ${local}\n`);
        return yield* carried(client, pod, { ...port, local }, request);
      };
      listeners.set(local, listener);
      mine.push(local);
      yield* out(addresses.map((each) => `Forwarding from ${each}:${local} -> ${port.remote}\n`).join(''));
    }
    if (mine.length === 0) {
      const wanted = ports.map(({ local, remote }) => `{${local} ${remote}}`).join(' ');
      throw new Failure(`unable to listen on any of the requested ports: [${wanted}]`);
    }
    yield* untilInterrupt();
  } finally {
    for (const port of mine) listeners.delete(port);
  }
}

function inUse(addresses: readonly string[], port: number): string {
  const failures = addresses.map((address) => {
    const family = address.startsWith('[') ? 'tcp6' : 'tcp4';
    return `unable to create listener: Error listen ${family} ${address}:${port}: bind: address already in use`;
  });
  return `Listeners failed to create with the following errors: [${failures.join(' ')}]`;
}

/** Words of the command line: a Pod, or what has Pods, then ports. */
export const portForward: Command = {
  name: 'port-forward',
  summary: 'let ports of this machine lead to a Pod',
  usage: 'TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...]',
  flags: [
    { name: 'address', type: 'list', help: 'addresses to listen on; localhost unless said' },
    {
      name: 'pod-running-timeout',
      type: 'duration',
      value: '1m0s',
      help: 'how long to wait for a Pod (fixed here)',
    },
  ],
  examples: ['kubectl port-forward svc/web 8080:80 &', 'curl localhost:8080'],
  run,
  complete: completePods,
};
