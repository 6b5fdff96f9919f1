// The Spherelet of every ESXi host: takes a Pod that is bound to it through the steps of a vSphere Pod, keeps its containers
// going, ends it within its grace. The CRX's steps in the fabric say how far it is, so a run at any time goes on from there.
import type { ContainerStatus } from '#types';
import { latency, type Span } from '../../control/latency.ts';
import { nobody, type Loop, type Note, type Outcome } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { diskKinds } from '../../containers/disks.ts';
import { advanceContainers, askedKinds } from '../../containers/life.ts';
import { containersOf, unstarted, withContainers } from '../../kinds/core/pod/container-status.ts';
import { shortName } from '../../kinds/core/pod/image.ts';
import { mountedKinds } from '../../kinds/core/pod/mounts.ts';
import { isTerminal, isVspherePod, type Pod } from '../../kinds/core/pod/pod.ts';
import { isAlive, type Host } from '../../kinds/vsphere/host.ts';
import { imageName } from '../../kinds/vsphere/image-disk.ts';
import { hostsKind, machinesKind } from '../../kinds/vsphere/machine.ts';
import { fabricScope } from '../../kinds/vsphere/supervisor.ts';
import {
  stepAt,
  virtualMachines,
  withStep,
  type VirtualMachine,
} from '../../kinds/vsphere/virtual-machine.ts';
import { formatTime } from '../../std/time.ts';
import { isDeleting, keyOfObject } from '../../store/object.ts';
import { allContainers, imagesOf, note, steps, updatePod, updateVm, type Ground } from './ground.ts';
import { end, leave, release, removeVm } from './end.ts';
import { awaitImages } from './images.ts';
import { memoryOf, remember } from './memory.ts';
import { awaitMounts } from './mounts.ts';

/** First sight: the Pod is accepted, its containers wait, its images are bound. */
function accept({ pod, view }: Ground): Outcome {
  const references = Object.fromEntries(
    allContainers(pod).map(({ name, image = '' }) => [name, imageName(image, shortName(image))]),
  );
  const annotated: Pod = {
    ...pod,
    metadata: {
      ...pod.metadata,
      annotations: {
        ...pod.metadata.annotations,
        'vmware-system-image-references': JSON.stringify(references),
      },
    },
  };
  const hostIp = hostAddress(pod, view);
  const seen = withContainers(annotated, unstarted(pod), view.now);
  const accepted: Pod = {
    ...seen,
    status: {
      ...seen.status,
      ...(hostIp === undefined ? {} : { hostIP: hostIp, hostIPs: [{ ip: hostIp }] }),
      startTime: formatTime(view.now),
    },
  };
  const notes = imagesOf(pod).map((image): Note => ({
    about: pod,
    type: 'Normal',
    reason: 'Image',
    message: `Image ${imageName(image, shortName(image))} bound successfully`,
    component: 'image-controller',
  }));
  return { writes: [updatePod(accepted, 'accepted by its host')], notes };
}

function hostAddress(pod: Pod, view: View): string | undefined {
  return view.in(fabricScope).get<Host>(hostsKind, pod.spec.nodeName ?? '')?.spec.managementIp;
}

/** Power on, boot, volumes, start: each step takes its span after the one before. */
const climb: readonly { readonly step: string; readonly span: Span }[] = [
  { step: steps.powerOn, span: latency.crxPowerOnMs },
  { step: steps.boot, span: latency.crxBootMs },
  { step: steps.volumes, span: latency.volumeMountedMs },
  { step: steps.started, span: latency.containerStartedMs },
];

type Step = NonNullable<NonNullable<VirtualMachine['status']>['steps']>[number];

/** The images are there: the CRX is powered on, or waits for its volumes. */
function fetch(ground: Ground): Outcome {
  const { ready, ...outcome } = awaitImages(ground);
  if (ready === undefined) return outcome;
  const notes = outcome.notes ?? [];
  const held = awaitMounts({ ...ground, vm: ready });
  const onward = held ?? bring({ ...ground, vm: ready });
  const isWritten = onward.writes?.some(({ kind }) => kind === virtualMachines) === true;
  const seen = isWritten ? [] : [updateVm(ready, 'its images are ready')];
  return {
    ...onward,
    writes: [...seen, ...(onward.writes ?? [])],
    notes: [...notes, ...(onward.notes ?? [])],
  };
}

