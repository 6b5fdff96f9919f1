// The notation of the product's schemas, text by text.
import { describe, expect, it } from 'vitest';
import { readSchema, readTypes } from '../../../../src/kinds/product/notation.ts';

const types = readTypes(
  '\nName = string&{"minLength":1}\nPair = {\n  left!: Name; right: Name "The other."\n}',
);

describe('a schema', () => {
  it.each<[string, object]>([
    ['string', { type: 'string' }],
    ['int32[]', { type: 'array', items: { type: 'integer', format: 'int32' } }],
    ['Name', { type: 'string', minLength: 1 }],
    ["'a' | 'b.c'", { type: 'string', enum: ['a', 'b.c'] }],
    ['{ *: string }', { type: 'object', additionalProperties: { type: 'string' } }],
    [
      '{ a!: bool; b: time\n c!: free }',
      {
        type: 'object',
        required: ['a', 'c'],
        properties: {
          a: { type: 'boolean' },
          b: { type: 'string', format: 'date-time' },
          c: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    ],
    [
      'Pair[]&{"maxItems":2} "Both of them."',
      {
        type: 'array',
        maxItems: 2,
        description: 'Both of them.',
        items: {
          type: 'object',
          required: ['left'],
          properties: {
            left: { type: 'string', minLength: 1 },
            right: { type: 'string', minLength: 1, description: 'The other.' },
          },
        },
      },
    ],
    ['string&{"pattern":"^a{2}$"}', { type: 'string', pattern: '^a{2}$' }],
  ])('%s', (text, schema) => {
    expect(readSchema(text, types)).toEqual(schema);
  });

  it.each(['{ a string }', '{ a: }', 'Nobody', '', '{ a: string'])('that is none: %s', (text) => {
    expect(() => readSchema(text, types)).toThrow();
  });
});
