// Route tables from text to text: the forms of a line, what is wrong with bad ones, and every kernel by named cases.
import { describe, expect, it } from 'vitest';
import { createRouteTables, type Mistake, type ReadOptions } from '../../src/kernels/route-tables.ts';
import type { RouteTables } from '../../src/kernels/route-tables.ts';
import { compileKernels } from '../../src/runtime/node/kernels.ts';

const instantiate = compileKernels();
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function tablesOf(options: ReadOptions, a: string, b = ''): { tables: RouteTables; mistakes: Mistake[] } {
  const tables = createRouteTables(instantiate(), options);
  const mistakes = [
    ...tables.read('A', encode(a)),
    ...tables.readEnd('A'),
    ...tables.read('B', encode(b)),
    ...tables.readEnd('B'),
  ];
  return { tables, mistakes };
}

function textOf(tables: RouteTables, name: 'A' | 'B' | 'answer' = 'A'): string {
  let text = '';
  for (const piece of tables.print(name)) text += new TextDecoder().decode(piece);
  return text;
}

/** Lines as one: `10.0.0.0/8 | 11.0.0.0/8`. */
const inOneLine = (text: string): string => text.trimEnd().split('\n').join(' | ');

const lines: readonly (readonly [line: string, records: string])[] = [
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['10.0.0.1', '10.0.0.1/32'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['255.255.255.255', '255.255.255.255/32'],
  ['10.1.2.3/24', '10.1.2.0/24'],
  ['192.168.100.200/9', '192.128.0.0/9'],
  ['  10.0.0.0/8\t', '10.0.0.0/8'],
  ['10.0.0.0/8\r', '10.0.0.0/8'],
  ['10.0.0.0/8# the inside', '10.0.0.0/8'],
  ['10.0.0.0/8 ; the inside', '10.0.0.0/8'],
  ['# nothing', ''],
  ['; nothing', ''],
  [' \t ', ''],
  ['', ''],
  ['10.0.0.0/255.255.0.0', '10.0.0.0/16'],
  ['10.0.0.0/0.0.0.0', '0.0.0.0/0'],
  ['10.0.0.0/255.255.255.255', '10.0.0.0/32'],
  ['10.0.0.1-10.0.0.4', '10.0.0.1/32 | 10.0.0.2/31 | 10.0.0.4/32'],
  ['10.0.0.0 - 10.0.0.255', '10.0.0.0/24'],
  ['10.0.0.7-10.0.0.7', '10.0.0.7/32'],
  ['0.0.0.0-255.255.255.255', '0.0.0.0/0'],
  ['0.0.0.0 -255.255.255.254', 32],
  ['10.0.0.0/8 gw1', '10.0.0.0/8 gw1'],
  ['10.0.0.0/8,gw1', '10.0.0.0/8 gw1'],
  ['10.0.0.0/8,', '10.0.0.0/8'],
  ['10.0.0.0/8 , gw1 # main', '10.0.0.0/8 gw1'],
  ['10.0.0.0/8 via 192.168.0.1', '10.0.0.0/8 192.168.0.1'],
  ['10.0.0.0/8\tvia\tfe80::1%eth0', '10.0.0.0/8 fe80::1%eth0'],
  ['10.0.0.0/8 viable', '10.0.0.0/8 viable'],
  ['10.0.0.1-10.0.0.2 gw1', '10.0.0.1/32 gw1 | 10.0.0.2/32 gw1'],
  ['10.0.0.0/8 süd', '10.0.0.0/8 süd'],
  ['::/0', '::/0'],
  ['::', '::/128'],
  ['::1', '::1/128'],
  ['1::', '1::/128'],
  ['2001:DB8::/32', '2001:db8::/32'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1/128'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1/128'],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0/128'],
  ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8/128'],
  ['::ffff:10.0.0.1', '::ffff:a00:1/128'],
  ['64:ff9b::10.0.0.1/120', '64:ff9b::a00:0/120'],
  ['2001:db8::ff/64', '2001:db8::/64'],
  ['2001:db8::ff/128', '2001:db8::ff/128'],
  ['::2:3:4:5:6:7/9', '::/9'],
  ['::1-::4', '::1/128 | ::2/127 | ::4/128'],
  ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '::/0'],
  ['fe80::/10 gw6', 'fe80::/10 gw6'],
  ['\uFEFF10.0.0.0/8', '10.0.0.0/8'],
  ['\uFEFF2001:db8::/32', '2001:db8::/32'],
].map(([line, records]) => [
  String(line),
  typeof records === 'number'
    ? Array.from({ length: records }, (_, at) => ends(at)).join(' | ')
    : String(records),
]);

