import { expect, test } from 'vitest';
import { dice } from '../../dice.ts';
import { draw, parseGrammar } from './grammar.ts';
import { grammar } from './lines.ts';

test('a line is drawn by seed and number', () => {
  const rules = parseGrammar(
    'line\n  get <type><output?50>\n  delete <none> *2\ntype\n  pods\n  svc\noutput\n  -o name\n',
  );
  const lines = Array.from({ length: 200 }, (_, number) => draw(rules, 'line', dice(1, number)));
  expect([...new Set(lines)].sort()).toEqual([
    'delete <none>',
    'get pods',
    'get pods -o name',
    'get svc',
    'get svc -o name',
  ]);
  expect(lines.filter((line) => line.startsWith('delete')).length).toBeGreaterThan(100);
  expect(draw(rules, 'line', dice(1, 7))).toBe(lines[7]);
});

test('every rule of the lines is there and is used', () => {
  const rules = parseGrammar(grammar);
  const used = [...grammar.matchAll(/<([a-z-]+)(?:\?\d+)?>/g)].map(([, name]) => name ?? '');
  expect([...new Set([...used, 'case'])].sort()).toEqual([...rules.keys()].sort());
});
