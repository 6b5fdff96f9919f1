import { definitions } from '#schemas';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../../src/store/schema/decode.ts';
import type { Schema } from '../../../../src/store/schema/schema.ts';
import { schemaOfKind } from './support.ts';

interface Case {
  readonly name: string;
  readonly object: { readonly kind: string; readonly apiVersion: string };
}

/** Recorded with `kubectl set image --local`, which reads objects as the API server does. */
const file = new URL('../../../golden/decode/kubectl-1.33.json', import.meta.url);
const golden = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly reads: readonly (Case & { readonly result: unknown })[];
  readonly refuses: readonly (Case & { readonly error: string })[];
};

/** Go prints null and {} for structs that nobody set; here they are absent. */
function withoutEmpties(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpties);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, member]) => [key, withoutEmpties(member)] as const)
    .filter(([key, member]) => member !== null && (key === 'emptyDir' || JSON.stringify(member) !== '{}'));
  return Object.fromEntries(entries);
}

describe('reads as kubectl 1.33', () => {
  it.each(golden.reads)('$name', ({ object, result }) => {
    const decoded = decode(definitions, schemaOfKind(object), object);
    expect(decoded.error).toBeUndefined();
    expect(withoutEmpties(decoded.value)).toEqual(withoutEmpties(result));
  });
});

describe('refuses as kubectl 1.33', () => {
  it.each(golden.refuses)('$name', ({ object, error }) => {
    expect(decode(definitions, schemaOfKind(object), object).error).toBe(error);
  });
});

const pod = schemaOfKind({ apiVersion: 'v1', kind: 'Pod' });

describe('unknown fields', () => {
  const cases: readonly (readonly [string, unknown, readonly string[]])[] = [
    ['at the root', { bogus: 1 }, ['bogus']],
    ['in a struct', { spec: { bogus: 1, hostNetwork: true } }, ['spec.bogus']],
    [
      'in items, in the order of the document',
      { spec: { volumes: [{ x: 1 }], containers: [{ name: 'a' }, { name: 'b', env: [{ y: 1, z: 2 }] }] } },
      ['spec.volumes[0].x', 'spec.containers[1].env[0].y', 'spec.containers[1].env[0].z'],
    ],
    ['in another case', { Spec: {}, spec: { HostNetwork: true } }, ['Spec', 'spec.HostNetwork']],
    ['that are null', { spec: { bogus: null } }, ['spec.bogus']],
    ['named as if inherited', JSON.parse('{"__proto__":1,"constructor":2}'), ['__proto__', 'constructor']],
    ['not in maps', { metadata: { labels: { anything: 'x' } } }, []],
    ['not in free objects', { metadata: { managedFields: [{ fieldsV1: { 'f:a': {} } }] } }, []],
  ];
  it.each(cases)('%s', (_name, object, unknown) => {
    expect(decode(definitions, pod, object)).toMatchObject({ unknown });
  });

  it('stand with the keys of maps', () => {
    const crd = schemaOfKind({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' });
    const properties = { a: { bogus: 1, items: { bogus: 2 }, not: { properties: { b: { bogus: 3 } } } } };
    const object = { spec: { versions: [{ schema: { openAPIV3Schema: { properties } } }] } };
    const at = 'spec.versions[0].schema.openAPIV3Schema.properties.a';
    const { unknown, value } = decode(definitions, crd, object);
    // What `items` holds is a document of its own to Go: pruned in silence.
    expect(unknown).toEqual([`${at}.bogus`, `${at}.not.properties.b.bogus`]);
    expect(JSON.stringify(value)).not.toContain('bogus');
  });

  it('are counted to a hundred', () => {
    const object = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`x${index}`, 1]));
    expect(decode(definitions, pod, object).unknown).toHaveLength(100);
  });
});

describe('the types of CRD schemas', () => {
  const props: Schema = {
    $ref: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps',
  };
  const schema = {
    default: { free: [1, null] },
    enum: ['a', 1, null],
    items: [{ type: 'string' }, { type: 'integer' }],
    additionalProperties: false,
    additionalItems: { type: 'string' },
    dependencies: { a: ['b'], c: { type: 'object' } },
    minimum: 0.5,
    'x-kubernetes-list-map-keys': ['name'],
    $ref: '#/x',
  };

  it('are read whole', () => {
    expect(decode(definitions, props, schema)).toEqual({ value: schema, unknown: [] });
  });

  it.each([
    [{ additionalProperties: 'x' }, 'boolean or JSON schema expected'],
    [
      { items: { type: 5 } },
      'json: cannot unmarshal number into Go struct field JSONSchemaProps.items of type string',
    ],
    [
      { properties: { a: [] } },
      'json: cannot unmarshal array into Go struct field JSONSchemaProps.properties of type v1.JSONSchemaProps',
    ],
  ])('%j is refused', (object, error) => {
    expect(decode(definitions, props, object).error).toBe(error);
  });
});

describe('what is no object', () => {
  it.each([
    [[], 'json: cannot unmarshal array into Go value of type v1.Pod'],
    ['x', 'json: cannot unmarshal string into Go value of type v1.Pod'],
    [true, 'json: cannot unmarshal bool into Go value of type v1.Pod'],
  ])('%j', (value, error) => {
    expect(decode(definitions, pod, value).error).toBe(error);
  });
});

describe('whole numbers written as fractions', () => {
  const object = { spec: { priority: 1, terminationGracePeriodSeconds: 30 } };

  it('are no integers', () => {
    expect(decode(definitions, pod, object, new Set(['spec.priority'])).error).toBe(
      'json: cannot unmarshal number 1.0 into Go struct field PodSpec.spec.priority of type int32',
    );
  });

  it('do not matter elsewhere', () => {
    expect(decode(definitions, pod, object, new Set(['spec.other'])).error).toBeUndefined();
  });
});

describe('an inline schema', () => {
  const inline: Schema = {
    type: 'object',
    properties: {
      size: { type: 'integer', format: 'int32' },
      free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: {} },
    },
  };

  it('prunes and keeps as it says', () => {
    const object = { size: 1, bogus: 2, free: { a: { b: 1 } } };
    expect(decode({}, inline, object)).toEqual({
      value: { size: 1, free: { a: { b: 1 } } },
      unknown: ['bogus'],
    });
  });
});

describe('any JSON', () => {
  it('gives a new graph that reads the same again, or an error', () => {
    const words = fc.constantFrom(
      ...['metadata', 'labels', 'spec', 'containers', 'name', 'resources', 'limits', 'cpu', 'ports'],
      ...['creationTimestamp', 'containerPort', '__proto__', 'constructor', 'env', 'value', 'volumes'],
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom('1', 'x', 1, 1.5, true, null, '2021-01-01T00:00:00Z'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(words, tie('value'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(value, (json) => {
        const before = JSON.stringify(json);
        const decoded = decode(definitions, pod, json);
        expect(JSON.stringify(json)).toBe(before);
        expect(Object.keys(Object.prototype)).toEqual([]);
        if (decoded.error !== undefined) return;
        const again = decode(definitions, pod, decoded.value);
        expect(again).toEqual({ value: decoded.value, unknown: [] });
      }),
      { numRuns: 2000 },
    );
  });
});
