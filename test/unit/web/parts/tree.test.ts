/** Rows of a tree's open nodes, names that keep their ends, and finding by first letters. */
import { describe, expect, test } from 'vitest';
import { splitName, treeRows } from '../../../../web/parts/tree.ts';
import { TypeAhead } from '../../../../web/parts/type-ahead.ts';

const leaf = (id: string) => ({ id, label: id, icon: 'pod' as const });

test('treeRows: level, place, parent, and whether open', () => {
  const nodes = [
    { ...leaf('a'), children: [leaf('b'), { ...leaf('c'), more: true }] },
    { ...leaf('d'), children: [leaf('e')] },
  ];
  const rows = treeRows(nodes, new Set(['a', 'gone']));
  expect(
    rows.map((row) => `${row.node.id} ${row.level} ${row.parent} ${row.place}/${row.siblings} ${row.open}`),
  ).toEqual(['a 0 -1 1/2 true', 'b 1 0 1/2 undefined', 'c 1 0 2/2 false', 'd 0 -1 2/2 false']);
});

test.each([
  ['demo', 'demo', ''],
  ['web-7c9d8b6f5d-4kz2m', 'web-7c9d8b6f5d', '-4kz2m'],
  ['SupervisorControlPlaneVM (1)', 'SupervisorControlPlane', 'VM (1)'],
])('splitName %s', (name, head, tail) => {
  expect(splitName(name)).toEqual([head, tail]);
});

describe('TypeAhead', () => {
  const labels = ['web-1', 'redis', 'web-2', 'analytics', 'Web-3'];

  test('the same letter goes on to the next, and round', () => {
    const typed = new TypeAhead();
    expect([0, 2, 4].map((from) => typed.find('w', from, labels))).toEqual([2, 4, 0]);
  });

  test('more letters narrow, from where one is', () => {
    const typed = new TypeAhead();
    const first = typed.find('r', 0, labels);
    expect([first, typed.find('e', first, labels), typed.find('x', first, labels)]).toEqual([1, 1, -1]);
  });
});
