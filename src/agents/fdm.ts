// vSphere HA (fdm): restarts the control plane VMs of a dead host elsewhere, on a host without another of them, where DRS says.
// vSphere Pods are not restarted: the Supervisor replaces them. Deliberately absent still: admission control, isolation,
// partitions, restart priorities.
import { latency } from '../control/latency.ts';
import type { Loop, Outcome } from '../control/loop.ts';
import type { Host } from '../kinds/vsphere/host.ts';
import { hostsKind, machinesKind } from '../kinds/vsphere/machine.ts';
import { virtualMachines, withStep, type VirtualMachine } from '../kinds/vsphere/virtual-machine.ts';
import { keyOfObject, splitKey } from '../store/object.ts';
import type { Drs } from './drs/drs.ts';

function protects(vm: VirtualMachine): boolean {
  return vm.spec.role === 'ControlPlane';
}

export function createFdm(drs: Drs): Loop {
  return {
    name: 'fdm',
    observes: {
      [machinesKind]: (prev, next) => {
        const vm = (next ?? prev) as VirtualMachine;
        return protects(vm) ? [keyOfObject(vm)] : [];
      },
      [hostsKind]: () => ['*'],
    },
    expand: (_pattern, view) =>
      view.list<VirtualMachine>(machinesKind, { index: ['role', 'ControlPlane'] }).map(keyOfObject),
    run(key, view): Outcome | undefined {
      const vm = view.get<VirtualMachine>(machinesKind, splitKey(key).name);
      if (vm === undefined || !protects(vm) || vm.status?.powerState === 'POWERED_ON') return undefined;
      const host = view.get<Host>(hostsKind, vm.status?.host ?? '');
      const { uid } = vm.metadata;
      const changedAt = vm.status?.changedAt ?? view.now;
      if (host?.status?.connectionState === 'CONNECTED' && host.status.powerState === 'POWERED_ON') {
        // Its own host came back first: it starts there.
        const left = changedAt + view.draw(uid, `boot ${changedAt}`, latency.controlPlaneBootMs) - view.now;
        return left > 0 ? { again: left } : { writes: [start(vm, vm.status?.host ?? '', view.now)] };
      }
      if (host?.status?.haState !== 'hostDown') return undefined;
      const delay =
        view.draw(uid, `restart ${changedAt}`, latency.haRestartMs) +
        view.draw(uid, `boot ${changedAt}`, latency.controlPlaneBootMs);
      const left = changedAt + latency.hostDeclaredDeadMs + delay - view.now;
      if (left > 0) return { again: left };
      const target = drs.chooseApart(vm, view);
      return target === undefined ? undefined : { writes: [start(vm, target, view.now)] };
    },
  };
}

function start(vm: VirtualMachine, host: string, now: number) {
  const started = withStep(vm, `Started on ${host}`, now);
  const object: VirtualMachine = {
    ...started,
    status: { ...started.status, host, powerState: 'POWERED_ON', changedAt: now },
  };
  return { verb: 'update', kind: virtualMachines, object, why: `vSphere HA starts it on ${host}` } as const;
}
