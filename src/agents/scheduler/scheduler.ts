// kube-scheduler with the vSphere extension: takes a Pod without a node, filters and scores, asks DRS, binds. A Pod that fits
// nowhere waits with the reason, and is looked at again when something that could help changes.
import type { PodCondition } from '#types';
import type { Loop, Note, Outcome, Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import type { Node } from '../../kinds/core/node.ts';
import { isActive, pods, vmMoidAnnotation, type Pod } from '../../kinds/core/pod/pod.ts';
import { hostsKind, machinesKind } from '../../kinds/vsphere/machine.ts';
import type { Host } from '../../kinds/vsphere/host.ts';
import { fabricScope, supervisorOf } from '../../kinds/vsphere/supervisor.ts';
import { virtualMachines, type Placement } from '../../kinds/vsphere/virtual-machine.ts';
import type { VCenter } from '../../kinds/vsphere/vcenter.ts';
import { uuidFrom } from '../../std/hash.ts';
import { formatTime } from '../../std/time.ts';
import { isDeleting, keyOfObject, splitKey } from '../../store/object.ts';
import type { Drs } from '../drs/drs.ts';
import { decide, explain, type Decision, type NodeWord } from './decision.ts';
import { Filters } from './filters.ts';
import { NodeLedger } from './nodes.ts';

const component = 'default-scheduler';
export const lifecycleFinalizer = 'lifecycle-controller/system.vmware.com';

function waits(pod: Pod): boolean {
  return !pod.spec.nodeName && pod.spec.schedulerName === component && isActive(pod);
}

/** Kubernetes' sentence on why no node was found. Source: pkg/scheduler/framework/types.go, FitError. */
function unschedulableMessage(decision: Decision): string {
  const { nodes, reasons } = decision;
  const said = reasons
    .map(({ reason, count }) => `${count} ${reason}`)
    .sort()
    .join(', ');
  const start = `0/${nodes} nodes are available: ${said}.`;
  // Taints and selectors are not helped by preemption; resources are, if there were anybody to preempt.
  const resources = new Set(['Insufficient cpu', 'Insufficient memory', 'Too many pods']);
  const fixed = reasons
    .filter(({ reason }) => !resources.has(reason))
    .reduce((total, { count }) => total + count, 0);
  const rest = Math.max(0, nodes - fixed);
  const parts = [
    ...(fixed > 0 ? [`${fixed} Preemption is not helpful for scheduling`] : []),
    ...(rest > 0 ? [`${rest} No preemption victims found for incoming pod`] : []),
  ];
  return parts.length === 0
    ? start
    : `${start} preemption: 0/${nodes} nodes are available: ${parts.join(', ')}.`;
}

/** What the scheduler's extension to vCenter says when DRS finds no host. */
const drsRefusal = 'Insufficient resources.';

function withCondition(pod: Pod, condition: PodCondition): Pod {
  const before = pod.status?.conditions?.find(({ type }) => type === condition.type);
  const kept =
    before?.status === condition.status && before.lastTransitionTime !== undefined
      ? { ...condition, lastTransitionTime: before.lastTransitionTime }
      : condition;
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== condition.type);
  return { ...pod, status: { ...pod.status, conditions: [...others, kept] } };
}

function placementOf(decision: Decision, view: View): Placement {
  const { drs, preferred } = decision;
  return {
    at: view.now,
    revision: view.revision,
    fabricRevision: view.in(fabricScope).revision,
    scheduler: {
      nodes: decision.nodes,
      feasible: decision.feasible,
      ...(preferred === undefined ? {} : { preferred }),
      reasons: [...decision.reasons],
    },
    drs: {
      winner: drs?.winner ?? { name: '', score: 0 },
      ...(drs?.runnerUp === undefined ? {} : { runnerUp: drs.runnerUp }),
      reasons: [...(drs?.reasons ?? [])],
    },
  };
}

/** The CRX that the Pod becomes, created powered off on the host that DRS chose. */
function createCrx(pod: Pod, decision: Decision, moid: string, uuid: string, view: View): Write {
  const supervisor = supervisorOf(view);
  const { name, namespace = '', uid } = pod.metadata;
  const vm = {
    metadata: { name: moid },
    spec: {
      uuid,
      displayName: name,
      cluster: supervisor?.spec.cluster ?? '',
      ...decision.shape,
      pod: { scope: view.scope, namespace, name, uid },
    },
    status: {
      host: decision.node,
      powerState: 'POWERED_OFF',
      changedAt: view.now,
      steps: [{ step: 'Placed', at: view.now }],
      placement: placementOf(decision, view),
    },
  };
  return {
    verb: 'create',
    kind: virtualMachines,
    in: fabricScope,
    object: vm,
    why: `CRX of ${namespace}/${name}`,
  };
}

