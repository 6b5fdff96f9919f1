/** Filter, sort and widths of a grid's columns. */
import { describe, expect, test } from 'vitest';
import { type Column, columnWidths, filterRows, sortRows } from '../../../../web/parts/columns.ts';

interface Row {
  readonly name: string;
  readonly size: number | string;
}

const columns: readonly Column<Row>[] = [
  { id: 'name', title: 'Name', value: (row) => row.name },
  {
    id: 'size',
    title: 'Size',
    value: (row) => row.size,
    text: (row) => `${row.size} MiB`,
    widthRem: 3,
    grow: 0,
  },
];
const rows: readonly Row[] = [
  { name: 'esxi-10', size: 5 },
  { name: 'esxi-9', size: 40 },
  { name: 'Esxi-9', size: 'no limit' },
  { name: 'db', size: 5 },
];
const names = (list: readonly Row[]): readonly string[] => list.map((row) => row.name);

describe('sortRows', () => {
  test.each([
    ['name', false, ['db', 'esxi-9', 'Esxi-9', 'esxi-10']],
    ['name', true, ['esxi-10', 'Esxi-9', 'esxi-9', 'db']],
    ['size', false, ['esxi-10', 'db', 'esxi-9', 'Esxi-9']],
    ['size', true, ['Esxi-9', 'esxi-9', 'esxi-10', 'db']],
    ['gone', false, ['esxi-10', 'esxi-9', 'Esxi-9', 'db']],
  ] as const)('by %s, down %s', (column, down, expected) => {
    expect(names(sortRows(rows, columns, { column, down }))).toEqual(expected);
  });
});

describe('filterRows', () => {
  test.each([
    [{}, 4],
    [{ name: '  ' }, 4],
    [{ name: 'ESXI' }, 3],
    [{ name: 'esxi', size: '5' }, 1],
    [{ size: '40 mib' }, 1],
    [{ gone: 'x' }, 4],
  ])('%j leaves %i', (filters, count) => {
    expect(filterRows(rows, columns, filters)).toHaveLength(count);
  });

  test('a column named like a property of every object filters nothing by accident', () => {
    expect(filterRows(rows, [{ id: 'constructor', title: '', value: () => '' }], {})).toHaveLength(4);
  });
});

test('columnWidths', () => {
  expect(columnWidths(columns)).toEqual({ template: 'minmax(5rem, 1fr) 3rem', leastRem: 8 });
});
