import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equal } from '../../../src/std/draft.ts';
import type { Json } from '../../../src/std/draft.ts';
import { parseYaml } from '../../../src/std/yaml.ts';
import type { YamlLimits } from '../../../src/std/yaml.ts';
import { goldenBlocks } from './golden.ts';

const blocks = goldenBlocks('./yaml.golden.txt');
const CONVERTING = 'error converting YAML to JSON: ';

/** The only document's value, or the error's message. */
function read(text: string, limits?: YamlLimits): Json | string {
  const result = parseYaml(text, limits);
  if ('error' in result) return result.error.message;
  return result.documents.length === 1
    ? (result.documents[0]?.value ?? null)
    : `${result.documents.length} documents`;
}

describe('parseYaml as kubectl reads', () => {
  it('has a golden file worth the name', () => expect(blocks.length).toBeGreaterThan(75));

  it.each(blocks)('$name', ({ input, expected }) => {
    const wanted = expected.trimEnd();
    const got = read(input);
    if (wanted === 'nothing') expect(got).toBe('0 documents');
    else if (wanted.startsWith('{')) expect(got).toEqual(JSON.parse(wanted));
    // What is behind the last comma prints a value of Go that JSON has no word for.
    else if (wanted.includes('unsupported map key')) expect(wanted).toContain(got);
    else expect(got).toBe(wanted);
  });

  // As above, but the texts hold what a golden file should not: tabs, control characters, other line ends.
  it.each<[string, Json]>([
    ['a: 1\nb:\n\tc: d\n', `${CONVERTING}yaml: line 3: found character that cannot start any token`],
    [
      'a: 1\nb:\n  x: y\n\tc: d\n',
      `${CONVERTING}yaml: line 4: found a tab character that violates indentation`,
    ],
    ['a: 1\nb:\n  \tc: d\n', `${CONVERTING}yaml: line 3: found character that cannot start any token`],
    [
      'a: |\n\tb\n',
      `${CONVERTING}yaml: line 2: found a tab character where an indentation space is expected`,
    ],
    ['a: b\x01\n', `${CONVERTING}yaml: control characters are not allowed`],
    ['a: b\x00\n', `${CONVERTING}yaml: control characters are not allowed`],
    ['a: b\x7f\n', `${CONVERTING}yaml: control characters are not allowed`],
    ['a:\r\n  b: c\r\n', { a: { b: 'c' } }],
    ['\ufeffa: b\n', { a: 'b' }],
    ['a:\n\u00a0b: c\n', { a: null, '\u00a0b': 'c' }],
    ['a: "b', `${CONVERTING}yaml: line 2: found unexpected end of stream`],
    [`a: 1\n${'k'.repeat(1100)}: v\n`, `${CONVERTING}yaml: line 2: could not find expected ':'`],
    ['{\n\t"a": [1, 2.5],\n\t"b": "c"\n}\n', { a: [1, 2.5], b: 'c' }],
    ['', '0 documents'],
    ['--- {a: b}\n', 'invalid Yaml document separator: {a: b}'],
  ])('%j', (text, expected) => expect(read(text)).toEqual(expected));

  // Where this parser decides otherwise than kubectl, or says more.
  it.each([['%YAML 1.1\n---\na: b\n', `${CONVERTING}yaml: line 1: did not find expected <document start>`]])(
    '%j: %s',
    (text, message) => expect(read(text)).toBe(message),
  );

  // The outcomes of kubectl 1.33.
  it.each([
    ['x: &a {b: c}\nz:\n  <<: *a\n', { x: { b: 'c' }, z: { b: 'c' } }],
    ['<<: {a: 1}\n<<: {b: 1}\nc: 2\n', { a: 1, b: 1, c: 2 }],
    ['<<: {a: 1}\na: 2\n', { a: 2 }],
    ['a: 2\n<<: {a: 1}\n', { a: 1 }],
    ['<<: [{a: 1}, {a: 2, b: 2}]\n', { a: 1, b: 2 }],
    ['<<: x\n', `${CONVERTING}yaml: map merge requires map or sequence of maps as the value`],
    ['<<:\n', `${CONVERTING}yaml: map merge requires map or sequence of maps as the value`],
    [
      'x: &a [{b: c}]\ny: {<<: *a}\n',
      `${CONVERTING}yaml: map merge requires map or sequence of maps as the value`,
    ],
  ])('merges %j', (text, expected) => expect(read(text)).toEqual(expected));

  it('takes JSON values that follow each other for documents of their own', () => {
    const parsed = parseYaml('{"a":1}{"b":"}{"}\n\n {"c":3}\n---\nd: 4\n', { takesJson: true });
    expect('documents' in parsed ? parsed.documents.map(({ value, line }) => [value, line]) : parsed).toEqual(
      [
        [{ a: 1 }, 1],
        [{ b: '}{' }, 1],
        [{ c: 3 }, 3],
        [{ d: 4 }, 5],
      ],
    );
  });

  it('says of JSON that is cut short that it ends too soon, where JSON is taken', () => {
    expect(parseYaml('{"a": {"b": 1}', { takesJson: true })).toMatchObject({
      error: { message: 'unexpected EOF' },
    });
    expect(read('{')).toBe(`${CONVERTING}yaml: line 1: did not find expected node content`);
  });

  it('takes a quoted << for a key', () => expect(read('"<<": x\n')).toEqual({ '<<': 'x' }));
});

