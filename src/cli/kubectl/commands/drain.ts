// kubectl drain. Source: kubectl pkg/cmd/drain/drain.go, pkg/drain/drain.go. All Pods of a node are evicted side by side; here
// they are asked one after another, and all that are not gone are looked at every second.
import { quoteGo } from '../../../std/go-quote.ts';
import type { JsonObject } from '../../../std/draft.ts';
import { formatGoDuration, parseGoDuration } from '../../../std/time.ts';
import { err, next, now, out, type Run } from '../../effect.ts';
import { sendJson, type Client } from '../api/client.ts';
import { objectPath, type Resource } from '../api/discovery.ts';
import { resourceNamed } from '../api/mapper.ts';
import type { Call, Command } from '../command.ts';
import { completeNamesOf } from '../complete-objects.ts';
import {
  Failure,
  Failures,
  isExpected,
  isNotFound,
  ownInterrupt,
  PlainFailure,
  StatusFailure,
} from '../failure.ts';
import { chunkSizeFlag, dryRunFlag, selectorFlag } from '../flags/common.ts';
import { isObject, listAt, textAt } from '../json.ts';
import type { Info } from '../resources/info.ts';
import { fullName, isSkipped, sortPods, type DrainRules, type Sorted } from './drain-filters.ts';
import { cordonAll, nodesOf, say } from './nodes.ts';
import { dryRunOf, type DryRun } from './writing.ts';

const lookEveryMs = 1_000;
const retryMs = 5_000;

interface Draining {
  readonly call: Call;
  readonly client: Client;
  readonly pods: Resource;
  readonly rules: DrainRules;
  readonly dryRun: DryRun;
  readonly evicts: boolean;
  /** 0 is as long as it takes. */
  readonly timeoutMs: number;
}

/** A Pod on its way: asked again at a time where it was refused, else waited for. */
interface Leaving {
  readonly pod: JsonObject;
  readonly askAt: number | undefined;
}

function* podsOn({ call, client, rules }: Draining, node: string): Run<Sorted> {
  const query = {
    fieldSelector: `spec.nodeName=${node}`,
    labelSelector: call.flags.text('pod-selector') || undefined,
  };
  const list = yield* sendJson(client, { path: '/api/v1/pods', query }, { group: '', plural: 'pods' });
  return yield* sortPods(client, listAt(list, 'items').filter(isObject), rules, yield* now());
}

function nameOf(pod: JsonObject): { readonly name: string; readonly namespace: string } {
  return { name: textAt(pod, 'metadata', 'name'), namespace: textAt(pod, 'metadata', 'namespace') };
}

function optionsOf({ call, dryRun }: Draining): JsonObject {
  const grace = call.flags.number('grace-period');
  return {
    ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}),
    ...(dryRun === 'server' ? { dryRun: ['All'] } : {}),
  };
}

const quoted = (pod: JsonObject): string => {
  const { name, namespace } = nameOf(pod);
  return `pods/${quoteGo(name)} -n ${quoteGo(namespace)}`;
};

/** Asks for one eviction; undefined once the Pod is gone already. */
function* evict(draining: Draining, pod: JsonObject): Run<Leaving | undefined> {
  const { client, dryRun, pods } = draining;
  const { name, namespace } = nameOf(pod);
  yield* out(`evicting pod ${fullName(pod)}${dryRun === 'server' ? ' (server dry run)' : ''}\n`);
  const body = {
    kind: 'Eviction',
    apiVersion: 'policy/v1',
    metadata: { name, namespace },
    deleteOptions: optionsOf(draining),
  };
  try {
    const path = objectPath(pods, namespace, name, 'eviction');
    yield* sendJson(client, { method: 'POST', path, body }, { group: '', plural: 'pods', name });
    return { pod, askAt: undefined };
  } catch (failure) {
    if (isNotFound(failure)) return undefined;
    const reason = failure instanceof StatusFailure ? failure.status.reason : '';
    if (!isExpected(failure)) throw failure;
    if (reason !== 'TooManyRequests')
      throw new Failure(`error when evicting ${quoted(pod)}: ${failure.message}`);
    yield* err(`error when evicting ${quoted(pod)} (will retry after 5s): ${failure.message}\n`);
    return { pod, askAt: (yield* now()) + retryMs };
  }
}

