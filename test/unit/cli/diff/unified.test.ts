// What differs between texts, as GNU diff 3.8 (`diff -u`) printed it of the same texts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unifiedDiff } from '../../../../src/cli/diff/unified.ts';

const golden = readFileSync(join(import.meta.dirname, 'unified.golden.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as readonly [before: string, after: string, printed: string]);

describe('unifiedDiff', () => {
  test('says what GNU diff says', () => {
    expect(golden.length).toBeGreaterThan(50);
    for (const [before, after, printed] of golden) expect(unifiedDiff(before, after)).toBe(printed);
  });

  test('of texts that share nothing ends, whatever their length', () => {
    const text = (word: string) =>
      Array.from({ length: 20_000 }, (_, line) => `${word} ${line % 9_000}\n`).join('');
    const half = (word: string) => `${text(word)}${text('shared')}`;
    const printed = unifiedDiff(half('a'), half('b'));
    expect(printed.split('\n').filter((line) => line.startsWith('-a'))).toHaveLength(20_000);
  });
});
