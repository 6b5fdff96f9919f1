// Sees to it that each eligible node has one Pod of a DaemonSet, and that they come to be of its present template.
// Source: kubernetes pkg/controller/daemon/daemon_controller.go.
import type { DaemonSetStatus } from '#types';
import type { Controller, Reconciled } from '../../../control/controller.ts';
import { latency } from '../../../control/latency.ts';
import { nobody, type Note, type Write } from '../../../control/loop.ts';
import type { View } from '../../../control/view.ts';
import { limits } from '../../../std/limits.ts';
import { isDeleting } from '../../../store/object.ts';
import type { Node } from '../../core/node.ts';
import { availabilityTimer, isAvailable } from '../../core/pod/availability.ts';
import { isActive, isReady, isTerminal, pods, type Pod } from '../../core/pod/pod.ts';
import { claims, wakesForOrphan } from '../claims.ts';
import { controllerRevisions } from '../controller-revision.ts';
import { freePodName } from '../pod-of.ts';
import { historyOf, revisionHashLabel, surplusRevisions, type Keeping } from '../revisions.ts';
import { eligibilityOf, isOfHash, newDaemon, nodeOf, type Eligibility } from './daemon-pods.ts';
import { daemonSets, type DaemonSet } from './daemon-set.ts';
import { rollingSteps, surges, type Steps } from './rolling-update.ts';

const name = 'daemonset-controller';

const keeping: Keeping = {
  kind: daemonSets,
  hashLabel: revisionHashLabel,
  hashesZero: false,
  countsLive: true,
};

function note(set: DaemonSet, reason: string, message: string, type: Note['type'] = 'Normal'): Note {
  return { about: set, type, reason, message };
}

