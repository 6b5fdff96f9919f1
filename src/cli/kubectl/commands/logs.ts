// kubectl logs. Source: kubectl pkg/cmd/logs/logs.go, pkg/polymorphichelpers/logsforobject.go.
import type { JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { readTime } from '../../../std/go-time.ts';
import { parseGoDuration } from '../../../std/time.ts';
import { close, err, next, out, type Run } from '../../effect.ts';
import { openStream, send, type Client } from '../api/client.ts';
import { apiVersionOf } from '../api/discovery.ts';
import { resourceNamed } from '../api/mapper.ts';
import { usageFailure, type Call, type Command } from '../command.ts';
import { listAll } from '../describe/events.ts';
import { Failure, isExpected, isNotFound, ownInterrupt } from '../failure.ts';
import { selectorFlag } from '../flags/common.ts';
import { isObject, textAt } from '../json.ts';
import { getObject } from '../resources/info.ts';
import { checkRegistered } from '../resources/scheme.ts';
import { containerNames, defaultContainer } from './default-container.ts';
import { completePods } from './logs-complete.ts';
import { checkPodTimeout } from './exec.ts';
import { byLogging, podSelector } from './logs-pods.ts';

const usageLine = 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]';
const selectorTail = 10;

/** The log of one container. */
interface Log {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

function check(call: Call): void {
  const { flags, args } = call;
  const wrong = `expected '${usageLine}'.\nPOD or TYPE/NAME is a required argument for the logs command`;
  const selector = flags.text('selector');
  if (args.length > 2 || (args.length === 0 && selector === '')) throw usageFailure(call, wrong);
  if (args.length === 1 && selector !== '') {
    throw usageFailure(call, 'only a selector (-l) or a POD name is allowed');
  }
  const since = flags.text('since-time');
  const time = since === '' ? undefined : readTime('Time', since);
  if (time !== undefined && 'error' in time) throw new Failure(time.error);
  if (flags.has('container') && args.length === 2) {
    throw new Failure('only one of -c or an inline [CONTAINER] arg is allowed');
  }
}

/** What kubectl looks at once it has found whose logs are asked for. */
function checkOptions({ flags, args }: Call): void {
  const sinceMs = parseGoDuration(flags.text('since')) ?? 0;
  if (flags.text('since-time') !== '' && sinceMs !== 0) {
    throw new Failure('at most one of `sinceTime` or `sinceSeconds` may be specified');
  }
  const container = args[1] ?? flags.text('container');
  if (flags.is('all-containers') && container !== '') {
    throw new Failure(`--all-containers=true should not be specified with container name ${container}`);
  }
  if (flags.number('limit-bytes') < 0) throw new Failure('--limit-bytes must be greater than 0');
  if (sinceMs < 0) throw new Failure('--since must be greater than 0');
  if (flags.number('tail') < -1) throw new Failure('--tail must be greater than or equal to -1');
}

function* podsFor(call: Call): Run<readonly JsonObject[]> {
  const { client, flags, args } = call;
  const { namespace } = client.effective();
  const selector = flags.text('selector');
  if (selector !== '') {
    yield* resourceNamed(client, 'pods');
    const path = `/api/v1/namespaces/${namespace}/pods`;
    const pods = (yield* listAll(client, path, { labelSelector: selector })).filter(isObject);
    if (pods.length === 0) yield* err(`No resources found in ${namespace} namespace.\n`);
    checkOptions(call);
    return pods;
  }
  const [word = ''] = args;
  const [type, name] = word.includes('/') ? word.split('/') : ['pods', word];
  const resource = yield* resourceNamed(client, type ?? '');
  let object: JsonObject;
  try {
    object = yield* getObject(client, resource, resource.namespaced ? namespace : '', name ?? '');
  } catch (failure) {
    if (!isNotFound(failure)) throw failure;
    throw new Failure(`error from server (NotFound): ${failure.message} in namespace ${quoteGo(namespace)}`);
  }
  checkOptions(call);
  checkRegistered(apiVersionOf(resource), resource.kind);
  if (resource.kind === 'Pod') return [object];
  return yield* podsOfOwner(call, object, resource.kind);
}

function* podsOfOwner(call: Call, owner: JsonObject, kind: string): Run<readonly JsonObject[]> {
  const { client, flags } = call;
  const labelSelector = podSelector(owner, kind);
  if (labelSelector === undefined) {
    throw new Failure(`cannot get the logs from *v1.${kind}: selector for *v1.${kind} not implemented`);
  }
  const path = `/api/v1/namespaces/${client.effective().namespace}/pods`;
  let pods = (yield* listAll(client, path, { labelSelector })).filter(isObject);
  if (pods.length === 0) pods = [yield* firstPod(client, path, labelSelector)];
  const sorted = byLogging(pods);
  const [first] = sorted;
  if (sorted.length <= 1 || flags.is('all-pods') || first === undefined) return sorted;
  yield* err(`Found ${sorted.length} pods, using pod/${textAt(first, 'metadata', 'name')}\n`);
  return [first];
}

const podTimeoutMs = 20_000;

/** Waits for a Pod to come into being. */
function* firstPod(client: Client, path: string, labelSelector: string): Run<JsonObject> {
  const stream = yield* openStream(client, { path, query: { labelSelector, watch: 'true' } });
  const arrival = yield* next([stream], podTimeoutMs);
  yield* close(stream);
  if (arrival === 'timeout' || 'ended' in arrival) throw new Failure('timed out waiting for the condition');
  const event = JSON.parse(arrival.frame) as JsonObject;
  const object = event['object'];
  return isObject(object) ? object : {};
}

function* logsOf(call: Call, pod: JsonObject): Run<readonly Log[]> {
  const { flags, args } = call;
  const [containers, starting] = [containerNames(pod, 'containers'), containerNames(pod, 'initContainers')];
  const name = textAt(pod, 'metadata', 'name');
  const log = (container: string): Log => ({
    namespace: textAt(pod, 'metadata', 'namespace'),
    pod: name,
    container,
  });
  if (flags.is('all-containers')) return [...starting, ...containers].map(log);
  const asked = args[1] ?? flags.text('container');
  const container = asked === '' ? yield* defaultContainer(pod, flags.is('all-pods')) : asked;
  if (![...containers, ...starting].includes(container)) {
    throw new Failure(`container ${container} is not valid for pod ${name}`);
  }
  return [log(container)];
}

function queryOf(call: Call, { container }: Log): Readonly<Record<string, string | undefined>> {
  const { flags } = call;
  const sinceMs = parseGoDuration(flags.text('since')) ?? 0;
  const tail = flags.number('tail');
  const bySelector = flags.text('selector') !== '' && tail === -1 && !flags.has('tail');
  const yes = (name: string) => (flags.is(name) ? 'true' : undefined);
  return {
    container,
    follow: yes('follow'),
    limitBytes: flags.number('limit-bytes') === 0 ? undefined : flags.text('limit-bytes'),
    previous: yes('previous'),
    sinceSeconds: sinceMs === 0 ? undefined : String(Math.floor((sinceMs + 500) / 1000)),
    sinceTime: flags.text('since-time') || undefined,
    tailLines: bySelector ? String(selectorTail) : tail === -1 ? undefined : String(tail),
    timestamps: yes('timestamps'),
  };
}

function pathOf({ namespace, pod }: Log): string {
  return `/api/v1/namespaces/${namespace}/pods/${pod}/log`;
}

function prefixOf(call: Call, { pod, container }: Log): string {
  return call.flags.is('prefix') || call.flags.is('all-pods') ? `[pod/${pod}/${container}] ` : '';
}

/** Whether the failure is told in the log itself, so that the others go on. */
function* tolerated(call: Call, failure: unknown): Run<void> {
  if (!call.flags.is('ignore-errors') || !isExpected(failure)) throw failure;
  yield* out(`error: ${failure.message}\n`);
}

function* showLog(call: Call, log: Log): Run<void> {
  try {
    const { body } = yield* send(call.client, { path: pathOf(log), query: queryOf(call, log) });
    const prefix = prefixOf(call, log);
    yield* out(prefix === '' ? body : body.replace(/^(?=[^])/gm, prefix));
  } catch (failure) {
    yield* tolerated(call, failure);
  }
}

function* showLogs(call: Call, logs: readonly Log[]): Run<void> {
  for (const log of logs) yield* showLog(call, log);
}

function* followLogs(call: Call, logs: readonly Log[]): Run<void> {
  const open = new Map<number, Log>();
  for (const log of logs) {
    try {
      open.set(yield* openStream(call.client, { path: pathOf(log), query: queryOf(call, log) }), log);
    } catch (failure) {
      yield* tolerated(call, failure);
    }
  }
  while (open.size > 0) {
    const arrival = yield* next([...open.keys()]);
    if (arrival === 'timeout') continue;
    const log = open.get(arrival.stream);
    if ('ended' in arrival) open.delete(arrival.stream);
    else if (log !== undefined) yield* out(`${prefixOf(call, log)}${arrival.frame}\n`);
  }
}

function* run(call: Call): Run<void> {
  check(call);
  checkPodTimeout(call, false);
  const { flags } = call;
  const logs: Log[] = [];
  for (const pod of yield* podsFor(call)) logs.push(...(yield* logsOf(call, pod)));
  const most = flags.number('max-log-requests');
  if (flags.is('follow') && logs.length > 1 && logs.length > most) {
    throw new Failure(
      `you are attempting to follow ${logs.length} log streams, but maximum allowed concurrency is ${most}, use --max-log-requests to increase the limit`,
    );
  }
  yield* ownInterrupt(flags.is('follow') ? followLogs(call, logs) : showLogs(call, logs));
}

export const logs: Command = {
  name: 'logs',
  summary: 'show what a container wrote',
  usage: '[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  flags: [
    selectorFlag,
    { name: 'all-containers', type: 'bool', value: 'false', help: 'of all containers of the Pod' },
    { name: 'all-pods', type: 'bool', value: 'false', help: 'of all Pods of the object, with a prefix' },
    { name: 'container', short: 'c', type: 'string', help: 'of this container' },
    { name: 'follow', short: 'f', type: 'bool', value: 'false', help: 'show lines as they come' },
    { name: 'ignore-errors', type: 'bool', value: 'false', help: 'go on where one log cannot be had' },
    {
      name: 'insecure-skip-tls-verify-backend',
      type: 'bool',
      value: 'false',
      help: 'accept any certificate of the kubelet',
    },
    { name: 'limit-bytes', type: 'int64', value: '0', help: 'at most so many bytes' },
    { name: 'max-log-requests', type: 'int', value: '5', help: 'how many logs may be followed at once' },
    {
      name: 'pod-running-timeout',
      type: 'duration',
      value: '20s',
      help: 'how long to wait for a Pod (fixed here)',
    },
    { name: 'prefix', type: 'bool', value: 'false', help: 'begin each line with Pod and container' },
    {
      name: 'previous',
      short: 'p',
      type: 'bool',
      value: 'false',
      help: 'of the container before its last restart',
    },
    { name: 'since', type: 'duration', value: '0s', help: 'only lines not older than 5s, 2m or 3h' },
    { name: 'since-time', type: 'string', help: 'only lines after this moment (RFC 3339)' },
    { name: 'tail', type: 'int64', value: '-1', help: 'only so many of the last lines' },
    { name: 'timestamps', type: 'bool', value: 'false', help: 'begin each line with its time' },
  ],
  examples: ['kubectl logs web-1', 'kubectl logs -f deploy/web', 'kubectl logs -l app=web --prefix'],
  run,
  complete: completePods,
};
