// Rolls a Deployment out: finds or makes the ReplicaSet of its template, moves replicas from the old ones, says how far it is.
// Source: kubernetes pkg/controller/deployment.
import type { DeploymentCondition, DeploymentStatus } from '#types';
import { ownerReference, type Controller, type Reconciled } from '../../../control/controller.ts';
import type { NewObject, Note, Write } from '../../../control/loop.ts';
import { withStated } from '../../../control/stated.ts';
import type { View } from '../../../control/view.ts';
import { canonicalJson } from '../../../std/canonical-json.ts';
import { fnv1a32 } from '../../../std/hash.ts';
import { safeEncodeString } from '../../../std/names.ts';
import { formatTime, parseTime } from '../../../std/time.ts';
import { controllerOf, isDeleting, keyOf } from '../../../store/object.ts';
import { isTerminal, type Pod } from '../../core/pod/pod.ts';
import { hashLabel, replicaSets, type ReplicaSet } from '../replica-set.ts';
import { deployments, type Deployment } from './deployment.ts';
import {
  boundsOf,
  byCreation,
  newSize,
  proportionalSizes,
  rollingSizes,
  sizeOf,
  sum,
  type Sizes,
} from './rollout.ts';

export const revisionAnnotation = 'deployment.kubernetes.io/revision';
const historyAnnotation = 'deployment.kubernetes.io/revision-history';
const desiredAnnotation = 'deployment.kubernetes.io/desired-replicas';
const maxAnnotation = 'deployment.kubernetes.io/max-replicas';

/** Annotations of a Deployment that its ReplicaSets do not take over. */
const notInherited = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  historyAnnotation,
  desiredAnnotation,
  maxAnnotation,
  'deprecated.deployment.rollback.to',
]);

/** The template without the label that its hash gave it. */
function bareTemplate(template: ReplicaSet['spec']['template']): string {
  const labels = { ...template?.metadata?.labels };
  delete labels[hashLabel];
  return canonicalJson({ ...template, metadata: { ...template?.metadata, labels } });
}

/** The name part of a template: FNV-1a over its canonical form, in the alphabet of generated names. */
function templateHash(deployment: Deployment): string {
  return safeEncodeString(
    String(fnv1a32(bareTemplate(deployment.spec.template) + (deployment.status?.collisionCount ?? ''))),
  );
}

const revisionOf = (object: ReplicaSet): number =>
  Number(object.metadata.annotations?.[revisionAnnotation] ?? 0);

const numberIn = (set: ReplicaSet, annotation: string): number | undefined => {
  const text = set.metadata.annotations?.[annotation];
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
};

interface Sets {
  readonly newSet: ReplicaSet | undefined;
  readonly oldSets: readonly ReplicaSet[];
  readonly all: readonly ReplicaSet[];
}

function setsOf(deployment: Deployment, view: View): Sets {
  const all = view.list<ReplicaSet>('apps/replicasets', { owner: deployment.metadata.uid });
  const wanted = bareTemplate(deployment.spec.template);
  const newSet = [...all].sort(byCreation).find((set) => bareTemplate(set.spec.template) === wanted);
  return { newSet, oldSets: all.filter((set) => set !== newSet), all };
}

function inherited(deployment: Deployment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !notInherited.has(key)),
  );
}

function sizeAnnotations(deployment: Deployment): Record<string, string> {
  const wanted = deployment.spec.replicas ?? 1;
  return {
    [desiredAnnotation]: String(wanted),
    [maxAnnotation]: String(wanted + boundsOf(deployment).maxSurge),
  };
}

function createSet(
  deployment: Deployment,
  sets: Sets,
  revision: number,
): { write: Write; size: number; name: string } {
  const hash = templateHash(deployment);
  const { name, namespace } = deployment.metadata;
  const { template, selector, minReadySeconds } = deployment.spec;
  const size = newSize(deployment, sets.oldSets, 0);
  const labels = { ...template?.metadata?.labels, [hashLabel]: hash };
  const object = {
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      annotations: {
        ...inherited(deployment),
        ...sizeAnnotations(deployment),
        [revisionAnnotation]: String(revision),
      },
      ownerReferences: [ownerReference(deployments, deployment)],
    },
    spec: {
      replicas: size,
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector?.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template?.metadata, labels } },
    },
  } as NewObject;
  return {
    write: { verb: 'create', kind: replicaSets, object, why: 'new template' },
    size,
    name: `${name}-${hash}`,
  };
}

/** The revision that the set of the present template has: one above every other's. */
function nextRevision({ oldSets }: Sets): number {
  return Math.max(0, ...oldSets.map(revisionOf)) + 1;
}

