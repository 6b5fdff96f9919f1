// vSphere HA's admission control: whether a VM may be powered on and what a host's failure would need stays free. By percentage of the
// unreserved capacity (the default: the share of as many hosts as may fail), by slots, or by hosts that are kept free.
import { freePercentages, slotsOf, type LeastSlot } from '../../kernels/failover.ts';
import type { FleetPlan } from '../../kernels/fleet.ts';
import type { ReadView } from '../../store/view.ts';
import type { Cluster, HaAdmission } from './cluster.ts';
import { capacityMHzOf, takesVms, type Host } from './host.ts';
import { isOn, type VirtualMachine } from './virtual-machine.ts';

/** What a VM counts as that reserves nothing: MHz, and MiB as its overhead. */
const leastSlot: LeastSlot = { cpu: 32, memory: 100 };

/** With fewer hosts there is nowhere to fail over to. */
const hostsLeast = 2;

export function admissionOf({ spec }: Cluster): HaAdmission {
  return spec.ha.admission ?? { enabled: true, policy: 'Percentage', hostFailures: 1 };
}

/** The cluster's hosts that count, and what runs on them with one VM more, by reservations. */
function planOf(cluster: Cluster, vm: VirtualMachine | undefined, view: ReadView) {
  const hosts = view
    .list<Host>('vsphere.sandbox/hosts')
    .filter((host) => host.spec.cluster === cluster.metadata.name && takesVms(host));
  const running = hosts.flatMap(({ metadata }) =>
    view
      .list<VirtualMachine>('vsphere.sandbox/virtualmachines', { index: ['host', metadata.name] })
      .filter(isOn),
  );
  const all = vm === undefined ? running : [...running, vm];
  const plan: FleetPlan = {
    resources: ['CPU', 'memory'].map((name) => ({ name, scored: true })),
    hosts: hosts.map((host) => {
      const capacity = [capacityMHzOf(host), host.spec.memoryMiB];
      return { capacity, free: capacity };
    }),
    shapes: all.map(({ spec }) => ({
      demand: [spec.cpuReservationMHz, spec.memoryReservationMiB],
      count: 1,
    })),
  };
  return { hosts, plan, running: all.map((_, shape) => ({ shape, host: 0 })) };
}

/** Percentages that are to stay free: as they are said, or as many hosts' share. */
export function keptFree({ hostFailures = 1, cpuPercent, memoryPercent }: HaAdmission, hosts: number) {
  const share = hosts === 0 ? 100 : Math.min(100, Math.floor((100 * hostFailures) / hosts));
  return { cpu: cpuPercent ?? share, memory: memoryPercent ?? share };
}

/** Whether the VM may be powered on, on one of its hosts by name, as far as HA is concerned. */
export function admits(
  cluster: Cluster,
  vm: VirtualMachine,
  view: ReadView,
  allowed: readonly string[],
): { readonly isAdmitted: boolean; readonly hosts: readonly string[] } {
  const admission = admissionOf(cluster);
  if (!cluster.spec.ha.enabled || !admission.enabled) return { isAdmitted: true, hosts: allowed };
  const { hosts, plan, running } = planOf(cluster, vm, view);
  if (hosts.length < hostsLeast) return { isAdmitted: true, hosts: allowed };
  if (admission.policy === 'Dedicated') {
    const kept = new Set(admission.hosts);
    const free = new Set(
      hosts.filter(({ spec }) => !kept.has(spec.moid)).map(({ metadata }) => metadata.name),
    );
    const left = allowed.filter((name) => free.has(name));
    return { isAdmitted: left.length > 0, hosts: left };
  }
  if (admission.policy === 'Slots') {
    const { slots, used, hostFailures } = slotsOf(plan, running, leastSlot);
    const isEnough = slots.reduce((sum, count) => sum + count, 0) >= used;
    return { isAdmitted: isEnough && hostFailures >= (admission.hostFailures ?? 1), hosts: allowed };
  }
  const [cpu = 0, memory = 0] = freePercentages(plan, running);
  const kept = keptFree(admission, hosts.length);
  return { isAdmitted: cpu >= kept.cpu && memory >= kept.memory, hosts: allowed };
}

/** As the vSphere Client says it. */
export const insufficientFailover =
  'Insufficient resources to satisfy configured failover level for vSphere HA.';
