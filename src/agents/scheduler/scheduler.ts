// kube-scheduler with the vSphere extension: takes a Pod without a node, filters and scores, asks DRS, binds. A Pod that fits
// nowhere waits with the reason, and is looked at again when something that could help changes (queue.ts).
import { nobody, type Loop, type Note, type Outcome, type Write } from '../../control/loop.ts';
import { eventKind } from '../../control/recorder.ts';
import type { View } from '../../control/view.ts';
import type { Node } from '../../kinds/core/node.ts';
import { persistentVolumeClaims } from '../../kinds/core/persistent-volume-claim/persistent-volume-claim.ts';
import {
  selectedNodeAnnotation,
  type PersistentVolumeClaim,
} from '../../kinds/core/persistent-volume/claim-ref.ts';
import {
  everyUnschedulable,
  isActive,
  isTerminal,
  peersUnschedulable,
  pods,
  vmMoidAnnotation,
  withCondition,
  type Pod,
} from '../../kinds/core/pod/pod.ts';
import { hostsKind, machinesKind } from '../../kinds/vsphere/machine.ts';
import type { Host } from '../../kinds/vsphere/host.ts';
import { fabricScope, supervisorOf } from '../../kinds/vsphere/supervisor.ts';
import { virtualMachines, type Placement } from '../../kinds/vsphere/virtual-machine.ts';
import { vcenterIn } from '../../kinds/vsphere/vcenter.ts';
import { uuidFrom } from '../../std/hash.ts';
import { formatTime } from '../../std/time.ts';
import { isDeleting, keyOfObject } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';
import type { Drs } from '../drs/drs.ts';
import { budgetsIn, budgetsKind } from './budgets.ts';
import { decide, explain, type Decision, type Judged, type NodeWord } from './decision.ts';
import { editsOf, type Edit } from './edits.ts';
import { editsElsewhere } from './elsewhere.ts';
import { Filters } from './filters.ts';
import { NodeLedger, priorityOf } from './nodes.ts';
import { preempt, type Preemption } from './preemption.ts';
import { backoffLeftMs, couldHelp, failedReason, flushMs } from './queue.ts';
import { noneAvailable } from './unschedulable.ts';
import { volumeKinds, volumesOf, withNode } from './volumes.ts';

const component = 'default-scheduler';
export const lifecycleFinalizer = 'lifecycle-controller/system.vmware.com';

function waits(pod: Pod): boolean {
  return (
    !pod.spec.nodeName &&
    pod.spec.schedulerName === component &&
    isActive(pod) &&
    !pod.spec.schedulingGates?.length
  );
}

/** What the scheduler's extension to vCenter says when DRS finds no host. */
const drsRefusal = 'Insufficient resources.';

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
  /** What would have to change for a Pod that nobody takes. */
  readonly edits: (pod: Pod, view: ReadView) => readonly Edit[];
}

