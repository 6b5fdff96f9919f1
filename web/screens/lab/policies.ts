/** The policies that the lab compares, and a row of the comparison. */
import type { PlacementPolicy, PlacementResult } from '../../live/lab.ts';

export const policies: readonly { readonly id: PlacementPolicy; readonly hint: string }[] = [
  { id: 'balance', hint: 'the emptiest node, the scarcest resource deciding' },
  { id: 'best-fit', hint: 'the fullest node that has room' },
  { id: 'fgd', hint: 'the least new fragments of GPUs' },
  { id: 'yield', hint: 'the most that a node can still give afterwards' },
];

const part = (some: number, all: number): number => (all === 0 ? 0 : some / all);

/** A resource's part that is allocated, 0 to 1; undefined where the tables have none of it. */
export function allocated({ uses }: PlacementResult, resource: string): number | undefined {
  const use = uses.find(({ name }) => name === resource);
  return use === undefined ? undefined : part(use.used, use.capacity);
}

/** Of all that there is of the scarce resource what lies free and is of no use, 0 to 1. */
export function fragmented(result: PlacementResult): number {
  const { name, unusable } = result.fragments;
  const use = result.uses.find((each) => each.name === name);
  return part(unusable, use?.capacity ?? 0);
}

/** What a policy is the best of all at, in words; nothing where all are even. */
export function praiseOf(result: PlacementResult, results: readonly PlacementResult[]): string {
  const scarce = result.fragments.name;
  const measures = [
    { words: 'most Pods', of: ({ placed }: PlacementResult) => placed },
    { words: `most ${scarce}`, of: (each: PlacementResult) => allocated(each, scarce) ?? 0 },
  ];
  return measures
    .filter(({ of }) => {
      const values = results.map(of);
      return of(result) === Math.max(...values) && of(result) > Math.min(...values);
    })
    .map(({ words }) => words)
    .join(', ');
}
