// Random cases by seed: the kernels against the oracle, bit for bit. The test runs some thousands, soak runs millions;
// a difference throws with the seed and the number of the case, which play it again.
import { deepStrictEqual } from 'node:assert';
import type { KernelExports } from '../../src/kernels/exports.ts';
import type { Kernels } from '../../src/kernels/kernels.ts';
import {
  QUANTITY_MAX,
  type HostRow,
  type HostTable,
  type Item,
  type Resource,
} from '../../src/kernels/placement.ts';
import { formatCidr, networkOf, type Cidr } from '../../src/std/ip.ts';
import { oracle } from './oracle.ts';
import { compareFleets } from './random-fleets.ts';
import { compareRouteTables } from './random-routes.ts';
import { dice, type Dice } from '../dice.ts';

export interface CaseOptions {
  readonly seed: number;
  /** Cases for each kernel. */
  readonly cases: number;
  /** Number of the first case. */
  readonly first?: number;
}

/** Runs `cases` cases of kernels over columns; throws at the first difference, naming what to run again. */
export function runKernelCases(kernels: Kernels, { seed, cases, first = 0 }: CaseOptions): void {
  for (let number = first; number < first + cases; number++) {
    runOne('placement', seed, number, () => comparePlacement(kernels, dice(seed, number)));
    runOne('fleet', seed, number, () => compareFleets(kernels, dice(seed, number)));
    runOne('routes', seed, number, () => compareRoutes(kernels, dice(seed, number)));
  }
}

/** The same for kernels over text. */
export function runRouteTableCases(kernel: KernelExports, { seed, cases, first = 0 }: CaseOptions): void {
  for (let number = first; number < first + cases; number++) {
    runOne('route tables', seed, number, () => compareRouteTables(kernel, dice(seed, number)));
  }
}

function runOne(kernel: string, seed: number, number: number, run: () => void): void {
  try {
    run();
  } catch (cause) {
    throw new Error(`${kernel}: case ${number} of seed ${seed} differs: ${String(cause)}`, { cause });
  }
}

// Placement: one table on either side, and a ledger's life on both.

function comparePlacement(kernels: Kernels, roll: Dice): void {
  const resources = Array.from({ length: resourceCount(roll) }, (_, r): Resource => {
    const role = roll.below(3);
    return { name: `r${r}`, hard: role !== 2, scored: role !== 0 };
  });
  const hosts = roll.chance(4) ? roll.between(100, 700) : roll.below(41);
  // Few sizes, so that closed tables find a successor.
  const shape = { resources, hostsMax: hosts < 41 ? 44 : 703, masks: 2 };
  const tables = [kernels.placement.createTable(shape), oracle.placement.createTable(shape)] as const;
  const scale = roll.pick([3, 12, 1_000, 524_288, QUANTITY_MAX]);
  const rows = Array.from({ length: hosts }, () => randomRow(roll, resources, scale));
  both(tables, (table) => table.load(rows));
  for (const mask of [1, 2]) {
    const percent = roll.pick([0, 3, 50, 97, 100]);
    const isIn = Array.from({ length: hosts }, () => roll.chance(percent));
    both(tables, (table) => table.setMask(mask, (host) => isIn[host] ?? false));
  }
  for (let step = roll.between(1, 6); step > 0; step--) {
    act(tables, roll, resources, scale);
    // Route kernels work behind the tables, in the same memory, and must leave them alone.
    if (roll.chance(5)) kernels.routes.exact(randomPrefixes(roll));
  }
  both(tables, (table) => table.close());
}

function resourceCount(roll: Dice): number {
  return roll.chance(3) ? 30 : roll.between(1, 5);
}

function act(
  tables: readonly [HostTable, HostTable],
  roll: Dice,
  resources: readonly Resource[],
  scale: number,
): void {
  const item: Item = { demand: resources.map(() => randomDemand(roll, scale)), mask: roll.below(3) };
  const choice = both(tables, (table) => table.choose(item));
  if (roll.chance(20)) both(tables, (table) => table.verdicts(item));
  const anyHost = roll.below(tables[0].hosts + 1);
  const host = choice.winner >= 0 && roll.chance(80) ? choice.winner : anyHost;
  const row = randomRow(roll, resources, scale);
  const deed = roll.below(4);
  both(tables, (table) => {
    if (deed === 0) table.setHost(host, row);
    else if (deed === 1) table.release(host, item);
    else table.place(host, item);
  });
  if (host < tables[0].hosts) both(tables, (table) => table.freeOf(host));
}

/** Does the same to both; the answers, or the refusals, must be the same. */
function both<T>(tables: readonly [HostTable, HostTable], deed: (table: HostTable) => T): T {
  const [actual, expected] = tables.map((table) => attempt(() => deed(table)));
  deepStrictEqual(actual, expected);
  return actual as T;
}

const refused = { refused: true };

function attempt<T>(deed: () => T): T | typeof refused {
  try {
    return deed();
  } catch {
    return refused;
  }
}

function randomRow(roll: Dice, resources: readonly Resource[], scale: number): HostRow {
  const capacity = resources.map(() => (roll.chance(50) ? scale : roll.below(scale + 1)));
  const free = capacity.map((of, r) => {
    if (roll.chance(3))
      return resources[r]?.scored === true ? -QUANTITY_MAX : roll.pick([-QUANTITY_MAX, QUANTITY_MAX]);
    return roll.chance(10) ? -roll.below(scale) : roll.below(of + 1);
  });
  return { free, capacity };
}

function randomDemand(roll: Dice, scale: number): number {
  if (roll.chance(3)) return roll.pick([QUANTITY_MAX, QUANTITY_MAX + 1, 2 ** 40]);
  return roll.chance(30) ? 0 : roll.below(Math.floor(scale / roll.pick([1, 2, 8])) + 1);
}

// Routes: sets that touch, nest, repeat and reach both ends of the address space.

function compareRoutes(kernels: Kernels, roll: Dice): void {
  const prefixes = randomPrefixes(roll);
  const summary = roll.chance(50) ? kernels.routes.boundary(prefixes, roll.below(33)) : randomPrefixes(roll);
  const boundary = roll.below(33);
  const actual = describe(kernels, prefixes, summary, boundary);
  deepStrictEqual(actual, describe(oracle, prefixes, summary, boundary), prefixes.map(formatCidr).join(' '));
}

function describe(
  { routes }: Kernels,
  prefixes: readonly Cidr[],
  summary: readonly Cidr[],
  boundary: number,
): unknown {
  return {
    exact: routes.exact(prefixes).map(formatCidr),
    boundary: routes.boundary(prefixes, boundary).map(formatCidr),
    overAdvertised: routes.overAdvertised(summary, prefixes),
  };
}

function randomPrefixes(roll: Dice): Cidr[] {
  const shortest = roll.pick([0, 1, 8, 16, 22, 26, 29]);
  const home = roll.pick([0, 0xffff_ffff, roll.below(0x1_0000_0000)]);
  const { base, prefixBits } = networkOf(home, shortest);
  const count = roll.chance(1) ? roll.between(100, 1_000) : roll.below(24);
  return Array.from({ length: count }, () => {
    const bits = roll.chance(50) ? 32 - roll.below(4) : roll.between(prefixBits, 32);
    const address = base + roll.below(2 ** (32 - prefixBits));
    return roll.chance(10) ? { base: address, prefixBits: bits } : networkOf(address, bits);
  });
}
