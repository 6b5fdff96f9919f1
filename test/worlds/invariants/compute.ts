// Hosts and what runs on them.
import { paths, type Body } from '../setup.ts';
import { check, type Look } from './look.ts';
import { serves } from './supervisors.ts';

/** Reservations within the hosts, a CRX for each vSphere Pod, no two for one (26, 27). */
export function checkCompute(look: Look): void {
  const hosts = new Map(look.list(paths.hosts).map((host) => [host.metadata.name, host]));
  const reserved = new Map<string, { cpu: number; memory: number }>();
  const byPod = new Set<string>();
  for (const vm of look.list(paths.vms)) {
    const host = vm.status?.['host'] as string | undefined;
    const pod = vm.spec['pod'] as { uid: string } | undefined;
    if (pod !== undefined) {
      check(!byPod.has(pod.uid), () => `${vm.metadata.name} is a second CRX of ${pod.uid} (27)`);
      byPod.add(pod.uid);
    }
    if (host === undefined) continue;
    const sum = reserved.get(host) ?? { cpu: 0, memory: 0 };
    sum.cpu += vm.spec['cpuReservationMHz'] as number;
    sum.memory += vm.spec['memoryReservationMiB'] as number;
    reserved.set(host, sum);
  }
  for (const [name, { cpu, memory }] of reserved) {
    const { cpu: has, memoryMiB } = (hosts.get(name) as Body).spec as {
      cpu: { sockets: number; coresPerSocket: number; mhz: number };
      memoryMiB: number;
    };
    const mhz = has.sockets * has.coresPerSocket * has.mhz;
    check(
      cpu <= mhz && memory <= memoryMiB,
      () => `${name} has ${cpu} of ${mhz} MHz and ${memory} of ${memoryMiB} MiB reserved (26)`,
    );
  }
  if (!serves(look)) return;
  for (const pod of look.list('/api/v1/pods')) {
    const isVsphere = pod.metadata.annotations?.['vmware-system-vm-moid'] !== undefined;
    check(!isVsphere || byPod.has(pod.metadata.uid), () => `${pod.metadata.name} has no CRX (27)`);
  }
}

/** Nothing runs without power, or on a host in maintenance mode (26). */
export function checkPowered(look: Look): void {
  const hosts = new Map(look.list(paths.hosts).map((host) => [host.metadata.name, host]));
  for (const { metadata, status } of look.list(paths.vms)) {
    if (status?.['powerState'] !== 'POWERED_ON') continue;
    const host = hosts.get(String(status['host']));
    check(host?.status?.['powerState'] === 'POWERED_ON', () => `${metadata.name} runs without power (26)`);
    check(
      host?.status?.['inMaintenanceMode'] !== true,
      () => `${metadata.name} runs on a host in maintenance mode (26)`,
    );
  }
}
