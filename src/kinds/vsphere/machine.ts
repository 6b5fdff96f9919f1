// The machine under a node: an ESXi host, or the control plane VM. Whether it runs decides whether its kubelet reports, so
// leases and heartbeats are read off it.
import type { ReadView } from '../../store/view.ts';
import type { Pod } from '../core/pod/pod.ts';
import type { Node } from '../core/node.ts';
import { byRules } from './drs-rules.ts';
import { isAlive, takesVms, type Host } from './host.ts';
import { fabricScope, standsOn, type Supervisor } from './supervisor.ts';
import type { VirtualMachine } from './virtual-machine.ts';

export interface Machine {
  /** True while its kubelet or Spherelet reports. */
  readonly reports: boolean;
  /** When that last changed, in simulated milliseconds; undefined where it never did. */
  readonly changedAt: number | undefined;
}

export const hostsKind = 'vsphere.sandbox/hosts';
export const machinesKind = 'vsphere.sandbox/virtualmachines';

export function hostOf(node: Node, view: ReadView): Host | undefined {
  return view.in(fabricScope).get<Host>(hostsKind, node.metadata.name);
}

export function controlPlaneVmOf(node: Node, view: ReadView): VirtualMachine | undefined {
  return view.in(fabricScope).list<VirtualMachine>(machinesKind, { index: ['node', node.metadata.name] })[0];
}

/** The control plane VMs of a Supervisor, in the order of their names. */
export function controlPlaneVmsOf(supervisor: Supervisor, fabric: ReadView): readonly VirtualMachine[] {
  return fabric
    .list<VirtualMachine>(machinesKind, { index: ['role', 'ControlPlane'] })
    .filter((vm) => standsOn(supervisor, vm.spec.cluster));
}

/** The CRX VM that a vSphere Pod is. */
export function crxOf({ metadata }: Pod, view: ReadView): VirtualMachine | undefined {
  return view.in(fabricScope).list<VirtualMachine>(machinesKind, { index: ['pod', metadata.uid] })[0];
}

export function machineOf(node: Node, view: ReadView): Machine {
  const host = hostOf(node, view);
  if (host !== undefined) {
    return {
      reports: isAlive(host) && host.status?.sphereletReady === true,
      changedAt: host.status?.changedAt,
    };
  }
  const vm = controlPlaneVmOf(node, view);
  return { reports: vm?.status?.powerState === 'POWERED_ON', changedAt: vm?.status?.changedAt };
}

/** When the node last renewed its lease: it does so every `everyMs` since `since`, for as long as its machine reports. */
export function lastRenewal(machine: Machine, since: number, everyMs: number, now: number): number {
  const { reports, changedAt } = machine;
  const start = reports && changedAt !== undefined && changedAt > since ? changedAt : since;
  const end = reports ? now : Math.max(since, changedAt ?? since);
  return start + Math.floor(Math.max(0, end - start) / everyMs) * everyMs;
}

/** Datastores that a VM's files are on. */
export function datastoresOf({ spec: { hardware } }: VirtualMachine): readonly string[] {
  if (hardware === undefined) return [];
  return [...new Set([hardware.datastore, ...hardware.disks.map(({ datastore }) => datastore)])];
}

/** Names of the hosts that a VM of people's own may run on: of its cluster as its rules allow, or the one that it is on where there is none. */
export function hostsFor(vm: VirtualMachine, fabric: ReadView): readonly string[] {
  const { cluster } = vm.spec;
  const needed = datastoresOf(vm);
  const hosts = fabric
    .list<Host>(hostsKind)
    .filter(({ metadata, spec }) =>
      cluster === '' ? metadata.name === vm.status?.host : spec.cluster === cluster,
    )
    .filter(
      (host) => takesVms(host) && needed.every((name) => host.spec.datastores?.includes(name) === true),
    );
  return byRules(vm, hosts, fabric).map(({ metadata }) => metadata.name);
}
