// What only the real port has: an arena in which tables stay apart and closed ones are used again, and refusals in words.
import { expect, it } from 'vitest';
import { createArena } from '../../src/kernels/arena.ts';
import { createKernels } from '../../src/kernels/kernels.ts';
import { compileKernels } from '../../src/runtime/node/kernels.ts';

const instantiate = compileKernels();

it('lays blocks one behind the other and takes a closed one again for the same shape only', () => {
  const kernel = instantiate();
  const arena = createArena(kernel);
  const open = (shape: string) => arena.open(shape, (at) => kernel.placementOpen(at, 100, 1, 0, 0, 1));
  const [one, two] = [open('a'), open('a')];
  expect(two - one).toBe(kernel.placementOpen(one, 100, 1, 0, 0, 1));
  arena.close('a', one);
  const three = open('b');
  expect(three - two).toBe(two - one);
  expect(open('a')).toBe(one);
  expect(arena.scratch('c', (at) => kernel.routesOpen(at, 0))).toBe(three + (two - one));
  expect(open('c')).toBe(three + (two - one));
});

it('says in words what could not be opened, and goes on', () => {
  const { placement } = createKernels(instantiate());
  const resources = [{ name: 'cpu', hard: true, scored: true }];
  expect(() => placement.createTable({ resources, hostsMax: 2 ** 21 })).toThrow(
    /table of 2097152 hosts.*limit/,
  );
  expect(() =>
    placement.createTable({ resources: [{ name: 'x', hard: false, scored: false }], hostsMax: 1 }),
  ).toThrow(/resource x has no role/);
  expect(placement.createTable({ resources, hostsMax: 1 }).choose({ demand: [1] }).winner).toBe(-1);
});

it('keeps a world in a memory of its own size: 2,000 tables opened and closed do not add up', () => {
  const instance = instantiate();
  const { placement, routes } = createKernels(instance);
  const resources = [{ name: 'cpu', hard: true, scored: true }];
  const shape = { resources, hostsMax: 1_000 };
  placement.createTable(shape).close();
  routes.exact(Array.from({ length: 10_000 }, (_, i) => ({ base: i * 2, prefixBits: 32 })));
  const { byteLength } = instance.memory.buffer;
  for (let i = 0; i < 2_000; i++) {
    placement.createTable(shape).close();
    routes.exact([{ base: i, prefixBits: 32 }]);
  }
  expect(instance.memory.buffer.byteLength).toBe(byteLength);
});

it.each([
  ['a free value that is no whole number', { free: [0.5], capacity: [1] }],
  ['a free value beyond 2^31 - 1', { free: [2 ** 31], capacity: [2 ** 32] }],
  ['more free than there is', { free: [5], capacity: [4] }],
  ['a missing value', { free: [], capacity: [4] }],
  ['a negative capacity', { free: [-2], capacity: [-1] }],
])('refuses a row with %s', (_, row) => {
  const { placement } = createKernels(instantiate());
  const table = placement.createTable({
    resources: [{ name: 'cpu', hard: true, scored: true }],
    hostsMax: 1,
  });
  expect(() => table.load([row])).toThrow(/placementSetRow, host 0, resource 0, .*outside its range/);
});

it.each([[-1], [0.5], [NaN], [Infinity]])('refuses a demand of %s', (demand) => {
  const { placement } = createKernels(instantiate());
  const table = placement.createTable({
    resources: [{ name: 'cpu', hard: true, scored: true }],
    hostsMax: 1,
  });
  expect(() => table.choose({ demand: [demand] })).toThrow(/a demand is a whole number from 0/);
});

it.each([[-1], [33], [0.5], [NaN]])('refuses a prefix of %s bits and such a boundary', (prefixBits) => {
  const { routes } = createKernels(instantiate());
  expect(() => routes.exact([{ base: 0, prefixBits }])).toThrow(/a prefix is 0 to 32 bits long/);
  expect(() => routes.boundary([], prefixBits)).toThrow(/whole number of bits/);
});