/** The prefixes of everything but the last address. */
function ends(at: number): string {
  const address = at === 0 ? 0 : (~0 << (32 - at)) >>> 0;
  const octets = [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255];
  return `${octets.join('.')}/${at + 1}`;
}

const mistakes: readonly (readonly [line: string, column: number, words: RegExp])[] = [
  ['10.0.0.0/33', 10, /at most 32/],
  ['10.0.0.0/99999', 10, /at most 32/],
  ['10.0.0.0/', 10, /prefix length is a number/],
  ['10.0.0.0/x', 10, /prefix length is a number/],
  ['10.0.0.0/08', 10, /prefix length is a number/],
  ['10.0.0.0/-1', 10, /prefix length is a number/],
  ['10.0.0.0/255.0.255.0', 10, /prefix length is a number/],
  ['10.0.0.0/255.255', 10, /four octets/],
  ['010.1.1.1', 1, /leading zeros/],
  ['\uFEFF10.0.0.0/8', 1, /no address/],
  ['10.1.01.1', 6, /leading zeros/],
  ['1.2.3', 1, /four octets/],
  ['1.2.3.', 1, /four octets/],
  ['1.2.3.4.5', 1, /four octets/],
  ['1..2.3', 1, /four octets/],
  ['256.1.1.1', 1, /0 to 255/],
  ['1.1.1.1000', 7, /0 to 255/],
  ['1.1.1.99999999999999999999', 7, /0 to 255/],
  ['.1.2.3', 1, /no address/],
  ['word', 1, /no address/],
  ['10.0.0.0x', 9, /does not belong/],
  ['10.0.0.0/8x', 11, /does not belong/],
  ['10.0.0.0/24/8', 12, /does not belong/],
  ['10.0.0.9-10.0.0.1', 10, /ends before it begins/],
  ['10.0.0.1-::1', 10, /other/],
  ['::1-10.0.0.1', 5, /other/],
  ['10.0.0.0/24-10.0.1.0', 12, /no prefix lengths/],
  ['10.0.0.1-', 11, /no address/],
  ['10.0.0.0/8 gw1 gw2', 16, /nothing may follow/],
  ['10.0.0.0/8 a\u0000b', 13, /control character/],
  [`10.0.0.0/8 ${'x'.repeat(256)}`, 12, /255 bytes/],
  ['\u0000', 1, /no address/],
  ['1:2:3', 1, /eight groups/],
  ['1:2:3:4:5:6:7:8:9', 17, /eight groups/],
  ['1:2:3:4::5:6:7:8', 1, /eight groups/],
  ['1:2:3:4:5:6:7:8::/64', 1, /eight groups/],
  [`${'1:'.repeat(256)}:1:2:3:4:5:6:7:8`, 17, /eight groups/],
  ['1::2::3', 5, /at most one ::/],
  ['12345::', 1, /no address|four hexadecimal/],
  ['1::12345', 4, /four hexadecimal/],
  [':1', 1, /no address/],
  ['1:', 3, /no address/],
  ['::1%eth0', 4, /zone/],
  ['::/129', 4, /128 for IPv6/],
  ['::ffff:1.2.3', 8, /four octets/],
];

