/** RFC 4180, and nothing that a spreadsheet would run. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csv } from '../../../../web/parts/csv.ts';

/** A reader of RFC 4180, for the way back. */
function read(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const fields = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/gy;
  let row: string[] = [];
  for (const [, field = '', end] of text.matchAll(fields)) {
    row.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe('csv', () => {
  test.each([
    [[['a', 1]], 'a,1\r\n'],
    [[['a,b', 'say "x"', 'two\nlines']], '"a,b","say ""x""","two\nlines"\r\n'],
    [[['=1+1', '+cmd', '-5', '-x', '@a', -5]], "'=1+1,'+cmd,-5,'-x,'@a,-5\r\n"],
  ])('%j', (rows, text) => {
    expect(csv(rows)).toBe(text);
  });

  test('what is written is read back', () => {
    const field = fc.string().filter((text) => !/^[=+\-@\t\r]/.test(text));
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        (rows) => {
          expect(read(csv(rows))).toEqual(rows);
        },
      ),
    );
  });
});
