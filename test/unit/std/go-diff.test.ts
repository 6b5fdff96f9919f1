// Differences as go-cmp prints them: neighbours kept, the rest counted, names aligned within runs of one-line fields.
import { describe, expect, it } from 'vitest';
import { goDiff } from '../../../src/std/go-diff/diff.ts';
import { goNil, type GoField, type GoValue } from '../../../src/std/go-diff/value.ts';

const text = (value: string): GoValue => ({ form: 'text', value });
const struct = (...fields: readonly GoField[]): GoValue => ({ form: 'struct', type: 'core.Thing', fields });
const list = (...items: readonly string[]): GoValue => ({
  form: 'list',
  type: '[]string',
  items: items.map(text),
});

const sixFields = (third: GoValue): GoValue =>
  struct(['A', text('1')], ['Bee', goNil], ['C', text('3')], ['Dee', third], ['E', goNil], ['F', text('6')]);

const rows: readonly (readonly [what: string, prev: GoValue, next: GoValue, lines: readonly string[]])[] = [
  [
    'one hidden field is shown rather than counted',
    sixFields(text('old')),
    sixFields(text('new')),
    [
      '  core.Thing{',
      '  \tA:   "1",',
      '  \tBee: nil,',
      '  \tC:   "3",',
      '- \tDee: "old",',
      '+ \tDee: "new",',
      '  \tE:   nil,',
      '  \tF:   "6",',
      '  }',
    ],
  ],
  [
    'what is there on one side only',
    struct(['M', { form: 'map', type: 'map[string]string', entries: [['"a"', text('1')]] }], ['N', goNil]),
    struct(['M', goNil], ['N', goNil]),
    ['  core.Thing{', '- \tM: map[string]string{"a": "1"},', '+ \tM: nil,', '  \tN: nil,', '  }'],
  ],
  [
    'a long value on lines of its own',
    struct(['L', goNil], ['S', text('s')]),
    struct(['L', list('a'.repeat(50), 'b'.repeat(50))], ['S', text('s')]),
    [
      '  core.Thing{',
      '- \tL: nil,',
      '+ \tL: []string{',
      `+ \t\t"${'a'.repeat(50)}",`,
      `+ \t\t"${'b'.repeat(50)}",`,
      '+ \t},',
      '  \tS: "s",',
      '  }',
    ],
  ],
  [
    'inside a struct behind a pointer',
    struct(['P', { form: 'pointer', to: sixFields(text('old')) }]),
    struct(['P', { form: 'pointer', to: sixFields(goNil) }]),
    [
      '  core.Thing{',
      '  \tP: &core.Thing{',
      '  \t\tA:   "1",',
      '  \t\tBee: nil,',
      '  \t\tC:   "3",',
      '- \t\tDee: "old",',
      '+ \t\tDee: nil,',
      '  \t\tE:   nil,',
      '  \t\tF:   "6",',
      '  \t},',
      '  }',
    ],
  ],
];

describe('a difference', () => {
  it.each(rows)('%s', (_what, prev, next, lines) => {
    expect(goDiff(prev, next)).toBe(`${lines.join('\n')}\n`);
  });
});
