// Routes in the lab: what a table becomes by each way, what leaks, and what is said of lines that are no routes.
import { beforeEach, describe, expect, it } from 'vitest';
import { compileKernels } from '../../../../src/runtime/node/kernels.ts';
import type { RoutesSummary, RoutesWay } from '../../../../src/runtime/browser/lab-door.ts';
import { RoutesBench } from '../../../../src/runtime/browser/lab-routes.ts';
import { limits } from '../../../../src/std/limits.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const lines = (text: Uint8Array): string[] => new TextDecoder().decode(text).split('\n').slice(0, -1);
const instance = compileKernels();

let bench: RoutesBench;
beforeEach(() => {
  bench = new RoutesBench(instance());
});

function summary(text: string, way: RoutesWay): Extract<RoutesSummary, { outcome: 'summary' }> {
  expect(bench.read(bytes(text)).outcome).toBe('read');
  const answer = bench.summarize(way);
  if (answer.outcome !== 'summary') throw new Error(JSON.stringify(answer));
  return answer;
}

const table = '10.0.0.0/26\n10.0.0.64/26\n10.0.0.192/26 # third\n10.9.0.1\n2001:db8::/33\n';

const ways: readonly { way: RoutesWay; after: string[]; ipv4: bigint; ipv6: bigint; leaks: string[] }[] = [
  {
    way: { type: 'exact' },
    after: ['10.0.0.0/25', '10.0.0.192/26', '10.9.0.1/32', '2001:db8::/33'],
    ipv4: 0n,
    ipv6: 0n,
    leaks: [],
  },
  {
    way: { type: 'boundary', ipv4: 24, ipv6: 32 },
    after: ['10.0.0.0/24', '10.9.0.0/24', '2001:db8::/32'],
    ipv4: 64n + 255n,
    ipv6: 1n << 95n,
    leaks: ['10.0.0.128/26', '10.9.0.0/32', '10.9.0.2/31'],
  },
  {
    way: { type: 'budget', routes: 2 },
    after: ['10.0.0.0/24', '10.9.0.1/32', '2001:db8::/33'],
    ipv4: 64n,
    ipv6: 0n,
    leaks: ['10.0.0.128/26'],
  },
];

describe('a table in the lab', () => {
  it.each(ways)('becomes $after by $way', ({ way, after, ipv4, ipv6, leaks }) => {
    const answer = summary(table, way);
    expect(lines(answer.text)).toEqual(after);
    expect([answer.before, answer.after]).toEqual([5, after.length]);
    expect(answer.leaks).toEqual({ ipv4, ipv6 });
    expect(lines(answer.leakText).slice(0, 3)).toEqual(leaks);
    expect(answer.leakPrefixes).toBe(lines(answer.leakText).length);
    const unused = (family: string): bigint =>
      answer.coverage
        .filter((cell) => cell.family === family)
        .reduce((sum, { addresses, used }) => sum + addresses - used, 0n);
    expect([unused('IPv4'), unused('IPv6')]).toEqual([ipv4, ipv6]);
  });

  it('keeps next hops by ORTC, and misses them where they are not', () => {
    const answer = summary('10.0.0.0/25 a\n10.0.0.128/25 a\n10.0.0.0/26 b\n', { type: 'ortc' });
    expect(lines(answer.text)).toEqual(['10.0.0.0/24 a', '10.0.0.0/26 b']);
    bench.read(bytes('10.0.0.0/25\n'));
    expect(bench.summarize({ type: 'ortc' })).toMatchObject({
      outcome: 'mistakes',
      count: 1,
      mistakes: [{ line: 1, words: 'a next hop is missing: write it behind the prefix' }],
    });
  });

  it('is read anew for every answer', () => {
    summary(table, { type: 'boundary', ipv4: 8, ipv6: 0 });
    const answer = bench.summarize({ type: 'exact' });
    expect(answer).toMatchObject({ before: 5, after: 4 });
  });

  it('says how many routes a budget takes', () => {
    bench.read(bytes(table));
    expect(bench.summarize({ type: 'budget', routes: 0 })).toEqual({
      outcome: 'refused',
      why: '0 routes cannot cover the table: it takes at least 1',
    });
    expect(bench.summarize({ type: 'budget', routes: 1_025 })).toEqual({
      outcome: 'refused',
      why: 'a budget in the lab is at most 1,024 routes',
    });
  });

  it('draws a long table in cells that add up', () => {
    const text = Array.from({ length: 5_000 }, (_, at) => `10.${at >> 8}.${at & 255}.0/25\n`).join('');
    const answer = summary(text, { type: 'boundary', ipv4: 24, ipv6: 64 });
    expect(answer.coverage.length).toBeLessThanOrEqual(65);
    expect(answer.coverage.reduce((sum, { routes }) => sum + routes, 0)).toBe(answer.after);
    expect(answer.coverage.every(({ addresses, used }) => addresses === 2n * used)).toBe(true);
  });

  it('counts all lines that are no routes and tells the first', () => {
    const wrong = 'no route\n'.repeat(limits.labMistakesToldMax + 5);
    const read = bench.read(bytes(`10.0.0.0/8\n${wrong}`));
    expect(read).toMatchObject({ outcome: 'mistakes', count: limits.labMistakesToldMax + 5 });
    expect(read.outcome === 'mistakes' && read.mistakes.length).toBe(limits.labMistakesToldMax);
  });

  it('refuses what is too long, before reading it', () => {
    const read = bench.read(new Uint8Array(limits.labRoutesBytesMax + 1));
    expect(read).toMatchObject({ outcome: 'refused', why: expect.stringContaining('32 MiB') });
  });

  it('reads nothing as nothing', () => {
    const answer = summary('# only words\n', { type: 'exact' });
    expect(answer).toMatchObject({ before: 0, after: 0, coverage: [] });
  });
});
