// The editor's colours are left out of texts that are nested without end, and come back with the next text.
import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { coloredYaml, isNestedWithoutEnd } from '../../../../web/editor/language.ts';

const withoutEnd: readonly (readonly [what: string, text: string])[] = [
  ['brackets', '['.repeat(501)],
  ['maps', `a: ${'{a: '.repeat(501)}`],
  ['brackets on lines of their own', '[\n'.repeat(501)],
  ['entries within each other', `x: 1\n${'- '.repeat(501)}`],
  ['keys within each other', '?   '.repeat(501)],
];

const written: readonly (readonly [what: string, text: string])[] = [
  ['brackets', '['.repeat(500)],
  ['many lists', '[a, {b: c}]\n'.repeat(10_000)],
  ['brackets that close what was never open', ']'.repeat(10_000)],
  ['a long list', '- a\n'.repeat(10_000)],
  ['a rule of dashes', '-'.repeat(10_000)],
];

test.each(withoutEnd)('%s without end are plain', (_, text) => {
  expect(isNestedWithoutEnd(text)).toBe(true);
  const state = EditorState.create({ doc: 'a: 1', extensions: coloredYaml('a: 1') });
  const changed = (from: EditorState, insert: string): EditorState =>
    from.update({ changes: { from: 0, to: from.doc.length, insert } }).state;
  expect(ensureSyntaxTree(state, 4)?.toString()).toContain('Pair');
  const deep = changed(state, text);
  expect(ensureSyntaxTree(deep, text.length)).toBeNull();
  expect(ensureSyntaxTree(changed(deep, 'a: 1'), 4)?.toString()).toContain('Pair');
});

test.each(written)('%s are coloured', (_, text) => {
  expect(isNestedWithoutEnd(text)).toBe(false);
});
