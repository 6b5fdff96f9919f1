// Makes, replaces and gives up the Pods of a StatefulSet, one after another or all at once, each under its ordinal.
// Source: kubernetes pkg/controller/statefulset/stateful_set_control.go.
// Holds: never two Pods of one ordinal, since their name is one; of many Pods at once a page, and no more than a named number.
import type { Controller, Reconciled } from '../../../control/controller.ts';
import { latency } from '../../../control/latency.ts';
import type { Note, Write } from '../../../control/loop.ts';
import type { View } from '../../../control/view.ts';
import { limits } from '../../../std/limits.ts';
import { kindId } from '../../../store/kind.ts';
import { isDeleting } from '../../../store/object.ts';
import { availabilityTimer } from '../../core/pod/availability.ts';
import { isActive, isTerminal, pods, type Pod } from '../../core/pod/pod.ts';
import { claims, wakesForOrphan } from '../claims.ts';
import { controllerRevisions } from '../controller-revision.ts';
import { historyOf, surplusRevisions, templateOf, type History, type Keeping } from '../revisions.ts';
import { Deeds, failedNote, unclaimedNote } from './deeds.ts';
import { newPod, ordinalOf, revisionOf, startOf } from './identity.ts';
import { statefulSets, type StatefulSet } from './stateful-set.ts';
import { claimsKind } from './volume-claims.ts';
import { observed, runsAvailable, runsReady, type Targets } from './status.ts';

const name = 'statefulset-controller';

const keeping: Keeping = {
  kind: statefulSets,
  hashLabel: 'controller.kubernetes.io/hash',
  hashesZero: true,
  countsLive: false,
};

/** The Pods of a set by what is to become of them. */
interface Lists {
  /** By place: the ordinal less the first one; undefined where there is no Pod. */
  readonly replicas: readonly (Pod | undefined)[];
  /** Beyond the wished ordinals, the highest first. */
  readonly condemned: readonly Pod[];
}

function listsOf(set: StatefulSet, mine: readonly Pod[]): Lists {
  const wanted = Math.min(set.spec.replicas ?? 1, limits.podsPerReplicaSetMax);
  const start = startOf(set);
  const placeOf = (pod: Pod): number => (ordinalOf(set, pod.metadata.name) ?? 0) - start;
  const replicas = new Array<Pod | undefined>(wanted).fill(undefined);
  const condemned: Pod[] = [];
  for (const pod of mine) {
    const place = placeOf(pod);
    if (place >= 0 && place < wanted) replicas[place] = pod;
    else condemned.push(pod);
  }
  return { replicas, condemned: condemned.sort((a, b) => placeOf(b) - placeOf(a)) };
}

/** Whether a new Pod of the place is still of the revision that the set comes from. */
function staysCurrent(set: StatefulSet, place: number): boolean {
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
  return rollingUpdate === undefined
    ? type === 'RollingUpdate' && place < (set.status?.currentReplicas ?? 0)
    : place < (rollingUpdate.partition ?? 0);
}

function isParallel({ spec }: StatefulSet): boolean {
  return spec.podManagementPolicy === 'Parallel';
}

function isHealthy(pod: Pod | undefined): boolean {
  return runsReady(pod) && pod !== undefined && !isDeleting(pod);
}

/** Sees to one wished Pod; true where those behind it have to wait. */
function tend(
  set: StatefulSet,
  targets: Targets,
  lists: Lists,
  place: number,
  deeds: Deeds,
  now: number,
): boolean {
  const pod = lists.replicas[place];
  const ordinal = startOf(set) + place;
  if (pod === undefined) {
    const revision = staysCurrent(set, place) ? targets.current : targets.update;
    deeds.create(newPod(set, templateOf(revision), revision.metadata.name, ordinal), ordinal);
    return true;
  }
  if (isTerminal(pod)) {
    if (!isDeleting(pod)) deeds.delete(pod, 'it has ended');
    return true;
  }
  if (pod.status?.phase === 'Pending') deeds.claim(ordinal);
  const waits = isDeleting(pod) || !runsAvailable(set, pod, now);
  if (!waits || isParallel(set)) deeds.settle(pod, ordinal);
  return waits;
}

/** Gives up a Pod that is too much; true where the others have to wait. */
function condemn(
  set: StatefulSet,
  pod: Pod,
  firstUnhealthy: Pod | undefined,
  deeds: Deeds,
  now: number,
): boolean {
  if (isDeleting(pod)) return true;
  if (!isParallel(set) && !runsAvailable(set, pod, now) && pod !== firstUnhealthy) return true;
  deeds.delete(pod, `${set.metadata.name} wants ${set.spec.replicas} Pods`);
  return true;
}

