/**
 * A Pod's placement host by host, as `GET /sandbox/placement/<scope>/<namespace>/<pod>` answers it: what kube-scheduler's filters and
 * scores say of every node, what DRS says of every host, and the verdict that follows. The formulas are those that the numbers come from.
 */
import type { Candidate, Host, Placement, ReasonCount } from '../../live/fabric.ts';
import { bytesOf, gigahertz, percent } from '../format.ts';
import { capacityMHz } from '../hosts/host.ts';
import type { State } from '../../parts/state.ts';

export interface Score {
  readonly least: number;
  readonly balanced: number;
  readonly spread: number;
  readonly affinity: number;
  readonly peers: number;
  readonly taints: number;
  readonly total: number;
}

export interface NodeWord {
  readonly name: string;
  readonly onHost: boolean;
  readonly reasons: readonly string[];
  readonly score?: Score;
  readonly drs?: {
    readonly eligible: boolean;
    readonly short: readonly string[];
    /** Thousandths of the scarcer resource that would stay free. */
    readonly score?: number;
    readonly freeCpuMHz: number;
    readonly freeMemoryMiB: number;
  };
}

export interface Edit {
  readonly change: string;
  /** What kubectl or govc would be told. */
  readonly command?: string;
  /** Where the Pod or the VM would go. */
  readonly node: string;
}

/** What came of a change in a fork. */
export interface Trial {
  readonly outcome: string;
  readonly node?: string;
  readonly seconds: number;
  readonly message?: string;
}

/** `Ready on esxi-01 after 14 s`. */
export function trialWords({ outcome, node, seconds, message }: Trial): string {
  if (message !== undefined) return `${outcome}: ${message}`;
  return `${outcome}${node === undefined ? '' : ` on ${node}`} after ${seconds} s`;
}

export const wentWell = (words: string): boolean => /^(?:Ready|Powered on)\b/.test(words);

export interface PlacementTable {
  /** `decided`: as it was when the Pod was placed; `now`: as it would be made now. */
  readonly asOf: 'decided' | 'now';
  readonly decision: {
    readonly node?: string;
    readonly onHost: boolean;
    readonly shape: {
      readonly cpus: number;
      readonly memoryMiB: number;
      readonly cpuReservationMHz: number;
      readonly memoryReservationMiB: number;
    };
    readonly nodes: number;
    readonly feasible: number;
    readonly preferred?: Candidate;
    readonly reasons: readonly ReasonCount[];
    readonly drs?: {
      readonly winner?: Candidate;
      readonly runnerUp?: Candidate;
      readonly reasons: readonly ReasonCount[];
    };
  };
  readonly nodes: readonly NodeWord[];
  /** For a Pod that nobody takes: single changes that would let it fit. */
  readonly edits: readonly Edit[];
}

/**
 * A table of now for a Pod that was placed before: its numbers are of now, and the Pod itself is among what runs; who won, and over whom,
 * is what was kept of the decision.
 */
export function withKept(table: PlacementTable, kept: Placement | undefined): PlacementTable {
  if (table.asOf === 'decided' || kept === undefined) return table;
  const { scheduler, drs } = kept;
  return {
    ...table,
    decision: { ...table.decision, ...scheduler, node: drs.winner.name, onHost: true, drs },
  };
}

export interface Verdict {
  readonly state: State;
  readonly word: string;
  readonly why: string;
}

export interface CourtRow {
  readonly node: NodeWord;
  readonly host: Host | undefined;
  /** 1 for the scheduler's favourite; undefined of what is not scored. */
  readonly rank: number | undefined;
  /** Another has the same score. */
  readonly tied: boolean;
  /** Parts of the host that would be in use with the Pod on it. */
  readonly cpuAfter: number | undefined;
  readonly memoryAfter: number | undefined;
  readonly verdict: Verdict;
  readonly winner: boolean;
}

/** Weights of kube-scheduler's score plugins as it comes. */
export const weights = { least: 1, balanced: 1, spread: 2, affinity: 2, peers: 2, taints: 3 } as const;

const ordinal = (rank: number): string =>
  `${rank}${rank % 10 === 1 && rank % 100 !== 11 ? 'st' : rank % 10 === 2 && rank % 100 !== 12 ? 'nd' : rank % 10 === 3 && rank % 100 !== 13 ? 'rd' : 'th'}`;

export const rankWords = (rank: number | undefined, of: number, tied: boolean): string =>
  rank === undefined ? '' : tied ? `tied ${ordinal(rank)}` : `${ordinal(rank)} of ${of}`;

/** `esxi-01` of `esxi-01.sandbox.lab`. */
export const shortName = (host: string): string => host.split('.')[0] ?? host;

/** Thousandths as the goodness that people compare: `0.97`. */
export const goodness = (score: number): string => (score / 1_000).toFixed(3);

