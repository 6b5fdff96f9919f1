// The raw exports: codes on bad input, never a trap, and an instance that stays usable. Nothing here goes by the port.
import { describe, expect, it } from 'vitest';
import type { KernelExports } from '../../src/kernels/exports.ts';
import { compileKernels } from '../../src/runtime/node/kernels.ts';

const instantiate = compileKernels();
const [NO_HOST, NO_MEMORY, BAD_BLOCK, BAD_COUNT, BAD_INDEX, BAD_VALUE] = [-1, -2, -3, -4, -5, -6];
const gibibyte = 2 ** 30;

/** A table of 20 hosts: column 0 hard, 1 both, 2 scored only; two masks. */
function openTable(kernel: KernelExports, at = kernel.arenaBase()): number {
  expect(kernel.placementOpen(at, 20, 1, 1, 1, 2)).toBeGreaterThan(0);
  expect(kernel.placementSetHosts(at, 20)).toBe(0);
  return at;
}

function openWorkspace(kernel: KernelExports, prefixes: readonly (readonly [number, number])[]): number {
  const at = kernel.arenaBase();
  expect(kernel.ipv4Open(at, prefixes.length)).toBeGreaterThan(0);
  const { buffer } = kernel.memory;
  new Uint32Array(buffer, kernel.ipv4Addresses(at)).set(prefixes.map(([address]) => address));
  new Uint8Array(buffer, kernel.ipv4Bits(at)).set(prefixes.map(([, bits]) => bits));
  return at;
}

type Refusal = readonly [what: string, call: (kernel: KernelExports, table: number) => number, code: number];

const tableRefusals: readonly Refusal[] = [
  ['too many hosts', (k, t) => k.placementOpen(t, 2 ** 20 + 1, 1, 0, 0, 1), BAD_COUNT],
  ['negative hosts', (k, t) => k.placementOpen(t, -1, 1, 0, 0, 1), BAD_COUNT],
  ['31 resources', (k, t) => k.placementOpen(t, 1, 10, 11, 10, 1), BAD_COUNT],
  ['resources whose sum wraps', (k, t) => k.placementOpen(t, 1, -1, 2, 0, 1), BAD_COUNT],
  ['no mask', (k, t) => k.placementOpen(t, 1, 1, 0, 0, 0), BAD_COUNT],
  ['too many masks', (k, t) => k.placementOpen(t, 1, 1, 0, 0, 1025), BAD_COUNT],
  ['a table below the arena', (k) => k.placementOpen(0, 1, 1, 0, 0, 1), BAD_BLOCK],
  ['a table at an odd address', (k, t) => k.placementOpen(t + 4, 1, 1, 0, 0, 1), BAD_BLOCK],
  ['a table at the end of all memory', (k) => k.placementOpen(-64, 1, 1, 0, 0, 1), NO_MEMORY],
  ['more hosts than the table was opened for', (k, t) => k.placementSetHosts(t, 21), BAD_COUNT],
  ['a host beyond the last', (k, t) => k.placementSetRow(t, 20, 0, 1, 1), BAD_INDEX],
  ['a negative host', (k, t) => k.placementSetRow(t, -1, 0, 1, 1), BAD_INDEX],
  ['a column beyond the last', (k, t) => k.placementSetRow(t, 0, 3, 1, 1), BAD_INDEX],
  ['a negative weight', (k, t) => k.placementSetRow(t, 0, 1, 1, -1), BAD_VALUE],
  ['a weight beyond 2^30', (k, t) => k.placementSetRow(t, 0, 0, 1, 2 ** 30 + 1), BAD_VALUE],
  ['a score beyond 2^30', (k, t) => k.placementSetRow(t, 0, 1, 2 ** 15 + 1, 2 ** 15), BAD_VALUE],
  ['the least i32 as free', (k, t) => k.placementSetRow(t, 0, 0, -(2 ** 31), 0), BAD_VALUE],
  ['a cell that is not there', (k, t) => k.placementFree(t, 20, 0), -(2 ** 31)],
  ['mask 0, which is every host', (k, t) => k.placementSetMaskWord(t, 0, 0, 1), BAD_INDEX],
  ['a mask beyond the last', (k, t) => k.placementSetMaskWord(t, 2, 0, 1), BAD_INDEX],
  ['a word beyond the mask', (k, t) => k.placementSetMaskWord(t, 1, 16, 1), BAD_INDEX],
  ['a negative demand', (k, t) => k.placementSetDemand(t, 0, -1), BAD_VALUE],
  ['a demand of a column beyond the last', (k, t) => k.placementSetDemand(t, 3, 1), BAD_INDEX],
  ['a choice among a mask beyond the last', (k, t) => k.placementChoose(t, 2), BAD_INDEX],
  ['verdicts of a mask beyond the last', (k, t) => k.placementVerdicts(t, -1), BAD_INDEX],
  ['shortage of a column that is not hard', (k, t) => k.placementShort(t, 2), BAD_INDEX],
  ['a booking on no host', (k, t) => k.placementPlace(t, NO_HOST), BAD_INDEX],
  ['a release on a host beyond the last', (k, t) => k.placementRelease(t, 20), BAD_INDEX],
  ['a workspace for too many prefixes', (k, t) => k.ipv4Open(t, 2 ** 23 + 1), BAD_COUNT],
  ['a workspace at an odd address', (k, t) => k.ipv4Open(t + 32, 1), BAD_BLOCK],
  ['more memory than there is', (k) => k.ensure(-1), NO_MEMORY],
  ['routes on a table', (k, t) => k.ipv4Exact(t, 1), BAD_BLOCK],
];

