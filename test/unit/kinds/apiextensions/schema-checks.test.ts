import { describe, expect, it } from 'vitest';
import { ask } from '../../apis/kubernetes/support.ts';
import { object, widget, widgetsPath, worldWith } from './support.ts';

const embedded = {
  type: 'object',
  'x-kubernetes-embedded-resource': true,
  'x-kubernetes-preserve-unknown-fields': true,
} as const;

/** What the API says of a Widget's spec: its message after `is invalid: `, or `fine`. */
function judged(spec: Readonly<Record<string, unknown>>, value: unknown): string {
  const { body, status } = ask(worldWith(spec), 'POST', widgetsPath, { body: widget(value) });
  return status === 201 ? 'fine' : (body.message ?? '').replace('Widget.example.com "one" is invalid: ', '');
}

describe('a custom object is checked in the words of kube-openapi', () => {
  const leaf = (schema: object) => object({ a: schema });
  it.each([
    [
      'a type',
      { type: 'integer' },
      'x',
      'spec.a: Invalid value: "string": spec.a in body must be of type integer: "string"',
    ],
    ['a whole number where any is wanted', { type: 'number' }, 3, 'fine'],
    [
      'a fraction',
      { type: 'integer' },
      1.5,
      'spec.a: Invalid value: "number": spec.a in body must be of type integer: "number"',
    ],
    ['null, which is nothing', { type: 'string' }, null, 'fine'],
    [
      'null inside, which is nothing',
      { type: 'object', required: ['b'], properties: { b: { type: 'string' } } },
      { b: null },
      'spec.a.b: Required value',
    ],
    [
      'null in a list',
      { type: 'array', items: { type: 'string' } },
      [null],
      'spec.a[0]: Invalid value: "null": spec.a[0] in body must be of type string: "null"',
    ],
    ['null where allowed', { type: 'string', nullable: true }, null, 'fine'],
    [
      'int or string',
      { 'x-kubernetes-int-or-string': true },
      true,
      'spec.a: Invalid value: "boolean": spec.a in body must be of type integer,string: "boolean"',
    ],
    [
      'minimum',
      { type: 'integer', minimum: 1 },
      0,
      'spec.a: Invalid value: 0: spec.a in body should be greater than or equal to 1',
    ],
    [
      'maximum',
      { type: 'integer', maximum: 1, exclusiveMaximum: true },
      1,
      'spec.a: Invalid value: 1: spec.a in body should be less than 1',
    ],
    [
      'multipleOf',
      { type: 'number', multipleOf: 0.5 },
      0.7,
      'spec.a: Invalid value: 0.7: spec.a in body should be a multiple of 0.5',
    ],
    [
      'multipleOf of a whole number, which is cut to a whole one',
      { type: 'number', multipleOf: 0.5 },
      1,
      'spec.a: Invalid value: 0: factor MultipleOf declared for spec.a must be positive: 0',
    ],
    ['minimum of a whole number, which is cut', { type: 'number', minimum: 0.5 }, 0, 'fine'],
    ['format int32, which Kubernetes does not check', { type: 'integer', format: 'int32' }, 3e9, 'fine'],
    [
      'more than an int64 holds',
      { type: 'integer', maximum: 5 },
      1e20,
      '[spec.a: Invalid value: "number": spec.a in body must be of type integer: "number", ' +
        'spec.a: Invalid value: 1e+20: spec.a in body should be less than or equal to 5]',
    ],
    [
      'length before pattern',
      { type: 'string', minLength: 2, pattern: '^[a-z]+$' },
      'A',
      'spec.a: Invalid value: "A": spec.a in body should be at least 2 chars long',
    ],
    [
      'what is no value of an enum, before rules',
      { type: 'string', enum: ['x'], 'x-kubernetes-validations': [{ rule: 'true' }] },
      'z',
      '[spec.a: Unsupported value: "z": supported values: "x", <nil>: Invalid value: "null": some validation rules ' +
        'were not checked because the object was invalid; correct the existing errors to complete validation]',
    ],
    ['maxLength', { type: 'string', maxLength: 2 }, 'abc', 'spec.a: Too long: may not be more than 2 bytes'],
    [
      'minLength',
      { type: 'string', minLength: 2 },
      'a',
      'spec.a: Invalid value: "a": spec.a in body should be at least 2 chars long',
    ],
    [
      'pattern',
      { type: 'string', pattern: '^a+$' },
      'b',
      `spec.a: Invalid value: "b": spec.a in body should match '^a+$'`,
    ],
    [
      'enum',
      { type: 'string', enum: ['x', 'y'] },
      'z',
      'spec.a: Unsupported value: "z": supported values: "x", "y"',
    ],
    [
      'format',
      { type: 'string', format: 'date-time' },
      'now',
      'spec.a: Invalid value: "now": spec.a in body must be of type date-time: "now"',
    ],
    ['format ipv4', { type: 'string', format: 'ipv4' }, '10.0.0.1', 'fine'],
    [
      'maxItems',
      { type: 'array', maxItems: 1, items: { type: 'string' } },
      ['a', 'b'],
      'spec.a: Too many: 2: must have at most 1 items',
    ],
    [
      'minItems',
      { type: 'array', minItems: 1, items: { type: 'string' } },
      [],
      'spec.a: Invalid value: 0: spec.a in body should have at least 1 items',
    ],
    [
      'items',
      { type: 'array', items: { type: 'string' } },
      ['a', 1],
      'spec.a[1]: Invalid value: "integer": spec.a[1] in body must be of type string: "integer"',
    ],
    [
      'a set',
      { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
      ['a', 'a'],
      'spec.a[1]: Duplicate value: "a"',
    ],
    [
      'a map',
      {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['n'],
        items: object({ n: { type: 'string' } }, { required: ['n'] }),
      },
      [{ n: 'x' }, { n: 'x' }],
      'spec.a[1]: Duplicate value: map[string]interface {}{"n":"x"}',
    ],
    [
      'an embedded resource without its type',
      { type: 'array', items: embedded },
      [{ spec: {} }],
      '[spec.a[0].apiVersion: Required value: must not be empty, spec.a[0].kind: Required value: must not be empty]',
    ],
    [
      'the type of an embedded resource',
      embedded,
      { apiVersion: 'a/b/c', kind: 'No Kind' },
      '[spec.a.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c, spec.a.kind: Invalid value: "No Kind": ' +
        "may have mixed case, but should otherwise match: a DNS-1035 label must consist of lower case alphanumeric characters or '-', " +
        "start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for " +
        "validation is '[a-z]([-a-z0-9]*[a-z0-9])?')]",
    ],
    [
      'the metadata of an embedded resource',
      { type: 'object', additionalProperties: embedded },
      { k: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a/b', labels: { a: '-' } } } },
      `[spec.a[k].metadata.name: Invalid value: "a/b": may not contain '/', spec.a[k].metadata.labels: Invalid value: "-": a valid ` +
        "label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
        "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is " +
        "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')]",
    ],
    [
      'an embedded resource',
      embedded,
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, anything: 1 },
      'fine',
    ],
    [
      'minProperties',
      object({ b: { type: 'string' } }, { minProperties: 1 }),
      {},
      'spec.a: Invalid value: 0: spec.a in body should have at least 1 properties',
    ],
    [
      'additionalProperties',
      { type: 'object', additionalProperties: { type: 'integer' } },
      { k: 'x' },
      'spec.a.k: Invalid value: "string": spec.a.k in body must be of type integer: "string"',
    ],
    ['required', object({ b: { type: 'string' } }, { required: ['b'] }), {}, 'spec.a.b: Required value'],
    [
      'anyOf',
      object(
        { b: { type: 'string' }, c: { type: 'string' } },
        { anyOf: [{ required: ['b'] }, { required: ['c'] }] },
      ),
      {},
      '[<nil>: Invalid value: "": "spec.a" must validate at least one schema (anyOf), spec.a.b: Required value]',
    ],
    [
      'oneOf',
      object(
        { b: { type: 'string' }, c: { type: 'string' } },
        { oneOf: [{ required: ['b'] }, { required: ['c'] }] },
      ),
      { b: 'x', c: 'y' },
      '<nil>: Invalid value: "": "spec.a" must validate one and only one schema (oneOf). Found 2 valid alternatives',
    ],
    [
      'not',
      object({ b: { type: 'string' } }, { not: { required: ['b'] } }),
      { b: 'x' },
      '<nil>: Invalid value: "": "spec.a" must not validate the schema (not)',
    ],
    [
      'rule',
      { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self > 1' }] },
      1,
      'spec.a: Invalid value: "integer": failed rule: self > 1',
    ],
    [
      'rule with a message',
      { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self > 1', message: 'too small' }] },
      1,
      'spec.a: Invalid value: "integer": too small',
    ],
    [
      'message expression',
      {
        type: 'integer',
        'x-kubernetes-validations': [{ rule: 'self > 1', messageExpression: "'%d is small'.format([self])" }],
      },
      1,
      'spec.a: Invalid value: "integer": 1 is small',
    ],
    [
      'reason and fieldPath',
      object(
        { b: { type: 'string' } },
        {
          'x-kubernetes-validations': [
            { rule: 'has(self.b)', reason: 'FieldValueRequired', fieldPath: '.b', message: 'say b' },
          ],
        },
      ),
      {},
      'spec.a.b: Required value: say b',
    ],
    [
      'a rule that fails',
      object({ b: { type: 'string' } }, { 'x-kubernetes-validations': [{ rule: "self.b == 'x'" }] }),
      {},
      `spec.a: Invalid value: "object": no such key: b evaluating rule: self.b == 'x'`,
    ],
  ] as const)('%s', (_name, schema, value, expected) => {
    expect(judged(leaf(schema), { a: value })).toBe(expected);
  });
});
