/** A cluster of the open world as the lab's two tables: its hosts, what runs on them with its reservations, and Pods that wait. */
import { csv } from '../../parts/csv.ts';
import type { Host, VirtualMachine } from '../../live/fabric.ts';
import { coresOf } from '../hosts/host.ts';
import type { Tables } from './sample.ts';

const milliOfCore = 1_000;

const serves = ({ status }: Host): boolean =>
  status?.inMaintenanceMode !== true &&
  status?.powerState === 'POWERED_ON' &&
  status.connectionState === 'CONNECTED';

/**
 * CPU in thousandths of a core (what a machine reserves, by the clock of the cluster's slowest host), memory as configured. Machines that
 * are switched off hold nothing and are left out.
 */
export function worldTables(
  hosts: readonly Host[],
  machines: readonly VirtualMachine[],
  cluster: string,
): Tables {
  const own = hosts.filter(({ spec }) => spec.cluster === cluster);
  const names = new Set(own.map(({ metadata }) => metadata.name));
  const mhz = Math.min(...own.map(({ spec }) => spec.cpu.mhz));
  const running = machines.filter(
    ({ spec, status }) => spec.cluster === cluster && status?.powerState !== 'POWERED_OFF',
  );
  const nameOf = ({ metadata, spec }: VirtualMachine): string =>
    spec.pod === undefined ? metadata.name : `${spec.pod.namespace}/${spec.pod.name}/${metadata.name}`;
  return {
    nodes: csv([
      ['name', 'cpu_milli', 'memory_mib', 'gpu', 'model', 'maintenance'],
      ...own.map((host) => [
        host.metadata.name,
        coresOf(host) * milliOfCore,
        host.spec.memoryMiB,
        (host.spec.gpus ?? []).reduce((sum, { count }) => sum + count, 0),
        host.spec.gpus?.[0]?.model ?? '',
        serves(host) ? 'no' : 'yes',
      ]),
    ]),
    pods: csv([
      ['name', 'cpu_milli', 'memory_mib', 'node'],
      ...running.map((machine) => [
        nameOf(machine),
        Math.ceil((machine.spec.cpuReservationMHz / mhz) * milliOfCore),
        machine.spec.memoryMiB,
        machine.status?.host !== undefined && names.has(machine.status.host) ? machine.status.host : '',
      ]),
    ]),
  };
}