describe('documents', () => {
  it('come with their line and their text, empty ones left out', () => {
    const text =
      '# first\na: 1\n---\n---\n# only a comment\n--- # note\n\nb:\n- 2\n...\nignored: true\n---\nnull\n';
    expect(parseYaml(text)).toEqual({
      documents: [
        { value: { a: 1 }, line: 2, source: '# first\na: 1\n', duplicates: '', rounded: new Map() },
        {
          value: { b: [2] },
          line: 8,
          source: '\nb:\n- 2\n...\nignored: true\n',
          duplicates: '',
          rounded: new Map(),
        },
      ],
    });
  });

  it.each([
    ['a: b\na: c\n', { a: 'c' }, '  line 2: key "a" already set in map'],
    ['{"a": 1, "b": {"c": 1, "c": 2}}', { a: 1, b: { c: 2 } }, '  line 1: key "c" already set in map'],
    ['1: a\n"1": b\n', { 1: 'b' }, '  line 2: key "1" already set in map'],
  ])('%j has the last of a key that it writes twice, and says so', (text, value, duplicates) => {
    expect(parseYaml(text)).toMatchObject({
      documents: [{ value, duplicates: `yaml: unmarshal errors:\n${duplicates}` }],
    });
  });

  it('count the line of an error from the start of the text, and in the sentence from the separator', () => {
    expect(parseYaml('a: 1\n---\nb: 2\nc: d: e\n')).toEqual({
      error: {
        line: 4,
        column: 4,
        message: `${CONVERTING}yaml: line 2: mapping values are not allowed in this context`,
      },
    });
  });
});

describe('aliases', () => {
  it.each<[string, Json]>([
    ['a: &x [1, {b: c}]\nd: *x\n', { a: [1, { b: 'c' }], d: [1, { b: 'c' }] }],
    ['a: &x 1\nb: &x 2\nc: *x\n', { a: 1, b: 2, c: 2 }],
    ['&k key: v\nother: *k\n', { key: 'v', other: 'key' }],
    ['a: *x\nb: &x 1\n', `${CONVERTING}yaml: unknown anchor 'x' referenced`],
    ['a: &x {b: *x}\n', `${CONVERTING}yaml: anchor 'x' value contains itself`],
  ])('%j', (text, expected) => expect(read(text)).toEqual(expected));
});

describe('tags', () => {
  it.each<[string, Json]>([
    ['a: !!str 5\nb: !!int "5"\nc: !!float 5\nd: !!bool "yes"\n', { a: '5', b: 5, c: 5, d: true }],
    ['a: !!binary aGVsbG8=\nb: !own x\nc: !!null ~\n', { a: 'hello', b: 'x', c: null }],
    ['a: !!binary "*"\n', `${CONVERTING}yaml: !!binary value contains invalid base64 data`],
    ['a: !!timestamp x\n', `${CONVERTING}yaml: cannot decode !!str \`x\` as a !!timestamp`],
  ])('%j', (text, expected) => expect(read(text)).toEqual(expected));
});

describe('keys', () => {
  it.each<[string, Json]>([
    ['1: a\n2.5: b\n0x10: c\nyes: d\n1e10: e\n', { 1: 'a', 2.5: 'b', 16: 'c', true: 'd', '1e+10': 'e' }],
    ['"1": a\n.inf: b\n2001-01-01: c\n', { 1: 'a', '.inf': 'b', '2001-01-01': 'c' }],
    ['__proto__: {a: 1}\nconstructor: 2\n', JSON.parse('{"__proto__":{"a":1},"constructor":2}') as Json],
    ['1: a\n"1": b\n', { 1: 'b' }],
  ])('%j', (text, expected) => {
    const got = read(text);
    expect(typeof got === 'string' ? got === expected : equal(got, expected)).toBe(true);
    expect('a' in {}).toBe(false);
  });
});

