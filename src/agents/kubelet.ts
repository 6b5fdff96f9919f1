// The kubelets of the control plane VMs: run the system's own Pods, which are containers there, not vSphere Pods.
import type { ContainerStatus } from '#types';
import { latency } from '../control/latency.ts';
import { nobody, type Loop, type Note, type Outcome } from '../control/loop.ts';
import { isTerminal, isVspherePod, pods, type Pod } from '../kinds/core/pod/pod.ts';
import type { Node } from '../kinds/core/node.ts';
import { controlPlaneVmOf, hostOf, machineOf, machinesKind } from '../kinds/vsphere/machine.ts';
import type { VirtualMachine } from '../kinds/vsphere/virtual-machine.ts';
import { formatTime, parseTime, SECOND_MS } from '../std/time.ts';
import { isDeleting, keyOfObject, splitKey } from '../store/object.ts';
import { containersOf, cutOff, unstarted, withContainers } from '../kinds/core/pod/container-status.ts';
import { stopOf } from '../containers/hooks.ts';
import { advanceContainers, askedKinds } from '../containers/life.ts';
import { containerPath } from '../containers/said.ts';
import type { View } from '../control/view.ts';
import { refusalOf, rejected } from './kubelet-admission.ts';

function nodeOf(pod: Pod, view: View): Node | undefined {
  const node = pod.spec.nodeName ? view.get<Node>('core/nodes', pod.spec.nodeName) : undefined;
  return node === undefined || hostOf(node, view) !== undefined ? undefined : node;
}

function addressOf(node: Node): string | undefined {
  return node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
}

function update(pod: Pod, why: string): NonNullable<Outcome['writes']>[number] {
  return { verb: 'update', kind: pods, object: pod, why };
}

function accept(pod: Pod, node: Node, view: View): Outcome {
  const { now } = view;
  const refused = refusalOf(pod, node, acceptedOn(node, view));
  if (refused !== undefined) {
    const { pod: failed, note } = rejected(pod, refused);
    return { writes: [update(failed, 'its node does not take it')], notes: [note] };
  }
  const hostIP = addressOf(node);
  const seen = withContainers(pod, unstarted(pod), now);
  const address = hostIP === undefined ? {} : { hostIP, hostIPs: [{ ip: hostIP }] };
  const own =
    pod.spec.hostNetwork === true && hostIP !== undefined ? { podIP: hostIP, podIPs: [{ ip: hostIP }] } : {};
  const accepted = { ...seen, status: { ...seen.status, ...address, ...own, startTime: formatTime(now) } };
  return { writes: [update(accepted, 'accepted by its node')], again: 1 };
}

/** The Pods that the node has taken so far. */
function acceptedOn({ metadata }: Node, view: View): readonly Pod[] {
  const bound = view.list<Pod>('core/pods', { index: ['node', metadata.name] });
  return bound.filter(({ status }) => status?.startTime !== undefined);
}

function start(pod: Pod, view: View): Outcome | undefined {
  if (pod.status?.podIP === undefined) return undefined;
  const since = parseTime(pod.status.startTime ?? '') ?? view.now;
  const due = since + view.draw(pod.metadata.uid, 'start', latency.volumeMountedMs);
  if (due > view.now) return { again: due - view.now };
  const notes = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map((container): Note => ({
    about: pod,
    type: 'Normal',
    reason: 'Pulled',
    message: `Container image "${container.image ?? ''}" already present on machine`,
    component: 'kubelet',
    host: pod.spec.nodeName ?? '',
    fieldPath: containerPath(pod, container),
  }));
  return keep(pod, view, notes);
}

/** The Pod as its kubelet finds it once the machine has started anew: nothing of what ran has come through. */
function afterBoot(pod: Pod, bootedAt: number, view: View): Outcome | undefined {
  const { init, main } = containersOf(pod);
  // What a Pod says is in whole seconds.
  const second = bootedAt - (bootedAt % SECOND_MS);
  const isOver = ({ state }: ContainerStatus): boolean =>
    (parseTime(state?.running?.startedAt ?? '') ?? second) < second;
  if (![...init, ...main].some(isOver)) return undefined;
  const over = (status: ContainerStatus) => (isOver(status) ? cutOff(status, bootedAt) : status);
  const { pod: next, notes } = advanceContainers(
    withContainers(pod, { init: init.map(over), main: main.map(over) }, view.now),
    view,
  );
  const changed: Note = {
    about: pod,
    type: 'Normal',
    reason: 'SandboxChanged',
    message: 'Pod sandbox changed, it will be killed and re-created.',
    component: 'kubelet',
    host: pod.spec.nodeName ?? '',
  };
  return { writes: [update(next, 'its node has started anew')], notes: [changed, ...notes], again: 1 };
}

/** What runs: lets its containers come and go. */
function keep(pod: Pod, view: View, before: readonly Note[] = []): Outcome {
  const { pod: next, notes, nextAt } = advanceContainers(pod, view);
  return {
    writes: next === pod ? [] : [update(next, 'containers')],
    notes: [...before, ...notes],
    ...(nextAt === undefined ? {} : { again: Math.max(1, nextAt - view.now) }),
  };
}

function end(pod: Pod, view: View): Outcome {
  const { deletionGracePeriodSeconds = 0, deletionTimestamp = '' } = pod.metadata;
  const graceMs = deletionGracePeriodSeconds * SECOND_MS;
  const asked = (parseTime(deletionTimestamp) ?? view.now) - graceMs;
  const stopMs = isTerminal(pod)
    ? 0
    : Math.max(...pod.spec.containers.map((each) => stopOf(pod, each, view, [], graceMs).tookMs));
  if (asked + stopMs > view.now) return { again: asked + stopMs - view.now };
  return {
    writes: [
      { verb: 'delete', kind: pods, object: pod, graceSeconds: 0, why: 'its containers have stopped' },
    ],
  };
}

export const kubelet: Loop = {
  name: 'kubelet',
  observes: {
    'core/pods': (prev, next) => {
      const pod = (next ?? prev) as Pod;
      return pod.spec.nodeName && !isVspherePod(pod) ? [keyOfObject(pod)] : nobody;
    },
    [machinesKind]: (prev, next) => {
      const vm = (next ?? prev) as VirtualMachine;
      return vm.spec.node === undefined ? nobody : [`*${vm.spec.node}`];
    },
  },
  consults: ['core/nodes', 'vsphere.sandbox/hosts', ...askedKinds],
  expand: (pattern, view) =>
    view.list<Pod>('core/pods', { index: ['node', pattern.slice(1)] }).map(keyOfObject),
  run(key, view): Outcome | undefined {
    const { namespace, name } = splitKey(key);
    const pod = view.get<Pod>('core/pods', name, namespace);
    const node = pod === undefined ? undefined : nodeOf(pod, view);
    if (pod === undefined || node === undefined || controlPlaneVmOf(node, view) === undefined)
      return undefined;
    if (!machineOf(node, view).reports) return undefined;
    if (isDeleting(pod)) return end(pod, view);
    if (isTerminal(pod)) return undefined;
    if (pod.status?.containerStatuses === undefined) return accept(pod, node, view);
    const bootedAt = machineOf(node, view).changedAt;
    const again = bootedAt === undefined ? undefined : afterBoot(pod, bootedAt, view);
    if (again !== undefined) return again;
    const { init, main } = containersOf(pod);
    const isStarted = [...init, ...main].some(({ containerID }) => containerID !== undefined);
    return isStarted ? keep(pod, view) : start(pod, view);
  },
};
