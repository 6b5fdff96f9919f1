import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  describeTabs,
  inColumns,
  tableTabs,
  TabWriter,
} from '../../../../src/cli/kubectl/print/tab-writer.ts';

describe('columns', () => {
  it.each([
    ['', describeTabs, ''],
    ['a\n', describeTabs, 'a\n'],
    ['a\tb\n', describeTabs, 'a  b\n'],
    ['a\tb\nccc\td\n', describeTabs, 'a    b\nccc  d\n'],
    ['a\tb\n', tableTabs, 'a     b\n'],
    ['longer\tb\n', tableTabs, 'longer   b\n'],
    ['a\tb\tc\nd\te\n', describeTabs, 'a  b  c\nd  e\n'],
    ['a\t\tc\nbb\tx\tc\n', describeTabs, 'a      c\nbb  x  c\n'],
    ['a\tb\nline\nccc\td\n', describeTabs, 'a  b\nline\nccc  d\n'],
    ['é\tb\nab\tc\n', describeTabs, 'é   b\nab  c\n'],
    ['😀\tb\nab\tc\n', describeTabs, '😀   b\nab  c\n'],
    ['a\t\n', describeTabs, 'a  \n'],
  ])('%j', (text, options, shown) => expect(inColumns(text, options)).toBe(shown));

  it('of a watch get no narrower', () => {
    const writer = new TabWriter(tableTabs);
    const shown = ['NAME\tREADY\n', 'a-longer-name\t1/1\n', 'b\t1/1\n'].map((line) => {
      writer.write(line);
      return writer.flush();
    });
    expect(shown).toEqual(['NAME   READY\n', 'a-longer-name   1/1\n', 'b               1/1\n']);
    writer.forget();
    writer.write('b\t1/1\n');
    expect(writer.flush()).toBe('b     1/1\n');
  });

  it('begin at one place in every line of a table', () => {
    const cell = fc.stringMatching(/^[a-z]{1,12}$/);
    const table = fc
      .integer({ min: 1, max: 5 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
      );
    fc.assert(
      fc.property(table, (rows) => {
        const lines = inColumns(rows.map((row) => `${row.join('\t')}\n`).join(''), tableTabs).split('\n');
        const widths = (rows[0] ?? []).map((_, at) =>
          Math.max(6, ...rows.map((row) => (row[at] ?? '').length + 3)),
        );
        rows.forEach((row, line) => {
          let start = 0;
          row.forEach((text, at) => {
            expect(lines[line]?.startsWith(text, start)).toBe(true);
            start += widths[at] ?? 0;
          });
        });
      }),
    );
  });
});
