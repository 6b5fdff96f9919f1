import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../src/std/draft.ts';
import { decodeProtobuf } from '../../../../../src/apis/kubernetes/protobuf/decode.ts';
import { encodeEvent, encodeProtobuf } from '../../../../../src/apis/kubernetes/protobuf/encode.ts';

const folder = new URL('../../../../golden/protobuf/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.slice(0, -'.txt'.length));

describe('bodies recorded from kubectl 1.33', () => {
  it.each(names)('%s is written byte for byte as Go writes it', (name) => {
    const object = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as JsonObject;
    const recorded = Buffer.from(readFileSync(new URL(`${name}.txt`, folder), 'utf8'), 'base64');
    const encoded = encodeProtobuf(object) ?? new Uint8Array();
    expect(Buffer.from(encoded).toString('hex')).toBe(recorded.toString('hex'));
  });
});

const hexOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');

describe('what is written', () => {
  it('has a zero for every scalar that is no pointer, and none for one that is', () => {
    const encoded = encodeProtobuf({ apiVersion: 'v1', kind: 'Status', code: 404 });
    // Envelope, an empty ListMeta with its three texts, four empty texts around no details, the code.
    expect(hexOf(encoded)).toBe(
      '6b387300' +
        '0a0c' +
        '0a027631' +
        '1206537461747573' +
        '1211' +
        '0a060a0012001a00' +
        '12001a002200' +
        '309403' +
        '1a002200',
    );
  });

  it.each([
    ['v1', 'Thing'],
    ['example.com/v1', 'Pod'],
    ['', ''],
  ])('is nothing for %s %s, which has no message', (apiVersion, kind) => {
    expect(encodeProtobuf({ apiVersion, kind })).toBeUndefined();
  });

  it('frames an event by its length in four bytes', () => {
    expect(hexOf(encodeEvent('ADDED', Uint8Array.of(1, 2, 3)))).toBe(
      `0000000e${'0a054144444544'}${'1205'}${'0a03010203'}`,
    );
  });
});

/** What decoding an encoding gives of numbers, texts, times and raw values. */
describe('there and back', () => {
  const back = (object: JsonObject) => decodeProtobuf(encodeProtobuf(object) ?? new Uint8Array());
  const eventOf = (members: JsonObject) => ({
    kind: 'Event',
    apiVersion: 'events.k8s.io/v1',
    metadata: { name: 'a' },
    ...members,
  });

  it.each([
    ['a time before 1970', { deprecatedFirstTimestamp: '1969-12-31T23:59:59Z' }],
    ['microseconds', { eventTime: '2026-01-02T03:04:05.678901Z' }],
    ['microseconds before 1970', { eventTime: '1969-12-31T23:59:58.000001Z' }],
    ['a number below zero', { deprecatedCount: -7 }],
  ])('%s', (_what, members) => {
    expect(back(eventOf(members))).toMatchObject({ value: members });
  });

  it('keeps any texts and whole numbers', () => {
    const whole = fc.maxSafeInteger().filter((number) => number !== 0);
    const texts = fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), { minKeys: 1 });
    fc.assert(
      fc.property(texts, whole, whole, (data, seconds, replicas) => {
        const map = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { generation: seconds }, data };
        expect(back(map)).toEqual({ value: { ...map, metadata: { generation: seconds } } });
        const scale = { kind: 'Scale', apiVersion: 'autoscaling/v1', spec: { replicas } };
        expect(back(scale)).toMatchObject({ value: scale });
      }),
    );
  });

  it('keeps the length of what is long', () => {
    for (const length of [0, 1, 127, 128, 16_383, 16_384, 2_097_152]) {
      const data = { k: 'x'.repeat(length) };
      expect(back({ kind: 'ConfigMap', apiVersion: 'v1', metadata: {}, data })).toMatchObject({
        value: { data },
      });
    }
  });
});
