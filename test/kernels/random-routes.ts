// Random tables as text, both families at once, against the oracle: what is read, every kernel's answer, and lines of
// any bytes. A difference throws; random-cases.ts says with which seed and number.
import { deepStrictEqual, strictEqual } from 'node:assert';
import { createRouteTables, type ReadOptions, type RouteTables } from '../../src/kernels/route-tables.ts';
import type { KernelExports } from '../../src/kernels/exports.ts';
import {
  boundaryOf,
  classOf,
  coverOf,
  exactOf,
  leastExcessOf,
  leastRoutesOf,
  waysOf,
} from './oracle-routes.ts';
import type { Family } from './oracle-routes.ts';
import { formatRoute, parseLine, type Route } from './route-text.ts';
import type { Dice } from '../dice.ts';

const families = [32, 128] as const;
const decoder = new TextDecoder('latin1');

/** One random case over text: lines and sets, and of the kernels whose oracles take their time one. */
export function compareRouteTables(kernel: KernelExports, roll: Dice): void {
  compareLines(kernel, roll);
  const a = randomRoutes(roll);
  const b = roll.chance(50) ? randomRoutes(roll) : changed(a, roll);
  compareSets(kernel, roll, a, b);
  const which = roll.below(3);
  if (which === 0) compareDifference(kernel, a, b);
  else if (which === 1) compareOrtc(kernel, a, roll.chance(50), roll.chance(50));
  else compareBudget(kernel, a, roll.chance(50) ? [] : b, roll.between(1, 6));
}

function tablesOf(kernel: KernelExports, options: ReadOptions, a: string, b = ''): RouteTables {
  const tables = createRouteTables(kernel, options);
  for (const [name, text] of [
    ['A', a],
    ['B', b],
  ] as const) {
    deepStrictEqual([...tables.read(name, Buffer.from(text, 'latin1')), ...tables.readEnd(name)], []);
  }
  return tables;
}

function textOf(tables: RouteTables, name: 'A' | 'B' | 'answer'): string {
  let text = '';
  for (const piece of tables.print(name)) text += decoder.decode(piece);
  return text;
}

const linesOf = (routes: readonly Route[]): string =>
  routes.map((route) => `${formatRoute(route)}\n`).join('');

/** The block that all routes of a family lie in: what is outside is nothing to them, and need not be halved. */
function rootOf(routes: readonly Route[], family: Family): string {
  const [first, ...others] = bitsOf(routes, family);
  let length = first?.length ?? 0;
  for (const bits of others) while (!bits.startsWith(first?.slice(0, length) ?? '')) length--;
  return first?.slice(0, length) ?? '';
}

/** What is there of a family. */
const bitsOf = (routes: readonly Route[], family: Family): string[] =>
  routes.filter((route) => route.family === family).map(({ bits }) => bits);

const withFamily = (family: Family, bits: readonly string[]): Route[] =>
  bits.map((each) => ({ family, bits: each }));

function compareSets(kernel: KernelExports, roll: Dice, a: readonly Route[], b: readonly Route[]): void {
  const tables = tablesOf(kernel, {}, linesOf(a), linesOf(b));
  tables.exact('B');
  strictEqual(
    textOf(tables, 'B'),
    linesOf(families.flatMap((family) => withFamily(family, exactOf(bitsOf(b, family), rootOf(b, family))))),
  );
  const ipv4 = roll.chance(20) ? 'classful' : roll.below(33);
  const ipv6 = roll.below(129);
  const { before, after } = tables.boundary({ ipv4, ipv6 });
  const cut = families.flatMap((family) => {
    const lengthOf = (bits: string): number =>
      family === 128 ? ipv6 : ipv4 === 'classful' ? classOf(bits.padEnd(4, '0')) : ipv4;
    return withFamily(family, boundaryOf(bitsOf(a, family), lengthOf));
  });
  strictEqual(textOf(tables, 'A'), linesOf(cut));
  const coverBoth = (routes: readonly Route[]): unknown => ({
    ipv4: coverOf(bitsOf(routes, 32), 32),
    ipv6: coverOf(bitsOf(routes, 128), 128),
  });
  deepStrictEqual([before, after, tables.cover('B')], [coverBoth(a), coverBoth(cut), coverBoth(b)]);
}

