import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatLabelSelector,
  formatRequirements,
  fromLabelSelector,
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
} from '../../../src/store/selectors.ts';
import type { LabelSelectorLike } from '../../../src/store/selectors.ts';

const NAME =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/** The selector printed again, or its error. */
function parsed(text: string): string {
  const result = parseLabelSelector(text);
  return 'error' in result ? `error: ${result.error}` : formatRequirements(result.requirements);
}

describe('parseLabelSelector', () => {
  // The grammar's own examples and the corners of its parser: k8s.io/apimachinery/pkg/labels.
  it.each([
    ['', ''],
    ['  ', ''],
    ['app=web', 'app=web'],
    ['app==web', 'app==web'],
    ['app != web', 'app!=web'],
    ['z=1,a=2', 'a=2,z=1'],
    ['x in (foo,,baz),y,z notin ()', 'x in (,baz,foo),y,z notin ()'],
    ['tier in (b, a,a)', 'tier in (a,b)'],
    ['x in (,a)', 'x in (,a)'],
    ['x in (a,)', 'x in (,a)'],
    ['!old', '!old'],
    ['! old', '!old'],
    ['app', 'app'],
    ['size>3,size<10', 'size>3,size<10'],
    ['app=', 'app='],
    ['app=,b', 'app=,b'],
    ['in in (in,notin)', 'in in (in,notin)'],
    ['notin=in', 'notin=in'],
    ['example.com/app=web', 'example.com/app=web'],
    ['a\n=\tb', 'a=b'],
    ['a in x', `error: unable to parse requirement: found 'x' expected: '('`],
    ['a in (x', `error: unable to parse requirement: found '', expected: ',' or ')'`],
    ['a in (x y)', `error: unable to parse requirement: found 'y', expected: ',' or ')'`],
    ['a in (=', `error: unable to parse requirement: found '=', expected: ',', ')' or identifier`],
    ['a in (,=', `error: unable to parse requirement: found '=', expected: ',', or identifier`],
    ['a b', `error: unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt`],
    ['a=b=c', `error: found '=', expected: ',' or 'end of string'`],
    ['a=(b)', `error: unable to parse requirement: found '(', expected: identifier`],
    ['a,', `error: found '', expected: identifier after ','`],
    ['a,,b', `error: found ',', expected: identifier after ','`],
    [',a', `error: found ',', expected: !, identifier, or 'end of string'`],
    ['=a', `error: found '=', expected: !, identifier, or 'end of string'`],
    ['!', `error: unable to parse requirement: found '', expected: identifier`],
    ['!a=b', `error: found '=', expected: ',' or 'end of string'`],
    [
      'a>x',
      `error: unable to parse requirement: values[0]: Invalid value: "x": for 'Gt', 'Lt' operators, the value must be an integer`,
    ],
    ['-a=b', `error: unable to parse requirement: <nil>: Invalid value: "-a": ${NAME}`],
    ['a=-b', `error: unable to parse requirement: values[0][a]: Invalid value: "-b": ${VALUE}`],
    ['a=b\0c', 'a=b'],
  ])('%j: %s', (text, expected) => expect(parsed(text)).toBe(expected));

  it('reads what it prints', () => {
    const name = fc.stringMatching(/^[a-z0-9]([-a-z0-9_.]{0,5}[a-z0-9])?$/);
    const one = fc.oneof(
      fc
        .tuple(name, fc.constantFrom('=', '==', '!='), name)
        .map(([key, sign, value]) => `${key}${sign}${value}`),
      fc
        .tuple(name, fc.constantFrom('in', 'notin'), fc.array(name, { minLength: 1 }))
        .map(([key, sign, values]) => `${key} ${sign} (${values.join(',')})`),
      name,
      name.map((key) => `!${key}`),
      fc
        .tuple(name, fc.constantFrom('<', '>'), fc.integer())
        .map(([key, sign, value]) => `${key}${sign}${Math.abs(value)}`),
    );
    fc.assert(
      fc.property(fc.array(one), (requirements) => {
        const printed = parsed(requirements.join(','));
        expect(printed).not.toMatch(/^error/);
        expect(parsed(printed)).toBe(printed);
      }),
    );
  });

  it('answers any text with requirements or a sentence', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab1-=!(),<> in'.split(''), '\0', 'é') });
    fc.assert(
      fc.property(text, (candidate) => {
        const result = parseLabelSelector(candidate);
        if ('error' in result) expect(result.error).toMatch(/^(unable to parse requirement: |found ')/);
      }),
    );
  });
});

describe('matchesLabels', () => {
  it.each([
    ['', {}, true],
    ['a=1', { a: '1' }, true],
    ['a=1', { a: '2' }, false],
    ['a=1', {}, false],
    ['a!=1', {}, true],
    ['a!=1', { a: '1' }, false],
    ['a in (1,2)', { a: '2' }, true],
    ['a in (1,2)', {}, false],
    ['a notin (1,2)', {}, true],
    ['a notin (1,2)', { a: '1' }, false],
    ['a', { a: '' }, true],
    ['a', {}, false],
    ['!a', {}, true],
    ['!a', { a: '' }, false],
    ['a>3', { a: '10' }, true],
    ['a>3', { a: '3' }, false],
    ['a<3', { a: '-1' }, true],
    ['a>3', { a: 'x' }, false],
    ['a>3', {}, false],
    ['a>9007199254740992', { a: '9007199254740993' }, true],
    ['a=1,b=2', { a: '1', b: '3' }, false],
    ['constructor', {}, false],
    ['!toString', {}, true],
  ])('%j on %j: %s', (text, labels, expected) => {
    const result = parseLabelSelector(text);
    expect(
      'requirements' in result && matchesLabels(result.requirements, labels as Record<string, string>),
    ).toBe(expected);
  });

  it('takes no labels for none', () => {
    expect(matchesLabels([{ key: 'a', operator: '=', values: ['1'] }], undefined)).toBe(false);
  });
});

describe('label selectors of specs', () => {
  it.each<[LabelSelectorLike, string]>([
    [{}, '<none>'],
    [{ matchLabels: { b: '2', a: '1' } }, 'a=1,b=2'],
    [
      {
        matchLabels: { app: 'web' },
        matchExpressions: [{ key: 'tier', operator: 'In', values: ['b', 'a'] }],
      },
      'app=web,tier in (a,b)',
    ],
    [
      {
        matchExpressions: [
          { key: 'a', operator: 'Exists' },
          { key: 'b', operator: 'DoesNotExist', values: [] },
        ],
      },
      'a,!b',
    ],
    [{ matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['x'] }] }, 'a notin (x)'],
    [{ matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1'] }] }, '<error>'],
  ])('%j prints as %s', (selector, text) => expect(formatLabelSelector(selector)).toBe(text));

  it.each<[LabelSelectorLike, string]>([
    [{ matchExpressions: [{ key: 'a', operator: 'Like' }] }, '"Like" is not a valid label selector operator'],
    [
      { matchExpressions: [{ key: 'a', operator: 'In' }] },
      `values: Invalid value: []string{}: for 'in', 'notin' operators, values set can't be empty`,
    ],
    [
      { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['x'] }] },
      'values: Invalid value: []string{"x"}: values set must be empty for exists and does not exist',
    ],
    [{ matchLabels: { '-a': '1' } }, `key: Invalid value: "-a": ${NAME}`],
    [
      { matchLabels: { '-a': '-1' } },
      `[key: Invalid value: "-a": ${NAME}, values[0][-a]: Invalid value: "-1": ${VALUE}]`,
    ],
  ])('%j is refused', (selector, error) => expect(fromLabelSelector(selector)).toEqual({ error }));
});

