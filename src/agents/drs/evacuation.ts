// DRS takes running VMs off a host that is to be in maintenance mode: control plane VMs migrate, each to a host without another of them, and
// people's own where they fit;
// vSphere Pods do not, their Spherelet drains them. With the last one gone the host is in maintenance mode.
import { latency } from '../../control/latency.ts';
import { nobody, type Loop, type Outcome, type Write } from '../../control/loop.ts';
import { clustersKind } from '../../kinds/vsphere/cluster.ts';
import { hosts, isRunning, type Host } from '../../kinds/vsphere/host.ts';
import { hostsFor, hostsKind, machinesKind } from '../../kinds/vsphere/machine.ts';
import { virtualMachines, withStep, type VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';
import type { Drs } from './drs.ts';

const isOn = (vm: VirtualMachine | undefined): boolean => vm?.status?.powerState === 'POWERED_ON';

function withMode(host: Host, inMaintenanceMode: boolean): Write {
  const object: Host = { ...host, status: { ...host.status, inMaintenanceMode } };
  return { verb: 'update', kind: hosts, object, why: 'maintenance mode' };
}

export function migrated(vm: VirtualMachine, host: string, now: number): Write {
  const moved = withStep(vm, `Migrated to ${host}`, now);
  const object: VirtualMachine = { ...moved, status: { ...moved.status, host } };
  return { verb: 'update', kind: virtualMachines, object, why: `DRS migrates it to ${host}` };
}

export function createEvacuation(drs: Drs): Loop {
  return {
    name: 'drs-evacuation',
    consults: [clustersKind],
    observes: {
      [hostsKind]: (prev, next) => {
        const [before, after] = [prev, next] as (Host | undefined)[];
        const isSame = before?.spec === after?.spec && before?.status === after?.status;
        const isMeant = after?.spec.maintenance === true || before?.spec.maintenance === true;
        return after === undefined || isSame || !isMeant ? nobody : [after.metadata.name];
      },
      // A VM that left its host, or stopped.
      [machinesKind]: (prev, next) => {
        const [before, after] = [prev, next] as (VirtualMachine | undefined)[];
        const host = before?.status?.host;
        if (host === undefined || !isOn(before)) return nobody;
        return isOn(after) && after?.status?.host === host ? nobody : [host];
      },
    },
    run(name, view): Outcome | undefined {
      const host = view.get<Host>(hostsKind, name);
      if (host === undefined) return undefined;
      const { maintenance = false } = host.spec;
      const { inMaintenanceMode = false } = host.status ?? {};
      if (!maintenance) return inMaintenanceMode ? { writes: [withMode(host, false)] } : undefined;
      if (inMaintenanceMode || !isRunning(host)) return undefined;
      const running = view.list<VirtualMachine>(machinesKind, { index: ['host', name] }).filter(isOn);
      if (running.length === 0) return { writes: [withMode(host, true)] };
      const vm = running.find(({ spec }) => spec.role !== 'Pod');
      if (vm === undefined) return undefined;
      const since = vm.metadata.resourceVersion;
      const due = host.status?.maintenanceAskedAt ?? view.now;
      const left = due + view.draw(vm.metadata.uid, `vMotion ${since}`, latency.vmotionMs) - view.now;
      if (left > 0) return { again: left };
      // The host itself takes no VMs any more.
      const target =
        vm.spec.role === 'ControlPlane'
          ? drs.chooseApart(vm, view)
          : drs.choose(vm.spec, hostsFor(vm, view)).winner?.name;
      return target === undefined
        ? { again: latency.evictionRetryMs }
        : { writes: [migrated(vm, target, view.now)], again: 1 };
    },
  };
}
