import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack, unpack } from '../../../../src/runtime/browser/compress.ts';
import { limits } from '../../../../src/std/limits.ts';

const payloadOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** A text that deflate gains little on. */
function noise(length: number): string {
  let text = '';
  for (let word = 1; text.length < length; word = (Math.imul(word, 1_103_515_245) + 12_345) >>> 0)
    text += word.toString(36);
  return text.slice(0, length);
}

test('what is packed is unpacked', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (text) => {
      const payload = await pack(text);
      expect(payload).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(await unpack(payload)).toEqual({ text: text.toWellFormed() });
    }),
    { numRuns: 50 },
  );
});

test('linkInflatedBytesMax: the value passes, one more does not', async () => {
  const most = noise(limits.linkInflatedBytesMax);
  expect(await unpack(await pack(most))).toEqual({ text: most });
  expect(await unpack(await pack(`${most}x`))).toEqual({
    error: 'The link holds too much: more than 1048576 bytes once it is unpacked.',
  });
});

test('linkRatioMax: as much passes, more does not', async () => {
  // Spaces pack about a thousand times, noise hardly: a mixture has any ratio between.
  const ratioOf = (text: string): number => text.length / deflateRawSync(text).length;
  let spaces = 1_000;
  const mixed = (): string => noise(2_000) + ' '.repeat(spaces);
  while (ratioOf(mixed()) < limits.linkRatioMax) spaces += 1_000;
  while (ratioOf(mixed()) > limits.linkRatioMax) spaces -= 1;
  const most = mixed();
  expect(await unpack(payloadOf(deflateRawSync(most)))).toEqual({ text: most });
  spaces += 200;
  const over = mixed();
  expect(ratioOf(over)).toBeGreaterThan(limits.linkRatioMax);
  expect(await unpack(payloadOf(deflateRawSync(over)))).toEqual({
    error: 'The link is packed more tightly than anything honest: over 100 times.',
  });
});

const bad: readonly [what: string, payload: string, says: RegExp][] = [
  [
    '64 MiB of zeros',
    payloadOf(deflateRawSync(Buffer.alloc(64 * 1024 * 1024))),
    /packed more tightly|holds too much/,
  ],
  [
    'packed twice',
    payloadOf(deflateRawSync(deflateRawSync(Buffer.alloc(1024 * 1024)))),
    /no text|packed more tightly/,
  ],
  ['gzip', payloadOf(gzipSync('{}')), /cut off or changed/],
  ['cut in half', payloadOf(deflateRawSync(noise(5_000)).subarray(0, 1_500)), /cut off or changed/],
  ['no deflate', payloadOf(Buffer.from('hello, world')), /cut off or changed|no text|packed more tightly/],
  [
    'bytes that are no UTF-8',
    payloadOf(deflateRawSync(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))),
    /holds is no text/,
  ],
  ['a character missing', 'AAAAA', /a character is missing or wrong/],
  ['nothing', '', /cut off or changed/],
];

test('of a bomb no more is read than a link may hold', async () => {
  const { read } = ReadableStreamDefaultReader.prototype;
  let bytes = 0;
  let most = 0;
  ReadableStreamDefaultReader.prototype.read = async function (this: ReadableStreamDefaultReader<unknown>) {
    const result = await read.call(this);
    if (result.value instanceof Uint8Array) {
      bytes += result.value.length;
      most = Math.max(most, result.value.length);
    }
    return result;
  } as typeof read;
  try {
    await unpack(payloadOf(deflateRawSync(Buffer.alloc(64 * 1024 * 1024))));
  } finally {
    ReadableStreamDefaultReader.prototype.read = read;
  }
  expect(bytes).toBeGreaterThan(0);
  // The packed bytes themselves, the limit, and the piece that passed it.
  expect(bytes).toBeLessThanOrEqual(limits.linkInflatedBytesMax + 2 * most + 70_000);
});

test.each(bad)('refused: %s', async (_what, payload, says) => {
  const unpacked = await unpack(payload);
  expect('error' in unpacked && unpacked.error).toMatch(says);
});