function resized(deployment: Deployment, set: ReplicaSet, size: number): ReplicaSet {
  return withStated(set, {
    spec: { replicas: size },
    metadata: { annotations: sizeAnnotations(deployment) },
  });
}

/** Brings the new set's annotations up to date: the revision it became, what the Deployment says now. */
function annotated(deployment: Deployment, set: ReplicaSet, revision: number): ReplicaSet {
  const before = revisionOf(set);
  const annotations: Record<string, string> = { ...inherited(deployment) };
  if (before < revision) {
    annotations[revisionAnnotation] = String(revision);
    if (before > 0) {
      const history = set.metadata.annotations?.[historyAnnotation];
      annotations[historyAnnotation] = history === undefined ? String(before) : `${history},${before}`;
    }
  }
  const minReady = deployment.spec.minReadySeconds;
  return withStated(set, {
    metadata: { annotations },
    ...(minReady === undefined ? {} : { spec: { minReadySeconds: minReady } }),
  });
}

function scaleNote(deployment: Deployment, name: string, from: number, to: number): Note {
  const way = to > from ? 'up' : 'down';
  const message = `Scaled ${way} replica set ${name} from ${from} to ${to}`;
  return { about: deployment, type: 'Normal', reason: 'ScalingReplicaSet', message };
}

/** True while the whole Deployment is being made larger or smaller, as against rolled out. */
function isScaling(deployment: Deployment, { all }: Sets): boolean {
  const wanted = deployment.spec.replicas ?? 1;
  return all.some((set) => {
    const desired = numberIn(set, desiredAnnotation);
    return sizeOf(set) > 0 && desired !== undefined && desired !== wanted;
  });
}

function scaledSizes(deployment: Deployment, { newSet, oldSets, all }: Sets): Sizes {
  const wanted = deployment.spec.replicas ?? 1;
  const active = all.filter((set) => sizeOf(set) > 0);
  const only =
    active.length === 1
      ? active[0]
      : active.length === 0
        ? (newSet ?? [...oldSets].sort(byCreation).at(-1))
        : undefined;
  if (only !== undefined) return new Map([[only.metadata.name, wanted]]);
  if (
    newSet !== undefined &&
    sizeOf(newSet) === wanted &&
    (newSet.status?.availableReplicas ?? 0) === wanted
  ) {
    return new Map(oldSets.map((set) => [set.metadata.name, 0]));
  }
  if (deployment.spec.strategy?.type !== 'RollingUpdate') return new Map();
  return proportionalSizes(
    deployment,
    all,
    (set) => numberIn(set, maxAnnotation) ?? wanted + boundsOf(deployment).maxSurge,
  );
}

/** Recreate: nothing new before the last old Pod is gone. */
function recreateSizes(deployment: Deployment, { newSet, oldSets }: Sets, oldPodsRun: boolean): Sizes {
  const sizes = new Map<string, number>();
  for (const set of oldSets) if (sizeOf(set) > 0) sizes.set(set.metadata.name, 0);
  if (sizes.size === 0 && !oldPodsRun && newSet !== undefined)
    sizes.set(newSet.metadata.name, deployment.spec.replicas ?? 1);
  return sizes;
}

function oldPodsRun({ oldSets }: Sets, view: View): boolean {
  return oldSets.some((set) =>
    view.list<Pod>('core/pods', { owner: set.metadata.uid }).some((pod) => !isTerminal(pod)),
  );
}

/** The Deployment of a Pod, read off the name of its ReplicaSet: Deployment, dash, hash of the template. */
function deploymentKeys(pod: Pod): readonly string[] {
  const set = controllerOf(pod);
  const hash = pod.metadata.labels?.[hashLabel];
  if (set?.kind !== 'ReplicaSet' || !hash || !set.name.endsWith(`-${hash}`)) return [];
  return [keyOf(pod.metadata.namespace, set.name.slice(0, -hash.length - 1))];
}

function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const wanted = deployment.spec.replicas ?? 1;
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, observedGeneration = 0 } = status;
  return (
    updatedReplicas === wanted &&
    replicas === wanted &&
    availableReplicas === wanted &&
    observedGeneration >= (deployment.metadata.generation ?? 0)
  );
}

function conditionOf(deployment: Deployment, type: string): DeploymentCondition | undefined {
  return deployment.status?.conditions?.find((condition) => condition.type === type);
}

/** The condition with its times: the update always, the transition only where the status changed. */
function condition(
  deployment: Deployment,
  type: string,
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
  now: number,
  keepUpdate = false,
): DeploymentCondition {
  const before = conditionOf(deployment, type);
  if (before?.status === status && before.reason === reason && (keepUpdate || before.message === message))
    return before;
  const time = formatTime(now);
  const lastTransitionTime = before?.status === status ? (before.lastTransitionTime ?? time) : time;
  return { type, status, lastUpdateTime: time, lastTransitionTime, reason, message };
}

