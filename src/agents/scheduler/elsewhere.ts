// What somebody else could do so that a Pod fits: a host leaves maintenance mode, another Pod goes, the cluster gets one more host. Each is
// supposed in the ledgers of the scheduler and of DRS, which are afterwards as they were.
import type { Ledger } from '../../control/loop.ts';
import { maintenanceMark, unschedulableTaint, type Node } from '../../kinds/core/node.ts';
import { isTerminal, type Pod } from '../../kinds/core/pod/pod.ts';
import { requestsOf } from '../../kinds/core/pod/resources.ts';
import type { Cluster } from '../../kinds/vsphere/cluster.ts';
import type { Host } from '../../kinds/vsphere/host.ts';
import { leavingMaintenance } from '../../kinds/vsphere/leaving-maintenance.ts';
import { hostsKind, machinesKind } from '../../kinds/vsphere/machine.ts';
import { fabricScope, scopePrefix, supervisorOf } from '../../kinds/vsphere/supervisor.ts';
import { viJson } from '../../releases/vi-json.ts';
import { limits } from '../../std/limits.ts';
import { nextName } from '../../std/next-name.ts';
import { controllerOf, isDeleting, type StoredObject } from '../../store/object.ts';
import type { KindName, ReadView } from '../../store/view.ts';
import type { Edit } from './edits.ts';

interface Change {
  readonly kind: KindName;
  readonly prev?: StoredObject | undefined;
  readonly next?: StoredObject | undefined;
}

/** What `look` sees in ledgers that have heard of these changes. */
function supposing<Result>(
  ledgers: readonly Ledger[],
  changes: readonly Change[],
  look: () => Result,
): Result {
  const fold = ({ kind, prev, next }: Change): void => {
    for (const ledger of ledgers) if (ledger.kinds.includes(kind)) ledger.fold(kind, prev, next);
  };
  for (const change of changes) fold(change);
  try {
    return look();
  } finally {
    for (const { kind, prev, next } of changes.toReversed()) fold({ kind, prev: next, next: prev });
  }
}

/** What makes room, in words, and how it is asked for. */
interface Way extends Pick<Edit, 'change' | 'command' | 'requests'> {
  readonly of: 'host' | 'other';
  readonly changes: readonly Change[];
}

/** The node once it takes Pods. */
function openNode(node: Node): Node {
  const { unschedulable: _cordoned, taints = [], ...spec } = node.spec;
  const left = taints.filter(({ key }) => key !== unschedulableTaint);
  return { ...node, spec: { ...spec, ...(left.length === 0 ? {} : { taints: left }) } };
}

/** Hosts in maintenance mode, each out of it alone; a node that somebody had cordoned before stays so. */
function* leavings(hosts: readonly Host[], view: ReadView): Generator<Way> {
  for (const host of hosts) {
    const leaving = leavingMaintenance(host);
    const node = view.get<Node>('core/nodes', host.metadata.name);
    if (leaving === undefined || node === undefined) continue;
    const { next, ...way } = leaving;
    const isMarked = node.metadata.annotations?.[maintenanceMark] !== undefined;
    yield {
      of: 'host',
      ...way,
      changes: [
        { kind: hostsKind, prev: host, next },
        { kind: 'core/nodes', prev: node, next: isMarked ? openNode(node) : node },
      ],
    };
  }
}

/** One host more, of the make that an added host is of: that of the cluster's first. */
function* joining(hosts: readonly Host[], cluster: Cluster | undefined, view: ReadView): Generator<Way> {
  const [like] = hosts;
  const node = like && view.get<Node>('core/nodes', like.metadata.name);
  if (cluster === undefined || like === undefined || node === undefined) return;
  const known = view.in(fabricScope).list<Host>(hostsKind);
  if (known.length >= limits.hostsMax) return;
  const name = nextName(hosts.map(({ metadata }) => metadata.name));
  if (known.some(({ metadata }) => metadata.name === name)) return;
  const { maintenance: _over, fault: _whole, disconnected: _known, ...spec } = like.spec;
  const status = { ...like.status, powerState: 'POWERED_ON', connectionState: 'CONNECTED' };
  const next = { ...like, metadata: { ...like.metadata, name }, spec: { ...spec, power: 'On' }, status };
  const labels = { ...node.metadata.labels, 'kubernetes.io/hostname': name };
  const { taints: _own, ...bare } = openNode(node).spec;
  const { displayName = cluster.metadata.name } = cluster.spec as { readonly displayName?: string };
  yield {
    of: 'host',
    change: `the cluster has one more host like ${like.metadata.name}`,
    command: `govc cluster.add -cluster ${displayName} -hostname ${name} -username root -password VMware1! -noverify`,
    requests: [
      {
        method: 'POST',
        path: `${viJson}/ClusterComputeResource/${cluster.spec.moid}/AddHost_Task`,
        body: {
          spec: { hostName: name, userName: 'root', password: 'VMware1!', force: false },
          asConnected: true,
        },
      },
    ],
    changes: [
      { kind: hostsKind, next: next as Host },
      {
        kind: 'core/nodes',
        next: { ...node, metadata: { ...node.metadata, name, labels }, spec: bare } as Node,
      },
    ],
  };
}

