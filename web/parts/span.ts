/**
 * Spans of time as people type them: `53d`, `1d 12h`, `90s`, `250ms`; a bare number is seconds. Units: ms, s, m or min, h, d, w, y
 * (365 days).
 */
const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/** Ten years: what a world is asked to run through at once. */
export const spanMsMax = 10 * 366 * 86_400_000;

export type SpanRead = { readonly ms: number } | { readonly error: string };

export function readSpan(text: string): SpanRead {
  const plain = text.trim().toLowerCase();
  if (plain === '') return { error: 'Type how far: 90s, 5m, 12h, 53d' };
  if (/^\d+(\.\d+)?$/.test(plain)) return bounded(Number(plain) * 1_000);
  if (!/^(\d+(\.\d+)?\s*[a-z]+\s*)+$/.test(plain))
    return { error: `${JSON.stringify(text.trim())} is no span of time: 90s, 5m, 12h, 53d` };
  let ms = 0;
  for (const [, count = '', unit = ''] of plain.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)) {
    const size = Object.hasOwn(unitMs, unit) ? unitMs[unit] : undefined;
    if (size === undefined) return { error: `${JSON.stringify(unit)} is no unit: ms, s, m, h, d, w or y` };
    ms += Number(count) * size;
  }
  return bounded(ms);
}

function bounded(ms: number): SpanRead {
  if (ms < 1) return { error: 'At least 1 ms' };
  if (ms > spanMsMax) return { error: 'At most ten years at once' };
  return { ms: Math.round(ms) };
}