function* remove(draining: Draining, pod: JsonObject): Run<Leaving | undefined> {
  const { client, pods } = draining;
  const { name, namespace } = nameOf(pod);
  const body = { kind: 'DeleteOptions', apiVersion: 'v1', ...optionsOf(draining) };
  try {
    const path = objectPath(pods, namespace, name);
    yield* sendJson(client, { method: 'DELETE', path, body }, { group: '', plural: 'pods', name });
  } catch (failure) {
    if (!isNotFound(failure)) throw failure;
  }
  return { pod, askAt: undefined };
}

/** Whether the Pod is gone, or need not be waited for. */
function* isGone({ client, evicts, pods, rules }: Draining, pod: JsonObject): Run<boolean> {
  const { name, namespace } = nameOf(pod);
  try {
    const path = objectPath(pods, namespace, name);
    const found = yield* sendJson(client, { path }, { group: '', plural: 'pods', name });
    if (textAt(found, 'metadata', 'uid') === textAt(pod, 'metadata', 'uid')) {
      if (!isSkipped(found, rules, yield* now())) return false;
      const seconds = rules.skipAfterSeconds;
      yield* out(`pod ${quoteGo(name)} has DeletionTimestamp older than ${seconds} seconds, skipping\n`);
      return true;
    }
  } catch (failure) {
    if (!isNotFound(failure)) throw failure;
  }
  yield* say('pod', name, evicts ? 'evicted' : 'deleted', 'none');
  return true;
}

function lateFor({ evicts, timeoutMs }: Draining, leaving: readonly Leaving[]): Failures {
  const said = `global timeout reached: ${formatGoDuration(timeoutMs)}`;
  if (!evicts) return new Failures([new Failure(said)]);
  return new Failures(
    leaving.map(({ pod, askAt }) => {
      const { name, namespace } = nameOf(pod);
      const what =
        askAt === undefined
          ? `error when waiting for pod ${quoteGo(name)} in namespace ${quoteGo(namespace)} to terminate`
          : `error when evicting ${quoted(pod)}`;
      return new Failure(`${what}: ${said}`);
    }),
  );
}

/** Evicts or deletes the Pods and waits until they are gone. */
function* takeAway(draining: Draining, going: readonly JsonObject[]): Run<void> {
  const ask = draining.evicts ? evict : remove;
  const failures: Error[] = [];
  const asked = function* (pod: JsonObject): Run<readonly Leaving[]> {
    try {
      const leaving = yield* ask(draining, pod);
      return leaving === undefined ? [] : [leaving];
    } catch (failure) {
      if (!isExpected(failure)) throw failure;
      failures.push(failure);
      return [];
    }
  };
  let left: readonly Leaving[] = [];
  for (const pod of going) left = [...left, ...(yield* asked(pod))];
  if (draining.dryRun === 'server') left = [];
  const { timeoutMs } = draining;
  const end = timeoutMs === 0 ? Infinity : (yield* now()) + timeoutMs;
  while (left.length > 0) {
    const still: Leaving[] = [];
    for (const leaving of left) {
      if (leaving.askAt === undefined) {
        if (!(yield* isGone(draining, leaving.pod))) still.push(leaving);
      } else if (leaving.askAt <= (yield* now())) still.push(...(yield* asked(leaving.pod)));
      else still.push(leaving);
    }
    left = still;
    if (left.length === 0) break;
    if ((yield* now()) >= end) {
      failures.push(...lateFor(draining, left).all);
      break;
    }
    yield* next([], lookEveryMs);
  }
  if (failures.length > 0) throw new Failures(failures);
}

function* drainOne(draining: Draining, { name }: Info): Run<void> {
  const { going, warning, errors } = yield* podsOn(draining, name);
  if (errors.length > 0) throw new Failures(errors);
  if (warning !== '') yield* err(`Warning: ${warning}\n`);
  if (draining.dryRun === 'client') {
    for (const pod of going) yield* out(`evicting pod ${fullName(pod)} (dry run)\n`);
    return;
  }
  try {
    yield* takeAway(draining, going);
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    const pending = (yield* podsOn(draining, name)).going;
    if (pending.length > 0) {
      yield* err(
        `There are pending pods in node ${quoteGo(name)} when an error occurred: ${failure.message}\n`,
      );
      yield* err(pending.map((pod) => `pod/${nameOf(pod).name}\n`).join(''));
    }
    throw failure;
  }
}