describe('field selectors', () => {
  it.each<[string, unknown]>([
    ['', { terms: [] }],
    ['a=b', { terms: [{ field: 'a', operator: '=', value: 'b' }] }],
    ['a==b', { terms: [{ field: 'a', operator: '=', value: 'b' }] }],
    ['a!=b', { terms: [{ field: 'a', operator: '!=', value: 'b' }] }],
    ['a=', { terms: [{ field: 'a', operator: '=', value: '' }] }],
    [
      'b=2,,a=1',
      {
        terms: [
          { field: 'a', operator: '=', value: '1' },
          { field: 'b', operator: '=', value: '2' },
        ],
      },
    ],
    ['a=x\\,y\\=z\\\\', { terms: [{ field: 'a', operator: '=', value: 'x,y=z\\' }] }],
    ['foo', { error: `invalid selector: 'foo'; can't understand 'foo'` }],
    ['b=1,foo', { error: `invalid selector: 'b=1,foo'; can't understand 'foo'` }],
    ['a=b=c', { error: 'invalid field selector: unescaped character in value: 61' }],
    ['a=\\q', { error: 'invalid field selector: invalid escape sequence: \\q' }],
    ['a=b\\', { error: 'invalid field selector: invalid escape sequence: \\' }],
  ])('%j', (text, expected) => expect(parseFieldSelector(text)).toEqual(expected));

  it('match on what the object says of its fields', () => {
    const result = parseFieldSelector('spec.nodeName=esxi-1,status.phase!=Failed');
    const terms = 'terms' in result ? result.terms : [];
    const fields = (phase: string) => (field: string) => (field === 'spec.nodeName' ? 'esxi-1' : phase);
    expect(matchesFields(terms, fields('Running'))).toBe(true);
    expect(matchesFields(terms, fields('Failed'))).toBe(false);
    expect(matchesFields([], fields(''))).toBe(true);
  });
});
