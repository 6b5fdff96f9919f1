// What a kubelet sees of its node: what each container of its Pods uses, and the node as a whole.
import type { ContainerStatus } from '#types';
import type { Node } from '../../../kinds/core/node.ts';
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import { nodeMetrics } from '../../../kinds/metrics/metrics.ts';
import { UsageReader } from '../../../kinds/metrics/usage.ts';
import { parseQuantity, quantityValue } from '../../../std/quantity.ts';
import { parseTime } from '../../../std/time.ts';
import type { ReadView } from '../../../store/view.ts';
import { found } from '../subresources/container.ts';
import type { CpuTotals } from './cpu-totals.ts';

export interface Used {
  /** Billionths of a core, and of a core's seconds since it started. */
  readonly cpuNano: number;
  readonly cpuNanoSeconds: number;
  readonly memoryBytes: number;
  /** Simulated milliseconds since the Unix epoch. */
  readonly startedAt: number;
}

export interface UsedByContainer extends Used {
  readonly name: string;
  readonly status: ContainerStatus;
}

export interface UsedByPod extends Used {
  readonly pod: Pod;
  /** When it was looked at. */
  readonly at: number;
  readonly containers: readonly UsedByContainer[];
}

export interface UsedByNode extends Used {
  readonly pods: readonly UsedByPod[];
}

function together(parts: readonly Used[]): Used {
  const sum = (member: keyof Used): number => parts.reduce((all, part) => all + part[member], 0);
  return {
    cpuNano: sum('cpuNano'),
    cpuNanoSeconds: sum('cpuNanoSeconds'),
    memoryBytes: sum('memoryBytes'),
    startedAt: Math.min(...parts.map(({ startedAt }) => startedAt)),
  };
}

function usedByPod(pod: Pod, reader: UsageReader, totals: CpuTotals): readonly UsedByPod[] {
  const usage = reader.of(pod);
  if (usage === undefined) return [];
  const { at } = usage;
  const containers = usage.containers.flatMap((used): readonly UsedByContainer[] => {
    const status = found(pod, used.name)?.status;
    const startedAt = parseTime(status?.state?.running?.startedAt ?? '');
    if (status === undefined || startedAt === undefined) return [];
    const run = `${pod.metadata.uid}/${used.name}/${status.restartCount}`;
    const cpuNanoSeconds = totals.of(run, used.cpuNano, startedAt, at);
    return [{ ...used, status, startedAt, cpuNanoSeconds }];
  });
  return containers.length === 0 ? [] : [{ pod, at, containers, ...together(containers) }];
}

/** Whole units of an amount, zero where it is none. */
export function amountOf(text: string | undefined): number {
  const quantity = parseQuantity(text ?? '');
  return quantity === undefined ? 0 : quantityValue(quantity);
}

export function usageOf(node: Node, view: ReadView, totals: CpuTotals): UsedByNode {
  const { name, uid, creationTimestamp } = node.metadata;
  const reader = new UsageReader(view);
  const pods = view
    .list<Pod>('core/pods', { index: ['node', name] })
    .flatMap((pod) => usedByPod(pod, reader, totals));
  const { cpu = '0', memory } = nodeMetrics.computed?.get(view, '', name).usage ?? {};
  const cpuNano = Number(parseQuantity(cpu)?.nano ?? 0n);
  const startedAt = parseTime(creationTimestamp ?? '') ?? view.now;
  const cpuNanoSeconds = totals.of(uid, cpuNano, startedAt, view.now);
  return { pods, startedAt, cpuNano, cpuNanoSeconds, memoryBytes: amountOf(memory) };
}