function availability(deployment: Deployment, available: number, now: number): DeploymentCondition {
  const least = (deployment.spec.replicas ?? 1) - boundsOf(deployment).maxUnavailable;
  return available >= least
    ? condition(
        deployment,
        'Available',
        'True',
        'MinimumReplicasAvailable',
        'Deployment has minimum availability.',
        now,
      )
    : condition(
        deployment,
        'Available',
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.',
        now,
      );
}

const noDeadline = 2147483647;

interface Progress {
  readonly condition: DeploymentCondition | undefined;
  /** When the deadline passes, in milliseconds from now. */
  readonly deadlineMs?: number;
}

function progress(
  deployment: Deployment,
  sets: Sets,
  status: DeploymentStatus,
  created: string | undefined,
  now: number,
): Progress {
  const before = conditionOf(deployment, 'Progressing');
  const said = (state: 'True' | 'False' | 'Unknown', reason: string, message: string, keep = false) =>
    condition(deployment, 'Progressing', state, reason, message, now, keep);
  const { progressDeadlineSeconds = noDeadline, paused } = deployment.spec;
  if (progressDeadlineSeconds === noDeadline) return { condition: undefined };
  if (paused === true) {
    return {
      condition:
        before?.reason === 'DeploymentPaused'
          ? before
          : said('Unknown', 'DeploymentPaused', 'Deployment is paused'),
    };
  }
  if (before?.reason === 'DeploymentPaused')
    return { condition: said('Unknown', 'DeploymentResumed', 'Deployment is resumed') };
  if (created !== undefined) {
    return { condition: said('True', 'NewReplicaSetCreated', `Created new replica set "${created}"`) };
  }
  const name = sets.newSet?.metadata.name ?? '';
  if (isComplete(deployment, status)) {
    const message = `ReplicaSet "${name}" has successfully progressed.`;
    return {
      condition:
        before?.reason === 'NewReplicaSetAvailable' && before.message === message
          ? before
          : said('True', 'NewReplicaSetAvailable', message),
    };
  }
  const was = deployment.status ?? {};
  const moved =
    (status.updatedReplicas ?? 0) > (was.updatedReplicas ?? 0) ||
    (status.readyReplicas ?? 0) > (was.readyReplicas ?? 0) ||
    (status.availableReplicas ?? 0) > (was.availableReplicas ?? 0) ||
    (status.replicas ?? 0) - (status.updatedReplicas ?? 0) < (was.replicas ?? 0) - (was.updatedReplicas ?? 0);
  const deadline = (from: string | undefined) =>
    (parseTime(from ?? '') ?? now) + progressDeadlineSeconds * 1000;
  if (moved || before === undefined) {
    const time = formatTime(now);
    const progressing = said('True', 'ReplicaSetUpdated', `ReplicaSet "${name}" is progressing.`);
    return {
      condition: { ...progressing, lastUpdateTime: time },
      deadlineMs: progressDeadlineSeconds * 1000,
    };
  }
  if (before.reason === 'ProgressDeadlineExceeded') return { condition: before };
  if (before.reason === 'NewReplicaSetAvailable') {
    return {
      condition: said('True', 'ReplicaSetUpdated', `ReplicaSet "${name}" is progressing.`),
      deadlineMs: progressDeadlineSeconds * 1000,
    };
  }
  const at = deadline(before.lastUpdateTime);
  if (now < at) return { condition: before, deadlineMs: at - now };
  return {
    condition: said('False', 'ProgressDeadlineExceeded', `ReplicaSet "${name}" has timed out progressing.`),
  };
}

function observed(deployment: Deployment, sets: Sets): DeploymentStatus {
  const replicas = sum(sets.all, (set) => set.status?.replicas ?? 0);
  const updated = sets.newSet?.status?.replicas ?? 0;
  const ready = sum(sets.all, (set) => set.status?.readyReplicas ?? 0);
  const available = sum(sets.all, (set) => set.status?.availableReplicas ?? 0);
  const unavailable = Math.max(0, sum(sets.all, sizeOf) - available);
  const { collisionCount } = deployment.status ?? {};
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    ...(replicas === 0 ? {} : { replicas }),
    ...(updated === 0 ? {} : { updatedReplicas: updated }),
    ...(ready === 0 ? {} : { readyReplicas: ready }),
    ...(available === 0 ? {} : { availableReplicas: available }),
    ...(unavailable === 0 ? {} : { unavailableReplicas: unavailable }),
    ...(collisionCount === undefined ? {} : { collisionCount }),
  };
}

