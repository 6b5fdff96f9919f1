// What failover and room are reckoned from: Pods as they run, and the size of one more.
import type { Running } from '../../kernels/failover.ts';
import type { ItemShape } from '../../kernels/fleet.ts';
import { QUANTITY_MAX } from '../../kernels/placement.ts';
import { parseQuantity } from '../../std/quantity.ts';
import { cpu, memory } from './amounts.ts';
import type { Placed } from './placing.ts';
import type { Pods } from './pods.ts';

/** What runs, and of each by the same index the Pod that it is. */
export function runningOf(
  pods: Pods,
  { hosts, devices }: Placed,
): { readonly ran: readonly number[]; readonly running: readonly Running[] } {
  const ran = [...hosts.keys()].filter((pod) => (hosts[pod] ?? -1) >= 0);
  const running = ran.map((pod) => ({
    shape: pods.shapeOf[pod] ?? 0,
    host: hosts[pod] ?? 0,
    devices: devices[pod] ?? 0,
    priority: pods.priorityOf[pod] ?? 0,
  }));
  return { ran, running };
}

/** A shape of CPU and memory as Kubernetes writes them, in a plan of so many resources; undefined where they are no amounts. */
export function sizeOf(cpuText: string, memoryText: string, resources: number): ItemShape | undefined {
  const amounts = [
    { text: cpuText, nano: cpu.nano },
    { text: memoryText, nano: memory.nano },
  ].map(({ text, nano }) => {
    const quantity = parseQuantity(text);
    return quantity === undefined || quantity.nano < 0n ? NaN : Number((quantity.nano + nano - 1n) / nano);
  });
  if (!amounts.every((amount) => amount <= QUANTITY_MAX)) return undefined;
  return { demand: Array.from({ length: resources }, (_, index) => amounts[index] ?? 0), count: 0 };
}
