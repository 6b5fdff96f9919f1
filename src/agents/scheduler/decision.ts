// One Pod's placement, worked out without writing anything: kube-scheduler's filters and scores, then DRS's word.
// The scheduler acts on it; the explanation of a decision is the same function looked at host by host.
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { crxSizeOf } from '../../kinds/vsphere/crx.ts';
import type { VmShape } from '../drs/demand.ts';
import type { Drs, DrsChoice, HostWord, ReasonCount } from '../drs/drs.ts';
import type { Candidates } from './candidates.ts';
import { Filtered, type Filters } from './filters.ts';
import type { NodeInfo, NodeLedger } from './nodes.ts';
import { bestOf, scoresOf, type Score } from './scores.ts';
import type { Verdict } from './verdict.ts';

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
  readonly reasons: readonly string[];
  readonly score: Score | undefined;
  readonly drs: HostWord | undefined;
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

/** The decision, and what each node of the ledger was told. */
export interface Judged {
  readonly decision: Decision;
  readonly verdicts: readonly Verdict[];
}

/** All that passed, or the one that preemption made room on, if that is among them. */
function candidatesOf(pod: Pod, { feasible }: Filtered): Candidates {
  const promised = pod.status?.nominatedNodeName;
  if (!promised) return feasible;
  const kept = feasible.named(promised);
  return kept.size > 0 ? kept : feasible;
}

function chooseHost(
  shape: VmShape,
  candidates: Candidates,
  wished: Candidates | undefined,
  drs: Drs,
): DrsChoice {
  const choice = wished === undefined ? undefined : drs.choose(shape, wished.hosts);
  return choice?.winner === undefined ? drs.choose(shape, candidates.hosts) : choice;
}

type VolumeReason = (node: NodeInfo['node']) => string | undefined;

function withVolumes({ verdicts }: Filtered, ledger: NodeLedger, volumeReason: VolumeReason): Filtered {
  const added = verdicts.map((verdict, place): Verdict => {
    const { node } = ledger.nodes[place] as NodeInfo;
    const reason = verdict === undefined ? volumeReason(node) : undefined;
    return reason === undefined ? verdict : { reasons: [reason], isFinal: true };
  });
  return new Filtered(ledger, added);
}

/** `volumeReason` says why the Pod's volumes keep it from a node that nothing else keeps it from. */
export function decide(
  pod: Pod,
  ledger: NodeLedger,
  filters: Filters,
  drs: Drs,
  volumeReason?: VolumeReason,
): Judged {
  const passed = filters.filter(pod);
  const filtered = volumeReason === undefined ? passed : withVolumes(passed, ledger, volumeReason);
  const { verdicts } = filtered;
  const candidates = candidatesOf(pod, filtered);
  const best = bestOf(pod, candidates, ledger);
  const shape = shapeOf(pod, drs);
  const common = {
    shape,
    nodes: ledger.nodes.length,
    feasible: candidates.size,
    preferred: best === undefined ? undefined : { name: best.info.node.metadata.name, score: best.score },
    reasons: filtered.reasons,
  };
  if (best === undefined)
    return { decision: { ...common, node: undefined, onHost: false, drs: undefined }, verdicts };
  // A control plane node is kube-scheduler's own business; ESXi hosts are DRS's.
  if (!best.info.isHost) {
    const decision = { ...common, node: best.info.node.metadata.name, onHost: false, drs: undefined };
    return { decision, verdicts };
  }
  const choice = chooseHost(shape, candidates, best.wished, drs);
  return { decision: { ...common, node: choice.winner?.name, onHost: true, drs: choice }, verdicts };
}

export function explain(pod: Pod, ledger: NodeLedger, filters: Filters, drs: Drs): readonly NodeWord[] {
  const { verdicts, feasible } = filters.filter(pod);
  const scores = scoresOf(pod, feasible, ledger);
  const words = new Map(drs.explain(shapeOf(pod, drs), feasible.hosts).map((word) => [word.name, word]));
  return ledger.nodes.map((info, place) => {
    const { name } = info.node.metadata;
    const index = feasible.places.indexOf(place);
    return {
      name,
      onHost: info.isHost,
      reasons: verdicts[place]?.reasons ?? [],
      score: index < 0 ? undefined : scores[index],
      drs: words.get(name),
    };
  });
}