describe('a line', () => {
  it.each(lines)('%j is %s', (line, records) => {
    const { tables, mistakes } = tablesOf({ nextHops: 'kept' }, `${line}\n`);
    expect(mistakes).toEqual([]);
    expect(inOneLine(textOf(tables))).toBe(records);
    // The last line needs no end.
    expect(inOneLine(textOf(tablesOf({ nextHops: 'kept' }, line).tables))).toBe(records);
  });

  it.each(mistakes)('%j is a mistake in column %i', (line, column, words) => {
    const { tables, mistakes } = tablesOf({ nextHops: 'kept' }, `10.0.0.0/8\n\n${line}\r\n11.0.0.0/8\n`);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatchObject({ line: 3, column });
    expect(mistakes[0]?.words).toMatch(words);
    expect(line.startsWith(mistakes[0]?.text ?? '?')).toBe(true);
    expect(inOneLine(textOf(tables))).toBe('10.0.0.0/8 | 11.0.0.0/8');
  });

  it.each([
    ['10.0.0.1/8', 1],
    ['2001:db8::1/32', 1],
    ['  10.0.0.1/255.0.0.0', 3],
  ])('%j has host bits, where those are a mistake', (line, column) => {
    const { mistakes } = tablesOf({ strict: true }, `10.0.0.0/8\n${line}`);
    expect(mistakes).toMatchObject([{ line: 2, column }]);
    expect(mistakes[0]?.words).toMatch(/behind the prefix/);
  });

  it('says of UTF-16 what it is', () => {
    const tables = createRouteTables(instantiate());
    const text = Uint8Array.of(0xff, 0xfe, 0x3a, 0, 0x3a, 0, 0x0a, 0);
    const [mistake] = tables.read('A', text);
    expect(mistake).toMatchObject({ line: 1, column: 1 });
    expect(mistake?.words).toMatch(/UTF-16/);
  });

  it('keeps next hops only where they are asked for, and misses them only where they are required', () => {
    const text = '10.0.0.0/8 a\n11.0.0.0/8\n';
    expect(inOneLine(textOf(tablesOf({}, text).tables))).toBe('10.0.0.0/8 | 11.0.0.0/8');
    expect(inOneLine(textOf(tablesOf({ nextHops: 'kept' }, text).tables))).toBe('10.0.0.0/8 a | 11.0.0.0/8');
    expect(tablesOf({ nextHops: 'required' }, text).mistakes).toMatchObject([{ line: 2, column: 11 }]);
  });
});

describe('long input', () => {
  it('counts lines over its pieces and for each table anew', () => {
    const tables = createRouteTables(instantiate());
    const many = encode('10.0.0.0/8\n'.repeat(100_000));
    expect(tables.read('A', many)).toEqual([]);
    expect(tables.read('A', encode('x'))).toEqual([]);
    expect(tables.readEnd('A')).toMatchObject([{ line: 100_001, column: 1, text: 'x' }]);
    expect(tables.count('A')).toBe(100_000);
    expect(tables.read('B', encode('\ny\n'))).toMatchObject([{ line: 2 }]);
  });

  it.each([1, 2, 7, 1000])('is the same in pieces of %i bytes', (size) => {
    const text = '10.0.0.0/24 a # one\r\n\r\n2001:db8::/32\tb\n10.0.1.0-10.0.1.255\n10.0.0.300\n1.2.3.4';
    const tables = createRouteTables(instantiate(), { nextHops: 'kept' });
    const bytes = encode(text);
    const mistakes: Mistake[] = [];
    for (let at = 0; at < bytes.length; at += size)
      mistakes.push(...tables.read('A', bytes.subarray(at, at + size)));
    mistakes.push(...tables.readEnd('A'));
    expect(mistakes).toMatchObject([{ line: 5, column: 8, text: '10.0.0.300' }]);
    expect(inOneLine(textOf(tables))).toBe('10.0.0.0/24 a | 10.0.1.0/24 | 1.2.3.4/32 | 2001:db8::/32 b');
  });

  it('passes over comments of any length and refuses other lines that long', () => {
    const long = 'x'.repeat(1_000_000);
    const { tables, mistakes } = tablesOf({}, `10.0.0.0/8\n# ${long}\n${long}\n11.0.0.0/8\n`);
    expect(mistakes).toMatchObject([{ line: 3, column: 1 }]);
    expect(mistakes[0]?.words).toMatch(/too long/);
    expect(inOneLine(textOf(tables))).toBe('10.0.0.0/8 | 11.0.0.0/8');
  });

  it('tells more mistakes than fit into one piece', () => {
    const { tables, mistakes } = tablesOf({}, 'x\n10.0.0.0/8\n'.repeat(50_000));
    expect(mistakes).toHaveLength(50_000);
    expect(mistakes.at(-1)).toMatchObject({ line: 99_999 });
    expect(tables.count('A')).toBe(50_000);
  });

  it('tells 100,000 next hops apart', () => {
    const text = Array.from(
      { length: 100_000 },
      (_, at) => `10.${at >> 16}.${(at >> 8) & 255}.${at & 255} hop-${at}\n`,
    );
    const { tables } = tablesOf({ nextHops: 'kept' }, text.join(''));
    expect(textOf(tables) === text.map((line) => line.replace(' ', '/32 ')).join('')).toBe(true);
  });
});

