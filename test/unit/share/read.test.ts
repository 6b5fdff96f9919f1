import fc from 'fast-check';
import { expect, test } from 'vitest';
import { migrate, type Migration } from '../../../src/share/migrate.ts';
import { readShared } from '../../../src/share/read.ts';
import { bounds } from '../../../src/share/shape.ts';
import { limits } from '../../../src/std/limits.ts';
import { sampleJson } from './sample.ts';

type Change = (link: Record<string, unknown>) => void;

function read(change: Change): string {
  const link = sampleJson();
  change(link);
  const result = readShared(JSON.stringify(link), 1);
  return 'error' in result ? result.error : 'read';
}

/** Sets a member of the first record. */
const record =
  (place: number, value: unknown): Change =>
  (link) => {
    (link['records'] as unknown[][])[0]![place] = value;
  };

const wrong: readonly [what: string, change: Change, says: string][] = [
  ['an unknown field', (link) => (link['extra'] = 1), 'extra is not known'],
  ['no engine', (link) => delete link['engine'], 'engine is not a text'],
  [
    'an engine that is no version',
    (link) => (link['engine'] = 'new'),
    'engine is not a version such as 0.1.0',
  ],
  ['no preset', (link) => delete link['preset'], 'preset is not a text'],
  ['a seed that is a text', (link) => (link['seed'] = '42'), 'seed is not a whole number from 0 on'],
  ['a negative seed', (link) => (link['seed'] = -1), 'seed is not a whole number from 0 on'],
  [
    'a seed past 32 bits',
    (link) => (link['seed'] = 2 ** 32),
    'seed is 4294967296, at most 4294967295 is allowed',
  ],
  ['a clock with a fraction', (link) => (link['clock'] = 1.5), 'clock is not a whole number from 0 on'],
  ['a hash that is none', (link) => (link['hash'] = 'x'.repeat(32)), 'hash is not 32 hexadecimal digits'],
  ['a title with a line end', (link) => (link['title'] = 'a\nb'), 'title has control characters'],
  [
    'a view that is a script',
    (link) => (link['view'] = 'javascript:alert(1)'),
    'view is not a route of the page',
  ],
  ['a view elsewhere', (link) => (link['view'] = 'https://example.com/'), 'view is not a route of the page'],
  ['a scenario that is a list', (link) => (link['scenario'] = []), 'scenario is not an object'],
  [
    'a scenario that names a preset',
    (link) => (link['scenario'] = { preset: 'x' }),
    'scenario.preset has a place of its own in a link',
  ],
  [
    'a scenario with a seed',
    (link) => (link['scenario'] = { seed: 1 }),
    'scenario.seed has a place of its own in a link',
  ],
  ['actors that are no list', (link) => (link['actors'] = {}), 'actors is not a list'],
  [
    'an actor with groups of its own',
    (link) => (link['actors'] = [{ user: 'x', groups: ['system:masters'] }, 'b']),
    'actors[0] is not a text',
  ],
  [
    'a header of a session',
    (link) => (link['headers'] = [{ authorization: 'Bearer x' }, {}, {}, {}]),
    'headers[0].authorization is not a header that a link may carry',
  ],
  [
    'a header with a line end',
    (link) => (link['headers'] = [{ accept: 'a\r\nb' }, {}, {}, {}]),
    'headers[0].accept has control characters',
  ],
  ['records that are no list', (link) => (link['records'] = 'x'), 'records is not a list'],
  ['a record that is no list', (link) => (link['records'] = [{}]), 'records[0] is not a list'],
  [
    'an empty record',
    (link) => (link['records'] = [[]]),
    'records[0], its delay, is not a whole number from 0 on',
  ],
  ['a delay that goes back', record(0, -1), 'records[0], its delay, is not a whole number from 0 on'],
  ['an actor that is not there', record(1, 9), 'records[0], its actor, is not in the link'],
  ['headers that are not there', record(2, 9), 'records[0], its headers, is not in the link'],
  ['a read', record(3, 'GET'), 'records[0], its method, must be one of POST, PUT, PATCH, DELETE'],
  [
    'a method in lower case',
    record(3, 'post'),
    'records[0], its method, must be one of POST, PUT, PATCH, DELETE',
  ],
  [
    'an unknown face',
    record(4, '/etc/passwd'),
    'records[0], its path, must begin with one of /api/, /apis/, /rest/, /scopes/, /sdk/vim25/, /sso-adminserver/',
  ],
  [
    'another host',
    record(4, 'https://example.com/api/'),
    'records[0], its path, must begin with one of /api/, /apis/, /rest/, /scopes/, /sdk/vim25/, /sso-adminserver/',
  ],
  [
    'a path with a space',
    record(4, '/api/v1/a b'),
    'records[0], its path, must begin with one of /api/, /apis/, /rest/, /scopes/, /sdk/vim25/, /sso-adminserver/',
  ],
  ['a body that is a number', record(5, 7), 'records[0] has a body that is neither text nor JSON'],
  [
    'a body that is base64 and JSON',
    (link) => (link['records'] = [[0, 0, 0, 'POST', '/api/v1/x', {}, 1]]),
    'records[0] has a body that should be base64',
  ],
  [
    'a record that is longer',
    (link) => (link['records'] = [[0, 0, 0, 'POST', '/api/v1/x', 'a', 2]]),
    'records[0] has more than a record has',
  ],
  [
    'a record after the clock',
    (link) => (link['clock'] = 10),
    'records[0] comes after the clock of the link',
  ],
];