/**
 * The CRX is powered on and boots within a second: both are told when that begins. Its volumes are told when its containers start.
 */
function bring({ pod, vm, view }: Ground): Outcome {
  const { uid } = pod.metadata;
  let at = stepAt(vm, steps.image) ?? view.now;
  const run = restartsOf(pod);
  const reached: Step[] = [];
  const ahead: Step[] = [];
  for (const { step, span } of climb) {
    const done = stepAt(vm, step);
    if (done !== undefined) {
      at = done;
      continue;
    }
    at += view.draw(uid, `${step} ${run}`, span);
    ahead.push({ step, at });
    if (step === steps.boot) reached.push(...ahead.splice(0));
  }
  if (at > view.now) {
    const writes = reached.length === 0 ? [] : [updateVm(withSteps(vm, reached), 'its CRX is powered on')];
    return { writes, again: at - view.now };
  }
  const mounted = (pod.spec.volumes ?? []).map((volume) =>
    note(pod, 'SuccessfulMountVolume', `Successfully mounted volume ${volume.name}`),
  );
  const { pod: started, notes: begun, nextAt, ...memory } = advanceContainers(pod, view, memoryOf(vm));
  const up = remember(withSteps(vm, [...reached, ...ahead]), memory);
  return {
    writes: [updateVm(up, 'its containers start'), updatePod(started, 'containers started')],
    notes: [...mounted, ...begun],
    ...(nextAt === undefined ? {} : { again: Math.max(1, nextAt - view.now) }),
  };
}

/** The CRX with these steps behind it. */
function withSteps(vm: VirtualMachine, reached: readonly Step[]): VirtualMachine {
  const taken = [...(vm.status?.steps ?? []), ...reached];
  const on = reached.find(({ step }) => step === steps.powerOn);
  const power = on === undefined ? {} : { powerState: 'POWERED_ON' as const, changedAt: on.at };
  return { ...vm, status: { ...vm.status, ...power, steps: taken } };
}

function restartsOf(pod: Pod): number {
  return (pod.status?.containerStatuses ?? []).reduce(
    (most, { restartCount }) => Math.max(most, restartCount),
    0,
  );
}

/** What runs: let its containers come and go. */
function keep({ pod, vm, view }: Ground): Outcome | undefined {
  const { pod: next, notes, nextAt, ...memory } = advanceContainers(pod, view, memoryOf(vm));
  const writes = next === pod ? [] : [updatePod(next, 'containers')];
  const after = remember(vm, memory);
  if (after !== vm) writes.push(updateVm(after, 'what its containers and their probes said'));
  if (isTerminal(next) && !isTerminal(pod)) writes.push(...leave(next, after, view));
  if (nextAt === undefined) return writes.length === 0 ? undefined : { writes, notes };
  return { writes, notes, again: Math.max(1, nextAt - view.now) };
}

/** After a loss of power the CRX is off: it starts again from its images. */
function restart({ pod, vm, view }: Ground): Outcome {
  const kept = (vm.status?.steps ?? []).filter(({ step }) => step === steps.placed || step === steps.network);
  const fresh = withStep({ ...vm, status: { ...vm.status, steps: kept } }, steps.image, view.now);
  const reason = pod.spec.initContainers === undefined ? 'ContainerCreating' : 'PodInitializing';
  const lost = (status: ContainerStatus): ContainerStatus => ({
    ...status,
    ready: false,
    started: false,
    state: { waiting: { reason } },
    lastState:
      status.state?.running === undefined
        ? (status.lastState ?? {})
        : {
            terminated: {
              exitCode: 137,
              reason: 'ContainerStatusUnknown',
              message: 'The container could not be located when the pod was terminated',
              startedAt: status.state.running.startedAt ?? formatTime(view.now),
              finishedAt: formatTime(view.now),
            },
          },
  });
  const { init, main } = containersOf(pod);
  const waiting = { init: init.map(lost), main: main.map(lost) };
  return {
    writes: [
      updateVm(fresh, 'restarts after a power loss'),
      updatePod(withContainers(pod, waiting, view.now), 'restarts'),
    ],
    again: 1,
  };
}