/** The Pods without their CRXs. */
function without(pods: readonly Pod[], view: ReadView): readonly Change[] {
  return pods.flatMap((pod): Change[] => [
    { kind: 'core/pods', prev: pod },
    ...view
      .in(fabricScope)
      .list(machinesKind, { index: ['pod', pod.metadata.uid] })
      .map((vm): Change => ({ kind: machinesKind, prev: vm })),
  ]);
}

const scaled: Readonly<Record<string, string>> = {
  Deployment: 'deployments',
  ReplicaSet: 'replicasets',
  StatefulSet: 'statefulsets',
};

/** Who keeps the Pod there, and so has to be asked; undefined where nobody does. */
function keeperOf(pod: Pod, view: ReadView): { readonly kind: string; readonly name: string } | undefined {
  const owner = controllerOf(pod);
  if (owner?.kind !== 'ReplicaSet') return owner;
  const set = view.get('apps/replicasets', owner.name, pod.metadata.namespace);
  return (set && controllerOf(set)) ?? owner;
}

/**
 * Other Pods of the Pod's own namespace, since whoever works there may ask for it: each without an owner deleted alone, each workload's
 * scaled to none; those that give up least first.
 */
function* goings(pod: Pod, view: ReadView): Generator<Way> {
  const { namespace = '', name: own } = pod.metadata;
  const prefix = scopePrefix(view.scope);
  const keeper = keeperOf(pod, view);
  const keyOf = (of: { readonly kind: string; readonly name: string }): string => `${of.kind}/${of.name}`;
  const groups = new Map<string, { readonly kind: string; readonly name: string; readonly pods: Pod[] }>();
  for (const other of view.list<Pod>('core/pods', { namespace })) {
    if (other.metadata.name === own || !other.spec.nodeName || isTerminal(other) || isDeleting(other))
      continue;
    const by = keeperOf(other, view) ?? { kind: 'Pod', name: other.metadata.name };
    if (keeper !== undefined && keyOf(by) === keyOf(keeper)) continue;
    const group = groups.get(keyOf(by)) ?? { ...by, pods: [] };
    group.pods.push(other);
    groups.set(keyOf(by), group);
  }
  const weight = ({ pods }: { readonly pods: readonly Pod[] }): number =>
    pods.reduce((total, { spec }) => total + requestsOf(spec).memoryMiB + requestsOf(spec).cpuMilli, 0);
  for (const { kind, name, pods } of [...groups.values()].sort((a, b) => weight(a) - weight(b))) {
    const changes = without(pods, view);
    const plural = scaled[kind];
    if (kind === 'Pod')
      yield {
        of: 'other',
        change: `Pod ${name} is deleted`,
        command: `kubectl delete pod ${name} -n ${namespace}`,
        requests: [{ method: 'DELETE', path: `${prefix}/api/v1/namespaces/${namespace}/pods/${name}` }],
        changes,
      };
    else if (plural !== undefined)
      yield {
        of: 'other',
        change: `${kind} ${name} is scaled to 0: ${pods.length === 1 ? 'its Pod goes' : `its ${pods.length} Pods go`}`,
        command: `kubectl scale ${kind.toLowerCase()} ${name} --replicas=0 -n ${namespace}`,
        requests: [
          {
            method: 'PATCH',
            path: `${prefix}/apis/apps/v1/namespaces/${namespace}/${plural}/${name}`,
            body: { spec: { replicas: 0 } },
          },
        ],
        changes,
      };
  }
}

/** Those of the ways after which the Pod has a node, by who would do it. */
export function editsElsewhere(
  pod: Pod,
  view: ReadView,
  ledgers: readonly Ledger[],
  nodeFor: (pod: Pod) => string | undefined,
): Readonly<Record<'left' | 'gone' | 'joined', readonly Edit[]>> {
  const fabric = view.in(fabricScope);
  const name = supervisorOf(view)?.spec.cluster ?? '';
  const hosts = fabric.list<Host>(hostsKind).filter(({ spec }) => spec.cluster === name);
  const helping = (ways: Iterable<Way>, most: number): readonly Edit[] => {
    const found: Edit[] = [];
    let looked = 0;
    for (const { changes, ...way } of ways) {
      if (found.length >= most || (looked += 1) > limits.editNodesMax) break;
      const node = supposing(ledgers, changes, () => nodeFor(pod));
      if (node !== undefined) found.push({ ...way, node });
    }
    return found;
  };
  return {
    left: helping(leavings(hosts, view), limits.editHostsMax),
    gone: helping(goings(pod, view), limits.editPodsMax),
    joined: helping(joining(hosts, fabric.get<Cluster>('vsphere.sandbox/clusters', name), view), 1),
  };
}