function compareDifference(kernel: KernelExports, a: readonly Route[], b: readonly Route[]): void {
  const tables = tablesOf(kernel, { nextHops: 'kept' }, linesOf(a), linesOf(b));
  tables.difference();
  const expected = families.flatMap((family) => {
    const of = (routes: readonly Route[]): Route[] => routes.filter((route) => route.family === family);
    const root = { bits: rootOf([...a, ...b], family), from: undefined, to: undefined };
    return waysOf(of(a), of(b), root).flatMap(({ bits, from, to }) => {
      if (from === to) return [];
      const line = (mark: string, hop: string | undefined): string[] =>
        hop === undefined
          ? []
          : [`${mark} ${formatRoute({ family, bits, ...(hop === '' ? {} : { hop }) })}\n`];
      return [...line('-', from), ...line('+', to)];
    });
  });
  strictEqual(textOf(tables, 'answer'), expected.join(''));
}

/** The next hop that stands for no route, in the tables of random routes too. */
const nullRoute = 'null0';

/** With many next hops known, more than there are bits in a word, sets are lists. */
const manyHops = Array.from({ length: 70 }, (_, at) => `10.0.0.0/8 hop-${at}\n`).join('');

function compareOrtc(
  kernel: KernelExports,
  routes: readonly Route[],
  usesNull: boolean,
  isMany: boolean,
): void {
  const options = usesNull ? ({ nextHops: 'kept', nullRoute } as const) : ({ nextHops: 'kept' } as const);
  const tables = tablesOf(kernel, options, linesOf(routes), isMany ? manyHops : '');
  strictEqual(tables.ortc(), true, 'the kernel says that it forwards otherwise');
  const lines = textOf(tables, 'A').split('\n').slice(0, -1);
  const answer = lines.flatMap((line) => parseLine(line) ?? []);
  strictEqual(answer.length, lines.length);
  for (const family of families) {
    const of = (all: readonly Route[]): Route[] => all.filter((route) => route.family === family);
    const dropped = (hop: string | undefined): string | undefined =>
      usesNull && hop === nullRoute ? undefined : hop;
    const root = rootOf([...routes, ...answer], family);
    const ways = waysOf(of(routes), of(answer), { bits: root, from: undefined, to: undefined }).map(
      ({ bits, from, to }) => ({
        bits,
        from: dropped(from),
        to: dropped(to),
      }),
    );
    deepStrictEqual(
      ways.filter(({ from, to }) => from !== to),
      [],
    );
    strictEqual(of(answer).length, leastRoutesOf(ways, usesNull, root));
    const order = of(answer).map(
      ({ bits }) => `${bits.padEnd(family, '0')}${String(bits.length).padStart(3, '0')}`,
    );
    deepStrictEqual(order, order.toSorted());
  }
}

function compareBudget(
  kernel: KernelExports,
  a: readonly Route[],
  b: readonly Route[],
  routes: number,
): void {
  const outcome = families.map((family) => {
    const [wanted, excluded] = [bitsOf(a, family), bitsOf(b, family)];
    const isConflict = wanted.some((one) =>
      excluded.some((other) => one.startsWith(other) || other.startsWith(one)),
    );
    return isConflict
      ? 'conflict'
      : leastExcessOf(wanted, excluded, routes, family, rootOf([...a, ...b], family));
  });
  const tables = tablesOf(kernel, {}, linesOf(a), linesOf(b));
  const budgeted = tables.budget(routes);
  const failed = outcome.find((each) => typeof each !== 'bigint');
  if (outcome.some((each) => typeof each !== 'bigint')) {
    strictEqual(budgeted.outcome, failed ?? 'too-few');
    return;
  }
  if (budgeted.outcome !== 'summary') throw new Error(`it is ${budgeted.outcome}, where ${routes} routes do`);
  const answer = textOf(tables, 'A')
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => parseLine(line) ?? []);
  for (const [at, family] of families.entries()) {
    const [summary, wanted, excluded] = [bitsOf(answer, family), bitsOf(a, family), bitsOf(b, family)];
    const cover = (prefixes: readonly string[]): bigint =>
      coverOf(prefixes, family, rootOf([...answer, ...a, ...b], family));
    strictEqual(summary.length <= routes, true);
    strictEqual(cover([...summary, ...wanted]), cover(summary), 'something is not covered');
    const both = cover([...summary, ...excluded]);
    strictEqual(both, cover(summary) + cover(excluded), 'something excluded is covered');
    strictEqual(cover(summary) - cover(wanted), outcome[at]);
    const name = family === 32 ? 'ipv4' : 'ipv6';
    strictEqual(budgeted.before[name], cover(wanted));
    strictEqual(budgeted.after[name], cover(summary));
  }
}

