// vSphere HA (fdm): restarts the VMs of a dead host elsewhere, where DRS says: control plane VMs on a host without another of them, people's
// own where their cluster has HA and they were on. vSphere Pods are not restarted: the Supervisor replaces them. Those of higher priority are restarted first.
// Deliberately absent still: guests that are shut down by an isolation response, and restarts that wait for a guest's heartbeats.
import { latency } from '../control/latency.ts';
import { nobody, type Loop, type Outcome } from '../control/loop.ts';
import { clustersKind, type Cluster } from '../kinds/vsphere/cluster.ts';
import type { Host } from '../kinds/vsphere/host.ts';
import { hostsFor, hostsKind, machinesKind } from '../kinds/vsphere/machine.ts';
import { isOn, virtualMachines, withStep, type VirtualMachine } from '../kinds/vsphere/virtual-machine.ts';
import { keyOfObject, splitKey } from '../store/object.ts';
import type { View } from '../control/view.ts';
import type { Drs } from './drs/drs.ts';

/** Roles that it restarts VMs of. */
const protectedRoles = ['ControlPlane', 'VM'] as const;

function protects({ spec, status }: VirtualMachine): boolean {
  // WCP itself starts what it deploys.
  if (spec.role === 'ControlPlane') return status?.lifecycle !== 'Deploying';
  return spec.role === 'VM' && spec.power === 'On' && spec.cluster !== '';
}

function hasHa(vm: VirtualMachine, view: View): boolean {
  if (vm.spec.role === 'ControlPlane') return true;
  return view.get<Cluster>(clustersKind, vm.spec.cluster)?.spec.ha.enabled === true;
}

const priorities = ['disabled', 'lowest', 'low', 'medium', 'high', 'highest'] as const;

/** 0 never, 5 first; control plane VMs are restarted first of all. */
function priorityOf({ spec, metadata }: VirtualMachine, view: View): number {
  if (spec.role === 'ControlPlane') return priorities.length;
  const { vms = [], restartPriority = 'medium' } =
    view.get<Cluster>(clustersKind, spec.cluster)?.spec.ha ?? {};
  const own = vms.find(({ vm }) => vm === metadata.name);
  return priorities.indexOf(own?.restartPriority ?? restartPriority);
}

/** Whether another VM of the dead host is restarted before. */
function waitsForOthers(vm: VirtualMachine, priority: number, view: View): boolean {
  return view
    .list<VirtualMachine>(machinesKind, { index: ['host', vm.status?.host ?? ''] })
    .some(
      (other) =>
        protects(other) && other.status?.powerState !== 'POWERED_ON' && priorityOf(other, view) > priority,
    );
}

/** Whether a host's VMs that are off are restarted on others. */
function givesUp(host: Host | undefined): boolean {
  return host?.status?.haState === 'hostDown' || host?.status?.haState === 'networkIsolated';
}

/** An isolated host powers its VMs off where the cluster says so, for others to restart; else they go on. */
function answerIsolation(vm: VirtualMachine, host: Host | undefined, view: View): Outcome | undefined {
  if (vm.spec.role !== 'VM' || host?.status?.haState !== 'networkIsolated') return undefined;
  const { isolationResponse = 'none' } = view.get<Cluster>(clustersKind, vm.spec.cluster)?.spec.ha ?? {};
  if (isolationResponse === 'none') return undefined;
  const since = host.status.changedAt ?? view.now;
  const left = since + latency.hostIsolatedMs + latency.isolationResponseMs - view.now;
  if (left > 0) return { again: left };
  const stopped = withStep(vm, 'Powered off: its host is isolated', view.now);
  const object: VirtualMachine = {
    ...stopped,
    status: { ...stopped.status, powerState: 'POWERED_OFF', changedAt: view.now },
  };
  const why = 'isolation response';
  return { writes: [{ verb: 'update', kind: virtualMachines, object, why }], again: 1 };
}

export function createFdm(drs: Drs): Loop {
  return {
    name: 'fdm',
    observes: {
      [machinesKind]: (prev, next) => {
        const vm = (next ?? prev) as VirtualMachine;
        return protects(vm) ? [keyOfObject(vm)] : nobody;
      },
      [hostsKind]: () => ['*'],
    },
    expand: (_pattern, view) =>
      protectedRoles.flatMap((role) =>
        view
          .list<VirtualMachine>(machinesKind, { index: ['role', role] })
          .filter(protects)
          .map(keyOfObject),
      ),
    consults: [clustersKind],
    run(key, view): Outcome | undefined {
      const vm = view.get<VirtualMachine>(machinesKind, splitKey(key).name);
      if (vm === undefined || !protects(vm) || !hasHa(vm, view)) return undefined;
      const host = view.get<Host>(hostsKind, vm.status?.host ?? '');
      if (isOn(vm)) return answerIsolation(vm, host, view);
      const { uid } = vm.metadata;
      const changedAt = vm.status?.changedAt ?? view.now;
      if (host?.status?.connectionState === 'CONNECTED' && host.status.powerState === 'POWERED_ON') {
        // Its own host came back first: it starts there.
        const left = changedAt + view.draw(uid, `boot ${changedAt}`, latency.controlPlaneBootMs) - view.now;
        return left > 0 ? { again: left } : { writes: [start(vm, vm.status?.host ?? '', view.now)] };
      }
      if (!givesUp(host)) return undefined;
      const delay =
        view.draw(uid, `restart ${changedAt}`, latency.haRestartMs) +
        view.draw(uid, `boot ${changedAt}`, latency.controlPlaneBootMs);
      const left = changedAt + latency.hostDeclaredDeadMs + delay - view.now;
      if (left > 0) return { again: left };
      const priority = priorityOf(vm, view);
      if (priority === 0) return undefined;
      if (waitsForOthers(vm, priority, view)) return { again: latency.haRestartMs[0] };
      const target =
        vm.spec.role === 'ControlPlane'
          ? drs.chooseApart(vm, view)
          : drs.choose(vm.spec, hostsFor(vm, view)).winner?.name;
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
