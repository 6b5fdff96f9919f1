// Kubernetes' sentence on why no node was found. Source: kubernetes pkg/scheduler/framework/types.go, FitError.
import type { ReasonCount } from '../drs/drs.ts';
import type { Verdict } from './verdict.ts';

/** How often each reason was given; sorted by the reason. */
export function countReasons(verdicts: readonly Verdict[]): readonly ReasonCount[] {
  const counts = new Map<string, number>();
  for (const verdict of verdicts)
    if (verdict !== undefined)
      for (const reason of verdict.reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => (a.reason < b.reason ? -1 : 1));
}

/** `0/7 nodes are available: 3 node(s) were unschedulable, 4 Insufficient cpu.` */
export function noneAvailable(nodes: number, reasons: readonly ReasonCount[]): string {
  if (nodes === 0) return 'no nodes available to schedule pods';
  const said = reasons.map(({ reason, count }) => `${count} ${reason}`).sort();
  return `0/${nodes} nodes are available: ${said.join(', ')}.`;
}