const characters = '0123456789012345678901234567890abcdefF.....:::::////---  \t,;#via\r\0\u007f\u00ff%xg';

/** Lines of any characters, and good ones with a few changed: read as the plain reader does, or refused as it does. */
function compareLines(kernel: KernelExports, roll: Dice): void {
  const lines = Array.from({ length: roll.between(1, 8) }, () => {
    const line = roll.chance(20) ? '' : formatRoute(randomRoute(roll, roll.pick(families)));
    return mutated(line, roll);
  });
  const tables = createRouteTables(kernel, { nextHops: 'kept' });
  const bytes = Buffer.from(lines.join('\n'), 'latin1');
  const cut = roll.below(bytes.length + 1);
  const mistakes = [
    ...tables.read('A', bytes.subarray(0, cut)),
    ...tables.read('A', bytes.subarray(cut)),
    ...tables.readEnd('A'),
  ];
  const expected = lines.map(parseLine);
  const context = JSON.stringify(lines);
  deepStrictEqual(
    mistakes.map(({ line }) => line),
    expected.flatMap((routes, at) => (routes === undefined ? [at + 1] : [])),
    context,
  );
  const good = expected.flatMap((routes) => routes ?? []);
  const both = families.flatMap((family) => good.filter((route) => route.family === family));
  strictEqual(textOf(tables, 'A'), linesOf(both), context);
}

function mutated(line: string, roll: Dice): string {
  let text = line;
  for (let changes = roll.pick([0, 0, 1, 1, 2, 5]); changes > 0; changes--) {
    const at = roll.below(text.length + 1);
    const length = roll.below(3);
    const more = Array.from({ length: roll.below(4) }, () => characters[roll.below(characters.length)]).join(
      '',
    );
    text = text.slice(0, at) + more + text.slice(at + length);
  }
  return text;
}

/** A few routes that touch, nest, repeat and reach both ends of the address space. */
function randomRoutes(roll: Dice): Route[] {
  return families.flatMap((family) => {
    if (roll.chance(30)) return [];
    const home = randomBits(roll, family).slice(
      0,
      roll.pick([0, 1, family - 6, family - 5, family - 4, family - 20]),
    );
    const depth = roll.chance(8) ? family : roll.pick([3, 5, 8]);
    return Array.from({ length: roll.below(14) }, () => randomRoute(roll, family, home, depth));
  });
}

function randomRoute(roll: Dice, family: Family, home = '', depth: number = family): Route {
  const longest = Math.min(family, home.length + depth);
  const length = roll.between(home.length, longest);
  const bits = (home + randomBits(roll, family)).slice(0, length);
  return roll.chance(15) ? { family, bits } : { family, bits, hop: roll.pick(['a', 'b', 'c', nullRoute]) };
}

function randomBits(roll: Dice, family: Family): string {
  const same = roll.pick(['', '0', '1']);
  let bits = '';
  for (let at = 0; at < family; at++) bits += same === '' || roll.chance(5) ? roll.below(2) : same;
  return bits;
}

/** The same with a few routes gone and a few others. */
function changed(routes: readonly Route[], roll: Dice): Route[] {
  const kept = routes.filter(() => roll.chance(80));
  return [...kept, ...kept.filter(() => roll.chance(20)).map((route) => ({ ...route, hop: 'b' }))];
}
