// The mix of items that a fleet expects, by kind, and the table by which assembly/packing/mix.ts knows what a host's free devices are
// worth to it. Source of the mix and of the grades: Weng et al., Beware of Fragmentation (FGD), USENIX ATC 2023.
import type { ItemShape } from './fleet.ts';

/** Items of one kind: what matters of their shapes to the use of devices. */
export interface Kind {
  readonly cpu: number;
  readonly devices: number;
  readonly milli: number;
  readonly mask: number;
  readonly weight: number;
}

export interface Mix {
  readonly kinds: readonly Kind[];
  readonly weight: number;
  /** Milli of devices that a unit of CPU feeds, times 2^16: by what all items with devices ask for. */
  readonly feeds: number;
  /** Less than this of a device hardly anybody asks for. */
  readonly leastUse: number;
}

/** The most frequent kinds count until they are this share of all items, in percent. */
const COVERED_PERCENT = 95;
/** So few of the items with devices, in percent, ask for less than what is of use. */
const RARE_PERCENT = 2;
const FEEDS_MAX = 0x7fffffff;
const FEEDS_UNIT = 1 << 16;
const WHOLE = 1000;
/** The series is exact to the last bits of a double from here on. */
const TERMS = 1500;

/** The first resource is the CPU. */
export function mixOf(shapes: readonly ItemShape[]): Mix {
  const kinds = new Map<string, Kind>();
  for (const { demand, devices = 0, milli = 0, mask = 0, count } of shapes) {
    const [cpu = 0] = demand;
    const key = `${cpu} ${devices} ${milli} ${mask}`;
    kinds.set(key, { cpu, devices, milli, mask, weight: (kinds.get(key)?.weight ?? 0) + count });
  }
  const all = [...kinds.values()];
  const frequent = mostFrequent(all);
  const asking = all.filter(({ devices }) => devices > 0);
  const cpu = sum(asking.map((kind) => kind.cpu * kind.weight));
  const milli = sum(asking.map((kind) => kind.devices * kind.milli * kind.weight));
  return {
    kinds: frequent,
    weight: sum(frequent.map(({ weight }) => weight)),
    feeds: cpu === 0 ? FEEDS_MAX : Math.min(FEEDS_MAX, Math.floor((milli / cpu) * FEEDS_UNIT)),
    leastUse: leastUse(asking),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mostFrequent(kinds: readonly Kind[]): Kind[] {
  const total = sum(kinds.map(({ weight }) => weight));
  let covered = 0;
  const sorted = kinds.toSorted((a, b) => b.weight - a.weight);
  return sorted.filter(({ weight }) => {
    const counts = covered * 100 < total * COVERED_PERCENT;
    covered += weight;
    return counts && weight > 0;
  });
}

function leastUse(asking: readonly Kind[]): number {
  const total = sum(asking.map(({ weight }) => weight));
  let asked = 0;
  for (const { milli, weight } of asking.toSorted((a, b) => a.milli - b.milli)) {
    asked += weight;
    if (asked * 100 >= total * RARE_PERCENT) return milli;
  }
  return 0;
}

/** Where the sigmoid 1 / (1 + e^-x) is 1 % to 99 %: ln(p / (1 - p)) by its series 2 artanh(2p - 1), the same in every engine. */
const logitsOf = (): readonly number[] =>
  Array.from({ length: 99 }, (_, index) => {
    const x = (2 * (index + 1) - 100) / 100;
    let sum = 0;
    let power = x;
    for (let odd = 1; odd < TERMS; odd += 2, power *= x * x) sum += power / odd;
    return 2 * sum;
  });

let logits: readonly number[] | undefined;

/** What must be saved, in milli times weight, for a score of 1 to 99 of 100: where the sigmoid of whole devices reaches it. */
export function gradesOf(weight: number): number[] {
  logits ??= logitsOf();
  return logits.map((logit) => Math.ceil(WHOLE * logit * weight));
}

/** Classes of hosts that differ in which kinds may run on them. */
export function classesOf(
  { kinds }: Mix,
  hosts: number,
  isIn: (mask: number, host: number) => boolean,
): { readonly classOf: readonly number[]; readonly masksOf: readonly ReadonlySet<number>[] } {
  const masks = [...new Set(kinds.filter(({ devices }) => devices > 0).map(({ mask }) => mask))];
  const known = new Map<string, number>();
  const masksOf: Set<number>[] = [];
  const classOf = Array.from({ length: hosts }, (_, host) => {
    const own = masks.filter((mask) => isIn(mask, host));
    const key = own.join();
    const found = known.get(key) ?? masksOf.push(new Set(own)) - 1;
    known.set(key, found);
    return found;
  });
  return { classOf, masksOf };
}

/** The bytes of the kernel's table, as drawn at the top of assembly/packing/mix.ts. */
export function tableOf(mix: Mix, masksOf: readonly ReadonlySet<number>[]): Uint8Array {
  const asking = mix.kinds.filter(({ devices }) => devices > 0);
  const cpus = ascending(mix.kinds.map(({ cpu }) => cpu));
  const millis = ascending(asking.map(({ milli }) => milli));
  const counts = ascending(asking.map(({ devices }) => devices));
  const countsAt = 2048 + cpus.length * 4;
  const tablesAt = countsAt + counts.length * 8;
  const rowCells = millis.length + 1;
  const tableCells = (cpus.length + 1) * rowCells;
  const classes = Math.max(masksOf.length, 1);
  const bytes = new Uint8Array(tablesAt + classes * counts.length * tableCells * 4);
  const view = new DataView(bytes.buffer);
  const put = (at: number, value: number): void => view.setInt32(at, value, true);
  view.setBigInt64(0, BigInt(mix.weight), true);
  view.setBigInt64(8, BigInt(mix.feeds), true);
  [cpus.length, millis.length, counts.length, classes, mix.leastUse].forEach((value, index) =>
    put(16 + index * 4, value),
  );
  gradesOf(mix.weight).forEach((grade, index) => view.setBigInt64(64 + index * 8, BigInt(grade), true));
  for (let milli = 0; milli <= WHOLE; milli++) bytes[1024 + milli] = stepsUpTo(millis, milli);
  cpus.forEach((cpu, index) => put(2048 + index * 4, cpu));
  counts.forEach((count, index) => {
    const least = Math.min(...asking.filter(({ devices }) => devices === count).map(({ milli }) => milli));
    put(countsAt + index * 8, count);
    put(countsAt + index * 8 + 4, least);
  });
  for (let hostClass = 0; hostClass < classes; hostClass++) {
    counts.forEach((count, index) => {
      const at = tablesAt + (hostClass * counts.length + index) * tableCells * 4;
      for (const kind of asking) {
        if (kind.devices !== count || masksOf[hostClass]?.has(kind.mask) !== true) continue;
        for (let cpu = stepsUpTo(cpus, kind.cpu); cpu <= cpus.length; cpu++)
          for (let milli = stepsUpTo(millis, kind.milli); milli <= millis.length; milli++) {
            const cell = at + (cpu * rowCells + milli) * 4;
            put(cell, view.getInt32(cell, true) + kind.weight);
          }
      }
    });
  }
  return bytes;
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** How many of the ascending values are not above this one. */
function stepsUpTo(values: readonly number[], value: number): number {
  const above = values.findIndex((each) => each > value);
  return above < 0 ? values.length : above;
}