function verdictOf(node: NodeWord, { decision }: PlacementTable): Verdict {
  const { drs } = decision;
  /** As it was judged: where the numbers of the table are of now, the decision's own. */
  const judged = (): string =>
    goodness(drs?.runnerUp?.name === node.name ? drs.runnerUp.score : (node.drs?.score ?? 0));
  if (decision.node === node.name) {
    if (drs === undefined)
      return { state: 'success', word: 'Placed here', why: 'a control plane node: DRS is not asked' };
    const { runnerUp, winner } = drs;
    const why =
      runnerUp === undefined
        ? 'the only host that may take it'
        : runnerUp.score === winner?.score
          ? `as good as ${shortName(runnerUp.name)}: the first by name`
          : `best goodness, ${shortName(runnerUp.name)} has ${goodness(runnerUp.score)}`;
    return { state: 'success', word: 'Placed here', why };
  }
  if (node.reasons.length > 0) return { state: 'danger', word: 'Filtered out', why: node.reasons.join(', ') };
  if (node.drs === undefined)
    return { state: 'declined', word: 'Not chosen', why: 'DRS is not asked about it' };
  if (!node.drs.eligible) return { state: 'declined', word: 'Not a candidate', why: 'the host is not up' };
  if (node.drs.short.length > 0)
    return { state: 'warning', word: 'Declined by DRS', why: node.drs.short.join(', ') };
  if (decision.preferred?.name === node.name && drs?.winner !== undefined)
    return {
      state: 'warning',
      word: 'Declined by DRS',
      why: `scheduler’s choice; goodness ${judged()}, best ${goodness(drs.winner.score)}`,
    };
  if (drs?.runnerUp?.name === node.name)
    return { state: 'declined', word: 'Second choice', why: `goodness ${judged()}` };
  return { state: 'declined', word: 'Not chosen', why: `goodness ${judged()}` };
}

/** Rows in the order of the verdict: the winner, then by goodness, then by the scheduler's score, then what was filtered out. */
export function courtRows(table: PlacementTable, hosts: readonly Host[]): readonly CourtRow[] {
  const byName = new Map(hosts.map((host) => [host.metadata.name, host]));
  const scores = table.nodes
    .flatMap(({ score }) => (score === undefined ? [] : [score.total]))
    .sort((a, b) => b - a);
  const rows = table.nodes.map((node): CourtRow => {
    const host = byName.get(node.name);
    const { drs } = node;
    return {
      node,
      host,
      rank: node.score === undefined ? undefined : scores.indexOf(node.score.total) + 1,
      tied: node.score !== undefined && scores.filter((score) => score === node.score?.total).length > 1,
      cpuAfter: host && drs ? 1 - drs.freeCpuMHz / capacityMHz(host) : undefined,
      memoryAfter: host && drs ? 1 - drs.freeMemoryMiB / host.spec.memoryMiB : undefined,
      verdict: verdictOf(node, table),
      winner: table.decision.node === node.name,
    };
  });
  const place = ({ winner, node }: CourtRow): number =>
    winner ? Infinity : node.reasons.length > 0 ? -1 : (node.drs?.score ?? 0);
  return rows.sort(
    (a, b) =>
      place(b) - place(a) ||
      (b.node.score?.total ?? 0) - (a.node.score?.total ?? 0) ||
      (a.node.name < b.node.name ? -1 : 1),
  );
}

export type Figure = 'least' | 'balanced' | 'spread' | 'total' | 'cpu' | 'memory' | 'goodness';

/** How a number of the court comes about, with this row's numbers in it. */
export function formulaOf(
  row: CourtRow,
  figure: Figure,
): { readonly title: string; readonly lines: readonly string[] } {
  const { score, drs } = row.node;
  const cores = row.host === undefined ? 0 : capacityMHz(row.host);
  const memory = row.host?.spec.memoryMiB ?? 0;
  switch (figure) {
    case 'least':
      return {
        title: 'Least allocated',
        lines: [
          '(CPU not requested ÷ CPU × 100 + memory not requested ÷ memory × 100) ÷ 2',
          'counted with this Pod’s own requests; a container without any counts as 100m and 200 MB',
          `= ${score?.least ?? 0}`,
        ],
      };
    case 'balanced':
      return {
        title: 'Balanced allocation',
        lines: [
          '100 × (1 − |part of CPU requested − part of memory requested| ÷ 2)',
          'the closer the two parts, the better',
          `= ${score?.balanced ?? 0}`,
        ],
      };
    case 'spread':
      return {
        title: 'Spread',
        lines: [
          '100 − 100 × Pods of the same controller here ÷ the most on any node that passes',
          `= ${score?.spread ?? 0}`,
        ],
      };
    case 'total':
      return {
        title: 'Total score',
        lines:
          score === undefined
            ? []
            : [
                'least × 1 + balanced × 1 + spread × 2 + affinity × 2 + peers × 2 + taints × 3',
                `${score.least} + ${score.balanced} + ${score.spread} × ${weights.spread} + ${score.affinity} × ${weights.affinity} + ${score.peers} × ${weights.peers} + ${score.taints} × ${weights.taints}`,
                `= ${score.total}`,
              ],
      };
    case 'cpu':
      return {
        title: 'CPU after',
        lines: [
          '1 − CPU that stays free by demand ÷ CPU of the host',
          `1 − ${gigahertz(drs?.freeCpuMHz ?? 0)} ÷ ${gigahertz(cores)}`,
          `= ${percent(row.cpuAfter ?? 0)}`,
        ],
      };
    case 'memory':
      return {
        title: 'Memory after',
        lines: [
          '1 − memory that stays free by demand ÷ memory of the host',
          `1 − ${bytesOf(drs?.freeMemoryMiB ?? 0)} ÷ ${bytesOf(memory)}`,
          `= ${percent(row.memoryAfter ?? 0)}`,
        ],
      };
    case 'goodness':
      return {
        title: 'Goodness',
        lines: [
          'the part that stays free of the scarcer of CPU and memory',
          `the lesser of ${(1 - (row.cpuAfter ?? 0)).toFixed(3)} (CPU) and ${(1 - (row.memoryAfter ?? 0)).toFixed(3)} (memory)`,
          `= ${goodness(drs?.score ?? 0)}`,
        ],
      };
  }
}
