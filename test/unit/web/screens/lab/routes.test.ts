// The Routes lab's own arithmetic: budgets on a slider, lines of a text, counts of addresses in words.
import { describe, expect, it } from 'vitest';
import {
  addressCount,
  addressWords,
  budgets,
  cellWords,
  linesOf,
  partOf,
  stopOf,
} from '../../../../../web/screens/lab/routes.ts';

describe('the slider of budgets', () => {
  it('stops at every small number and ends at the most', () => {
    expect(budgets.slice(0, 8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(budgets.at(-1)).toBe(1_024);
    expect(budgets.every((budget, at) => at === 0 || budget > (budgets[at - 1] ?? 0))).toBe(true);
  });

  it.each([1, 16, 1_024])('stands at %d where that is a stop', (budget) => {
    expect(budgets[stopOf(budget)]).toBe(budget);
  });

  it('stands before a number between two stops', () => {
    expect(budgets[stopOf(1_023)]).toBeLessThan(1_023);
  });
});

it.each([
  ['', []],
  ['a', ['a']],
  ['a\r\nb\r\n', ['a', 'b']],
  ['a\n\nb', ['a', '', 'b']],
])('numbers the lines of %j', (text, lines) => {
  expect(linesOf(text)).toEqual(lines.map((line, at) => ({ line: at + 1, text: line })));
});

it.each([
  [0n, '0'],
  [65_536n, '65,536'],
  [1n << 95n, '2^95'],
  [3n << 94n, 'about 2^95.6'],
])('counts %d addresses', (count, words) => {
  expect(addressCount(count)).toBe(words);
});

it('names the families that there are', () => {
  expect(addressWords({ ipv4: 0n, ipv6: 0n })).toBe('no address');
  expect(addressWords({ ipv4: 1n, ipv6: 1n << 64n })).toBe('1 IPv4 address and 2^64 IPv6 addresses');
});

it('takes parts of numbers beyond what a double holds', () => {
  expect(partOf(3n << 100n, 1n << 102n)).toBe(0.75);
  expect(partOf(1n, 0n)).toBe(0);
});

it('says what a column stands for', () => {
  const cell = {
    family: 'IPv4',
    first: '10.0.0.0/24',
    last: '10.0.9.0/24',
    addresses: 0n,
    used: 0n,
  } as const;
  expect(cellWords({ ...cell, routes: 1 })).toBe('10.0.0.0/24');
  expect(cellWords({ ...cell, routes: 10 })).toBe('10.0.0.0/24 to 10.0.9.0/24, 10 routes');
});
