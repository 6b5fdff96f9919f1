// ReplicaSet: keeps so many Pods of one template alive. Source: kubernetes pkg/controller/replicaset.
// Holds: it makes at most a named number of Pods; what it wishes beyond is said in a condition and an event.
import type { ReplicaSet as ReplicaSetType, ReplicaSetCondition, ReplicaSetStatus } from '#types';
import { ownerReference, type Controller, type Reconciled } from '../../control/controller.ts';
import { latency } from '../../control/latency.ts';
import type { Note, Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { limits } from '../../std/limits.ts';
import { generatedName, nameSuffix } from '../../std/names.ts';
import { formatTime, parseTime } from '../../std/time.ts';
import { controllerOf, isDeleting, type Stored } from '../../store/object.ts';
import { fromLabelSelector, matchesLabels } from '../../store/selectors.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { isActive, isReady, pods, type Pod } from '../core/pod/pod.ts';
import { fillTemplate } from '../core/pod/defaults.ts';
import { kubernetesKind, scaleSubresource, statusSubresource } from '../kubernetes-kind.ts';
import { checkWorkload, containerColumns, selectorColumn } from './template.ts';

export type ReplicaSet = Stored<ReplicaSetType>;

/** The label by which a Deployment's ReplicaSets and their Pods are told apart. */
export const hashLabel = 'pod-template-hash';

export const replicaSets = kubernetesKind<ReplicaSet>({
  group: 'apps',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  short: ['rs'],
  categories: ['all'],
  namespaced: true,
  generation: true,
  subresources: [scaleSubresource, statusSubresource],
  defaults(set) {
    if (set.spec === undefined) return;
    set.spec.replicas ??= 1;
    fillTemplate(set.spec);
    const labels = set.spec.template?.metadata?.labels;
    if (labels !== undefined && Object.keys(set.metadata.labels ?? {}).length === 0)
      set.metadata.labels = { ...labels };
  },
  prepare(next, prev) {
    if (prev === undefined) next.status = { replicas: 0 };
  },
  validate: checkWorkload,
  columns: [
    nameColumn,
    { name: 'Desired', type: 'integer', cell: (set) => set.spec.replicas ?? 1 },
    { name: 'Current', type: 'integer', cell: (set) => set.status?.replicas ?? 0 },
    { name: 'Ready', type: 'integer', cell: (set) => set.status?.readyReplicas ?? 0 },
    ageColumn,
    ...containerColumns,
    selectorColumn,
  ],
});

/** When a ready Pod counts as available, in simulated milliseconds; undefined while it is not ready. */
function availableAt(pod: Pod, minReadySeconds: number): number | undefined {
  if (!isReady(pod)) return undefined;
  const ready = pod.status?.conditions?.find(({ type }) => type === 'Ready');
  return (parseTime(ready?.lastTransitionTime ?? '') ?? 0) + minReadySeconds * 1000;
}

function rank(pod: Pod): number {
  if (!pod.spec.nodeName) return 0;
  if (pod.status?.phase === 'Pending') return 1;
  if (pod.status?.phase === 'Unknown') return 2;
  return isReady(pod) ? 4 : 3;
}

function costOf(pod: Pod): number {
  const text = pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'];
  return text === undefined || !/^-?\d{1,10}$/.test(text) ? 0 : Number(text);
}

function restartsOf(pod: Pod): number {
  return (pod.status?.containerStatuses ?? []).reduce(
    (most, status) => Math.max(most, status.restartCount),
    0,
  );
}

function readySince(pod: Pod): string {
  return pod.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';
}

/** The Pods in the order in which they are given up. Source: pkg/controller, ActivePodsWithRanks. */
function givenUpFirst(active: readonly Pod[]): readonly Pod[] {
  const onNode = new Map<string, number>();
  for (const { spec } of active) onNode.set(spec.nodeName ?? '', (onNode.get(spec.nodeName ?? '') ?? 0) + 1);
  const neighbours = (pod: Pod) => onNode.get(pod.spec.nodeName ?? '') ?? 0;
  const compare = (a: Pod, b: Pod): number => {
    const steps = [
      rank(a) - rank(b),
      costOf(a) - costOf(b),
      neighbours(b) - neighbours(a),
      // The younger goes first, by readiness and then by creation.
      readySince(a) === readySince(b) ? 0 : readySince(a) > readySince(b) ? -1 : 1,
      restartsOf(b) - restartsOf(a),
      a.metadata.creationTimestamp === b.metadata.creationTimestamp
        ? 0
        : a.metadata.creationTimestamp > b.metadata.creationTimestamp
          ? -1
          : 1,
    ];
    return steps.find((step) => step !== 0) ?? (a.metadata.name < b.metadata.name ? -1 : 1);
  };
  return [...active].sort(compare);
}

function newPod(set: ReplicaSet, name: string): Write {
  const { template } = set.spec;
  const { namespace } = set.metadata;
  return {
    verb: 'create',
    kind: pods,
    why: `${set.metadata.name} wants ${set.spec.replicas} Pods`,
    object: {
      metadata: {
        ...template?.metadata,
        name,
        generateName: `${set.metadata.name}-`,
        ...(namespace === undefined ? {} : { namespace }),
        ownerReferences: [ownerReference(replicaSets, set)],
      },
      spec: template?.spec,
    } as Write['object'] & { metadata: object },
  } as Write;
}

/** A free name for the next Pod of the set. */
function podName(set: ReplicaSet, serial: number, taken: ReadonlySet<string>, view: View): string {
  for (let attempt = 0; ; attempt++) {
    const hash = view.roll(set.metadata.uid, `pod ${view.revision} ${serial} ${attempt}`, 0x1_0000_0000);
    const name = generatedName(`${set.metadata.name}-`, nameSuffix(hash, 5));
    if (!taken.has(name)) return name;
  }
}

function note(set: ReplicaSet, reason: string, message: string, type: Note['type'] = 'Normal'): Note {
  return { about: set, type, reason, message, component: 'replicaset-controller' };
}

interface Counts {
  readonly active: number;
  readonly labeled: number;
  readonly ready: number;
  readonly available: number;
}

function countsOf(set: ReplicaSet, active: readonly Pod[], now: number): Counts {
  const labels = Object.entries(set.spec.template?.metadata?.labels ?? {});
  const minReady = set.spec.minReadySeconds ?? 0;
  return {
    active: active.length,
    labeled: active.filter((pod) => labels.every(([key, value]) => pod.metadata.labels?.[key] === value))
      .length,
    ready: active.filter(isReady).length,
    available: active.filter((pod) => (availableAt(pod, minReady) ?? Infinity) <= now).length,
  };
}

/**
 * The counts by indexes alone, for a set of any size: where every Pod that carries the selector's label is its own and none
 * has to be waited for. Undefined where the Pods must be looked at.
 */
function indexedCounts(set: ReplicaSet, view: View): Counts | undefined {
  const { uid } = set.metadata;
  const [label] = Object.entries(set.spec.selector?.matchLabels ?? {}).sort(([a]) =>
    a === hashLabel ? -1 : 1,
  );
  if ((set.spec.minReadySeconds ?? 0) > 0 || label === undefined) return undefined;
  const owned = view.count('core/pods', { owner: uid });
  if (view.count('core/pods', { label: `${label[0]}=${label[1]}` }) !== owned) return undefined;
  const active = view.count('core/pods', { index: ['activeOf', uid] });
  const ready = view.count('core/pods', { index: ['readyOf', uid] });
  return { active, labeled: active, ready, available: ready };
}

function observed(
  set: ReplicaSet,
  counts: Counts,
  conditions: readonly ReplicaSetCondition[],
): ReplicaSetStatus {
  const { active, labeled, ready, available } = counts;
  return {
    replicas: active,
    ...(labeled === 0 ? {} : { fullyLabeledReplicas: labeled }),
    ...(ready === 0 ? {} : { readyReplicas: ready }),
    ...(available === 0 ? {} : { availableReplicas: available }),
    observedGeneration: set.metadata.generation ?? 0,
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

const failure = 'ReplicaFailure';

function failed(
  set: ReplicaSet,
  reason: string,
  message: string,
  now: number,
): readonly ReplicaSetCondition[] {
  const before = set.status?.conditions?.find(({ type }) => type === failure);
  if (before?.reason === reason && before.message === message) return [before];
  return [{ type: failure, status: 'True', lastTransitionTime: formatTime(now), reason, message }];
}

const overLimit = (wanted: number) =>
  `the sandbox makes at most ${limits.podsPerReplicaSetMax} Pods for one ReplicaSet (limit podsPerReplicaSetMax); ` +
  `${wanted} are wished for`;

/** Pods that left the selector are let go, Pods without an owner that are in it are taken in: pkg/controller, ref manager. */
function claims(
  set: ReplicaSet,
  view: View,
): { readonly mine: readonly Pod[]; readonly writes: readonly Write[] } {
  const { namespace = '', uid } = set.metadata;
  const parsed = fromLabelSelector(set.spec.selector ?? {});
  const matches = (pod: Pod): boolean =>
    'requirements' in parsed &&
    parsed.requirements.length > 0 &&
    matchesLabels(parsed.requirements, pod.metadata.labels ?? {});
  const writes: Write[] = [];
  const owned = view.list<Pod>('core/pods', { owner: uid });
  const mine = owned.filter(matches);
  for (const pod of owned) {
    if (matches(pod) || isDeleting(pod)) continue;
    const ownerReferences = (pod.metadata.ownerReferences ?? []).filter((owner) => owner.uid !== uid);
    const object: Pod = { ...pod, metadata: { ...pod.metadata, ownerReferences } };
    writes.push({ verb: 'update', kind: pods, object, why: `no longer matches ${set.metadata.name}` });
  }
  const [label] = Object.entries(set.spec.selector?.matchLabels ?? {});
  const candidates =
    isDeleting(set) || label === undefined
      ? []
      : view.list<Pod>('core/pods', { namespace, label: `${label[0]}=${label[1]}` });
  for (const pod of candidates) {
    if (controllerOf(pod) !== undefined || !isActive(pod) || !matches(pod)) continue;
    const ownerReferences = [...(pod.metadata.ownerReferences ?? []), ownerReference(replicaSets, set)];
    const object: Pod = { ...pod, metadata: { ...pod.metadata, ownerReferences } };
    writes.push({ verb: 'update', kind: pods, object, why: `adopted by ${set.metadata.name}` });
  }
  return { mine, writes };
}

function failedBefore(set: ReplicaSet): readonly ReplicaSetCondition[] {
  return set.status?.conditions?.filter(({ reason }) => reason === 'FailedCreate') ?? [];
}

/** Makes what is missing, gives up what is too much; a page of it. */
function adjust(
  set: ReplicaSet,
  active: readonly Pod[],
  wanted: number,
  view: View,
): { readonly writes: readonly Write[]; readonly notes: readonly Note[] } {
  const missing = wanted - active.length;
  const batch = Math.min(Math.abs(missing), limits.writesPerEventMax);
  const writes: Write[] = [];
  const notes: Note[] = [];
  if (missing > 0) {
    const taken = new Set(
      view.list<Pod>('core/pods', { owner: set.metadata.uid }).map(({ metadata }) => metadata.name),
    );
    for (let serial = 0; serial < batch; serial++) {
      const name = podName(set, serial, taken, view);
      taken.add(name);
      writes.push(newPod(set, name));
      notes.push(note(set, 'SuccessfulCreate', `Created pod: ${name}`));
    }
  } else if (missing < 0) {
    for (const pod of givenUpFirst(active).slice(0, batch)) {
      writes.push({
        verb: 'delete',
        kind: pods,
        object: pod,
        why: `${set.metadata.name} wants ${wanted} Pods`,
      });
      notes.push(note(set, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`));
    }
  }
  return { writes, notes };
}

export const replicaSetController: Controller<ReplicaSet> = {
  kind: replicaSets,
  name: 'replicaset-controller',
  owns: [pods],
  reconcile(set, view): Reconciled<ReplicaSet> | undefined {
    const wished = set.spec.replicas ?? 1;
    const wanted = Math.min(wished, limits.podsPerReplicaSetMax);
    const isOver = wished > wanted;
    const notes: Note[] = [];
    const limited = isOver ? failed(set, 'LimitReached', overLimit(wished), view.now) : [];
    if (isOver && set.status?.conditions?.some(({ reason }) => reason === 'LimitReached') !== true) {
      notes.push(note(set, 'LimitReached', overLimit(wished), 'Warning'));
    }
    const indexed = indexedCounts(set, view);
    if (indexed !== undefined && indexed.active === wanted) {
      return { status: observed(set, indexed, limited), notes };
    }
    const claimed = claims(set, view);
    const active = claimed.mine.filter(isActive);
    const counts = countsOf(set, active, view.now);
    if (isDeleting(set)) return { status: observed(set, counts, failedBefore(set)), writes: claimed.writes };
    const adjusted = adjust(set, active, wanted, view);
    const writes = [...claimed.writes, ...adjusted.writes];
    return {
      status: observed(set, counts, limited),
      writes,
      notes: [...notes, ...adjusted.notes],
      // What was made or taken away is counted by the next run.
      ...(writes.length > 0 ? { again: latency.watchHopMs } : timer(set, active, view.now)),
    };
  },
  refused(set, _write, status, view) {
    const message = status.message ?? '';
    const active = view.list<Pod>('core/pods', { owner: set.metadata.uid }).filter(isActive);
    return {
      status: observed(set, countsOf(set, active, view.now), failed(set, 'FailedCreate', message, view.now)),
      notes: [note(set, 'FailedCreate', `Error creating: ${message}`, 'Warning')],
      // The queue's back-off between two failing syncs, at its usual ceiling for a quota that is exhausted.
      again: 15_000,
    };
  },
};

/** Wakes the set when the next ready Pod becomes available. */
function timer(set: ReplicaSet, active: readonly Pod[], now: number): { readonly again?: number } {
  const minReady = set.spec.minReadySeconds ?? 0;
  if (minReady === 0) return {};
  const next = active
    .map((pod) => availableAt(pod, minReady) ?? 0)
    .filter((at) => at > now)
    .reduce((least, at) => Math.min(least, at), Infinity);
  return next === Infinity ? {} : { again: next - now };
}