export interface Scheduler {
  readonly loop: Loop;
  /** The decision host by host, as it would be made now. */
  readonly explain: (pod: Pod) => readonly NodeWord[];
  readonly decide: (pod: Pod) => Decision;
}

export function createScheduler(drs: Drs): Scheduler {
  const ledger = new NodeLedger();
  const filters = new Filters(ledger);

  const bind = (pod: Pod, decision: Decision, view: View): Outcome => {
    const node = decision.node as string;
    const { namespace, name, uid } = pod.metadata;
    const scheduled = { type: 'PodScheduled', status: 'True', lastTransitionTime: formatTime(view.now) };
    let bound: Pod = withCondition({ ...pod, spec: { ...pod.spec, nodeName: node } }, scheduled);
    const writes: Write[] = [];
    if (decision.onHost) {
      const moid = `vm-${view.in(fabricScope).revision + 1}`;
      const uuid = uuidFrom(view.roll(uid, 'CRX', 0x1_0000_0000), uid);
      const vcenter = view.in(fabricScope).list<VCenter>('vsphere.sandbox/vcenters')[0];
      writes.push(createCrx(pod, decision, moid, uuid, view));
      bound = {
        ...bound,
        metadata: {
          ...bound.metadata,
          annotations: {
            ...bound.metadata.annotations,
            [vmMoidAnnotation]: `${moid}:${vcenter?.spec.instanceUuid ?? ''}`,
            'vmware-system-vm-uuid': uuid,
          },
          finalizers: [...(bound.metadata.finalizers ?? []), lifecycleFinalizer],
        },
      };
    }
    writes.push({ verb: 'update', kind: pods, object: bound, why: `bound to ${node}` });
    const message = `Successfully assigned ${namespace}/${name} to ${node}`;
    return { writes, notes: [{ about: pod, type: 'Normal', reason: 'Scheduled', message, component }] };
  };

  const wait = (pod: Pod, decision: Decision, view: View): Outcome => {
    const message = decision.feasible === 0 ? unschedulableMessage(decision) : drsRefusal;
    const condition = {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message,
      lastTransitionTime: formatTime(view.now),
    };
    const waiting = withCondition(pod, condition);
    const before = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
    const note: Note = { about: pod, type: 'Warning', reason: 'FailedScheduling', message, component };
    if (before?.message === message && before.reason === 'Unschedulable') return {};
    return { writes: [{ verb: 'update', kind: pods, object: waiting, why: 'unschedulable' }], notes: [note] };
  };

  const everyWaiting = ['*'];
  const loop: Loop = {
    name: component,
    observes: {
      'core/pods': (prev, next) => {
        const pod = next as Pod | undefined;
        if (pod !== undefined && waits(pod))
          return prev === undefined || !sameWish(prev as Pod, pod) ? [keyOfObject(pod)] : [];
        // Room came free: whoever waits is looked at again.
        const before = prev as Pod | undefined;
        return before !== undefined &&
          before.spec.nodeName &&
          isActive(before) &&
          (pod === undefined || !isActive(pod))
          ? everyWaiting
          : [];
      },
      'core/nodes': (prev, next) =>
        next !== undefined && !sameOffer(prev as Node | undefined, next as Node) ? everyWaiting : [],
      [machinesKind]: (prev, next) => (prev !== undefined && next === undefined ? everyWaiting : []),
      [hostsKind]: (prev, next) =>
        (prev as Host | undefined)?.status !== (next as Host | undefined)?.status ? everyWaiting : [],
    },
    consults: ['vsphere.sandbox/supervisors', 'vsphere.sandbox/vcenters'],
    expand: (_pattern, view) =>
      view
        .list<Pod>('core/pods', { index: ['node', ''] })
        .filter(waits)
        .map(keyOfObject),
    ledger,
    run(key, view): Outcome | undefined {
      const { namespace, name } = splitKey(key);
      const pod = view.get<Pod>('core/pods', name, namespace);
      if (pod === undefined || isDeleting(pod) || !waits(pod)) return undefined;
      const decision = decide(pod, ledger, filters, drs);
      return decision.node === undefined ? wait(pod, decision, view) : bind(pod, decision, view);
    },
  };
  return {
    loop,
    explain: (pod) => explain(pod, ledger, filters, drs),
    decide: (pod) => decide(pod, ledger, filters, drs),
  };
}

function sameWish(prev: Pod, next: Pod): boolean {
  return prev.spec === next.spec;
}

/** True where nothing that a Pod could be scheduled by changed. */
function sameOffer(prev: Node | undefined, next: Node): boolean {
  return (
    prev !== undefined &&
    prev.spec === next.spec &&
    prev.metadata.labels === next.metadata.labels &&
    prev.status?.allocatable === next.status?.allocatable
  );
}
