// What the Node bundle does about object literals that begin with a spread, and what this Node makes of them.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { begunWithNothing } from '../../../../src/runtime/build/spreads.mjs';

test.each([
  ['x = { ...a, b: 1 };', 'x = {...null,  ...a, b: 1 };'],
  ['x = { ...a };', 'x = {...null,  ...a };'],
  ['x = { ...{ ...a }, b };', 'x = {...null,  ...{...null,  ...a }, b };'],
  ['f({...a}, { b, ...{...c} })', 'f({...null, ...a}, { b, ...{...null, ...c} })'],
  ['const { ...a } = b, c = [...a], d = f(...c), e = "{ ...a }", g = `{ ...${{ ...a }}`;', undefined],
  ['const { a, ...b } = c; ({ ...a } = b);', 'const { a, ...b } = c; ({ ...a } = b);'],
])('%s', (code, expected = code.replace('${{ ...a }}', '${{...null,  ...a }}')) => {
  expect(begunWithNothing(code)).toBe(expected);
});

/** Prints how many of the last 1,000 objects that hot code makes have another hidden class than the one before. */
const program = `
  const isSame = new Function('a', 'b', 'return %HaveSameMap(a, b)');
  const made = (at) => { const a = { b: at, c: 2 }; return Object.freeze({ ...a, d: 3 }); };
  let before = made(0), classes = 0;
  for (let at = 0; at < 3_000; at++) {
    const next = made(at);
    if (at >= 2_000 && !isSame(before, next)) classes += 1;
    before = next;
  }
  console.log(classes);
`;

test('objects of one literal have one hidden class', () => {
  const input = begunWithNothing(program);
  const { stdout } = spawnSync(process.execPath, ['--allow-natives-syntax', '-'], {
    input,
    encoding: 'utf8',
  });
  expect(stdout).toBe('0\n');
});