function failureOf(sets: Sets): DeploymentCondition | undefined {
  for (const set of [sets.newSet, ...sets.oldSets]) {
    const failure = set?.status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
    if (failure !== undefined) {
      return {
        ...failure,
        ...(failure.lastTransitionTime === undefined ? {} : { lastUpdateTime: failure.lastTransitionTime }),
      };
    }
  }
  return undefined;
}

/** Old sets beyond the history limit that have nothing left to run. */
function surplus(deployment: Deployment, sets: Sets, complete: boolean): readonly ReplicaSet[] {
  const limit = deployment.spec.revisionHistoryLimit ?? 10;
  if (!complete || deployment.spec.paused === true) return [];
  const idle = sets.oldSets
    .filter((set) => sizeOf(set) === 0 && (set.status?.replicas ?? 0) === 0 && !isDeleting(set))
    .sort((a, b) => revisionOf(a) - revisionOf(b));
  return idle.slice(0, Math.max(0, idle.length - limit));
}

export const deploymentController: Controller<Deployment> = {
  kind: deployments,
  name: 'deployment-controller',
  owns: [replicaSets],
  // Recreate waits for the last old Pod, which its ReplicaSet no longer counts once it is Terminating.
  observes: { 'core/pods': (prev, next) => (next === undefined ? deploymentKeys(prev as Pod) : []) },
  reconcile(deployment, view): Reconciled<Deployment> {
    const sets = setsOf(deployment, view);
    const writes: Write[] = [];
    const notes: Note[] = [];
    const revision = nextRevision(sets);
    let created: string | undefined;
    const next = new Map<string, ReplicaSet>();
    const paused = deployment.spec.paused === true;
    if (!isDeleting(deployment)) {
      const waits =
        deployment.spec.strategy?.type === 'Recreate' &&
        (sum(sets.oldSets, sizeOf) > 0 || oldPodsRun(sets, view));
      const scaling = isScaling(deployment, sets);
      if (sets.newSet === undefined && !paused && !waits && !scaling) {
        const made = createSet(deployment, sets, revision);
        created = made.name;
        writes.push(made.write);
        if (made.size > 0) notes.push(scaleNote(deployment, made.name, 0, made.size));
      } else if (sets.newSet !== undefined && !paused) {
        const set = annotated(deployment, sets.newSet, revision);
        if (set !== sets.newSet) next.set(set.metadata.name, set);
      }
      const sizes =
        paused || scaling
          ? scaledSizes(deployment, sets)
          : deployment.spec.strategy?.type === 'Recreate'
            ? recreateSizes(deployment, sets, oldPodsRun(sets, view))
            : created === undefined
              ? rollingSizes(deployment, sets.newSet, sets.oldSets)
              : new Map<string, number>();
      for (const set of sets.all) {
        const { name } = set.metadata;
        const size = sizes.get(name) ?? sizeOf(set);
        const base = next.get(name) ?? set;
        const changed = resized(deployment, base, size);
        if (size !== sizeOf(set)) notes.push(scaleNote(deployment, name, sizeOf(set), size));
        // The annotations of a set that runs nothing are left alone: they remember how large the Deployment was.
        if (size !== sizeOf(set) || (size > 0 && changed !== base)) next.set(name, changed);
      }
    }
    for (const set of next.values())
      writes.push({ verb: 'update', kind: replicaSets, object: set, why: 'rollout' });
    const status = observed(deployment, sets);
    const complete = isComplete(deployment, status);
    for (const set of surplus(deployment, sets, complete)) {
      if (!next.has(set.metadata.name))
        writes.push({ verb: 'delete', kind: replicaSets, object: set, why: 'beyond revisionHistoryLimit' });
    }
    const moving = progress(deployment, sets, status, created, view.now);
    const conditions = [
      availability(deployment, status.availableReplicas ?? 0, view.now),
      moving.condition,
      failureOf(sets),
    ].filter((entry) => entry !== undefined);
    const shown =
      created !== undefined || sets.newSet === undefined
        ? revision
        : Math.max(revision, revisionOf(sets.newSet));
    return {
      status: { ...status, conditions: ordered(deployment, conditions) },
      ...(sets.newSet === undefined && created === undefined
        ? {}
        : {
            metadata: {
              annotations: { ...deployment.metadata.annotations, [revisionAnnotation]: String(shown) },
            },
          }),
      writes,
      notes,
      ...(moving.deadlineMs === undefined ? {} : { again: moving.deadlineMs }),
    };
  },
};

/** Conditions keep the places that they had, as Kubernetes' own updates leave them. */
function ordered(
  deployment: Deployment,
  conditions: readonly DeploymentCondition[],
): readonly DeploymentCondition[] {
  const before = (deployment.status?.conditions ?? []).map(({ type }) => type);
  const place = (type: string) => (before.includes(type) ? before.indexOf(type) : before.length);
  return [...conditions].sort((a, b) => place(a.type) - place(b.type));
}
