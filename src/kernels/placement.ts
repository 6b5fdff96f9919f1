// Placement over a table of hosts: the typed port of assembly/placement. An agent keeps one table as its ledger: it
// sets a host's row when a commit changes it, sets a mask once for many pods of one shape, and chooses. What goes in
// crosses by call; what was chosen is read from the kernel's memory, by a view that is made anew where the memory has moved.
// Deliberately absent: which resources there are and in which units; the agent says.
import { assert } from '../std/assert.ts';
import type { Arena } from './arena.ts';
import { BAD_VALUE, NO_HOST, answerOf } from './code.ts';
import type { KernelExports } from './exports.ts';

/** The largest magnitude of a free value and of a demand; demands beyond it count as this, which no host has. */
export const QUANTITY_MAX = 0x7fffffff;
/** The score of a host that is wholly free; also the numerator of a weight. */
export const SCORE_MAX = 1 << 30;
/** The mask that every host of the table is in. */
export const EVERY_HOST = 0;

/** Where the words of a decision are, as assembly/placement/choose.ts tells them. */
const RUNNER_UP = 0;
const WINNER_SCORE = 1;
const RUNNER_UP_SCORE = 2;
const INELIGIBLE = 3;
const SHORT = 48;
const DECISION_WORDS = SHORT + 30;

/** A column of the table. Hard: an item fits only where free >= demand. Scored: what is left over ranks the host. */
export interface Resource {
  readonly name: string;
  readonly hard: boolean;
  readonly scored: boolean;
}

export interface TableShape {
  /** 1 to 30, at least one role each; rows and demands follow this order. */
  readonly resources: readonly Resource[];
  readonly hostsMax: number;
  /** Masks beside EVERY_HOST, numbered from 1; none unless said. */
  readonly masks?: number;
}

/** What a host has, a value a resource, whole numbers in the agent's units. Free may be negative: overcommitted. */
export interface HostRow {
  readonly free: readonly number[];
  /** At least `free` where the resource is scored. */
  readonly capacity: readonly number[];
}

/** What is to be placed: a demand a resource, whole numbers from 0, and the mask of the hosts that may take it. */
export interface Item {
  readonly demand: readonly number[];
  readonly mask?: number;
}

/** Scores run from 0 to SCORE_MAX; -1 stands for none. */
export interface Choice {
  /** The host with the highest score, of equals the lowest index; NO_HOST if none fits. */
  readonly winner: number;
  readonly winnerScore: number;
  /** The next best host, or NO_HOST. */
  readonly runnerUp: number;
  readonly runnerUpScore: number;
  /** Hosts outside the mask. */
  readonly ineligible: number;
  /** A resource each: eligible hosts short of it (0 unless hard). A host short of two counts in both. */
  readonly short: readonly number[];
}

export interface HostVerdict {
  readonly eligible: boolean;
  /** Indexes of the hard resources that an eligible host is short of. */
  readonly short: readonly number[];
  /** -1 unless the item fits. */
  readonly score: number;
}

export interface HostTable {
  readonly hosts: number;
  /** Replaces all rows; masks keep the hosts that are still there. */
  load(rows: readonly HostRow[]): void;
  /** Sets the row of a host, or of one more host behind the last, which is in no mask but EVERY_HOST. */
  setHost(host: number, row: HostRow): void;
  /** What is free on a host, a value a resource. */
  freeOf(host: number): number[];
  setMask(mask: number, isEligible: (host: number) => boolean): void;
  choose(item: Item): Choice;
  /** The same decision host by host. */
  verdicts(item: Item): HostVerdict[];
  /** Books the item on a host, whether it fits or not. */
  place(host: number, item: Item): void;
  /** Gives back what place took. */
  release(host: number, item: Item): void;
  /** Gives the memory back to the next table of this shape; the table must not be used afterwards. */
  close(): void;
}

export interface PlacementKernel {
  createTable(shape: TableShape): HostTable;
}

/** Tables in an instance's arena. Errors of range and number are thrown: they are the agent's own mistakes. */
export function createPlacementKernel(kernel: KernelExports, arena: Arena): PlacementKernel {
  return { createTable: (shape) => createTable(kernel, arena, shape) };
}

/** The number that a free unit is worth: floor(2^30 / capacity), so that a full score is the same on every host. */
export function weightOf(capacity: number): number {
  return capacity === 0 ? 0 : Math.floor(SCORE_MAX / capacity);
}

