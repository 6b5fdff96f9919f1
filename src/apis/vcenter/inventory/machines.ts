// VMs: control plane VMs and the CRXs of vSphere Pods, which their managers alone change. Source: vSphere Automation API, com.vmware.vcenter.VM.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { Host } from '../../../kinds/vsphere/host.ts';
import { machinesKind } from '../../../kinds/vsphere/machine.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import { Failure, notAllowed, notFound } from '../failure.ts';
import { atMost, passes } from '../filter.ts';
import { ok, type Call, type Operation } from '../operation.ts';
import { list } from './places.ts';

const machinesMost = 4_000;
const read = { privilege: 'System.Read' } as const;

const powerOf = ({ status }: VirtualMachine) => status?.powerState ?? 'POWERED_OFF';

function found({ fabric, params: { vm: id = '' } }: Call): VirtualMachine {
  const vm = fabric.get<VirtualMachine>(machinesKind, id);
  if (vm === undefined) throw notFound('Virtual machine', id);
  return vm;
}

function all(call: Call): readonly VirtualMachine[] {
  const hosts = new Map(
    list<Host>(call.fabric, 'hosts').map(({ metadata, spec }) => [metadata.name, spec.moid]),
  );
  const clusters = new Map(
    list<Cluster>(call.fabric, 'clusters').map(({ metadata, spec }) => [metadata.name, spec.moid]),
  );
  return list<VirtualMachine>(call.fabric, 'virtualmachines').filter((vm) =>
    passes(call, {
      vms: vm.metadata.name,
      names: vm.spec.displayName,
      hosts: hosts.get(vm.status?.host ?? '') ?? '',
      clusters: clusters.get(vm.spec.cluster) ?? '',
      power_states: powerOf(vm),
    }),
  );
}

/** Who owns a VM that nobody else may change: ESX Agent Manager its control plane VMs, the Supervisor its CRXs. */
function managed({ metadata, spec }: VirtualMachine): Failure {
  const manager = spec.role === 'ControlPlane' ? 'ESX Agent Manager' : 'VMware vSphere Workload Management';
  return notAllowed(
    `The operation is not allowed in the current state: '${spec.displayName}' (${metadata.name}) is managed by ${manager}.`,
    [metadata.name, manager],
  );
}

const power = (action: string, privilege: string): Operation => ({
  method: 'POST',
  path: 'vcenter/vm/{vm}/power',
  action,
  privilege,
  answer: (call) => {
    const vm = found(call);
    const isOn = powerOf(vm) === 'POWERED_ON';
    if ((action === 'start' && isOn) || (action === 'stop' && !isOn)) {
      const state = isOn ? 'POWERED_ON' : 'POWERED_OFF';
      throw new Failure(
        'ALREADY_IN_DESIRED_STATE',
        'com.vmware.api.vcenter.vm.power.already_in_desired_state',
        `Virtual machine is already ${isOn ? 'powered on' : 'powered off'}.`,
        [state],
      );
    }
    throw managed(vm);
  },
});

export const machines: readonly Operation[] = [
  {
    method: 'GET',
    path: 'vcenter/vm',
    ...read,
    each: 'vm',
    answer: (call) =>
      ok(
        atMost(all(call), machinesMost, 'virtual machines').map((vm) => ({
          memory_size_MiB: vm.spec.memoryMiB,
          vm: vm.metadata.name,
          name: vm.spec.displayName,
          power_state: powerOf(vm),
          cpu_count: vm.spec.cpus,
        })),
      ),
  },
  {
    method: 'GET',
    path: 'vcenter/vm/{vm}',
    ...read,
    answer: (call) => {
      const vm = found(call);
      const { displayName: name, cpus, memoryMiB, uuid, role } = vm.spec;
      return ok({
        name,
        identity: { name, instance_uuid: uuid, bios_uuid: uuid },
        guest_OS: role === 'ControlPlane' ? 'VMWARE_PHOTON_64' : 'CRXPOD_1',
        power_state: powerOf(vm),
        cpu: { count: cpus, cores_per_socket: 1, hot_add_enabled: false, hot_remove_enabled: false },
        memory: { size_MiB: memoryMiB, hot_add_enabled: false },
        instant_clone_frozen: false,
      });
    },
  },
  {
    method: 'GET',
    path: 'vcenter/vm/{vm}/power',
    ...read,
    answer: (call) => {
      const state = powerOf(found(call));
      return ok(state === 'POWERED_ON' ? { state } : { state, clean_power_off: true });
    },
  },
  power('start', 'VirtualMachine.Interact.PowerOn'),
  power('stop', 'VirtualMachine.Interact.PowerOff'),
  power('suspend', 'VirtualMachine.Interact.Suspend'),
  power('reset', 'VirtualMachine.Interact.Reset'),
  {
    method: 'DELETE',
    path: 'vcenter/vm/{vm}',
    privilege: 'VirtualMachine.Inventory.Delete',
    answer: (call) => {
      const vm = found(call);
      if (powerOf(vm) === 'POWERED_ON')
        throw notAllowed('The attempted operation cannot be performed in the current state (Powered on).', [
          vm.metadata.name,
        ]);
      throw managed(vm);
    },
  },
];
