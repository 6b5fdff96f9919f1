// `{a,b}` and `{1..3}` outside quotes: one word that becomes several before anything else happens to it.
import type { Word } from './syntax.ts';

/** Words that one word may become. */
const wordsMax = 10_000;

function range(from: string, to: string, by: string): readonly string[] {
  const isLetter = /^[a-zA-Z]$/.test(from);
  const [first = 0, last = 0] = [from, to].map((end) => (isLetter ? end.charCodeAt(0) : Number(end)));
  const step = Math.abs(Number(by)) || 1;
  const count = Math.min(Math.floor(Math.abs(last - first) / step) + 1, wordsMax);
  const width = /^0\d/.test(from) || /^0\d/.test(to) ? Math.max(from.length, to.length) : 0;
  return Array.from({ length: count }, (_, index) => {
    const at = first <= last ? first + index * step : first - index * step;
    return isLetter ? String.fromCharCode(at) : String(at).padStart(width, '0');
  });
}

/** The words of a word; braces that stand inside each other or around something quoted stay as they are. */
export function braces(word: Word): readonly Word[] {
  for (const [index, piece] of word.entries()) {
    if (piece.type !== 'text' || piece.quoted) continue;
    const match = /^([^{}]*)\{([^{}]*)\}([^]*)$/.exec(piece.text);
    if (match === null) continue;
    const [, before = '', inner = '', after = ''] = match;
    const ends =
      /^(-?\d{1,6})\.\.(-?\d{1,6})(?:\.\.(-?\d{1,6}))?$/.exec(inner) ??
      /^([a-zA-Z])\.\.([a-zA-Z])(?:\.\.(-?\d{1,6}))?$/.exec(inner);
    const chosen = ends === null ? inner.split(',') : range(ends[1] ?? '', ends[2] ?? '', ends[3] ?? '1');
    if (ends === null && chosen.length < 2) continue;
    const rest = braces([{ type: 'text', text: after, quoted: false }, ...word.slice(index + 1)]);
    const first = word.slice(0, index);
    const all: Word[] = [];
    for (const text of chosen) {
      if (all.length >= wordsMax) break;
      const middle = `${before}${text}`;
      const begun: Word = middle === '' ? first : [...first, { type: 'text', text: middle, quoted: false }];
      all.push(...rest.map((tail) => [...begun, ...tail]));
    }
    return all.slice(0, wordsMax);
  }
  return [word];
}