test.each(wrong)('refused: %s', (_what, change, says) => {
  expect(read(change)).toBe(`The link cannot be opened: ${says}.`);
});

const long = (length: number): string => 'x'.repeat(length);
const many = (length: number, item: (index: number) => unknown): unknown[] =>
  Array.from({ length }, (_, index) => item(index));
const asked = [0, 0, 0, 'DELETE', '/api/v1/x'];

/** Each limit, with a change that uses so much of it. */
const limited: readonly [limit: string, most: number, change: (size: number) => Change][] = [
  ['linkTitleCharactersMax', limits.linkTitleCharactersMax, (size) => (link) => (link['title'] = long(size))],
  ['linkTextCharactersMax', limits.linkTextCharactersMax, (size) => (link) => (link['text'] = long(size))],
  ['linkRecordsMax', limits.linkRecordsMax, (size) => (link) => (link['records'] = many(size, () => asked))],
  ['linkSpanMsMax', limits.linkSpanMsMax, (size) => (link) => (link['clock'] = size)],
  ['viewCharactersMax', bounds.viewCharactersMax, (size) => (link) => (link['view'] = `/${long(size - 1)}`)],
  [
    'engineCharactersMax',
    bounds.engineCharactersMax,
    (size) => (link) => (link['engine'] = `0.1.0-${long(size - 6)}`),
  ],
  ['nameCharactersMax', bounds.nameCharactersMax, (size) => (link) => (link['preset'] = long(size))],
  [
    'nameCharactersMax of an actor',
    bounds.nameCharactersMax,
    (size) => (link) => (link['actors'] = [long(size), 'b']),
  ],
  ['actorsMax', bounds.actorsMax, (size) => (link) => (link['actors'] = many(size, String))],
  ['pathCharactersMax', bounds.pathCharactersMax, (size) => record(4, `/api/${long(size - 5)}`)],
  [
    'headerCharactersMax',
    bounds.headerCharactersMax,
    (size) => (link) => (link['headers'] = [{ accept: long(size) }, {}, {}, {}]),
  ],
  [
    'scenarioItemsMax',
    bounds.scenarioItemsMax,
    (size) => (link) => (link['scenario'] = { users: many(size, () => 0) }),
  ],
  [
    'nestingMax',
    limits.nestingMax,
    (size) => record(5, JSON.parse('['.repeat(size - 3) + ']'.repeat(size - 3))),
  ],
];

test.each(limited)('%s: the value passes, one more does not', (_limit, most, change) => {
  expect(read(change(most))).toBe('read');
  expect(read(change(most + 1))).toMatch(/at most|is allowed|max depth/);
});

test.each(['__proto__', 'constructor', 'prototype'])('the key %s is refused wherever it is', (key) => {
  const bad = `{${JSON.stringify(key)}:{"polluted":1}}`;
  const text = JSON.stringify(sampleJson());
  for (const [place, broken] of [
    [key, text.replace('{', `{${JSON.stringify(key)}:1,`)],
    [`scenario.${key}`, text.replace('"scenario":{', `"scenario":{${JSON.stringify(key)}:1,`)],
    [`headers[0].${key}`, text.replace('"headers":[{', `"headers":[{${JSON.stringify(key)}:"x",`)],
    [`records[0][5].metadata.${key}`, text.replace('"metadata":{"name":"a"}', `"metadata":${bad}`)],
  ] as const) {
    expect(readShared(broken, 1)).toEqual({
      error: `The link cannot be opened: ${place} is a key that no link may have.`,
    });
  }
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test('a member that is written twice is refused', () => {
  const text = JSON.stringify(sampleJson()).replace('"seed":42', '"seed":42,"seed":43');
  expect(readShared(text, 1)).toEqual({ error: 'The link cannot be opened: seed is written twice.' });
});

test.each([
  ['nothing', '', 'unexpected end of JSON input'],
  ['half of it', JSON.stringify(sampleJson()).slice(0, 200), 'unexpected end of JSON input'],
  ['no JSON', 'hello', "invalid character 'h' looking for beginning of value"],
])('no JSON: %s', (_what, text, says) => {
  expect(readShared(text, 1)).toEqual({
    error: `The link cannot be opened: what it holds is no JSON: ${says}.`,
  });
});

test('whatever it is, the answer is a shared world or why not', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      const result = readShared(text, 1);
      expect('error' in result && result.error.startsWith('The link cannot be opened: ')).toBe(true);
    }),
  );
});

test('one field replaced by anything is refused or read, never thrown', () => {
  const keys = Object.keys(sampleJson());
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
      expect(typeof read((link) => (link[key] = value))).toBe('string');
    }),
  );
});

test('migrations run version by version, and one that is missing is said', () => {
  const steps = new Map<number, Migration>([
    [1, (content) => ({ content: { ...(content as object), second: 2 } })],
    [2, (content) => ({ content: { ...(content as object), third: 3 } })],
    [3, () => ({ error: 'not any more' })],
  ]);
  expect(migrate({ first: 1 }, 1, steps, 3)).toEqual({ content: { first: 1, second: 2, third: 3 } });
  expect(migrate({ first: 1 }, 3, steps, 3)).toEqual({ content: { first: 1 } });
  expect(migrate({ first: 1 }, 1, steps, 4)).toEqual({ error: 'not any more' });
  expect(migrate({}, 1, new Map(), 2)).toEqual({ error: 'Links of version 1 can no longer be read.' });
});
