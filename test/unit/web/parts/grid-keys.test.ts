/** Where keys take the focus in a grid of 3 columns and 100 rows whose last two columns have filters. */
import { expect, test } from 'vitest';
import { type GridSpot, moveSpot } from '../../../../web/parts/grid-keys.ts';

const size = { rows: 100, columns: 3, page: 10, hasFilter: (column: number) => column > 0 };
const words = ({ row, column, part }: GridSpot): string =>
  `${row},${column}${part === 'filter' ? ' filter' : ''}`;

test.each([
  ['0,0', 'ArrowRight', '0,1'],
  ['0,2', 'ArrowRight', undefined],
  ['0,0', 'ArrowLeft', undefined],
  ['0,0', 'ArrowUp', '-1,0'],
  ['-1,0', 'ArrowUp', '-1,0'],
  ['99,1', 'ArrowDown', '99,1'],
  ['-1,0', 'ArrowRight', '-1,1'],
  ['-1,1', 'ArrowRight', '-1,1 filter'],
  ['-1,1 filter', 'ArrowRight', '-1,2'],
  ['-1,2', 'ArrowLeft', '-1,1 filter'],
  ['-1,1 filter', 'ArrowLeft', '-1,1'],
  ['-1,1', 'ArrowLeft', '-1,0'],
  ['-1,2 filter', 'ArrowDown', '0,2'],
  ['95,1', 'PageDown', '99,1'],
  ['5,1', 'PageUp', '0,1'],
  ['5,1', 'Home', '5,0'],
  ['5,1', 'End', '5,2'],
  ['5,1', 'Control+Home', '0,0'],
  ['5,1', 'Control+End', '99,2'],
  ['5,1', 'x', undefined],
])('%s, %s: %s', (from, keys, to) => {
  const [, row, column, filter] = /^(-?\d+),(\d+)( filter)?$/.exec(from) ?? [];
  const at: GridSpot = {
    row: Number(row),
    column: Number(column),
    part: filter === undefined ? 'cell' : 'filter',
  };
  const moved = moveSpot(
    { key: keys.replace('Control+', ''), ctrlKey: keys.startsWith('Control') },
    at,
    size,
  );
  expect(moved && words(moved)).toBe(to);
});
