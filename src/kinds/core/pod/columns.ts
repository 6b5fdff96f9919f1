// A Pod's row as kubectl shows it. Source: kubernetes pkg/printers/internalversion, printPod.
import { humanDuration } from '../../../std/time.ts';
import type { Column } from '../../../store/kind.ts';
import { ageColumn, nameColumn } from '../../age.ts';
import type { Pod } from './pod.ts';
import { summaryOf } from './summary.ts';

function readyText(pod: Pod): string {
  const { ready, total } = summaryOf(pod);
  return `${ready}/${total}`;
}

function restartsText(pod: Pod, now: number): string {
  const { restarts, lastRestartMs } = summaryOf(pod);
  return restarts !== 0 && lastRestartMs !== undefined
    ? `${restarts} (${humanDuration(now - lastRestartMs)} ago)`
    : String(restarts);
}

function gatesText({ spec, status }: Pod): string {
  const gates = spec.readinessGates ?? [];
  if (gates.length === 0) return none;
  const isOpen = (type: string) => status?.conditions?.find((each) => each.type === type)?.status === 'True';
  return `${gates.filter(({ conditionType }) => isOpen(conditionType)).length}/${gates.length}`;
}

const none = '<none>';

export const podColumns: readonly Column<Pod>[] = [
  nameColumn,
  { name: 'Ready', cell: readyText },
  { name: 'Status', cell: (pod) => summaryOf(pod).reason },
  { name: 'Restarts', cell: restartsText },
  ageColumn,
  { name: 'IP', wide: true, cell: (pod) => pod.status?.podIP || none },
  { name: 'Node', wide: true, cell: (pod) => pod.spec.nodeName || none },
  { name: 'Nominated Node', wide: true, cell: (pod) => pod.status?.nominatedNodeName || none },
  { name: 'Readiness Gates', wide: true, cell: gatesText },
];
