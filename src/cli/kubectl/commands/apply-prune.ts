// --prune of apply and diff: what was applied before and is in no manifest any more. Source: kubectl pkg/cmd/apply/prune.go,
// pkg/cmd/diff/prune.go, pkg/util/prune/prune.go.
import { at, isObject, listAt, textAt } from '../json.ts';
import { err, out, type Run } from '../../effect.ts';
import { sendJson } from '../api/client.ts';
import { collectionPath, type Resource } from '../api/discovery.ts';
import { resourceOfKind } from '../api/mapper.ts';
import { logHead } from '../api/unreachable.ts';
import type { Call } from '../command.ts';
import { Failure, isExpected } from '../failure.ts';
import type { Flag } from '../flags/flag.ts';
import type { Info } from '../resources/info.ts';
import { noMatch } from '../resources/select.ts';
import { deleteOne, type Deleting } from './deletion.ts';
import { lastAppliedKey } from './last-applied.ts';
import { resultPrinter } from './writing.ts';

/** What the command has had in its hands. */
export interface Visited {
  readonly uids: Set<string>;
  readonly namespaces: Set<string>;
}

/** Group, version and kind of what goes unless the command line says otherwise. */
const usual = [
  ...[
    'ConfigMap',
    'Endpoints',
    'PersistentVolumeClaim',
    'Pod',
    'ReplicationController',
    'Secret',
    'Service',
  ].map((kind) => ['v1', kind] as const),
  ['batch/v1', 'Job'],
  ['batch/v1', 'CronJob'],
  ['networking.k8s.io/v1', 'Ingress'],
  ...['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'].map((kind) => ['apps/v1', kind] as const),
  ['v1', 'Namespace'],
  ['v1', 'PersistentVolume'],
] as const;

export const pruneAllowlistFlag: Flag = {
  name: 'prune-allowlist',
  type: 'texts',
  help: 'GROUP/VERSION/KIND that --prune is about',
};

const deprecated =
  'Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.';

/** What `--prune-allowlist` names; empty where it is not given. */
export function* allowedOf({ client, flags }: Call): Run<readonly Resource[]> {
  const allowed: Resource[] = [];
  for (const word of flags.list('prune-allowlist')) {
    const [group = '', version = '', kind, ...more] = word.split('/');
    if (kind === undefined || more.length > 0) {
      throw new Failure(`invalid GroupVersionKind format: ${word}, please follow <group/version/kind>`);
    }
    const apiVersion = group === 'core' || group === '' ? version : `${group}/${version}`;
    const resource = yield* resourceOfKind(client, apiVersion, kind);
    if (resource === undefined) throw new Failure(noMatch(apiVersion, kind));
    allowed.push(resource);
  }
  return allowed;
}

export function checkPrune({ flags }: Call): void {
  const selector = flags.text('selector');
  if (flags.is('all') && selector !== '') {
    throw new Failure('cannot set --all and --selector at the same time');
  }
  if (!flags.is('prune')) return;
  if (flags.is('force')) throw new Failure('--force cannot be used with --prune');
  if (!flags.is('all') && selector === '') {
    throw new Failure(
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    );
  }
  if (flags.is('server-side')) {
    throw new Failure(
      "--prune is in alpha and doesn't currently work on objects created by server-side apply",
    );
  }
}

/** Objects of a kind that were applied once and have not been met this time. */
function* leftIn(call: Call, resource: Resource, namespace: string, visited: Visited): Run<readonly Info[]> {
  const labelSelector = call.flags.text('selector') || undefined;
  const path = collectionPath(resource, namespace);
  const list = yield* sendJson(call.client, { path, query: { labelSelector } });
  return listAt(list, 'items')
    .filter(isObject)
    .filter((item) => {
      const metadata = at(item, 'metadata');
      const isApplied = at(metadata, 'annotations', lastAppliedKey) !== undefined;
      return isApplied && !visited.uids.has(textAt(metadata, 'uid'));
    })
    .map((item) => {
      const object = { apiVersion: textAt(list, 'apiVersion'), kind: resource.kind, ...item };
      return { resource, namespace, name: textAt(item, 'metadata', 'name'), source: '', object };
    });
}

/** Hands over, kind by kind, what was applied once and is in no manifest any more. */
export function* eachLeft(
  call: Call,
  allowed: readonly Resource[],
  visited: Visited,
  hand: (left: readonly Info[]) => Run<void>,
): Run<void> {
  const resources = [...allowed];
  if (resources.length === 0) {
    yield* err(`${yield* logHead('W', 'prune.go:71')}${deprecated}\n`);
    for (const [apiVersion, kind] of usual) {
      const resource = yield* resourceOfKind(call.client, apiVersion, kind);
      if (resource !== undefined) resources.push(resource);
    }
  }
  const places = [
    ...[...visited.namespaces].flatMap((namespace) =>
      resources.filter(({ namespaced }) => namespaced).map((resource) => [resource, namespace] as const),
    ),
    ...resources.filter(({ namespaced }) => !namespaced).map((resource) => [resource, ''] as const),
  ];
  for (const [resource, namespace] of places) {
    try {
      yield* hand(yield* leftIn(call, resource, namespace, visited));
    } catch (failure) {
      if (!isExpected(failure)) throw failure;
      const { group, version, kind, namespaced } = resource;
      const what = `${namespaced ? 'namespaced' : 'nonNamespaced'} object ${group}/${version}, Kind=${kind}`;
      throw new Failure(`error pruning ${what}: ${failure.message}`);
    }
  }
}

/** How apply deletes. */
export type Pruning = Pick<Deleting, 'call' | 'dryRun' | 'cascade'>;

/** Deletes what no manifest says any more. */
export function* prune(
  { call, dryRun, cascade }: Pruning,
  allowed: readonly Resource[],
  visited: Visited,
): Run<void> {
  const deleting = { call, dryRun, grace: call.flags.number('grace-period'), cascade, quiet: true };
  yield* eachLeft(call, allowed, visited, function* (left) {
    for (const info of left) {
      yield* deleteOne(deleting, info);
      yield* out(resultPrinter(call, 'pruned', dryRun)(info.object));
    }
  });
}