export function createScheduler(drs: Drs): Scheduler {
  const ledger = new NodeLedger();
  const filters = new Filters(ledger);

  /** The scheduler's events are of events.k8s.io, from the node that it runs on. */
  const said = (about: Pod, type: Note['type'], reason: string, action: string, message: string): Note => {
    const { seat } = ledger;
    const note = { about, type, reason, action, message, component };
    return seat === undefined ? note : { ...note, host: seat };
  };

  const failed = (pod: Pod, message: string): Note =>
    said(pod, 'Warning', failedReason, 'Scheduling', message);

  const bind = (pod: Pod, decision: Decision, view: View): Outcome => {
    const node = decision.node as string;
    const { namespace, name, uid } = pod.metadata;
    const scheduled = { type: 'PodScheduled', status: 'True', lastTransitionTime: formatTime(view.now) };
    let bound: Pod = withCondition({ ...pod, spec: { ...pod.spec, nodeName: node } }, scheduled);
    const writes: Write[] = [];
    if (decision.onHost) {
      const moid = `vm-${view.in(fabricScope).revision + 1}`;
      const uuid = uuidFrom(view.roll(uid, 'CRX', 0x1_0000_0000), uid);
      const vcenter = vcenterIn(view.in(fabricScope));
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
    return { writes, notes: [said(pod, 'Normal', 'Scheduled', 'Binding', message)] };
  };

  /** Makes room: the victims are asked to go, the Pod is promised their node, and whoever mattered less loses that promise. */
  const makeRoom = (pod: Pod, { node, victims }: Preemption, view: View): Outcome => {
    const leaving = victims.filter((victim) => !isDeleting(victim));
    const outbid = [...ledger.nominated.values()].filter(
      (other) =>
        other.metadata.uid !== pod.metadata.uid &&
        other.status?.nominatedNodeName === node &&
        priorityOf(other) < priorityOf(pod),
    );
    return {
      writes: [
        ...leaving.flatMap((victim): Write[] => {
          const object = withCondition(victim, {
            type: 'DisruptionTarget',
            status: 'True',
            reason: 'PreemptionByScheduler',
            message: `${component}: preempting to accommodate a higher priority pod`,
            lastTransitionTime: formatTime(view.now),
          });
          return [
            { verb: 'update', kind: pods, object, why: 'preempted' },
            { verb: 'delete', kind: pods, object, why: `makes room for ${keyOfObject(pod)}` },
          ];
        }),
        ...outbid.map((other): Write => {
          const object = withPromise(other, undefined);
          return { verb: 'update', kind: pods, object, why: 'outbid by a higher priority' };
        }),
      ],
      notes: leaving.map((victim) => {
        const message = `Preempted by pod ${pod.metadata.uid} on node ${node}`;
        return { ...said(victim, 'Normal', 'Preempted', 'Preempting', message), related: pod };
      }),
    };
  };

  const wait = (pod: Pod, { decision, verdicts }: Judged, view: View): Outcome => {
    const fitsNowhere = decision.feasible === 0 && decision.nodes > 0;
    const attempt = fitsNowhere ? preempt(pod, verdicts, filters, ledger, () => budgetsIn(view)) : undefined;
    const none = noneAvailable(decision.nodes, decision.reasons);
    const said = attempt !== undefined && 'message' in attempt ? `${none} ${attempt.message}` : none;
    const message = decision.feasible === 0 ? said : drsRefusal;
    const room = attempt !== undefined && 'found' in attempt ? makeRoom(pod, attempt.found, view) : {};
    let waiting = withCondition(pod, {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message,
      lastTransitionTime: formatTime(view.now),
    });
    if (attempt !== undefined && 'found' in attempt) waiting = withPromise(waiting, attempt.found.node);
    else if (attempt?.isHopeless === true) waiting = withPromise(waiting, undefined);
    const before = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
    const isSaid = before?.message === message && before.reason === 'Unschedulable';
    const isSame = isSaid && waiting.status?.nominatedNodeName === pod.status?.nominatedNodeName;
    const update: Write = { verb: 'update', kind: pods, object: waiting, why: 'unschedulable' };
    return {
      writes: [...(room.writes ?? []), ...(isSame ? [] : [update])],
      notes: [failed(pod, message), ...(room.notes ?? [])],
      again: flushMs(pod, view),
    };
  };

  /** No node will do before the Pod's claims are there and bound. */
  const waitForVolumes = (pod: Pod, refusal: string, view: View): Outcome => {
    const { length } = ledger.nodes;
    const start = `0/${length} nodes are available: `;
    const message = `${start}${refusal}. preemption: ${start}${length} Preemption is not helpful for scheduling.`;
    const before = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
    const object = withCondition(pod, {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message,
      lastTransitionTime: formatTime(view.now),
    });
    const update: Write = { verb: 'update', kind: pods, object, why: 'unschedulable' };
    return {
      writes: before?.message === message ? [] : [update],
      notes: [failed(pod, message)],
      again: flushMs(pod, view),
    };
  };

  const loop: Loop = {
    name: component,
    observes: {
      'core/pods': (prev, next, key) => {
        const pod = next as Pod | undefined;
        const before = prev as Pod | undefined;
        if (pod !== undefined && waits(pod))
          return before === undefined || !sameWish(before, pod) ? [key] : nobody;
        return wokenBy(before, pod);
      },
      'core/nodes': (prev, next) =>
        next !== undefined && couldHelp(prev as Node | undefined, next as Node) ? everyWaiting : nobody,
      'core/namespaces': (prev, next) =>
        prev !== undefined && prev.metadata.labels !== next?.metadata.labels ? everyWaiting : nobody,
      'core/persistentvolumeclaims': (prev, next) => {
        const [before, after] = [prev, next] as (PersistentVolumeClaim | undefined)[];
        const claim = after ?? before;
        const isSame = claim === undefined || before?.status?.phase === after?.status?.phase;
        return isSame ? nobody : [`${usersOf}${keyOfObject(claim)}`];
      },
      [machinesKind]: (prev, next) => (prev !== undefined && next === undefined ? everyWaiting : nobody),
      [hostsKind]: (prev, next) =>
        (prev as Host | undefined)?.status !== (next as Host | undefined)?.status ? everyWaiting : nobody,
    },
    consults: [
      'vsphere.sandbox/supervisors',
      'vsphere.sandbox/vcenters',
      budgetsKind,
      eventKind,
      ...volumeKinds,
    ],
    // Higher priorities are tried first, of equals the older.
    expand: (pattern, view) =>
      view
        .list<Pod>('core/pods', {
          index: pattern.startsWith(usersOf)
            ? ['claim', pattern.slice(usersOf.length)]
            : ['unschedulable', pattern],
        })
        .filter(waits)
        .sort(
          (a, b) =>
            priorityOf(b) - priorityOf(a) ||
            Number(a.metadata.creationTimestamp > b.metadata.creationTimestamp) -
              Number(a.metadata.creationTimestamp < b.metadata.creationTimestamp),
        )
        .map(keyOfObject),
    ledger,
    run(key, view): Outcome | undefined {
      const pod = view.at<Pod>('core/pods', key);
      if (pod === undefined || isDeleting(pod) || !waits(pod)) return undefined;
      const leftMs = backoffLeftMs(pod, view);
      if (leftMs > 0) return { again: leftMs };
      const volumes = volumesOf(pod, view);
      if (volumes.refusal !== undefined) return waitForVolumes(pod, volumes.refusal, view);
      const judged = decide(pod, ledger, filters, drs, volumes.reason);
      const { node } = judged.decision;
      if (node === undefined) return wait(pod, judged, view);
      return volumes.delayed.length > 0 ? chooseFor(volumes.delayed, node) : bind(pod, judged.decision, view);
    },
  };
  return {
    loop,
    explain: (pod) => explain(pod, ledger, filters, drs),
    decide: (pod) => decide(pod, ledger, filters, drs).decision,
    edits(pod, view) {
      const hosts = ledger.nodes.filter(({ isHost }) => isHost).map(({ node }) => node);
      const nodeFor = (next: Pod) => decide(next, ledger, filters, drs).decision.node;
      return editsOf(pod, hosts, nodeFor, () => editsElsewhere(pod, view, [ledger, drs.ledger], nodeFor));
    },
  };
}

/** The pattern of the Pods that name a claim. */
const usersOf = '*claim=';
const everyWaiting = [everyUnschedulable];
/** Those that wait for the company of others, or for the others to spread. */
const peersWaiting = [peersUnschedulable];

/** Who is looked at again when a Pod that does not wait changes: all where room came free, some where company came. */
function wokenBy(prev: Pod | undefined, next: Pod | undefined): readonly string[] {
  const had = prev !== undefined && prev.spec.nodeName && !isTerminal(prev) ? prev : undefined;
  const has = next !== undefined && next.spec.nodeName && !isTerminal(next) ? next : undefined;
  if (had !== undefined && has === undefined) return everyWaiting;
  if (has === undefined) return [];
  const isNew = had === undefined;
  return isNew || had.metadata.labels !== has.metadata.labels || isDeleting(has) !== isDeleting(had)
    ? peersWaiting
    : [];
}

/** The Pod with the node that preemption makes room on for it, or without one. */
function withPromise(pod: Pod, node: string | undefined): Pod {
  const { nominatedNodeName: before, ...status } = pod.status ?? {};
  if (before === node) return pod;
  return { ...pod, status: node === undefined ? status : { ...status, nominatedNodeName: node } };
}

/** Claims that waited for their first consumer are told its node; the Pod is bound once they are. */
function chooseFor(claims: readonly PersistentVolumeClaim[], node: string): Outcome {
  const writes = claims.flatMap((claim): Write[] => {
    if (claim.metadata.annotations?.[selectedNodeAnnotation] !== undefined) return [];
    const why = `its first consumer goes to ${node}`;
    return [{ verb: 'update', kind: persistentVolumeClaims, object: withNode(claim, node), why }];
  });
  return { writes };
}

function sameWish(prev: Pod, next: Pod): boolean {
  return prev.spec === next.spec && prev.metadata.labels === next.metadata.labels;
}