describe('boundary', () => {
  it.each([
    ['10.1.2.3\n10.1.2.4\n10.1.3.0/24\n', 24, '10.1.2.0/24 | 10.1.3.0/24', 258n, 512n],
    [
      '10.1.2.3\n172.16.5.5\n192.168.7.7\n224.0.0.5\n250.0.0.1\n',
      'classful' as const,
      '10.0.0.0/8 | 172.16.0.0/16 | 192.168.7.0/24 | 224.0.0.5/32 | 250.0.0.1/32',
      5n,
      16_843_010n,
    ],
    ['0.0.0.0/0\n', 8, '0.0.0.0/0', 4_294_967_296n, 4_294_967_296n],
    ['0.0.0.0/1\n128.0.0.0/1\n', 0, '0.0.0.0/0', 4_294_967_296n, 4_294_967_296n],
  ])('of %j at %s', (text, ipv4, expected, before, after) => {
    const { tables } = tablesOf({}, text);
    expect(tables.boundary({ ipv4, ipv6: 64 })).toMatchObject({
      before: { ipv4: before },
      after: { ipv4: after },
    });
    expect(inOneLine(textOf(tables))).toBe(expected);
  });

  it('cuts IPv6 at a length of its own and counts it exactly', () => {
    const { tables } = tablesOf({}, '2001:db8::1\n2001:db8:1::/48\n10.0.0.0/8\n');
    const { before, after } = tables.boundary({ ipv4: 24, ipv6: 64 });
    expect(inOneLine(textOf(tables))).toBe('10.0.0.0/8 | 2001:db8::/64 | 2001:db8:1::/48');
    expect(before.ipv6).toBe(1n + (1n << 80n));
    expect(after.ipv6).toBe((1n << 64n) + (1n << 80n));
  });
});

describe('difference', () => {
  it.each([
    ['10.0.0.0/24\n', '10.0.0.0/24\n', ''],
    ['10.0.0.0/25\n10.0.0.128/25\n', '10.0.0.0/24\n', ''],
    ['10.0.0.0/24\n', '', '- 10.0.0.0/24'],
    ['', '::/0\n', '+ ::/0'],
    ['10.0.0.0/24 a\n', '10.0.0.0/24 b\n', '- 10.0.0.0/24 a | + 10.0.0.0/24 b'],
    ['10.0.0.0/8 a\n', '10.0.0.0/8 a\n10.0.0.0/9 a\n', ''],
    ['10.0.0.0/30 a\n', '10.0.0.0/30 a\n10.0.0.1 b\n', '- 10.0.0.1/32 a | + 10.0.0.1/32 b'],
    ['10.0.0.0/8 a\n10.0.0.0/8 b\n', '10.0.0.0/8 b\n', ''],
    ['255.255.255.254/31\n', '255.255.255.255\n', '- 255.255.255.254/32'],
  ])('from %j to %j is %j', (a, b, expected) => {
    const { tables } = tablesOf({ nextHops: 'kept' }, a, b);
    tables.difference();
    expect(inOneLine(textOf(tables, 'answer'))).toBe(expected);
  });

  it('counts what only one of them has and what goes elsewhere', () => {
    const { tables } = tablesOf(
      { nextHops: 'kept' },
      '::/0 a\n10.0.0.0/24 a\n',
      '::/1 b\n10.0.0.0/24 b\n11.0.0.0/8\n',
    );
    const { onlyA, onlyB, changed } = tables.difference();
    expect([onlyA, onlyB, changed]).toEqual([
      { ipv4: 0n, ipv6: 1n << 127n },
      { ipv4: 1n << 24n, ipv6: 0n },
      { ipv4: 256n, ipv6: 1n << 127n },
    ]);
  });
});

