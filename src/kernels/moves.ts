// Migrations that even out a fleet: the typed port of assembly/balance. Each move is the one that gains most when its turn comes: of all
// items the one whose move to the least loaded host that may take it lessens the cost most; of equals the first item, the first host. Each item moves
// once at most.
import type { Arena } from './arena.ts';
import { answerOf } from './code.ts';
import type { KernelExports } from './exports.ts';
import type { FleetPlan } from './fleet.ts';

/** What a load costs. `deviation`: its square, so that hosts become alike; `score`: the square of what exceeds half of a host. */
export const balanceModels = ['deviation', 'score'] as const;
export type BalanceModel = (typeof balanceModels)[number];

export interface BalanceOrder {
  /** What is where; items of shapes with devices stay. `cost` is that of migrating it, in the unit of gains, whole. */
  readonly items: readonly { readonly shape: number; readonly host: number; readonly cost?: number }[];
  /** The resource that is balanced. */
  readonly resource: number;
  readonly model: BalanceModel;
  /** Moves that gain less are not made, but for those that a rule or a host out of service demands. */
  readonly leastGain: number;
  readonly movesMax: number;
}

export interface Move {
  readonly item: number;
  readonly host: number;
  /** In squares of millionths (2^-20) of a host, the migration's cost taken off. */
  readonly gain: number;
  /** Whether the item may not stay where it is. */
  readonly isMandatory: boolean;
}

/** A host's whole capacity, in the unit of loads. */
export const WHOLE_LOAD = 1 << 20;
/** What is added to the gain of a move that must be; more than any gain. */
const MUST = 0x10_0000_0000_0000;
const MOVES_OF_RUN_MAX = 1024;

/** By how much of a host two loads must differ for a move to be worth it, from threshold 2 on; 1 makes mandatory moves only. */
const differences = [0.4, 0.2, 0.1, 0.05];

/** The least gain at a migration threshold of 1 (conservative) to 5 (aggressive). */
export function leastGainOf(threshold: number): number {
  const difference = differences[threshold - 2];
  return difference === undefined ? MUST / 2 : Math.floor(squareOf(difference * WHOLE_LOAD) / 2);
}

/** A recommendation's priority, 1 (mandatory) to 5: the lowest threshold that makes the move. */
export function priorityOf({ gain, isMandatory }: Move): number {
  if (isMandatory) return 1;
  return [2, 3, 4].find((threshold) => gain >= leastGainOf(threshold)) ?? 5;
}

/** What moving so much memory of a host costs: the square of a quarter of its share. */
export function migrationCostOf(memoryShare: number): number {
  return squareOf(Math.floor((memoryShare * WHOLE_LOAD) / 4));
}

function squareOf(value: number): number {
  return value * value;
}

/** A load as hosts count it. */
export function loadOf(used: number, capacity: number): number {
  if (capacity === 0) return WHOLE_LOAD * 32;
  return Math.min(Math.floor((used * WHOLE_LOAD) / capacity), WHOLE_LOAD * 32);
}

const areas = { capacity: 0, cost: 6, shape: 7, host: 8, gain: 11, moved: 12, movedTo: 13 };

/** Makes the moves in the fleet at this address and answers them in their order. */
export function balance(
  kernel: KernelExports,
  arena: Arena,
  fleet: number,
  { hosts }: FleetPlan,
  { items, resource, model, leastGain, movesMax }: BalanceOrder,
): Move[] {
  const at = arena.scratch(`moves of ${items.length} items`, (address) =>
    kernel.movesOpen(address, fleet, items.length),
  );
  const address = (name: keyof typeof areas): number => kernel.movesAreaAt(at, areas[name]);
  const { buffer } = kernel.memory;
  const capacities = hosts.map(({ capacity }) => capacity[resource] ?? 0);
  new Float64Array(buffer, address('capacity'), hosts.length).set(capacities);
  new Float64Array(buffer, address('cost'), items.length).set(items.map(({ cost = 0 }) => cost));
  new Uint32Array(buffer, address('shape'), items.length).set(items.map(({ shape }) => shape));
  new Uint32Array(buffer, address('host'), items.length).set(items.map(({ host }) => host));
  answerOf(kernel.movesBegin(at, resource, model === 'score' ? 1 : 0), 'the items to be balanced');
  const moves: Move[] = [];
  while (moves.length < movesMax) {
    const asked = Math.min(MOVES_OF_RUN_MAX, movesMax - moves.length);
    const made = answerOf(kernel.movesRun(at, asked, leastGain), 'moves');
    const gains = new Float64Array(buffer, address('gain'), made);
    const moved = new Uint32Array(buffer, address('moved'), made);
    const hostsOf = new Uint32Array(buffer, address('movedTo'), made);
    gains.forEach((gain, index) => {
      const isMandatory = gain >= MUST / 2;
      const own = isMandatory ? gain - MUST : gain;
      moves.push({ item: moved[index] ?? 0, host: hostsOf[index] ?? 0, gain: own, isMandatory });
    });
    if (made < asked) break;
  }
  return moves;
}
