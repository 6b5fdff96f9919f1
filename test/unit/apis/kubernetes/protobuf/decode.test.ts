import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeProtobuf } from '../../../../../src/apis/kubernetes/protobuf/decode.ts';

const folder = new URL('../../../../golden/protobuf/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.slice(0, -'.txt'.length));

function recorded(name: string): Uint8Array {
  return Uint8Array.from(Buffer.from(readFileSync(new URL(`${name}.txt`, folder), 'utf8'), 'base64'));
}

/** What protobuf cannot carry: Go prints null for a zero time and for a list or pointer that nobody set. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, withoutNulls(member)]),
  );
}

describe('bodies recorded from kubectl 1.33', () => {
  it.each(names)('%s says what kubectl prints', (name) => {
    const expected: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
    expect(decodeProtobuf(recorded(name))).toEqual({ value: withoutNulls(expected) });
  });
});

/** Builds bodies by hand: tag and varint of one byte each, so field numbers below 16 and lengths below 128. */
const varint = (field: number, value: number) => [(field << 3) | 0, value];
const bytesOf = (field: number, bytes: readonly number[]) => [(field << 3) | 2, bytes.length, ...bytes];
const text = (field: number, value: string) => bytesOf(field, [...Buffer.from(value)]);

function body(apiVersion: string, kind: string, message: readonly number[]): Uint8Array {
  const typeMeta = bytesOf(1, [...text(1, apiVersion), ...text(2, kind)]);
  return Uint8Array.from([0x6b, 0x38, 0x73, 0, ...typeMeta, ...bytesOf(2, message)]);
}

describe('one field at a time', () => {
  const cases: readonly (readonly [string, Uint8Array, object])[] = [
    [
      'a pointer keeps its zero',
      body('apps/v1', 'Deployment', bytesOf(2, varint(1, 0))),
      { spec: { replicas: 0 } },
    ],
    ['omitempty drops a zero', body('apps/v1', 'Deployment', bytesOf(2, varint(5, 0))), { spec: {} }],
    ['a zero time is absent', body('v1', 'Pod', bytesOf(1, bytesOf(8, []))), { metadata: {} }],
    [
      'the epoch is a time',
      body('v1', 'Pod', bytesOf(1, bytesOf(8, varint(1, 0)))),
      { metadata: { creationTimestamp: '1970-01-01T00:00:00Z' } },
    ],
    [
      'micro time keeps six digits',
      body('coordination.k8s.io/v1', 'Lease', bytesOf(2, bytesOf(3, [...varint(1, 5), ...[16, 0xe8, 7]]))),
      { spec: { acquireTime: '1970-01-01T00:00:05.000001Z' } },
    ],
    [
      'int-or-string by its type',
      body('v1', 'Service', bytesOf(2, bytesOf(1, bytesOf(4, [...varint(1, 1), ...text(3, 'http')])))),
      { spec: { ports: [{ targetPort: 'http' }] } },
    ],
    [
      'an entry without a value is a zero',
      body('v1', 'ConfigMap', bytesOf(2, text(1, 'k'))),
      { data: { k: '' } },
    ],
    [
      'keys of a map become own members only',
      body('v1', 'ConfigMap', bytesOf(2, [...text(1, '__proto__'), ...text(2, 'x')])),
      { data: JSON.parse('{"__proto__":"x"}') as object },
    ],
    [
      'numbers may come packed',
      body('v1', 'Pod', bytesOf(2, bytesOf(14, bytesOf(4, [1, 2])))),
      { spec: { securityContext: { supplementalGroups: [1, 2] } } },
    ],
    ['what is unknown is skipped', body('v1', 'Namespace', [...varint(15, 1), ...text(14, 'x')]), {}],
    [
      'options belong to every group',
      body('apps/v1', 'DeleteOptions', varint(1, 0)),
      { gracePeriodSeconds: 0 },
    ],
    [
      'raw JSON is read',
      body('apps/v1', 'ControllerRevision', [...bytesOf(2, text(1, '{"a":[1]}')), ...varint(3, 2)]),
      { data: { a: [1] }, revision: 2 },
    ],
  ];
  it.each(cases)('%s', (_name, bytes, expected) => {
    const result = decodeProtobuf(bytes);
    expect(result).toHaveProperty('value');
    const { apiVersion, kind, ...rest } = (result as { value: Record<string, unknown> }).value;
    expect([typeof apiVersion, typeof kind]).toEqual(['string', 'string']);
    expect(rest).toStrictEqual(expected);
  });
});

describe('bodies that are none', () => {
  const head = [0x6b, 0x38, 0x73, 0];
  const cases: readonly (readonly [string, readonly number[], string])[] = [
    ['nothing', [], 'empty data'],
    [
      'JSON',
      [...Buffer.from('{}')],
      'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
    ],
    [
      'no type',
      head,
      'no kind "" is registered for version "" in scheme "pkg/api/legacyscheme/scheme.go:30"',
    ],
    [
      'a kind of a CRD',
      [...body('example.com/v1', 'Widget', [])],
      'no kind "Widget" is registered for version "example.com/v1" in scheme "pkg/api/legacyscheme/scheme.go:30"',
    ],
    ['a length beyond the end', [...head, 0x12, 5, 1], 'unexpected EOF'],
    ['a varint without end', [...head, 0x08, ...new Array<number>(11).fill(0xff)], 'proto: integer overflow'],
    [
      'a negative length',
      [...head, 0x12, ...new Array<number>(9).fill(0xff), 1],
      'proto: negative length found during unmarshaling',
    ],
    ['a group', [...body('v1', 'Namespace', [(15 << 3) | 3])], 'proto: illegal wireType 3'],
    [
      'a number for a message',
      [...body('v1', 'Namespace', varint(1, 1))],
      'proto: wrong wireType = 0 for field Metadata',
    ],
    [
      'raw bytes that are no JSON',
      [...body('apps/v1', 'ControllerRevision', bytesOf(2, text(1, '{')))],
      'unexpected end of JSON input',
    ],
  ];
  it.each(cases)('%s', (_name, bytes, error) => {
    expect(decodeProtobuf(Uint8Array.from(bytes))).toEqual({ error });
  });

  it('refuses messages that nest without end', () => {
    // CustomResourceDefinition is deep by nature: a schema's `not` is a schema.
    let schema: number[] = [];
    for (let depth = 0; depth < 100; depth++) {
      const length = schema.length;
      const prefix = length < 128 ? [length] : [(length & 127) | 128, length >>> 7];
      schema = [0xe2, 1, ...prefix, ...schema];
    }
    const long = (field: number, bytes: readonly number[]) => [
      (field << 3) | 2,
      (bytes.length & 127) | 128,
      bytes.length >>> 7,
      ...bytes,
    ];
    const message = long(2, long(7, long(4, long(1, schema))));
    const typeMeta = bytesOf(1, [
      ...text(1, 'apiextensions.k8s.io/v1'),
      ...text(2, 'CustomResourceDefinition'),
    ]);
    const bytes = Uint8Array.from([0x6b, 0x38, 0x73, 0, ...typeMeta, ...long(2, message)]);
    expect(decodeProtobuf(bytes)).toEqual({ error: 'messages are nested more than 64 deep' });
  });

  it('answers any bytes with a value or an error', () => {
    const whole = fc.constantFrom(...names).map(recorded);
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 });
    fc.assert(
      fc.property(whole, edits, fc.nat(), (bytes, changes, cut) => {
        const damaged = Uint8Array.from(bytes);
        for (const [at, byte] of changes) damaged[4 + (at % (damaged.length - 4))] = byte;
        const result = decodeProtobuf(damaged.subarray(0, cut % 3 === 0 ? cut % damaged.length : undefined));
        expect(Object.keys(result)).toHaveLength(1);
        expect(JSON.stringify(result)).toBeTypeOf('string');
      }),
      { numRuns: 2000 },
    );
  });
});
