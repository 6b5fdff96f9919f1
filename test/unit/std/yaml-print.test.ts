import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equal } from '../../../src/std/draft.ts';
import type { Json } from '../../../src/std/draft.ts';
import { parseYaml } from '../../../src/std/yaml.ts';
import { printYaml } from '../../../src/std/yaml-print.ts';
import { compareYamlKeys } from '../../../src/std/yaml-order.ts';
import { goldenBlocks } from './golden.ts';

const blocks = goldenBlocks('./yaml-print.golden.txt');

describe('printYaml', () => {
  it('has a golden file worth the name', () => expect(blocks.length).toBeGreaterThan(30));

  it.each(blocks)('object $name as kubectl prints it', ({ input, expected }) => {
    expect(printYaml(JSON.parse(input) as Json)).toBe(expected);
  });

  it.each<[Json, string]>([
    ['a', 'a\n'],
    ['', '""\n'],
    [null, 'null\n'],
    [[], '[]\n'],
    [{}, '{}\n'],
    [[1, 'x'], '- 1\n- x\n'],
    ['a\nb', '|-\n  a\n  b\n'],
    // Line and paragraph separators begin a line to YAML; half a pair is what Go reads it as.
    [{ a: 'x\u2028y', b: '\ud800' }, `a: 'x\u2028    y'\nb: \ufffd\n`.replace('    y', '  y')],
    [{ a: 'x\u0085y' }, 'a: "x\\Ny"\n'],
    [{ [`${'k'.repeat(129)}`]: [1] }, `? ${'k'.repeat(129)}\n: - 1\n`],
    [{ [`${'k'.repeat(129)}`]: { a: 1 } }, `? ${'k'.repeat(129)}\n: a: 1\n`],
  ])('%j', (value, text) => expect(printYaml(value)).toBe(text));

  it('prints what is read back to the same value', () => {
    // Keys beyond text, one loss of the original and what kubectl refuses stay out.
    const text = fc.string({
      unit: fc.constantFrom(...'ab01:-#\'"\\ \n\t,[]{}&*!|>%@`?.~yné€😀_=+<'),
      maxLength: 60,
    });
    const key = fc.string({ unit: fc.constantFrom(...'ab01:-# ~y'), minLength: 1, maxLength: 12 });
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(value, (json) => {
        const result = parseYaml(printYaml({ json }));
        expect('documents' in result && equal(result.documents[0]?.value, { json })).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('compareYamlKeys', () => {
  it.each(['a1 a2 a10', '_x 1 B a', 'a-b a.b a/b a1 ab', '0 00 1 9 10', 'A Z a z é'])('%s', (order) => {
    const keys = order.split(' ');
    expect(keys.toReversed().sort(compareYamlKeys)).toEqual(keys);
  });
});
