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

function openWorkspace(kernel: KernelExports): number {
  const at = kernel.arenaBase();
  expect(kernel.routesOpen(at, 0)).toBeGreaterThan(0);
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
  ['a booking on no host', (k, t) => k.placementPlace(t, NO_HOST), BAD_INDEX],
  ['a release on a host beyond the last', (k, t) => k.placementRelease(t, 20), BAD_INDEX],
  ['a workspace at an odd address', (k, t) => k.routesOpen(t + 32, 0), BAD_BLOCK],
  ['more memory than there is', (k) => k.ensure(-1), NO_MEMORY],
  ['routes on a table', (k, t) => k.routesExact(t, 0), BAD_BLOCK],
];

const withoutBlock: readonly Refusal[] = [
  ['placementSetHosts', (k, t) => k.placementSetHosts(t, 0), BAD_BLOCK],
  ['placementSetMaskWord', (k, t) => k.placementSetMaskWord(t, 1, 0, 0), BAD_BLOCK],
  ['placementSetRow', (k, t) => k.placementSetRow(t, 0, 0, 0, 0), BAD_BLOCK],
  ['placementSetDemand', (k, t) => k.placementSetDemand(t, 0, 0), BAD_BLOCK],
  ['placementChoose', (k, t) => k.placementChoose(t, 0), BAD_BLOCK],
  ['placementDecisionAt', (k, t) => k.placementDecisionAt(t), 0],
  ['placementPlace', (k, t) => k.placementPlace(t, 0), BAD_BLOCK],
  ['placementRelease', (k, t) => k.placementRelease(t, 0), BAD_BLOCK],
  ['placementVerdicts', (k, t) => k.placementVerdicts(t, 0), BAD_BLOCK],
  ['placementVerdictsAt', (k, t) => k.placementVerdictsAt(t), 0],
  ['placementScoresAt', (k, t) => k.placementScoresAt(t), 0],
  ['routesSetIpv4Count', (k, t) => k.routesSetIpv4Count(t, 0, 1), BAD_BLOCK],
  ['routesIpv4At', (k, t) => k.routesIpv4At(t, 0), 0],
  ['routesIpv4Count', (k, t) => k.routesIpv4Count(t, 0), BAD_BLOCK],
  ['routesIpv6Count', (k, t) => k.routesIpv6Count(t, 0), BAD_BLOCK],
  ['routesInputAt', (k, t) => k.routesInputAt(t), 0],
  ['routesInputRoom', (k, t) => k.routesInputRoom(t), 0],
  ['routesRead', (k, t) => k.routesRead(t, 0, 0, true), BAD_BLOCK],
  ['routesMistake', (k, t) => k.routesMistake(t), 0],
  ['routesBadLine', (k, t) => k.routesBadLine(t), 0],
  ['routesBadColumn', (k, t) => k.routesBadColumn(t), 0],
  ['routesBadLineAt', (k, t) => k.routesBadLineAt(t), 0],
  ['routesBadLineBytes', (k, t) => k.routesBadLineBytes(t), 0],
  ['routesExact', (k, t) => k.routesExact(t, 0), BAD_BLOCK],
  ['routesBoundary', (k, t) => k.routesBoundary(t, 24, 64), BAD_BLOCK],
  ['routesCover', (k, t) => k.routesCover(t, 0), BAD_BLOCK],
  ['routesDifference', (k, t) => k.routesDifference(t), BAD_BLOCK],
  ['routesCopy', (k, t) => k.routesCopy(t), BAD_BLOCK],
  ['routesNameNull', (k, t) => k.routesNameNull(t, 1), BAD_BLOCK],
  ['routesOrtc', (k, t) => k.routesOrtc(t, false), BAD_BLOCK],
  ['routesBudget', (k, t) => k.routesBudget(t, 1, 1), BAD_BLOCK],
  ['routesLeastRoutes', (k, t) => k.routesLeastRoutes(t), 0],
  ['routesSumsAt', (k, t) => k.routesSumsAt(t), 0],
  ['routesPrintFrom', (k, t) => k.routesPrintFrom(t, 0), BAD_BLOCK],
  ['routesPrint', (k, t) => k.routesPrint(t), BAD_BLOCK],
  ['routesOutputAt', (k, t) => k.routesOutputAt(t), 0],
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

  const routesRefusals: readonly Refusal[] = [
    ['a table beyond the last', (k, w) => k.routesSetIpv4Count(w, 4, 1), BAD_INDEX],
    ['more records than there is memory', (k, w) => k.routesSetIpv4Count(w, 0, -1), NO_MEMORY],
    ['records of a table beyond the last', (k, w) => k.routesIpv4At(w, 4), 0],
    ['text for the answer', (k, w) => k.routesRead(w, 3, 0, true), BAD_INDEX],
    ['more text than there is room', (k, w) => k.routesRead(w, 0, 2 ** 17 + 1, true), BAD_COUNT],
    ['the answer made exact', (k, w) => k.routesExact(w, 3), BAD_INDEX],
    ['a boundary beyond 32 bits', (k, w) => k.routesBoundary(w, 33, 64), BAD_VALUE],
    ['a boundary beyond 128 bits', (k, w) => k.routesBoundary(w, 24, 129), BAD_VALUE],
    ['the cover of the answer', (k, w) => k.routesCover(w, 3), BAD_INDEX],
    ['a null route without a name', (k, w) => k.routesNameNull(w, 0), BAD_COUNT],
    ['a table to print beyond the last', (k, w) => k.routesPrintFrom(w, 4), BAD_INDEX],
    ['printing that has not begun', (k, w) => k.routesPrint(w), 0],
  ];
  it.each(routesRefusals)('of routes refuse %s', (_, call, code) => {
    const kernel = instantiate();
    const workspace = openWorkspace(kernel);
    expect(call(kernel, workspace)).toBe(code);
    expect(kernel.routesSetIpv4Count(workspace, 0, 1)).toBe(0);
    expect(kernel.routesExact(workspace, 0)).toBe(1);
  });

  it('take tables and workspaces side by side, each behind the bytes of the one before', () => {
    const kernel = instantiate();
    const one = openTable(kernel);
    const two = openTable(kernel, one + kernel.placementOpen(one, 20, 1, 1, 1, 2));
    expect(kernel.placementSetHosts(one, 1)).toBe(0);
    const three = two + kernel.placementOpen(two, 20, 1, 1, 1, 2);
    expect(three % 64).toBe(0);
    expect(kernel.routesOpen(three, 0)).toBeGreaterThan(0);
    expect(kernel.routesSetIpv4Count(three, 0, 1_000)).toBe(0);
    expect(kernel.placementSetHosts(two, 20)).toBe(0);
    expect(kernel.placementSetRow(two, 19, 0, 7, 0)).toBe(0);
    expect(kernel.placementSetDemand(two, 0, 7)).toBe(0);
    expect(kernel.placementChoose(two, 0)).toBe(19);
    expect(kernel.placementChoose(one, 0)).toBe(0);
    expect(kernel.routesExact(three, 0)).toBe(1);
  });

  it('stand alone: the arena is aligned and ensure grows it', () => {
    const kernel = instantiate();
    expect(kernel.arenaBase() % 64).toBe(0);
    expect(kernel.ensure(1_000_000)).toBe(0);
    expect(kernel.memory.buffer.byteLength).toBeGreaterThanOrEqual(kernel.arenaBase() + 1_000_000);
    expect(kernel.ensure(10)).toBe(0);
  });
});