function createTable(kernel: KernelExports, arena: Arena, shape: TableShape): HostTable {
  const { resources, hostsMax, masks = 0 } = shape;
  const columnOf = columnsOf(resources);
  const countOf = (role: Role): number => resources.filter((resource) => roleOf(resource) === role).length;
  const [hardOnly, both, scoredOnly] = [countOf(HARD_ONLY), countOf(BOTH), countOf(SCORED_ONLY)];
  /** The word that tells how many hosts are short of a resource; one beyond the last, which tells none, where it is not hard. */
  const shortAt = columnOf.map((column, resource) =>
    resources[resource]?.hard === true ? SHORT + column : DECISION_WORDS,
  );
  const block = `table of ${hostsMax} hosts, ${hardOnly}+${both}+${scoredOnly} resources, ${masks} masks`;
  const table = arena.open(block, (at) =>
    kernel.placementOpen(at, hostsMax, hardOnly, both, scoredOnly, masks + 1),
  );
  let hosts = 0;

  function setHosts(count: number): void {
    answerOf(kernel.placementSetHosts(table, count), `placementSetHosts to ${count}`);
    hosts = count;
  }

  function setRow(host: number, { free, capacity }: HostRow): void {
    columnOf.forEach((column, resource) => {
      const has = free[resource] ?? NaN;
      const of = capacity[resource] ?? NaN;
      const isWhole =
        Number.isInteger(has) && Math.abs(has) <= QUANTITY_MAX && Number.isInteger(of) && of >= 0;
      const code = isWhole ? kernel.placementSetRow(table, host, column, has, weightOf(of)) : BAD_VALUE;
      if (code !== 0)
        answerOf(code, `placementSetRow, host ${host}, resource ${resource}, ${has} free of ${of}`);
    });
  }

  function setDemand({ demand }: Item): void {
    for (let resource = 0; resource < columnOf.length; resource++) {
      const asked = demand[resource] ?? NaN;
      if (!Number.isInteger(asked) || asked < 0) {
        assert(false, `a demand is a whole number from 0, got ${asked} of resource ${resource}`);
      }
      kernel.placementSetDemand(table, columnOf[resource] ?? 0, Math.min(asked, QUANTITY_MAX));
    }
  }

  /** Where the latest choice is told, of memory that has not moved meanwhile. */
  let told = new Int32Array(0);
  function decision(): Int32Array {
    if (told.length === 0)
      told = new Int32Array(kernel.memory.buffer, kernel.placementDecisionAt(table), DECISION_WORDS);
    return told;
  }

  return {
    get hosts() {
      return hosts;
    },
    load(rows) {
      setHosts(rows.length);
      rows.forEach((row, host) => setRow(host, row));
    },
    setHost(host, row) {
      if (host === hosts) setHosts(hosts + 1);
      setRow(host, row);
    },
    freeOf(host) {
      assert(host >= 0 && host < hosts, `there is no host ${host} of ${hosts}`);
      return columnOf.map((column) => kernel.placementFree(table, host, column));
    },
    setMask(mask, isEligible) {
      for (let word = 0; word * 32 < hosts; word++) {
        let bits = 0;
        const last = Math.min(hosts, word * 32 + 32);
        for (let host = word * 32; host < last; host++) if (isEligible(host)) bits |= 1 << (host & 31);
        answerOf(kernel.placementSetMaskWord(table, mask, word, bits), 'placementSetMaskWord');
      }
    },
    choose(item) {
      setDemand(item);
      const winner = answerOf(kernel.placementChoose(table, item.mask ?? EVERY_HOST), 'placementChoose');
      const words = decision();
      return {
        winner,
        winnerScore: words[WINNER_SCORE] ?? NO_HOST,
        runnerUp: words[RUNNER_UP] ?? NO_HOST,
        runnerUpScore: words[RUNNER_UP_SCORE] ?? NO_HOST,
        ineligible: words[INELIGIBLE] ?? 0,
        short: shortAt.map((at) => words[at] ?? 0),
      };
    },
    verdicts(item) {
      setDemand(item);
      answerOf(kernel.placementVerdicts(table, item.mask ?? EVERY_HOST), 'placementVerdicts');
      const { buffer } = kernel.memory;
      const verdicts = new Int32Array(buffer, kernel.placementVerdictsAt(table), hosts);
      const scores = new Int32Array(buffer, kernel.placementScoresAt(table), hosts);
      return Array.from(verdicts, (verdict, host) => {
        const eligible = verdict >= 0;
        const isShort = (column: number) => eligible && ((verdict >> column) & 1) === 1;
        const short = columnOf.flatMap((column, resource) => (isShort(column) ? [resource] : []));
        return { eligible, short, score: scores[host] ?? NO_HOST };
      });
    },
    place(host, item) {
      setDemand(item);
      const code = kernel.placementPlace(table, host);
      if (code !== 0) answerOf(code, `placementPlace on host ${host}`);
    },
    release(host, item) {
      setDemand(item);
      const code = kernel.placementRelease(table, host);
      if (code !== 0) answerOf(code, `placementRelease on host ${host}`);
    },
    close() {
      arena.close(block, table);
    },
  };
}

type Role = typeof HARD_ONLY | typeof BOTH | typeof SCORED_ONLY;
const HARD_ONLY = 0;
const BOTH = 1;
const SCORED_ONLY = 2;

function roleOf({ name, hard, scored }: Resource): Role {
  assert(hard || scored, `resource ${name} has no role: it must be hard, scored or both`);
  if (!scored) return HARD_ONLY;
  return hard ? BOTH : SCORED_ONLY;
}

/** The kernel wants its columns by role, the agent has its own order: the column of each resource. */
function columnsOf(resources: readonly Resource[]): readonly number[] {
  const columns = resources.map(() => 0);
  let column = 0;
  for (const role of [HARD_ONLY, BOTH, SCORED_ONLY]) {
    for (const [index, resource] of resources.entries())
      if (roleOf(resource) === role) columns[index] = column++;
  }
  return columns;
}
