// How a Spherelet ends a Pod that is deleted: hooks, signal, the CRX off, the Pod let go.
import { stopOf } from '../../containers/hooks.ts';
import { hasClaims, keptOnDisks } from '../../containers/disks.ts';
import { containerPath } from '../../containers/said.ts';
import { scripted } from '../../containers/script/program.ts';
import { latency } from '../../control/latency.ts';
import type { Outcome, Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { killed } from '../../kinds/core/pod/container-status.ts';
import { isTerminal, type Pod } from '../../kinds/core/pod/pod.ts';
import { firstClassDisks } from '../../kinds/vsphere/first-class-disk.ts';
import { fabricScope } from '../../kinds/vsphere/supervisor.ts';
import {
  stepAt,
  virtualMachines,
  withStep,
  type VirtualMachine,
} from '../../kinds/vsphere/virtual-machine.ts';
import { parseTime } from '../../std/time.ts';
import { memoryOf } from './memory.ts';
import { note, steps, updatePod, updateVm, type Ground } from './ground.ts';

const lifecycleFinalizer = 'lifecycle-controller/system.vmware.com';

/** Deleted: stop the containers within the grace, power the CRX off, let the Pod go. */
export function end({ pod, vm, view }: Ground): Outcome | undefined {
  const { uid, deletionGracePeriodSeconds = 0, deletionTimestamp = '' } = pod.metadata;
  const graceMs = deletionGracePeriodSeconds * 1000;
  const asked = (parseTime(deletionTimestamp) ?? view.now) - graceMs;
  const runs = stepAt(vm, steps.started) !== undefined && !isTerminal(pod);
  const stops = runs
    ? pod.spec.containers.map((each) => stopOf(pod, each, view, memoryOf(vm).written, graceMs))
    : [];
  const stopMs = stops.reduce((most, { tookMs }) => Math.max(most, tookMs), 0);
  const due = asked + stopMs + (runs ? view.draw(uid, 'power off', latency.crxRemovedMs) : 0);
  if (due > view.now) {
    const killing = pod.spec.containers.map((container) =>
      note(pod, 'Killing', `Stopping container ${container.name}`, {
        fieldPath: containerPath(pod, container),
      }),
    );
    const told = stepAt(vm, 'Stopping') !== undefined;
    const writes = told ? [] : [updateVm(withStep(vm, 'Stopping', view.now), 'its Pod is deleted')];
    const failing = stops.flatMap(({ notes }) => notes);
    return { writes, notes: told ? [] : [...killing, ...failing], again: due - view.now };
  }
  return {
    writes: [removeVm(vm), ...(isTerminal(pod) ? [] : leave(pod, vm, view)), ...release(pod, view.now)],
  };
}

/** What its containers wrote in container volumes stays on their disks. */
export function leave(pod: Pod, vm: VirtualMachine, view: View): readonly Write[] {
  if (!hasClaims(pod)) return [];
  const written = [...scripted(view, pod), ...memoryOf(vm).written];
  return keptOnDisks(view, pod, written).map(([disk, files]) => ({
    verb: 'update',
    kind: firstClassDisks,
    in: fabricScope,
    object: { ...disk, status: { ...disk.status, written: files } },
    why: 'a Pod leaves it',
  }));
}

export function removeVm(vm: VirtualMachine): Write {
  return { verb: 'delete', kind: virtualMachines, in: fabricScope, object: vm, why: 'its Pod is gone' };
}

/** Takes the last holds off a Pod whose CRX is gone. */
export function release(pod: Pod, now: number): readonly Write[] {
  const finalizers = (pod.metadata.finalizers ?? []).filter((name) => name !== lifecycleFinalizer);
  // Somebody else still holds the Pod: what they see is that it was killed.
  const seen = finalizers.length === 0 || isTerminal(pod) ? pod : killed(pod, now);
  const freed: Pod = { ...seen, metadata: { ...pod.metadata, finalizers, deletionGracePeriodSeconds: 0 } };
  return [updatePod(freed, 'its CRX is gone')];
}