function* evictionIsServed(client: Client): Run<boolean> {
  const list = yield* sendJson(client, { path: '/api/v1' });
  return listAt(list, 'resources').some((resource) => textAt(resource, 'name') === 'pods/eviction');
}

/** The server reads selectors; what it cannot read is told before anything is done. */
function* checkPodSelector({ client, flags }: Call): Run<void> {
  const labelSelector = flags.text('pod-selector');
  if (labelSelector === '') return;
  try {
    yield* sendJson(client, { path: '/api/v1/pods', query: { labelSelector, limit: '1' } });
  } catch (failure) {
    if (!(failure instanceof StatusFailure) || failure.status.reason !== 'BadRequest') throw failure;
    throw new Failure('--pod-selector=<pod_selector> must be a valid label selector');
  }
}

function* run(call: Call): Run<void> {
  const { client, flags } = call;
  const dryRun = yield* dryRunOf(call);
  yield* checkPodSelector(call);
  const nodes = yield* nodesOf(call, 'drain');
  const draining: Draining = {
    call,
    client,
    pods: yield* resourceNamed(client, 'pods'),
    dryRun,
    evicts: !flags.is('disable-eviction') && (yield* evictionIsServed(client)),
    timeoutMs: parseGoDuration(flags.text('timeout')) ?? 0,
    rules: {
      force: flags.is('force'),
      ignoresDaemonSets: flags.is('ignore-daemonsets'),
      deletesEmptyDirs: flags.is('delete-emptydir-data'),
      skipAfterSeconds: flags.number('skip-wait-for-delete-timeout'),
    },
  };
  yield* cordonAll(call, nodes, true, dryRun);
  const failed: { readonly name: string; readonly failure: Failures }[] = [];
  for (const node of nodes) {
    try {
      yield* ownInterrupt(drainOne(draining, node));
      yield* say('node', node.name, 'drained', dryRun);
    } catch (failure) {
      if (!isExpected(failure) || !(failure instanceof Failures)) throw failure;
      failed.push({ name: node.name, failure });
      yield* err(
        `error: unable to drain node ${quoteGo(node.name)} due to error: ${failure.message}, continuing command...\n`,
      );
    }
  }
  if (failed.length === 0) return;
  yield* err(`There are pending nodes to be drained:\n${failed.map(({ name }) => ` ${name}\n`).join('')}`);
  const [first] = failed;
  const said =
    failed.length === 1 && first !== undefined ? first.failure.all : failed.map(({ failure }) => failure);
  throw new PlainFailure(said.map(({ message }) => message).join('\n'));
}

export const drain: Command = {
  name: 'drain',
  summary: 'take every Pod off a node, before its machine is worked on',
  usage: 'NODE',
  flags: [
    selectorFlag,
    dryRunFlag,
    chunkSizeFlag,
    {
      name: 'delete-emptydir-data',
      type: 'bool',
      value: 'false',
      help: 'also Pods with data in an emptyDir',
    },
    { name: 'disable-eviction', type: 'bool', value: 'false', help: 'delete, past every disruption budget' },
    { name: 'force', type: 'bool', value: 'false', help: 'also Pods that nobody makes anew' },
    { name: 'grace-period', type: 'int', value: '-1', help: 'seconds that a Pod gets to end' },
    {
      name: 'ignore-daemonsets',
      type: 'bool',
      value: 'false',
      help: 'leave Pods of DaemonSets where they are',
    },
    { name: 'pod-selector', type: 'string', help: 'only Pods with these labels' },
    {
      name: 'skip-wait-for-delete-timeout',
      type: 'int',
      value: '0',
      help: 'do not wait for Pods that have been going for so many seconds',
    },
    { name: 'timeout', type: 'duration', value: '0s', help: 'how long to wait; 0 is as long as it takes' },
  ],
  examples: ['kubectl drain esxi-01.sandbox.lab --ignore-daemonsets --delete-emptydir-data'],
  run,
  complete: completeNamesOf('nodes'),
};