const withoutBlock: readonly Refusal[] = [
  ['placementSetHosts', (k, t) => k.placementSetHosts(t, 0), BAD_BLOCK],
  ['placementSetMaskWord', (k, t) => k.placementSetMaskWord(t, 1, 0, 0), BAD_BLOCK],
  ['placementSetRow', (k, t) => k.placementSetRow(t, 0, 0, 0, 0), BAD_BLOCK],
  ['placementSetDemand', (k, t) => k.placementSetDemand(t, 0, 0), BAD_BLOCK],
  ['placementChoose', (k, t) => k.placementChoose(t, 0), BAD_BLOCK],
  ['placementRunnerUp', (k, t) => k.placementRunnerUp(t), BAD_BLOCK],
  ['placementWinnerScore', (k, t) => k.placementWinnerScore(t), BAD_BLOCK],
  ['placementRunnerUpScore', (k, t) => k.placementRunnerUpScore(t), BAD_BLOCK],
  ['placementIneligible', (k, t) => k.placementIneligible(t), BAD_BLOCK],
  ['placementShort', (k, t) => k.placementShort(t, 0), BAD_BLOCK],
  ['placementPlace', (k, t) => k.placementPlace(t, 0), BAD_BLOCK],
  ['placementRelease', (k, t) => k.placementRelease(t, 0), BAD_BLOCK],
  ['placementVerdicts', (k, t) => k.placementVerdicts(t, 0), BAD_BLOCK],
  ['placementVerdictsAt', (k, t) => k.placementVerdictsAt(t), 0],
  ['placementScoresAt', (k, t) => k.placementScoresAt(t), 0],
  ['ipv4Addresses', (k, t) => k.ipv4Addresses(t), 0],
  ['ipv4Bits', (k, t) => k.ipv4Bits(t), 0],
  ['ipv4Exact', (k, t) => k.ipv4Exact(t, 0), BAD_BLOCK],
  ['ipv4Boundary', (k, t) => k.ipv4Boundary(t, 0, 24), BAD_BLOCK],
  ['ipv4OverAdvertised', (k, t) => k.ipv4OverAdvertised(t, 0, 0), BAD_BLOCK],
];

