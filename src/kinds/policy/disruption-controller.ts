// Works out how many Pods a budget lets go now. Source: kubernetes pkg/controller/disruption/disruption.go.
import type { OwnerReference } from '#types';
import type { Controller, Reconciled } from '../../control/controller.ts';
import { latency } from '../../control/latency.ts';
import type { Note, Wake } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { parseTime } from '../../std/time.ts';
import { apiVersionOf, kindId, qualified, type Kind } from '../../store/kind.ts';
import { controllerOf, isDeleting, type StoredObject } from '../../store/object.ts';
import { Refusal } from '../../store/refusal.ts';
import { shareOf } from '../apps/shares.ts';
import { isReady, type Pod } from '../core/pod/pod.ts';
import { isScalable, scaleParts } from '../scale.ts';
import { failSafe, guards, judged } from './disruption.ts';
import { podDisruptionBudgets, type PodDisruptionBudget } from './pod-disruption-budget.ts';

const component = 'controllermanager';

interface Scale {
  readonly uid: string;
  readonly replicas: number;
}

/** Why the status of a budget cannot be worked out. */
interface Failed {
  readonly error: string;
}

interface Expected {
  readonly expectedPods: number;
  readonly desiredHealthy: number;
  readonly unmanaged: boolean;
}

/** The count that its scale tells, or why there is none. */
function replicasOf(kind: Kind, object: StoredObject): Failed | { readonly replicas: number } {
  try {
    return { replicas: scaleParts(kind, object).replicas ?? 1 };
  } catch (error) {
    if (error instanceof Refusal) return { error: error.message };
    throw error;
  }
}

/** A Pod wakes the budgets of its namespace when something that they count of it changed. */
const podWake: Wake = (before, after) => {
  const [prev, next] = [before, after] as [Pod | undefined, Pod | undefined];
  const isSame =
    prev !== undefined &&
    next !== undefined &&
    prev.metadata.labels === next.metadata.labels &&
    isDeleting(prev) === isDeleting(next) &&
    isReady(prev) === isReady(next) &&
    controllerOf(prev)?.uid === controllerOf(next)?.uid;
  return isSame ? [] : [`*${(next ?? prev)?.metadata.namespace ?? ''}`];
};

/** Go's print of a selector, which an event quotes. */
function selectorSyntax({ spec }: PodDisruptionBudget): string {
  const { matchLabels = {}, matchExpressions = [] } = spec.selector ?? {};
  const labels = Object.entries(matchLabels).map(([key, value]) => `${key}: ${value},`);
  const expressions = matchExpressions.map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  );
  return `&LabelSelector{MatchLabels:map[string]string{${labels.sort().join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`;
}

function unmanagedText(budget: PodDisruptionBudget): string {
  return (
    `Pods selected by this PodDisruptionBudget (selector: ${selectorSyntax(budget)}) were found to be unmanaged. As a result, the ` +
    'status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please ' +
    'set ".spec.minAvailable" field of the PDB to an integer value.'
  );
}

interface Disrupted {
  readonly pods: Readonly<Record<string, string>>;
  /** When the next of them should have been gone, in simulated milliseconds. */
  readonly nextAt: number;
  readonly notes: readonly Note[];
}

/** The Pods whose eviction was granted and that are not on their way yet. */
function disruptedOf(
  { metadata, status }: PodDisruptionBudget,
  found: readonly Pod[],
  now: number,
): Disrupted {
  const pods: Record<string, string> = {};
  const notes: Note[] = [];
  let nextAt = Infinity;
  for (const pod of found) {
    const since = status?.disruptedPods?.[pod.metadata.name];
    if (since === undefined || isDeleting(pod)) continue;
    const due = (parseTime(since) ?? 0) + latency.evictionConfirmedMs;
    if (due < now) {
      // The namespace stands where the budget's name should: so it is in Kubernetes.
      const { namespace } = metadata;
      const message = `Pod was expected by PDB ${namespace}/${namespace} to be deleted but it wasn't`;
      notes.push({ about: pod, type: 'Warning', reason: 'NotDeleted', message, component });
      continue;
    }
    pods[pod.metadata.name] = since;
    nextAt = Math.min(nextAt, due + 1);
  }
  return { pods, nextAt, notes };
}

