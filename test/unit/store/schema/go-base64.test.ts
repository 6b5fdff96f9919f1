import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBase64 } from '../../../../src/store/schema/go-base64.ts';

// What Go refuses, and at which byte, is among the golden cases of decode.test.ts.
describe('readBase64', () => {
  it('takes what an encoder makes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(readBase64(text)).toEqual({ text });
        expect(readBase64(text.replace(/(.{5})/g, '$1\r\n'))).toEqual({ text });
      }),
    );
  });

  it('makes unused bits zero, as printing again does', () => {
    expect(readBase64('YR==')).toEqual({ text: 'YQ==' });
    expect(readBase64('YWJ=')).toEqual({ text: 'YWI=' });
  });

  it('gives a canonical text or an offset for any text', () => {
    const texts = fc.string({ unit: fc.constantFrom(...'AZaz09+/=\n-é'), maxLength: 16 });
    fc.assert(
      fc.property(texts, (text) => {
        const result = readBase64(text);
        if ('error' in result) expect(result.error).toMatch(/^illegal base64 data at input byte \d+$/);
        else expect(Buffer.from(result.text, 'base64').toString('base64')).toBe(result.text);
      }),
      { numRuns: 2000 },
    );
  });
});