describe('the raw exports', () => {
  it.each(tableRefusals)('refuse %s', (_, call, code) => {
    const kernel = instantiate();
    const table = openTable(kernel);
    expect(call(kernel, table)).toBe(code);
    expect(kernel.placementChoose(table, 0)).toBe(0);
  });

  const addresses: readonly (readonly [string, number])[] = [
    ['an address never opened', 64],
    ['an address below the arena', 0],
    ['an address behind the memory', gibibyte],
    ['the last address', -64],
    ['an odd address', 65],
  ];
  describe.each(addresses)('at %s', (_, address) => {
    it.each(withoutBlock)('%s answers a code', (_, call, code) => {
      const kernel = instantiate();
      expect(kernel.ensure(65_536)).toBe(0);
      expect(call(kernel, address)).toBe(code);
    });
  });

  it('refuse prefixes beyond the workspace, longer than 32 bits, and such a boundary', () => {
    const kernel = instantiate();
    const at = openWorkspace(kernel, [
      [0x0a000000, 24],
      [0x0a000100, 33],
    ]);
    expect(kernel.ipv4Exact(at, 3)).toBe(BAD_COUNT);
    expect(kernel.ipv4Exact(at, 2)).toBe(BAD_VALUE);
    expect(kernel.ipv4Boundary(at, 2, 16)).toBe(BAD_VALUE);
    expect(kernel.ipv4Boundary(at, 1, 33)).toBe(BAD_VALUE);
    expect(kernel.ipv4OverAdvertised(at, 2, 1)).toBe(BAD_COUNT);
    expect(kernel.ipv4OverAdvertised(at, 2 ** 32 - 1, 1)).toBe(BAD_COUNT);
    expect(kernel.ipv4OverAdvertised(at, 1, 1)).toBe(BAD_VALUE);
    expect(kernel.ipv4Exact(at, 1)).toBe(1);
  });

  it('leave the columns as they are when they count what is over-advertised', () => {
    const kernel = instantiate();
    const at = openWorkspace(kernel, [
      [0x0a0000ff, 24],
      [0x0a000001, 32],
    ]);
    expect(kernel.ipv4OverAdvertised(at, 1, 1)).toBe(255);
    expect([...new Uint32Array(kernel.memory.buffer, kernel.ipv4Addresses(at), 2)]).toEqual([
      0x0a0000ff, 0x0a000001,
    ]);
  });

  it('take tables and workspaces side by side, each behind the bytes of the one before', () => {
    const kernel = instantiate();
    const one = openTable(kernel);
    const two = openTable(kernel, one + kernel.placementOpen(one, 20, 1, 1, 1, 2));
    expect(kernel.placementSetHosts(one, 1)).toBe(0);
    const three = two + kernel.placementOpen(two, 20, 1, 1, 1, 2);
    expect(three % 64).toBe(0);
    expect(kernel.ipv4Open(three, 1_000)).toBeGreaterThan(0);
    expect(kernel.placementSetHosts(two, 20)).toBe(0);
    expect(kernel.placementSetRow(two, 19, 0, 7, 0)).toBe(0);
    expect(kernel.placementSetDemand(two, 0, 7)).toBe(0);
    expect(kernel.placementChoose(two, 0)).toBe(19);
    expect(kernel.placementChoose(one, 0)).toBe(0);
    expect(kernel.ipv4Exact(three, 0)).toBe(0);
  });

  it('stand alone: the arena is aligned and ensure grows it', () => {
    const kernel = instantiate();
    expect(kernel.arenaBase() % 64).toBe(0);
    expect(kernel.ensure(1_000_000)).toBe(0);
    expect(kernel.memory.buffer.byteLength).toBeGreaterThanOrEqual(kernel.arenaBase() + 1_000_000);
    expect(kernel.ensure(10)).toBe(0);
  });
});
