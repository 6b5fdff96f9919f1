// One Pod's placement, worked out without writing anything: kube-scheduler's filters and scores, then DRS's word.
// The scheduler acts on it; the explanation of a decision is the same function looked at host by host.
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { crxSizeOf } from '../../kinds/vsphere/crx.ts';
import type { VmShape } from '../drs/demand.ts';
import type { Drs, DrsChoice, HostWord, ReasonCount } from '../drs/drs.ts';
import type { Filters, Verdict } from './filters.ts';
import type { NodeInfo, NodeLedger } from './nodes.ts';
import { bestOf, scoresOf, type Score } from './scores.ts';

export interface Decision {
  /** Where the Pod goes; undefined where nobody takes it. */
  readonly node: string | undefined;
  /** True where the node is an ESXi host, and the Pod so a vSphere Pod. */
  readonly onHost: boolean;
  readonly shape: VmShape;
  readonly nodes: number;
  readonly feasible: number;
  readonly preferred: { readonly name: string; readonly score: number } | undefined;
  /** Why nodes were filtered out. */
  readonly reasons: readonly ReasonCount[];
  readonly drs: DrsChoice | undefined;
}

/** A node's place in the decision, for the table. */
export interface NodeWord {
  readonly name: string;
  readonly onHost: boolean;
  readonly reasons: Verdict;
  readonly score: Score | undefined;
  readonly drs: HostWord | undefined;
}

function countReasons(verdicts: readonly Verdict[]): readonly ReasonCount[] {
  const counts = new Map<string, number>();
  for (const verdict of verdicts)
    for (const reason of verdict) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => (a.reason < b.reason ? -1 : 1));
}

/** The VM that the Pod would be. */
export function shapeOf(pod: Pod, drs: Drs): VmShape {
  const size = crxSizeOf(pod.spec);
  return {
    role: 'Pod',
    cpus: size.cpus,
    memoryMiB: size.memoryMiB,
    cpuReservationMHz: Math.floor((size.cpuReservationMilli * drs.leastMHz) / 1000),
    memoryReservationMiB: size.memoryReservationMiB,
  };
}

function isHost(info: NodeInfo): boolean {
  return info.node.metadata.labels?.['node-role.kubernetes.io/agent'] !== undefined;
}

export function decide(pod: Pod, ledger: NodeLedger, filters: Filters, drs: Drs): Decision {
  const verdicts = filters.verdicts(pod);
  const feasible = ledger.nodes.filter((_, index) => verdicts[index]?.length === 0);
  const best = bestOf(pod, feasible);
  const shape = shapeOf(pod, drs);
  const common = {
    shape,
    nodes: ledger.nodes.length,
    feasible: feasible.length,
    preferred: best === undefined ? undefined : { name: best.info.node.metadata.name, score: best.score },
    reasons: countReasons(verdicts),
  };
  if (best === undefined) return { ...common, node: undefined, onHost: false, drs: undefined };
  // A control plane node is kube-scheduler's own business; ESXi hosts are DRS's.
  if (!isHost(best.info))
    return { ...common, node: best.info.node.metadata.name, onHost: false, drs: undefined };
  const hosts = new Set(feasible.filter(isHost).map(({ node }) => node.metadata.name));
  const choice = drs.choose(shape, (host) => hosts.has(host));
  return { ...common, node: choice.winner?.name, onHost: true, drs: choice };
}

export function explain(pod: Pod, ledger: NodeLedger, filters: Filters, drs: Drs): readonly NodeWord[] {
  const verdicts = filters.verdicts(pod);
  const feasible = ledger.nodes.filter((_, index) => verdicts[index]?.length === 0);
  const scores = scoresOf(pod, feasible);
  const names = new Set(feasible.filter(isHost).map(({ node }) => node.metadata.name));
  const words = new Map(
    drs.explain(shapeOf(pod, drs), (host) => names.has(host)).map((word) => [word.name, word]),
  );
  return ledger.nodes.map((info, index) => {
    const { name } = info.node.metadata;
    const place = feasible.indexOf(info);
    return {
      name,
      onHost: isHost(info),
      reasons: verdicts[index] ?? [],
      score: place < 0 ? undefined : scores[place],
      drs: words.get(name),
    };
  });
}
