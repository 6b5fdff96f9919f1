// StatefulSets and DaemonSets: ordinals, one Pod a node, as many as wished.
import type { Body } from '../setup.ts';
import { check, mayHavePods, type Look } from './look.ts';

function ownedBy(look: Look, set: Body): readonly Body[] {
  return look
    .list('/api/v1/pods')
    .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === set.metadata.uid));
}

const nameOf = ({ metadata }: Body): string => metadata.name;

const isGoing = ({ metadata }: Body): boolean => metadata.deletionTimestamp !== undefined;

const isReady = (pod: Body): boolean =>
  ((pod.status?.['conditions'] ?? []) as { type: string; status: string }[]).some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );

function ordinalOf(set: Body, pod: Body): number {
  const { name } = pod.metadata;
  const ordinal = Number(name.slice(set.metadata.name.length + 1));
  check(
    name === `${set.metadata.name}-${ordinal}`,
    () => `${name} is no ordinal's name of ${set.metadata.name} (54)`,
  );
  return ordinal;
}

/** Pods of a StatefulSet are named by ordinals, each at most once. */
export function checkOrdinals(look: Look): void {
  for (const set of look.list('/apis/apps/v1/statefulsets')) {
    const ordinals = ownedBy(look, set).map((pod) => ordinalOf(set, pod));
    check(
      new Set(ordinals).size === ordinals.length,
      () => `${set.metadata.name} has two Pods of one ordinal: ${ordinals.join()} (54)`,
    );
  }
}

/** At rest each wished ordinal has its Pod, unless the set waits in order for one that is not well. */
export function checkStatefulSets(look: Look): void {
  for (const set of look.list('/apis/apps/v1/statefulsets')) {
    if (isGoing(set)) continue;
    const pods = ownedBy(look, set);
    const { replicas, ordinals, podManagementPolicy } = set.spec as {
      replicas: number;
      ordinals?: { start: number };
      podManagementPolicy: string;
    };
    if (!mayHavePods(look, set.metadata.namespace)) {
      check(pods.length === 0, () => `${set.metadata.name} has Pods on a distributed switch`);
      continue;
    }
    const start = ordinals?.start ?? 0;
    const present = pods.map((pod) => ordinalOf(set, pod)).sort((a, b) => a - b);
    // A Pod that was let go keeps its name, and the set has to do without.
    const names = new Set(look.list(`/api/v1/namespaces/${set.metadata.namespace}/pods`).map(nameOf));
    const wished = Array.from({ length: replicas }, (_, place) => start + place);
    const isTaken = wished.some(
      (ordinal) => !present.includes(ordinal) && names.has(`${set.metadata.name}-${ordinal}`),
    );
    // Also in parallel a Pod that is refused ends the batch: those after it are not asked for.
    const waits =
      isTaken ||
      (podManagementPolicy === 'OrderedReady' && pods.some((pod) => isGoing(pod) || !isReady(pod)));
    // A Pod on a host that is off keeps its name until the host is back.
    const staying = pods.filter((pod) => !isGoing(pod)).map((pod) => ordinalOf(set, pod));
    check(
      waits || wished.every((ordinal) => names.has(`${set.metadata.name}-${ordinal}`)),
      () => `${set.metadata.name} has ${present.join()} and wants ${wished.join()} (54)`,
    );
    check(
      waits || staying.every((ordinal) => wished.includes(ordinal)),
      () => `${set.metadata.name} keeps ${staying.join()} and wants ${wished.join()} (54)`,
    );
    check(
      set.status?.['replicas'] === pods.length,
      () => `${set.metadata.name} says ${String(set.status?.['replicas'])} and has ${pods.length}`,
    );
  }
}

function targetOf({ spec }: Body): string {
  const { nodeName, affinity } = spec as {
    nodeName?: string;
    affinity?: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: { matchFields: { values: string[] }[] }[];
        };
      };
    };
  };
  const terms = affinity?.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
  return nodeName ?? terms?.[0]?.matchFields[0]?.values[0] ?? '';
}

/** Daemons put up with a cordon, but are not made where a node does not answer. */
function takesDaemons({ spec }: Body): boolean {
  const taints = (spec['taints'] ?? []) as { key: string; effect: string }[];
  return !taints.some(
    ({ key, effect }) => effect === 'NoSchedule' && key !== 'node.kubernetes.io/unschedulable',
  );
}

/** At rest every ESXi host that answers has one Pod of each DaemonSet, and no host has two that stay. */
export function checkDaemonSets(look: Look): void {
  const hosts = look
    .list('/api/v1/nodes')
    .filter(({ metadata }) => metadata.labels?.['node-role.kubernetes.io/agent'] !== undefined)
    .filter(takesDaemons)
    .map(nameOf);
  for (const set of look.list('/apis/apps/v1/daemonsets')) {
    if (isGoing(set)) continue;
    const pods = ownedBy(look, set);
    for (const host of mayHavePods(look, set.metadata.namespace) ? hosts : []) {
      const there = pods.filter((pod) => targetOf(pod) === host);
      const staying = there.filter((pod) => !isGoing(pod)).length;
      check(
        there.length > 0 && staying <= 1,
        () => `${set.metadata.name} has ${staying} of ${there.length} Pods on ${host} (54)`,
      );
    }
    check(
      set.status?.['desiredNumberScheduled'] === hosts.length,
      () => `${set.metadata.name} wishes for ${String(set.status?.['desiredNumberScheduled'])} Pods`,
    );
  }
}
