import { expect, it } from 'vitest';
import { nextName } from '../../../src/std/next-name.ts';

it.each([
  [['esxi-01.sandbox.lab', 'esxi-04.sandbox.lab', 'esxi-02.sandbox.lab'], 'esxi-05.sandbox.lab'],
  [['vcf-m01-esx09.sandbox.lab'], 'vcf-m01-esx10.sandbox.lab'],
  [['host.lab'], 'host-2.lab'],
  [['host-2', 'host'], 'host-3'],
])('%j are followed by %s', (names, next) => {
  expect(nextName(names)).toBe(next);
});
