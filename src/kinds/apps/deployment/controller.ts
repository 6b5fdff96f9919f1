// Rolls a Deployment out: finds or makes the ReplicaSet of its template, moves replicas from the old ones, says how far it is.
// Source: kubernetes pkg/controller/deployment.
import type { Controller, Reconciled } from '../../../control/controller.ts';
import { latency } from '../../../control/latency.ts';
import { nobody, type Note, type Write } from '../../../control/loop.ts';
import type { View } from '../../../control/view.ts';
import { kindId } from '../../../store/kind.ts';
import { controllerOf, isDeleting, keyOf } from '../../../store/object.ts';
import { isTerminal, type Pod } from '../../core/pod/pod.ts';
import { wakesForOrphan } from '../claims.ts';
import { replicaSets, type ReplicaSet } from '../replica-set.ts';
import { hashLabel } from '../replicas.ts';
import { deployments, type Deployment } from './deployment.ts';
import { rollingSizes, sizeOf, sum } from './rollout.ts';
import { isScaling, recreateSizes, scaledSizes } from './scaling.ts';
import {
  annotated,
  claimedBy,
  createSet,
  larger,
  nextRevision,
  resized,
  revisionAnnotation,
  revisionOf,
  setsOf,
  surplus,
  type Sets,
} from './sets.ts';
import { availability, failureOf, isComplete, observed, ordered, progress, uncreated } from './status.ts';

function scaleNote(deployment: Deployment, name: string, from: number, to: number): Note {
  const way = to > from ? 'up' : 'down';
  const message = `Scaled ${way} replica set ${name} from ${from} to ${to}`;
  return { about: deployment, type: 'Normal', reason: 'ScalingReplicaSet', message };
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

export const deploymentController: Controller<Deployment> = {
  kind: deployments,
  name: 'deployment-controller',
  owns: [replicaSets],
  // Recreate waits for the last old Pod, which its ReplicaSet no longer counts once it is Terminating.
  observes: {
    'core/pods': (prev, next) => (next === undefined ? deploymentKeys(prev as Pod) : nobody),
    'apps/replicasets': wakesForOrphan,
  },
  reconcile(deployment, view): Reconciled<Deployment> {
    const claimed = claimedBy(deployment, view);
    // With other sets than before everything is looked at anew.
    if (claimed.writes.length > 0) return { writes: claimed.writes, again: latency.watchHopMs };
    const sets = setsOf(deployment, claimed.mine);
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
        // Somebody else's set has the name, such as the one of a Deployment just deleted: the hash has to become another.
        if (view.get(kindId(replicaSets), made.name, deployment.metadata.namespace) !== undefined) {
          const { collisionCount = 0 } = deployment.status ?? {};
          return { status: { ...deployment.status, collisionCount: collisionCount + 1 }, again: 1 };
        }
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
        // Those of one that keeps its size are brought up to date where the whole Deployment is scaled, and not in a rollout.
        const isTold = (paused || scaling) && size > 0 && changed !== base;
        if (size !== sizeOf(set) || isTold) next.set(name, changed);
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
    const available = availability(deployment, status.availableReplicas ?? 0, view.now);
    // That there is a new set, and that it is paused or goes on, is said before anything is counted.
    const isFirst =
      created !== undefined || /^Deployment(Paused|Resumed)$/.test(moving.condition?.reason ?? '');
    const counted = isFirst ? [moving.condition, available] : [available, moving.condition];
    const conditions = [...counted, failureOf(deployment, sets)].filter((entry) => entry !== undefined);
    const shown =
      created !== undefined || sets.newSet === undefined
        ? revision
        : larger(revision, revisionOf(sets.newSet));
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
  refused(deployment, { verb, object }, { message = '' }, view) {
    if (verb !== 'create') return undefined;
    const why = `Failed to create new replica set ${JSON.stringify(object.metadata.name)}: ${message}`;
    return {
      status: uncreated(deployment, why, view.now),
      notes: [{ about: deployment, type: 'Warning', reason: 'ReplicaSetCreateError', message: why }],
      again: latency.refusedRetryMs,
    };
  },
};
