import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMicroTime, formatTime } from '../../../src/std/time.ts';
import { readTime } from '../../../src/std/go-time.ts';

const SECONDS_MAX = 253_402_300_799;
const moments = fc.integer({ min: 0, max: SECONDS_MAX }).map((seconds) => seconds * 1000);

// Go's sentences for what is no time are among the golden cases of decode.test.ts.
describe('readTime', () => {
  it('takes what Kubernetes prints', () => {
    fc.assert(
      fc.property(moments, (atMs) => {
        const [text, micro] = [formatTime(atMs), formatMicroTime(atMs)];
        expect(readTime('Time', text)).toEqual({ text });
        expect(readTime('MicroTime', micro)).toEqual({ text: micro });
        expect(readTime('MicroTime', text)).toHaveProperty('error');
        expect(readTime('Time', micro)).toEqual({ text });
      }),
    );
  });

  it('prints offsets in UTC', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: -720, max: 720 }), (atMs, minutes) => {
        const local = formatTime(
          Math.min(atMs + 86_400_000, SECONDS_MAX * 1000 - 86_400_000) + minutes * 60_000,
        );
        const utc = formatTime(Math.min(atMs + 86_400_000, SECONDS_MAX * 1000 - 86_400_000));
        const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
        const two = (part: number) => String(part).padStart(2, '0');
        const zoned = `${local.slice(0, -1)}${minutes < 0 ? '-' : '+'}${two(hours)}:${two(rest)}`;
        expect(readTime('Time', zoned)).toEqual({ text: utc });
      }),
    );
  });

  it('keeps all six digits of a micro time', () => {
    expect(readTime('MicroTime', '2026-01-02T05:04:05.123456+02:00')).toEqual({
      text: '2026-01-02T03:04:05.123456Z',
    });
  });

  it('gives a text or a sentence for any text', () => {
    const texts = fc.string({ unit: fc.constantFrom(...'0129-:TZ.+ "é'), maxLength: 30 });
    fc.assert(
      fc.property(fc.constantFrom('Time', 'MicroTime'), texts, (type, text) => {
        const result = readTime(type, text);
        if ('error' in result) expect(result.error).toMatch(/^parsing time "/);
        else expect(readTime(type, result.text)).toEqual(result);
      }),
      { numRuns: 2000 },
    );
  });
});
