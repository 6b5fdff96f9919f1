// Keeps so many Pods of one template alive: the controller of ReplicaSets and of ReplicationControllers, which differ in the form of
// their selector alone. Source: kubernetes pkg/controller/{replicaset,replication}.
// Holds: it makes at most a named number of Pods; what it wishes beyond is said in a condition and an event.
import type { LabelSelector, PodTemplateSpec, ReplicaSetCondition, ReplicaSetStatus } from '#types';
import { attemptOf } from '../../control/backoff.ts';
import type { Controller, Reconciled } from '../../control/controller.ts';
import { latency } from '../../control/latency.ts';
import type { Note, Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { limits } from '../../std/limits.ts';
import { formatTime, parseTime } from '../../std/time.ts';
import type { Kind } from '../../store/kind.ts';
import { isDeleting, type StoredObject } from '../../store/object.ts';
import { availabilityTimer, isAvailable } from '../core/pod/availability.ts';
import { isActive, isReady, pods, type Pod } from '../core/pod/pod.ts';
import { claims, wakesForOrphan } from './claims.ts';
import { givenUpFirst } from './given-up.ts';
import { freePodName, podOf } from './pod-of.ts';

/** The label by which a Deployment's ReplicaSets and their Pods are told apart. */
export const hashLabel = 'pod-template-hash';

export interface Replicated extends StoredObject {
  readonly spec: {
    readonly replicas?: number;
    readonly minReadySeconds?: number;
    readonly template?: PodTemplateSpec;
  };
  readonly status?: ReplicaSetStatus;
}

interface Replicas<T extends Replicated> {
  readonly kind: Kind<T>;
  readonly name: string;
  selectorOf(set: T): LabelSelector;
}

interface Counts {
  readonly active: number;
  readonly labeled: number;
  readonly ready: number;
  readonly available: number;
}

function countsOf(set: Replicated, active: readonly Pod[], now: number): Counts {
  const labels = Object.entries(set.spec.template?.metadata?.labels ?? {});
  const minReady = set.spec.minReadySeconds ?? 0;
  return {
    active: active.length,
    labeled: active.filter((pod) => labels.every(([key, value]) => pod.metadata.labels?.[key] === value))
      .length,
    ready: active.filter(isReady).length,
    available: active.filter((pod) => isAvailable(pod, minReady, now)).length,
  };
}

/**
 * The counts by indexes alone, for a set of any size: where every Pod that carries the selector's label is its own and none
 * has to be waited for. Undefined where the Pods must be looked at.
 */
function indexedCounts(set: Replicated, selector: LabelSelector, view: View): Counts | undefined {
  const { uid } = set.metadata;
  const [label] = Object.entries(selector.matchLabels ?? {}).sort(([a]) => (a === hashLabel ? -1 : 1));
  if ((set.spec.minReadySeconds ?? 0) > 0 || label === undefined) return undefined;
  // Who took in Pods that its template did not make has to look at their labels.
  const { replicas = 0, fullyLabeledReplicas = 0 } = set.status ?? {};
  if (replicas !== fullyLabeledReplicas) return undefined;
  const owned = view.count('core/pods', { owner: uid });
  if (view.count('core/pods', { label: `${label[0]}=${label[1]}` }) !== owned) return undefined;
  const active = view.count('core/pods', { index: ['activeOf', uid] });
  const ready = view.count('core/pods', { index: ['readyOf', uid] });
  return { active, labeled: active, ready, available: ready };
}

function observed(
  set: Replicated,
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
const failedCreate = 'FailedCreate';

function failed(
  set: Replicated,
  reason: string,
  message: string,
  now: number,
): readonly ReplicaSetCondition[] {
  const before = set.status?.conditions?.find(({ type }) => type === failure);
  // What was refused first is what is told, though each try has a Pod of another name.
  const isSame = before?.message === message || reason === failedCreate;
  if (before?.reason === reason && isSame) return [before];
  return [{ type: failure, status: 'True', lastTransitionTime: formatTime(now), reason, message }];
}

function failedBefore(set: Replicated): readonly ReplicaSetCondition[] {
  return set.status?.conditions?.filter(({ reason }) => reason === failedCreate) ?? [];
}

const overLimit = (kind: Kind, wanted: number) =>
  `the sandbox makes at most ${limits.podsPerReplicaSetMax} Pods for one ${kind.kind} (limit podsPerReplicaSetMax); ` +
  `${wanted} are wished for`;

export function replicasController<T extends Replicated>({
  kind,
  name,
  selectorOf,
}: Replicas<T>): Controller<T> {
  // Its status is the one that both kinds have.
  type Outcome = Reconciled<Replicated>;
  const note = (set: T, reason: string, message: string, type: Note['type'] = 'Normal'): Note => ({
    about: set,
    type,
    reason,
    message,
    component: name,
  });

  /** Makes what is missing, gives up what is too much; a page of it. */
  const adjust = (set: T, active: readonly Pod[], wanted: number, view: View) => {
    const missing = wanted - active.length;
    const batch = Math.min(Math.abs(missing), limits.writesPerEventMax);
    const why = `${set.metadata.name} wants ${wanted} Pods`;
    const writes: Write[] = [];
    const notes: Note[] = [];
    if (missing > 0) {
      const owned = view.list<Pod>('core/pods', { owner: set.metadata.uid });
      const taken = new Set(owned.map(({ metadata }) => metadata.name));
      for (let serial = 0; serial < batch; serial++) {
        const free = freePodName(set, taken, String(serial), view);
        writes.push(podOf(kind, set, { name: free, template: set.spec.template, why }));
        notes.push(note(set, 'SuccessfulCreate', `Created pod: ${free}`));
      }
    } else if (missing < 0) {
      for (const pod of givenUpFirst(active).slice(0, batch)) {
        writes.push({ verb: 'delete', kind: pods, object: pod, why });
        notes.push(note(set, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`));
      }
    }
    return { writes, notes };
  };

  const reconcile = (set: T, view: View): Outcome => {
    const selector = selectorOf(set);
    const wished = set.spec.replicas ?? 1;
    const wanted = Math.min(wished, limits.podsPerReplicaSetMax);
    const isOver = wished > wanted;
    const notes: Note[] = [];
    const limited = isOver ? failed(set, 'LimitReached', overLimit(kind, wished), view.now) : [];
    if (isOver && set.status?.conditions?.some(({ reason }) => reason === 'LimitReached') !== true) {
      notes.push(note(set, 'LimitReached', overLimit(kind, wished), 'Warning'));
    }
    const indexed = indexedCounts(set, selector, view);
    if (indexed !== undefined && indexed.active === wanted) {
      return { status: observed(set, indexed, limited), notes };
    }
    const claimed = claims(
      { kind: pods, ownerKind: kind, owner: set, selector, isAdoptable: isActive },
      view,
    );
    const active = [...claimed.mine, ...claimed.adopted].filter(isActive);
    const counts = countsOf(set, active, view.now);
    // With other Pods than before everything is looked at anew.
    if (claimed.writes.length > 0) {
      const { writes } = claimed;
      return { status: observed(set, counts, limited), writes, again: latency.watchHopMs };
    }
    if (isDeleting(set)) return { status: observed(set, counts, failedBefore(set)) };
    const adjusted = adjust(set, active, wanted, view);
    const { writes } = adjusted;
    return {
      status: observed(set, counts, limited),
      writes,
      notes: [...notes, ...adjusted.notes],
      // What was made or taken away is counted by the next run.
      ...(writes.length > 0
        ? { again: latency.watchHopMs }
        : availabilityTimer(active, set.spec.minReadySeconds ?? 0, view.now)),
    };
  };

  return {
    kind,
    name,
    owns: [pods],
    observes: { 'core/pods': wakesForOrphan },
    reconcile: (set, view) => reconcile(set, view) as Reconciled<T>,
    refused(set, _write, status, view) {
      const message = status.message ?? '';
      const active = view.list<Pod>('core/pods', { owner: set.metadata.uid }).filter(isActive);
      const conditions = failed(set, failedCreate, message, view.now);
      const since = parseTime(conditions[0]?.lastTransitionTime ?? '') ?? view.now;
      const outcome: Outcome = {
        status: observed(set, countsOf(set, active, view.now), conditions),
        notes: [note(set, failedCreate, `Error creating: ${message}`, 'Warning')],
        again: attemptOf(since, view.now, latency.failedSyncBackoffMs).nextMs,
      };
      return outcome as Reconciled<T>;
    },
  };
}