describe('limits', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  const indented = (depth: number) =>
    Array.from({ length: depth }, (_, i) => `${' '.repeat(i)}k:\n`).join('');

  it.each<[string, string, YamlLimits, boolean]>([
    ['brackets', nested(64), {}, true],
    ['one bracket more', `${nested(65)}`, {}, false],
    ['indentation', indented(64), {}, true],
    ['one step more', indented(65), {}, false],
    ['dashes', `${'- '.repeat(64)}x`, {}, true],
    ['one dash more', `${'- '.repeat(65)}x`, {}, false],
    ['as many bytes', 'a: é', { bytesMax: 5 }, true],
    ['a byte more', 'a: éx', { bytesMax: 5 }, false],
    ['500 documents', 'a\n---\n'.repeat(500), {}, true],
    ['501 documents', 'a\n---\n'.repeat(501), {}, false],
    ['100 aliases', `a: &x 1\nb: [${'*x ,'.repeat(100)}]`, {}, true],
    ['101 aliases', `a: &x 1\nb: [${'*x ,'.repeat(101)}]`, {}, false],
    ['100 aliases over documents', `a: &x 1\nb: [${'*x ,'.repeat(60)}]\n---\n`.repeat(2), {}, false],
    ['nodes from aliases', 'a: &x [1, 2]\nb: *x\nc: *x\n', { aliasNodesMax: 6 }, true],
    ['too many of them', 'a: &x [1, 2]\nb: *x\nc: *x\n', { aliasNodesMax: 5 }, false],
    ['nodes', '[1, 2]', { nodesMax: 4 }, true],
    ['a node more', '[a, b, c]', { nodesMax: 4 }, false],
  ])('%s', (_, text, limits, isRead) => expect('documents' in parseYaml(text, limits)).toBe(isRead));

  // Each was seen to end a process, to eat its memory or to take seconds before the bounds stood.
  it.each<[string, string]>([
    ['1,800 bytes of brackets', '['.repeat(1_800)],
    ['a mebibyte of brackets', '['.repeat(1 << 20)],
    ['a mebibyte of braces with keys', '{a: '.repeat(1 << 18)],
    ['a mebibyte of dashes', '- '.repeat(1 << 19)],
    ['a mebibyte of question marks', '? '.repeat(1 << 19)],
    ['a long stair', indented(1_400)],
    [
      'nine lists of nine aliases',
      `a: &a0 [1]\n${Array.from({ length: 9 }, (_, i) => `b${i}: &a${i + 1} [${`*a${i}, `.repeat(9)}]\n`).join('')}`,
    ],
    ['half a million bad escapes', `a: "${'\\q'.repeat(500_000)}"`],
    ['half a million directives', '%\n'.repeat(500_000)],
    ['half a million commas', `[${','.repeat(500_000)}]`],
  ])('%s end in an error, soon', (_, bomb) => {
    expect(parseYaml(bomb)).toHaveProperty('error');
  });

  it('parse a bomb twice in one process', () => {
    for (let i = 0; i < 5; i++) expect(parseYaml('['.repeat(900 + i))).toHaveProperty('error');
  });
});

describe('any text', () => {
  it('is documents or an error with a place inside it', () => {
    const word = fc.constantFrom(
      'a',
      ': ',
      ':',
      '- ',
      '\n',
      '\n  ',
      ' ',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      ',',
      '#',
      ' #',
      '|',
      '>',
      '&a ',
      '*a',
      '!',
      '? ',
      '---\n',
      '\t',
      '1',
      '%',
      '@',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        const text = words.join('');
        const result = parseYaml(text);
        if ('documents' in result) return;
        const { line, column, message } = result.error;
        expect(message).not.toBe('');
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(text.split('\n').length + 1);
        expect(column).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 2_000 },
    );
  });

  it('that is JSON is read as JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (json, indent) => {
        const value = { json: JSON.parse(JSON.stringify(json)) as Json };
        expect(equal(read(JSON.stringify(value, undefined, indent)), value)).toBe(true);
      }),
    );
  });
});