/** Bound to the host without the scheduler: there is no CRX to start. */
function withoutCrx(pod: Pod): Outcome {
  const message =
    'Pod is missing the annotations of its CRX VM: it was bound to a host without the scheduler';
  const failed: Pod = {
    ...pod,
    status: { ...pod.status, phase: 'Failed', reason: 'PodVMAnnotationsMissing', message },
  };
  return {
    writes: [updatePod(failed, 'no CRX')],
    notes: [note(pod, 'PodVMAnnotationsMissing', message, { type: 'Warning' })],
  };
}

function step(ground: Ground): Outcome | undefined {
  const { pod, vm } = ground;
  if (isDeleting(pod)) return end(ground);
  if (isTerminal(pod)) return undefined;
  if (pod.status?.containerStatuses === undefined) return accept(ground);
  if (stepAt(vm, steps.image) === undefined) {
    // NCP writes the address and so wakes the Spherelet.
    return pod.status.podIP === undefined ? undefined : fetch(ground);
  }
  if (stepAt(vm, steps.started) === undefined) {
    const held = stepAt(vm, steps.volumes) === undefined ? awaitMounts(ground) : undefined;
    return held ?? bring(ground);
  }
  return vm.status?.powerState === 'POWERED_OFF' ? restart(ground) : keep(ground);
}

export const spherelet: Loop = {
  name: 'spherelet',
  observes: {
    'core/pods': (prev, next, key) => {
      const pod = (next ?? prev) as Pod;
      const isBound = Boolean(pod.spec.nodeName) && (prev === undefined || isDeleting(pod));
      return isVspherePod(pod) || isBound ? [key] : nobody;
    },
    [machinesKind]: (prev, next) => {
      const vm = (next ?? prev) as VirtualMachine;
      return vm.spec.pod === undefined ? nobody : [`${vm.spec.pod.namespace}/${vm.spec.pod.name}`];
    },
    [hostsKind]: (prev, next) =>
      (prev as Host | undefined)?.status === (next as Host | undefined)?.status
        ? nobody
        : [`*${next?.metadata.name ?? ''}`],
  },
  consults: [...new Set(['vsphere.sandbox/imagedisks', ...mountedKinds, ...askedKinds, ...diskKinds])],
  expand: (pattern, view) =>
    view.list<Pod>('core/pods', { index: ['node', pattern.slice(1)] }).map(keyOfObject),
  run(key, view): Outcome | undefined {
    const pod = view.at<Pod>('core/pods', key);
    const fabric = view.in(fabricScope);
    const known = fabric.list<VirtualMachine>(machinesKind, { index: ['podKey', `${view.scope}/${key}`] });
    const vm = known.find(({ spec }) => spec.pod?.uid === pod?.metadata.uid);
    if (known.length > (vm === undefined ? 0 : 1)) {
      return { writes: known.filter((stray) => stray !== vm).map(removeVm), again: 1 };
    }
    if (pod === undefined || !pod.spec.nodeName) return undefined;
    const host = fabric.get<Host>(hostsKind, pod.spec.nodeName);
    if (host === undefined) return undefined;
    const reports = isAlive(host) && host.status?.sphereletReady === true;
    if (vm === undefined) {
      if (!reports) return undefined;
      if (isDeleting(pod)) return { writes: release(pod, view.now) };
      return isTerminal(pod) ? undefined : withoutCrx(pod);
    }
    if (!reports) {
      // Only a forced deletion ends a Pod whose host does not answer.
      const forced = isDeleting(pod) && pod.metadata.deletionGracePeriodSeconds === 0;
      return forced ? { writes: [removeVm(vm), ...release(pod, view.now)] } : undefined;
    }
    return step({ pod, vm, host, view });
  },
};
