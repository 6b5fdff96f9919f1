// What a Spherelet does when its host is to be in maintenance mode: no Pod comes any more, and those that are there are evicted, as their
// budgets allow; they are not migrated. Afterwards the node takes Pods again, unless somebody else had cordoned it.
import { latency } from '../../control/latency.ts';
import { nobody, type Loop, type Outcome, type Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { maintenanceMark as mark, nodes, type Node } from '../../kinds/core/node.ts';
import { isTerminal, pods, type Pod } from '../../kinds/core/pod/pod.ts';
import { disrupted, isUnguarded, payingFor } from '../../kinds/policy/eviction.ts';
import { podDisruptionBudgets } from '../../kinds/policy/pod-disruption-budget.ts';
import type { Host } from '../../kinds/vsphere/host.ts';
import { hostsKind } from '../../kinds/vsphere/machine.ts';
import { fabricScope } from '../../kinds/vsphere/supervisor.ts';
import { limits } from '../../std/limits.ts';
import { isDeleting } from '../../store/object.ts';
import { Refusal } from '../../store/refusal.ts';

const budgetsKind = 'policy/poddisruptionbudgets';

const isAsked = (host: Host | undefined): boolean => host?.spec.maintenance === true;

function cordoned(node: Node): Write | undefined {
  if (node.spec.unschedulable === true) return undefined;
  const annotations = { ...node.metadata.annotations, [mark]: 'true' };
  const object: Node = {
    ...node,
    metadata: { ...node.metadata, annotations },
    spec: { ...node.spec, unschedulable: true },
  };
  return { verb: 'update', kind: nodes, object, why: 'its host enters maintenance mode' };
}

function uncordoned(node: Node): Write | undefined {
  const { [mark]: marked, ...annotations } = node.metadata.annotations ?? {};
  if (marked === undefined) return undefined;
  const { unschedulable: _cordoned, ...spec } = node.spec;
  const object = { ...node, metadata: { ...node.metadata, annotations }, spec } as Node;
  return { verb: 'update', kind: nodes, object, why: 'its host left maintenance mode' };
}

/** The writes of one eviction; undefined where the Pod's budget does not allow it now. */
function eviction(pod: Pod, view: View): readonly Write[] | undefined {
  const why = 'its host enters maintenance mode';
  const gone: readonly Write[] = [
    { verb: 'update', kind: pods, object: disrupted(pod, view.now), why },
    { verb: 'delete', kind: pods, object: pod, why },
  ];
  if (isUnguarded(pod)) return gone;
  try {
    const budget = payingFor(pod, view);
    return budget === undefined
      ? gone
      : [{ verb: 'update', kind: podDisruptionBudgets, object: budget, why }, ...gone];
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

export const drain: Loop = {
  name: 'spherelet-drain',
  observes: {
    [hostsKind]: (prev, next) => {
      const [before, after] = [prev, next] as (Host | undefined)[];
      return after === undefined || isAsked(before) === isAsked(after) ? nobody : [after.metadata.name];
    },
  },
  consults: ['core/nodes', 'core/pods', budgetsKind],
  run(name, view): Outcome | undefined {
    const host = view.in(fabricScope).get<Host>(hostsKind, name);
    const node = view.get<Node>('core/nodes', name);
    if (host === undefined || node === undefined) return undefined;
    if (!isAsked(host)) {
      const write = uncordoned(node);
      return write === undefined ? undefined : { writes: [write] };
    }
    const cordon = cordoned(node);
    if (cordon !== undefined) return { writes: [cordon], again: 1 };
    const left = view
      .list<Pod>('core/pods', { index: ['node', name] })
      .filter((pod) => !isTerminal(pod) && !isDeleting(pod));
    if (left.length === 0) return undefined;
    // One at a time: what a budget still allows is known only once it has paid.
    for (const pod of left.slice(0, limits.writesPerEventMax)) {
      const writes = eviction(pod, view);
      if (writes !== undefined) return { writes, again: 1 };
    }
    return { again: latency.evictionRetryMs };
  },
};
