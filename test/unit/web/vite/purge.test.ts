/** The style sheet's cut, and the build's refusal of classes without a rule. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { classErrors } from '../../../../web/vite/clarity.ts';
import { type Markup, readMarkup } from '../../../../web/vite/markup.ts';
import { purge } from '../../../../web/vite/purge.ts';

const markup = (used: {
  classes?: string[];
  elements?: string[];
  attributes?: string[];
  styled?: string[];
  properties?: string[];
}): Markup => ({
  classes: new Map((used.classes ?? []).map((name) => [name, ['Some.svelte:1']])),
  elements: new Set(used.elements ?? []),
  attributes: new Set(used.attributes ?? []),
  styled: new Set(used.styled ?? []),
  properties: new Set(used.properties ?? []),
  texts: new Map(),
  errors: [],
});

describe('purge', () => {
  const cases: readonly [what: string, sheet: string, used: Parameters<typeof markup>[0], kept: string][] = [
    ['a rule whose class is used', '.a{top:0}.b{top:1px}', { classes: ['a'] }, '.a{top:0;}'],
    ['of a list, what can match', '.a,.b p,p{top:0}', { classes: ['a'], elements: ['p'] }, '.a,p{top:0;}'],
    [
      'every class of a compound must be used',
      '.a.b{top:0}.a .c{top:0}',
      { classes: ['a', 'c'] },
      '.a .c{top:0;}',
    ],
    [
      'the root, not a shadow host',
      ':where(:root,:host){top:0}:host{top:1px}',
      {},
      ':where(:root,:host){top:0;}',
    ],
    ['what is not of a class that nothing has', 'p:not(.b){top:0}', { elements: ['p'] }, 'p:not(.b){top:0;}'],
    [
      'attributes that markup writes',
      '[x] p{top:0}[y] p{top:0}',
      { elements: ['p'], attributes: ['y'] },
      '[y] p{top:0;}',
    ],
    [
      'the theme, which script sets',
      '[cds-theme~=dark] p{top:0}',
      { elements: ['p'] },
      '[cds-theme~=dark] p{top:0;}',
    ],
    [
      'nothing for a class that the page styles itself',
      '.card{top:0}',
      { classes: ['card'], styled: ['card'] },
      '',
    ],
    [
      'properties that are read, through others too',
      ':root{--a:1px;--b:var(--a);--c:2px;--d:var(--c)}p{top:var(--b)}',
      { elements: ['p'] },
      ':root{--a:1px;--b:var(--a);}p{top:var(--b);}',
    ],
    ['properties that the page reads', ':root{--a:1px;--b:2px}', { properties: ['--b'] }, ':root{--b:2px;}'],
    [
      'media with something left in them',
      '@media (print){.a{top:0}}@media (print){.b{top:0}}',
      { classes: ['a'] },
      '@media (print){.a{top:0;}}',
    ],
    [
      'animations that are named',
      '@keyframes x{to{top:0}}@keyframes y{to{top:0}}.a{animation:x 1s}',
      { classes: ['a'] },
      '.a{animation:x 1s;}@keyframes x{to{top:0}}',
    ],
    [
      'no fonts, no character set',
      '@charset "utf-8";@font-face{font-family:X}p{top:0}',
      { elements: ['p'] },
      'p{top:0;}',
    ],
  ];
  test.each(cases)('keeps %s', (_what, sheet, used, kept) => {
    expect(purge(sheet, markup(used)).css).toBe(kept);
  });
});

describe('readMarkup and classErrors', () => {
  const folder = mkdtempSync(join(tmpdir(), 'markup-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'own.css'), '.own > .inner { color: var(--ink); }');
  writeFileSync(
    join(folder, 'One.svelte'),
    `<script lang="ts">let { on, kind }: { on: boolean; kind: string } = $props();</script>
<p class={['own', on && 'inner', on ? 'clr' : undefined, { late: on }]} class:early={on} data-kind={kind}></p>
<b class={kind}>computed</b>
<i class="a-{kind}">computed</i>`,
  );
  const read = readMarkup([folder]);

  test('finds classes where they are written, in every form', () => {
    expect([...read.classes.keys()].sort()).toEqual(['a-', 'clr', 'early', 'inner', 'late', 'own']);
    expect([...read.styled].sort()).toEqual(['inner', 'own']);
    expect([...read.elements].sort()).toEqual(['b', 'body', 'head', 'html', 'i', 'p']);
    expect([...read.properties]).toEqual(['--ink']);
  });

  test('says of each class without a rule, and of each computed one, where it is', () => {
    expect(
      classErrors(read, new Set(['clr'])).map((error) => error.replace(/^.*(?=One\.svelte)/, '')),
    ).toEqual([
      'One.svelte:3: this class is computed, so no build can know its rules; write it out, or use a data attribute',
      'One.svelte:4: this class is computed, so no build can know its rules; write it out, or use a data attribute',
      'One.svelte:2: class "late" has no rule, neither in web/style nor in Clarity',
      'One.svelte:2: class "early" has no rule, neither in web/style nor in Clarity',
      'One.svelte:4: class "a-" has no rule, neither in web/style nor in Clarity',
    ]);
  });
});