function scaleOf(owner: OwnerReference, namespace: string, view: View): Scale | Failed | undefined {
  const kind = view.served.find(
    (each) => each.kind === owner.kind && apiVersionOf(each) === owner.apiVersion,
  );
  if (kind === undefined)
    return { error: `no matches for kind "${owner.kind}" in version "${owner.apiVersion}"` };
  if (!isScalable(kind))
    return { error: `${qualified(kind.group, kind.plural)} does not implement the scale subresource` };
  const found = view.get(kindId(kind), owner.name, namespace);
  if (found === undefined || found.metadata.uid !== owner.uid) return undefined;
  // A Deployment's ReplicaSet does not count: the Deployment does.
  const above = kind.kind === 'ReplicaSet' ? controllerOf(found) : undefined;
  if (above?.kind === 'Deployment') return scaleOf(above, namespace, view);
  const counted = replicasOf(kind, found);
  return 'error' in counted ? counted : { uid: found.metadata.uid, ...counted };
}

/** The wished replicas of all who control the Pods. */
function expectedScale(pods: readonly Pod[], view: View): Failed | { count: number; unmanaged: boolean } {
  const scales = new Map<string, number>();
  const seen = new Set<string>();
  let unmanaged = false;
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (owner === undefined) unmanaged = true;
    if (owner === undefined || seen.has(owner.uid)) continue;
    seen.add(owner.uid);
    const scale = scaleOf(owner, pod.metadata.namespace ?? '', view);
    if (scale === undefined) return { error: `found no controllers for pod "${pod.metadata.name}"` };
    if ('error' in scale) return scale;
    scales.set(scale.uid, scale.replicas);
  }
  return { count: [...scales.values()].reduce((sum, each) => sum + each, 0), unmanaged };
}

function expectedOf({ spec }: PodDisruptionBudget, pods: readonly Pod[], view: View): Expected | Failed {
  const { maxUnavailable, minAvailable } = spec;
  if (maxUnavailable === undefined && typeof minAvailable === 'number')
    return { expectedPods: pods.length, desiredHealthy: minAvailable, unmanaged: false };
  if (maxUnavailable === undefined && minAvailable === undefined)
    return { expectedPods: 0, desiredHealthy: 0, unmanaged: false };
  const scale = expectedScale(pods, view);
  if ('error' in scale) return scale;
  const { count, unmanaged } = scale;
  const desiredHealthy =
    maxUnavailable === undefined
      ? shareOf(minAvailable, count, 'up')
      : Math.max(0, count - shareOf(maxUnavailable, count, 'up'));
  return { expectedPods: count, desiredHealthy, unmanaged };
}

export const disruptionController: Controller<PodDisruptionBudget> = {
  kind: podDisruptionBudgets,
  name: 'disruption-controller',
  observes: { 'core/pods': podWake },
  // Whatever has a scale may control Pods.
  consultsAll: true,
  reconcile(budget, view): Reconciled<PodDisruptionBudget> {
    const { namespace = '', generation = 0 } = budget.metadata;
    const before = budget.status;
    const note = (type: Note['type'], reason: string, message: string): Note => ({
      about: budget,
      type,
      reason,
      message,
      component,
    });
    const found = view.list<Pod>('core/pods', { namespace }).filter(guards(budget));
    const isNew = before?.observedGeneration !== generation;
    const hasLost = found.length === 0 && (before?.expectedPods ?? 0) > 0;
    const none =
      found.length === 0 && (isNew || hasLost) ? [note('Normal', 'NoPods', 'No matching pods found')] : [];
    const expected = expectedOf(budget, found, view);
    if ('error' in expected) {
      const message = `Failed to calculate the number of expected pods: ${expected.error}`;
      const isKnown = before?.conditions?.some((condition) => condition.message === expected.error) === true;
      return {
        status: failSafe(before ?? {}, expected.error, view.now),
        notes: isKnown ? none : [...none, note('Warning', 'CalculateExpectedPodCountFailed', message)],
      };
    }
    const { desiredHealthy, expectedPods, unmanaged } = expected;
    const disrupted = disruptedOf(budget, found, view.now);
    const currentHealthy = found.filter(
      (pod) => !isDeleting(pod) && disrupted.pods[pod.metadata.name] === undefined && isReady(pod),
    ).length;
    const disruptionsAllowed = expectedPods <= 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
    const status = {
      ...(before?.conditions === undefined ? {} : { conditions: before.conditions }),
      currentHealthy,
      desiredHealthy,
      ...(Object.keys(disrupted.pods).length === 0 ? {} : { disruptedPods: disrupted.pods }),
      disruptionsAllowed,
      expectedPods,
      observedGeneration: generation,
    };
    const warning = unmanaged ? [note('Warning', 'UnmanagedPods', unmanagedText(budget))] : [];
    return {
      status: judged(status, view.now),
      notes: [...none, ...warning, ...disrupted.notes],
      ...(disrupted.nextAt === Infinity ? {} : { again: disrupted.nextAt - view.now }),
    };
  },
};