/** The one that runs longest first; one that is placed before one that is not. */
function eldestFirst(found: readonly Pod[]): readonly Pod[] {
  const rank = (pod: Pod) =>
    `${pod.spec.nodeName ? 0 : 1} ${pod.metadata.creationTimestamp} ${pod.metadata.name}`;
  return [...found].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

interface Situation {
  readonly set: DaemonSet;
  readonly hash: string;
  readonly nodes: readonly (readonly [node: Node, eligibility: Eligibility])[];
  readonly byNode: ReadonlyMap<string, readonly Pod[]>;
  readonly now: number;
}

/** Of the Pods that run on one node those that are too many. */
function excessOf({ set, hash, now }: Situation, running: readonly Pod[]): readonly Pod[] {
  const sorted = eldestFirst(running);
  if (!surges(set)) return sorted.slice(1);
  if (sorted.length <= 1) return [];
  // While it surges, a node may have one of the present template beside one of an earlier.
  const fresh = sorted.find((pod) => isOfHash(pod, hash));
  const old = sorted.find((pod) => !isOfHash(pod, hash));
  const excess = sorted.filter((pod) => pod !== fresh && pod !== old);
  const isPast =
    fresh !== undefined &&
    old !== undefined &&
    (!isReady(old) || isAvailable(fresh, set.spec.minReadySeconds ?? 0, now));
  return isPast ? [...excess, old] : excess;
}

/** What each node lacks or has too much of, with what is to be said of it. */
function manage(situation: Situation): Steps & { readonly notes: readonly Note[] } {
  const { set, nodes, byNode } = situation;
  const make: string[] = [];
  const remove: Pod[] = [];
  const notes: Note[] = [];
  for (const [node, { shouldRun, mayStay }] of nodes) {
    const found = byNode.get(node.metadata.name) ?? [];
    if (shouldRun && found.length === 0) make.push(node.metadata.name);
    const living = found.filter((pod) => !isDeleting(pod));
    if (!mayStay) {
      remove.push(...living);
      continue;
    }
    for (const pod of living.filter(isTerminal)) {
      const what = `daemon pod ${set.metadata.namespace}/${pod.metadata.name} on node ${node.metadata.name}`;
      notes.push(
        pod.status?.phase === 'Failed'
          ? note(set, 'FailedDaemonPod', `Found failed ${what}, will try to kill it`, 'Warning')
          : note(set, 'SucceededDaemonPod', `Found succeeded ${what}, will try to delete it`),
      );
      remove.push(pod);
    }
    remove.push(
      ...excessOf(
        situation,
        living.filter((pod) => !isTerminal(pod)),
      ),
    );
  }
  const known = new Set(nodes.map(([{ metadata }]) => metadata.name));
  for (const [node, found] of byNode)
    if (!known.has(node)) remove.push(...found.filter((pod) => !pod.spec.nodeName && !isDeleting(pod)));
  return { make, remove, notes };
}

function desiredOf({ nodes }: Situation): readonly Node[] {
  return nodes.filter(([, { shouldRun }]) => shouldRun).map(([node]) => node);
}

/** Every node that has or should have a Pod. */
function concerned(situation: Situation): ReadonlyMap<string, readonly Pod[]> {
  const missing = desiredOf(situation).map(({ metadata }) => [metadata.name, []] as const);
  return new Map<string, readonly Pod[]>([...missing, ...situation.byNode]);
}

function observed(situation: Situation, collisionCount: number): DaemonSetStatus {
  const { set, hash, byNode, now } = situation;
  const desired = desiredOf(situation);
  const eldest = desired
    .map(({ metadata }) => eldestFirst(byNode.get(metadata.name) ?? [])[0])
    .filter((pod) => pod !== undefined);
  const ready = eldest.filter(isReady);
  const available = ready.filter((pod) => isAvailable(pod, set.spec.minReadySeconds ?? 0, now)).length;
  const updated = eldest.filter((pod) => isOfHash(pod, hash)).length;
  const misplaced = situation.nodes.filter(
    ([{ metadata }, { shouldRun }]) => !shouldRun && (byNode.get(metadata.name) ?? []).length > 0,
  );
  const unavailable = desired.length - available;
  return {
    currentNumberScheduled: eldest.length,
    numberMisscheduled: misplaced.length,
    desiredNumberScheduled: desired.length,
    numberReady: ready.length,
    observedGeneration: set.metadata.generation ?? 0,
    ...(updated === 0 ? {} : { updatedNumberScheduled: updated }),
    ...(available === 0 ? {} : { numberAvailable: available }),
    ...(unavailable === 0 ? {} : { numberUnavailable: unavailable }),
    ...(collisionCount === 0 ? {} : { collisionCount }),
  };
}

function byTarget(mine: readonly Pod[]): ReadonlyMap<string, readonly Pod[]> {
  const result = new Map<string, Pod[]>();
  for (const pod of mine) {
    if (isTerminal(pod) && isDeleting(pod)) continue;
    const node = nodeOf(pod);
    const found = result.get(node);
    if (found === undefined) result.set(node, [pod]);
    else found.push(pod);
  }
  return result;
}

/** A page of the steps, as writes with their events. */
function deedsOf({ set, hash }: Situation, { make, remove }: Steps, view: View) {
  const owned = view.list<Pod>('core/pods', { owner: set.metadata.uid });
  const taken = new Set(owned.map(({ metadata }) => metadata.name));
  const writes: Write[] = [];
  const notes: Note[] = [];
  for (const node of make.slice(0, limits.writesPerEventMax)) {
    const free = freePodName(set, taken, node, view);
    writes.push(newDaemon(set, free, node, hash));
    notes.push(note(set, 'SuccessfulCreate', `Created pod: ${free}`));
  }
  for (const pod of remove.slice(0, limits.writesPerEventMax)) {
    writes.push({
      verb: 'delete',
      kind: pods,
      object: pod,
      why: 'too many, misplaced or of an earlier template',
    });
    notes.push(note(set, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`));
  }
  return { writes, notes };
}

const mineOf = (set: DaemonSet, view: View) =>
  claims(
    {
      kind: pods,
      ownerKind: daemonSets,
      owner: set,
      selector: set.spec.selector,
      isAdoptable: isActive,
    },
    view,
  );

function situationOf(
  set: DaemonSet,
  { present }: ReturnType<typeof historyOf>,
  mine: readonly Pod[],
  view: View,
): Situation {
  const eligibility = eligibilityOf(set);
  return {
    set,
    hash: present.metadata.labels?.[revisionHashLabel] ?? '',
    nodes: view.list<Node>('core/nodes').map((node) => [node, eligibility(node)] as const),
    byNode: byTarget(mine),
    now: view.now,
  };
}

export const daemonSetController: Controller<DaemonSet> = {
  kind: daemonSets,
  name,
  owns: [pods, controllerRevisions],
  observes: {
    'core/pods': wakesForOrphan,
    'core/nodes': (before, after) => {
      const [prev, next] = [before, after] as [Node | undefined, Node | undefined];
      const isSame =
        prev !== undefined && prev.spec === next?.spec && prev.metadata.labels === next.metadata.labels;
      return isSame ? nobody : ['*'];
    },
  },
  reconcile(set, view): Reconciled<DaemonSet> | undefined {
    if (isDeleting(set)) return undefined;
    const { mine, writes: claimed } = mineOf(set, view);
    // With other Pods than before everything is looked at anew.
    if (claimed.length > 0) return { writes: claimed, again: latency.watchHopMs };
    const history = historyOf(keeping, set, view);
    const situation = situationOf(set, history, mine, view);
    const managed = manage(situation);
    const isSettled = managed.make.length + managed.remove.length === 0;
    const steps =
      isSettled && set.spec.updateStrategy?.type === 'RollingUpdate'
        ? rollingSteps(set, concerned(situation), desiredOf(situation).length, situation.hash, view.now)
        : managed;
    const deeds = deedsOf(situation, steps, view);
    const hashes = new Set(mine.map((pod) => pod.metadata.labels?.[revisionHashLabel]));
    const live = history.revisions
      .filter(({ metadata }) => hashes.has(metadata.labels?.[revisionHashLabel]))
      .map(({ metadata }) => metadata.name);
    const limit = set.spec.revisionHistoryLimit ?? 10;
    const writes = [...history.writes, ...deeds.writes];
    return {
      status: observed(situation, history.collisionCount),
      writes: [...writes, ...surplusRevisions(keeping, history, new Set(live), limit)],
      notes: [...managed.notes, ...deeds.notes],
      ...(writes.length > 0
        ? { again: latency.watchHopMs }
        : availabilityTimer(mine, set.spec.minReadySeconds ?? 0, view.now)),
    };
  },
  refused(set, _write, status, view) {
    const history = historyOf(keeping, set, view);
    return {
      status: observed(situationOf(set, history, mineOf(set, view).mine, view), history.collisionCount),
      notes: [note(set, 'FailedCreate', `Error creating: ${status.message ?? ''}`, 'Warning')],
      again: latency.failedSyncRetryMs,
    };
  },
};