describe('ortc', () => {
  const nested = '0.0.0.0/0 a\n10.0.0.0/8 b\n10.1.0.0/16 a\n10.2.0.0/16 b\n';
  it.each([
    ['halves with one next hop', '10.0.0.0/25 a\n10.0.0.128/25 a\n', '10.0.0.0/24 a'],
    [
      'the one that most have goes up',
      '10.0.0.0/24 a\n10.0.1.0/24 b\n10.0.2.0/23 b\n',
      '10.0.0.0/22 b | 10.0.0.0/24 a',
    ],
    ['what the outer one says anyway', nested, '0.0.0.0/0 a | 10.0.0.0/8 b | 10.1.0.0/16 a'],
    ['a prefix without a next hop is one more', '10.0.0.0/8\n10.0.0.0/9 a\n', '10.0.0.0/8 | 10.0.0.0/9 a'],
    ['the last line of a prefix counts', '10.0.0.0/8 a\n10.0.0.0/8 b\n', '10.0.0.0/8 b'],
    ['holes stay', '10.0.0.0/26 a\n10.0.0.64/26 a\n10.0.0.128/26 a\n', '10.0.0.0/25 a | 10.0.0.128/26 a'],
    ['ipv6', '2001:db8::/33 a\n2001:db8:8000::/33 a\n::/0 b\n', '::/0 b | 2001:db8::/32 a'],
  ])('%s', (_, text, expected) => {
    const { tables } = tablesOf({ nextHops: 'kept' }, text);
    expect(tables.ortc()).toBe(true);
    expect(inOneLine(textOf(tables))).toBe(expected);
  });

  it('may drop what is in no prefix by a route, where that makes less', () => {
    const { tables } = tablesOf(
      { nextHops: 'kept', nullRoute: 'drop' },
      '10.0.0.0/26 a\n10.0.0.64/26 a\n10.0.0.128/26 a\n10.1.0.0/16 drop\n',
    );
    expect(tables.ortc()).toBe(true);
    expect(inOneLine(textOf(tables))).toBe('10.0.0.0/24 a | 10.0.0.192/26 drop');
  });

  it('keeps 10,000 next hops apart', () => {
    const line = (at: number): string => `10.0.${at >> 8}.${at & 255}/32 hop-${at}\n`;
    const text = Array.from({ length: 10_000 }, (_, at) => line(at)).join('');
    const { tables } = tablesOf({ nextHops: 'required' }, text);
    expect(tables.ortc()).toBe(true);
    expect(tables.count('A')).toBeLessThanOrEqual(10_000);
  });
});

describe('budget', () => {
  const apart = '10.0.0.1\n10.0.0.2\n10.0.0.9\n10.0.8.0/24\n';
  it.each([
    [1, '', '10.0.0.0/20', 4_096n - 259n],
    [2, '', '10.0.0.0/28 | 10.0.8.0/24', 13n],
    [3, '', '10.0.0.0/30 | 10.0.0.9/32 | 10.0.8.0/24', 2n],
    [9, '', '10.0.0.1/32 | 10.0.0.2/32 | 10.0.0.9/32 | 10.0.8.0/24', 0n],
    [3, '10.0.0.4', '10.0.0.0/30 | 10.0.0.9/32 | 10.0.8.0/24', 2n],
  ])('of %i routes without %j is %s', (routes, excluded, expected, over) => {
    const { tables } = tablesOf({}, apart, excluded);
    const budgeted = tables.budget(routes);
    if (budgeted.outcome !== 'summary') throw new Error(budgeted.outcome);
    expect(inOneLine(textOf(tables))).toBe(expected);
    expect(budgeted.after.ipv4 - budgeted.before.ipv4).toBe(over);
  });

  it('says how many routes it would take, and what contradicts itself', () => {
    const { tables } = tablesOf({}, apart, '10.0.0.4\n');
    expect(tables.budget(2)).toEqual({ outcome: 'too-few', leastRoutes: 3 });
    const conflict = tablesOf({}, apart, '10.0.8.7\n').tables.budget(9);
    expect(conflict).toEqual({ outcome: 'conflict', prefix: '10.0.8.0/24', excluded: '10.0.8.7/32' });
  });

  it('counts IPv6 exactly where no float could', () => {
    const { tables } = tablesOf({}, '2001:db8::1\n2001:db8::2\n2001:db8:8000::/34\n2001:db8:ffff::9\n');
    const budgeted = tables.budget(2);
    expect(inOneLine(textOf(tables))).toBe('2001:db8::/126 | 2001:db8:8000::/33');
    const over = (1n << 95n) - (1n << 94n) - 1n + 2n;
    expect(budgeted).toMatchObject({ outcome: 'summary' });
    if (budgeted.outcome === 'summary') expect(budgeted.after.ipv6 - budgeted.before.ipv6).toBe(over);
  });
});
