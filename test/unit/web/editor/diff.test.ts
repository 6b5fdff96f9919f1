// Differences between two texts, against what they must be whatever the texts are: both can be read out of them, and no fewer are possible.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DiffLine, diffLines, withContext } from '../../../../web/editor/diff.ts';

const side = (lines: readonly DiffLine[], without: string): readonly string[] =>
  lines.filter(({ sign }) => sign !== without).map(({ text }) => text);

/** Length of the longest common subsequence, by the table that every textbook has. */
function commonLength(a: readonly string[], b: readonly string[]): number {
  let row = Array<number>(b.length + 1).fill(0);
  for (const one of a) {
    const next = [0];
    b.forEach((other, at) => {
      next.push(one === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    });
    row = next;
  }
  return row.at(-1) ?? 0;
}

const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 14 });

it('both texts can be read out of it, and it is as short as can be', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      expect(side(lines, '+')).toEqual(before);
      expect(side(lines, '-')).toEqual(after);
      expect(lines.filter(({ sign }) => sign === ' ')).toHaveLength(commonLength(before, after));
    }),
  );
});

it('texts that have next to nothing in common are told as one block out, one block in', () => {
  const before = Array.from({ length: 2_000 }, (_, at) => `a${at}`);
  const after = Array.from({ length: 2_000 }, (_, at) => `b${at}`);
  const lines = diffLines(before, after);
  expect(side(lines, '+')).toEqual(before);
  expect(side(lines, '-')).toEqual(after);
});

it('with the lines around, and how many are left out', () => {
  const before = Array.from({ length: 9 }, (_, at) => String(at));
  const after = before.with(4, 'four');
  expect(withContext(diffLines(before, after), 1).map(({ sign, text: line }) => `${sign} ${line}`)).toEqual([
    '… 3 lines',
    '  3',
    '- 4',
    '+ four',
    '  5',
    '… 3 lines',
  ]);
  expect(withContext(diffLines(before, before))).toEqual([]);
});
