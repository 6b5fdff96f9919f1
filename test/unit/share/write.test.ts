import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readShared } from '../../../src/share/read.ts';
import type { SharedWorld } from '../../../src/share/shape.ts';
import { differencesOf, writeShared } from '../../../src/share/write.ts';
import { sample, sampleJson } from './sample.ts';

test('version 1 is written as the golden JSON, and read back the same', () => {
  expect(JSON.parse(writeShared(sample))).toEqual(sampleJson());
  expect(readShared(writeShared(sample), 1)).toEqual({ shared: sample });
});

const bodies: readonly [why: string, body: string, isLaidIn: boolean][] = [
  ['an object', '{"a":1,"b":[true,null,"x"]}', true],
  ['a list', '[{"op":"add","path":"/a","value":1}]', true],
  ['spaces would be lost', '{ "a": 1 }', false],
  ['the order of numbers as keys would change', '{"b":1,"1":2}', false],
  ['a number would be written otherwise', '{"a":1.0}', false],
  ['a member would be lost', '{"a":1,"a":2}', false],
  ['half a surrogate pair would be replaced', '{"a":"\\ud800"}', false],
  ['a key that no link may have', '{"__proto__":{"a":1}}', false],
  ['such a key further in', '[{"data":{"constructor":"x"}}]', false],
  ['deeper than a link may be', '['.repeat(61) + ']'.repeat(61), false],
  ['no JSON', '{"a"', false],
  ['a text', 'kind: Pod', false],
  ['nothing', '', false],
];

test.each(bodies)('body: %s', (_why, body, isLaidIn) => {
  const [record] = sample.records;
  const shared: SharedWorld = { ...sample, records: [{ ...record!, body }] };
  const text = writeShared(shared);
  const { records } = JSON.parse(text) as { records: unknown[][] };
  expect(typeof records[0]?.[5]).toBe(isLaidIn ? 'object' : 'string');
  expect(readShared(text, 1)).toEqual({ shared });
});

test('any requests come back as they were, to the letter', () => {
  const record = fc.record({
    delayMs: fc.nat(1_000_000),
    actor: fc.constantFrom('client', 'admin.conf', 'sso:dev-anna@vsphere.local'),
    method: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE'),
    path: fc.constantFrom('/api/v1/namespaces', '/apis/apps/v1/namespaces/demo/deployments/web'),
    headers: fc.constantFrom({}, { accept: 'application/json' }, { 'user-agent': 'kubectl' }),
    body: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.json().map((text) => text.replaceAll('"', '\\"')),
    ),
  });
  fc.assert(
    fc.property(fc.array(record, { maxLength: 20 }), (list) => {
      let atMs = 0;
      const records = list.map(({ delayMs, ...rest }) => ({ ...rest, atMs: (atMs += delayMs) }));
      const shared = { ...sample, records, clockMs: atMs };
      const read = readShared(writeShared(shared), 1);
      // Half a surrogate pair has no UTF-8 form, so no request can carry one.
      const wellFormed = {
        ...shared,
        records: records.map((one) => ({ ...one, body: one.body.toWellFormed() })),
      };
      expect(read).toEqual({ shared: wellFormed });
    }),
  );
});

test('differences: what is not the base, lists whole', () => {
  const base = { a: 1, b: { c: [1, 2], d: 'x' }, e: true };
  expect(differencesOf(base, { a: 1, b: { c: [1, 2], d: 'x' }, e: true })).toBeUndefined();
  expect(differencesOf(base, { a: 2, b: { c: [1], d: 'x' }, e: true, f: null })).toEqual({
    a: 2,
    b: { c: [1] },
    f: null,
  });
});
