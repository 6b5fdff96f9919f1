// What version 2 can say of a custom resource's schema.
import { expect, it } from 'vitest';
import { plainResource, plainSchema } from '../../../../src/apis/kubernetes/openapi-plain.ts';
import type { Schema } from '../../../../src/store/schema/schema.ts';

const text: Schema = { type: 'string' };
const preserving = { 'x-kubernetes-preserve-unknown-fields': true } as const;

it.each<readonly [string, Schema, Schema]>([
  [
    'keeps what it can say',
    { type: 'object', properties: { a: text } },
    { type: 'object', properties: { a: text } },
  ],
  [
    'drops choices',
    { 'x-kubernetes-int-or-string': true, anyOf: [text] },
    { 'x-kubernetes-int-or-string': true },
  ],
  ['has no type where null may stand', { type: 'array', nullable: true, items: text }, {}],
  [
    'wants nothing that may be null',
    { type: 'object', required: ['a', 'b'], properties: { a: { ...text, nullable: true }, b: text } },
    { type: 'object', required: ['b'], properties: { a: {}, b: text } },
  ],
  [
    'wants nothing at all beside members that may be null',
    { type: 'object', required: ['a'], additionalProperties: { ...text, nullable: true } },
    { type: 'object', additionalProperties: {} },
  ],
  ['is open where anything is kept', { type: 'object', ...preserving, properties: { a: text } }, preserving],
  [
    'says so of items and members',
    { type: 'array', items: { type: 'object', ...preserving, properties: { a: text } } },
    { type: 'array', items: preserving },
  ],
  ['has no type for a list of nothing', { type: 'array', ...preserving, items: text }, preserving],
])('%s', (_, schema, plain) => {
  expect(plainSchema(schema)).toEqual(plain);
});

it('says of a resource that keeps anything that it is an object, and no more', () => {
  const names = { 'x-kubernetes-group-version-kind': [{ group: 'g', version: 'v1', kind: 'K' }] };
  const inner: Schema = { type: 'object', properties: { a: text } };
  expect(plainResource({ ...inner, ...preserving, ...names })).toEqual({ type: 'object', ...names });
  expect(plainResource({ ...inner, ...names })).toEqual({ ...inner, ...names });
});