/** The first Pod that is not well: in its way all wait, and it alone may go without being ready. */
function firstUnhealthyOf({ replicas, condemned }: Lists): Pod | 'missing' | undefined {
  for (const pod of replicas) if (!isHealthy(pod)) return pod ?? 'missing';
  return condemned.findLast((pod) => !isHealthy(pod));
}

/** Gives up the highest Pod of another revision, if those above it are well. */
function replace(set: StatefulSet, { update }: Targets, { replicas }: Lists, deeds: Deeds): void {
  const least = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  for (let place = replicas.length - 1; place >= least; place--) {
    const pod = replicas[place];
    if (pod !== undefined && revisionOf(pod) !== update.metadata.name && !isDeleting(pod)) {
      deeds.delete(pod, `update to ${update.metadata.name}`);
      deeds.given += 1;
      return;
    }
    if (!isHealthy(pod)) return;
  }
}

function act(set: StatefulSet, targets: Targets, lists: Lists, deeds: Deeds, now: number): void {
  const isOrdered = !isParallel(set);
  for (let place = 0; place < lists.replicas.length && !deeds.isFull; place++)
    if (tend(set, targets, lists, place, deeds, now) && isOrdered) return;
  for (const pod of lists.condemned) deeds.bequeath(pod, ordinalOf(set, pod.metadata.name) ?? 0);
  const first = firstUnhealthyOf(lists);
  const firstUnhealthy = first === 'missing' ? undefined : first;
  for (const pod of lists.condemned) {
    if (deeds.isFull) return;
    if (condemn(set, pod, firstUnhealthy, deeds, now) && isOrdered) return;
  }
  if (set.spec.updateStrategy?.type !== 'OnDelete' && !deeds.isFull) replace(set, targets, lists, deeds);
}

function targetsOf(set: StatefulSet, { revisions, present, collisionCount }: History): Targets {
  const current = revisions.find(({ metadata }) => metadata.name === set.status?.currentRevision);
  return { current: current ?? present, update: present, collisionCount };
}

function mineOf(set: StatefulSet, view: View) {
  const isMember = (pod: Pod) => ordinalOf(set, pod.metadata.name) !== undefined;
  return claims(
    {
      kind: pods,
      ownerKind: statefulSets,
      owner: set,
      selector: set.spec.selector,
      isMember,
      isAdoptable: isActive,
    },
    view,
  );
}

export const statefulSetController: Controller<StatefulSet> = {
  kind: statefulSets,
  name,
  owns: [pods, controllerRevisions],
  observes: { 'core/pods': wakesForOrphan },
  consults: [claimsKind],
  reconcile(set, view): Reconciled<StatefulSet> {
    const { mine, writes: claimed } = mineOf(set, view);
    if (isDeleting(set)) return { writes: claimed };
    // With other Pods than before everything is looked at anew.
    if (claimed.length > 0) return { writes: claimed, again: latency.watchHopMs };
    const history = historyOf(keeping, set, view);
    const targets = targetsOf(set, history);
    const deeds = new Deeds(set, view);
    act(set, targets, listsOf(set, mine), deeds, view.now);
    const live = new Set([...mine.map(revisionOf), targets.current.metadata.name]);
    const limit = set.spec.revisionHistoryLimit ?? 10;
    const writes = [...history.writes, ...deeds.writes];
    const status = observed(set, mine, targets, deeds.given, view.now);
    const isArrived = status.currentRevision !== set.status?.currentRevision;
    return {
      status,
      writes: [...writes, ...surplusRevisions(keeping, history, live, limit)],
      notes: deeds.notes,
      // What was made or taken away is counted by the next run; a revision that was left is history by then.
      ...(deeds.isBlocked
        ? { again: latency.failedSyncRetryMs }
        : writes.length > 0 || isArrived
          ? { again: latency.watchHopMs }
          : availabilityTimer(mine, set.spec.minReadySeconds ?? 0, view.now)),
    };
  },
  refused(set, write, status, view) {
    const targets = targetsOf(set, historyOf(keeping, set, view));
    return {
      status: observed(set, mineOf(set, view).mine, targets, 0, view.now),
      ...(status.reason === 'AlreadyExists' ? {} : { notes: refusalNotes(set, write, status.message ?? '') }),
      again: latency.failedSyncRetryMs,
    };
  },
};

/** The claim of a Pod says who it is for by its name's end. */
function refusalNotes(set: StatefulSet, { kind, object }: Write, why: string): readonly Note[] {
  const { name: refused = '' } = object.metadata;
  if (kindId(kind) !== claimsKind) return [failedNote(set, 'create', refused, why)];
  const podName = refused.slice(refused.lastIndexOf(`${set.metadata.name}-`));
  return [
    unclaimedNote(set, refused, podName, why),
    failedNote(set, 'create', podName, `failed to create PVC ${refused}: ${why}`),
  ];
}
