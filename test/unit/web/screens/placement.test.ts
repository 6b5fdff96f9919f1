/** The court: order, ranks, verdicts, and that what was decided is not talked over by what would be now. */
import { describe, expect, it } from 'vitest';
import {
  type NodeWord,
  type PlacementTable,
  courtRows,
  rankWords,
  trialWords,
  withKept,
} from '../../../../web/screens/pod/placement.ts';

const node = (name: string, total: number, drs: number): NodeWord => ({
  name,
  onHost: true,
  reasons: [],
  score: { least: 0, balanced: 0, spread: 0, affinity: 0, peers: 0, taints: 0, total },
  drs: { eligible: true, short: [], score: drs, freeCpuMHz: 0, freeMemoryMiB: 0 },
});
const control: NodeWord = { name: 'cp', onHost: false, reasons: ['node(s) had untolerated taint'] };
const kept = {
  at: 0,
  revision: 1,
  scheduler: { nodes: 4, feasible: 3, preferred: { name: 'a.lab', score: 698 }, reasons: [] },
  drs: { winner: { name: 'c.lab', score: 971 }, runnerUp: { name: 'b.lab', score: 968 }, reasons: [] },
};
const decision = {
  node: 'c.lab',
  onHost: true,
  shape: { cpus: 1, memoryMiB: 128, cpuReservationMHz: 0, memoryReservationMiB: 0 },
  nodes: 4,
  feasible: 3,
  preferred: kept.scheduler.preferred,
  reasons: [],
  drs: kept.drs,
};
const table: PlacementTable = {
  asOf: 'decided',
  decision,
  nodes: [node('a.lab', 698, 956), control, node('b.lab', 698, 968), node('c.lab', 500, 971)],
  edits: [],
};
const told = (of: PlacementTable) =>
  courtRows(of, []).map(({ node: { name }, rank, tied, verdict }) => [
    name,
    rankWords(rank, 3, tied),
    verdict.word,
    verdict.why,
  ]);

describe('the court', () => {
  it('puts the winner first, what was filtered out last, and says why', () => {
    expect(told(table)).toEqual([
      ['c.lab', '3rd of 3', 'Placed here', 'best goodness, b has 0.968'],
      ['b.lab', 'tied 1st', 'Second choice', 'goodness 0.968'],
      ['a.lab', 'tied 1st', 'Declined by DRS', 'scheduler’s choice; goodness 0.956, best 0.971'],
      ['cp', '', 'Filtered out', 'node(s) had untolerated taint'],
    ]);
  });

  it('keeps the verdicts of a decision whose state is gone', () => {
    const now: PlacementTable = {
      asOf: 'now',
      decision: { ...decision, node: 'a.lab', preferred: { name: 'b.lab', score: 700 } },
      nodes: [node('a.lab', 698, 990), node('b.lab', 700, 900), node('c.lab', 500, 800)],
      edits: [],
    };
    expect(told(withKept(now, kept)).map(([name, , word, why]) => [name, word, why])).toEqual([
      ['c.lab', 'Placed here', 'best goodness, b has 0.968'],
      ['a.lab', 'Declined by DRS', 'scheduler’s choice; goodness 0.990, best 0.971'],
      ['b.lab', 'Second choice', 'goodness 0.968'],
    ]);
    expect(withKept(table, kept)).toBe(table);
    expect(withKept(now, undefined)).toBe(now);
  });
});

it.each([
  [{ outcome: 'Ready', node: 'esxi-01', seconds: 14 }, 'Ready on esxi-01 after 14 s'],
  [{ outcome: 'Pending', seconds: 120 }, 'Pending after 120 s'],
  [{ outcome: 'Refused', seconds: 0, message: 'exceeded quota' }, 'Refused: exceeded quota'],
])('a trial in words: %j', (trial, words) => {
  expect(trialWords(trial)).toBe(words);
});
