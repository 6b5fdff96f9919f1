// Two Go values put side by side, part by part, with how much of them is the same. Source of rules: go-cmp's compare.go,
// internal/diff and report_value.go. What two lists have in common is searched for throughout here.
import { fieldsOf, same, type GoValue } from './value.ts';

export interface Compared {
  /** The name of a field, the key of an entry; empty of an item. */
  readonly key: string;
  readonly form: GoValue['form'];
  readonly prev: GoValue | undefined;
  readonly next: GoValue | undefined;
  readonly parts: readonly Compared[];
  /** Leaves that are the same, and those that differ. */
  readonly sames: number;
  readonly differs: number;
  /** Parts at any depth, and the deepest of them. */
  readonly descendants: number;
  readonly depth: number;
}

function whole(key: string, prev: GoValue, next: GoValue, parts: readonly Compared[]): Compared {
  const sum = (count: (part: Compared) => number) => parts.reduce((total, part) => total + count(part), 0);
  return {
    key,
    form: prev.form,
    prev,
    next,
    parts,
    sames: sum(({ sames }) => sames),
    differs: sum(({ differs }) => differs),
    descendants: sum(({ descendants }) => descendants + 1),
    depth: Math.max(0, ...parts.map(({ depth }) => depth + 1)),
  };
}

function leaf(key: string, prev: GoValue | undefined, next: GoValue | undefined, isSame: boolean): Compared {
  const form = (prev ?? next)?.form ?? 'leaf';
  const counts = isSame ? { sames: 1, differs: 0 } : { sames: 0, differs: 1 };
  return { key, form, prev, next, parts: [], ...counts, descendants: 0, depth: 0 };
}

export function compare(key: string, prev: GoValue | undefined, next: GoValue | undefined): Compared {
  if (prev === undefined || next === undefined || prev.form !== next.form)
    return leaf(key, prev, next, false);
  if (prev.form === 'list' && next.form === 'list') {
    const parts = listed(prev.items, next.items);
    return parts.length === 0 ? leaf(key, prev, next, true) : whole(key, prev, next, parts);
  }
  if (prev.form === 'pointer' && next.form === 'pointer')
    return whole(key, prev, next, [compare('', prev.to, next.to)]);
  if (prev.form !== 'struct' && prev.form !== 'map') return leaf(key, prev, next, same(prev, next));
  const [before, after] = [new Map(fieldsOf(prev)), new Map(fieldsOf(next))];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  if (prev.form === 'map') names.sort();
  const parts = names.map((name) => compare(name, before.get(name), after.get(name)));
  return parts.length === 0 ? leaf(key, prev, next, true) : whole(key, prev, next, parts);
}

/** More of it is the same than not, one leaf given free. */
const isSimilar = ({ sames, differs }: Compared): boolean => sames + 1 >= differs;

/** Longer lists are walked without a search for what they have in common. */
const searchedMax = 128;

/** The places of what both lists have, in order: a longest common part of them. */
function common(prev: readonly GoValue[], next: readonly GoValue[]): readonly (readonly [number, number])[] {
  const [rows, columns] = [prev.length, next.length];
  if (rows > searchedMax || columns > searchedMax) return [];
  const isSame = (a: number, b: number) => same(prev[a] as GoValue, next[b] as GoValue);
  const lengths = Array.from({ length: rows + 1 }, () => Array.from({ length: columns + 1 }, () => 0));
  const at = (a: number, b: number) => lengths[a]?.[b] ?? 0;
  for (let a = rows - 1; a >= 0; a--)
    for (let b = columns - 1; b >= 0; b--)
      (lengths[a] as number[])[b] = isSame(a, b)
        ? at(a + 1, b + 1) + 1
        : Math.max(at(a + 1, b), at(a, b + 1));
  const places: (readonly [number, number])[] = [];
  for (let [a, b] = [0, 0]; a < rows && b < columns;) {
    if (isSame(a, b)) places.push([a++, b++]);
    else if (at(a + 1, b) >= at(a, b + 1)) a++;
    else b++;
  }
  return places;
}

/** Items of lists that have nothing in common, pair by pair where they are similar. */
function unlike(prev: readonly GoValue[], next: readonly GoValue[]): readonly Compared[] {
  const parts: Compared[] = [];
  let [x, y] = [0, 0];
  while (x < prev.length && y < next.length) {
    const both = compare('', prev[x], next[y]);
    if (isSimilar(both)) {
      parts.push(both);
      x++;
      y++;
    } else if (prev.length - x >= next.length - y) parts.push(compare('', prev[x++], undefined));
    else parts.push(compare('', undefined, next[y++]));
  }
  return [
    ...parts,
    ...prev.slice(x).map((item) => compare('', item, undefined)),
    ...next.slice(y).map((item) => compare('', undefined, item)),
  ];
}

function listed(prev: readonly GoValue[], next: readonly GoValue[]): readonly Compared[] {
  const parts: Compared[] = [];
  let [x, y] = [0, 0];
  for (const [a, b] of [...common(prev, next), [prev.length, next.length] as const]) {
    parts.push(...unlike(prev.slice(x, a), next.slice(y, b)));
    if (a < prev.length) parts.push(compare('', prev[a], next[b]));
    [x, y] = [a + 1, b + 1];
  }
  return parts;
}
