// Times as Kubernetes reads them into metav1.Time and metav1.MicroTime, with the sentences that Go's time.Parse refuses
// a text with. Holds: a text that is accepted comes back as Kubernetes prints it, in UTC, to the second or microsecond.
import { formatTime, parseTime } from './time.ts';

/** The two layouts of apimachinery, in the pieces in which Go reports on them. */
const LAYOUTS = {
  Time: {
    layout: '2006-01-02T15:04:05Z07:00',
    pieces: ['2006', '-', '01', '-', '02', 'T', '15', ':', '04', ':', '05', 'Z07:00'],
  },
  MicroTime: {
    layout: '2006-01-02T15:04:05.000000Z07:00',
    pieces: ['2006', '-', '01', '-', '02', 'T', '15', ':', '04', ':', '05', '.000000', 'Z07:00'],
  },
} as const;

export type TimeType = keyof typeof LAYOUTS;

/** Per layout piece: what it accepts, and the range of the number it reads. */
const PIECES: Readonly<Record<string, { pattern: RegExp; name: string; min: number; max: number }>> = {
  '2006': { pattern: /^\d{4}/, name: 'year', min: 0, max: 9999 },
  '01': { pattern: /^\d\d/, name: 'month', min: 1, max: 12 },
  '02': { pattern: /^\d\d/, name: 'day', min: 0, max: 99 },
  '15': { pattern: /^\d\d?/, name: 'hour', min: 0, max: 23 },
  '04': { pattern: /^\d\d/, name: 'minute', min: 0, max: 59 },
  '05': { pattern: /^\d\d/, name: 'second', min: 0, max: 59 },
};

const FRACTION = /^[.,](\d+)/;
const MICRO_FRACTION = /^[.,](\d{6})/;
const ZONE = /^(?:Z|[+-]\d\d:\d\d)/;

/** Characters of `2006-01-02T15:04:05Z`. */
const PRINTED_CHARS = 20;

/** The time as Kubernetes prints it, or Go's sentence for a text that is none. */
export function readTime(
  type: TimeType,
  text: string,
): { readonly text: string } | { readonly error: string } {
  // As Kubernetes prints it, which most are: they have been read before.
  if (type === 'Time' && isPrinted(text)) return { text };
  const { layout, pieces } = LAYOUTS[type];
  const refuse = (detail: string) => ({
    error: `parsing time ${goQuote(text)}${detail === '' ? '' : detail}`,
  });
  const cannot = (rest: string, piece: string) =>
    refuse(` as ${goQuote(layout)}: cannot parse ${goQuote(rest)} as ${goQuote(piece)}`);
  const numbers: string[] = [];
  let fraction = '';
  let zone = '';
  let rest = text;
  for (const piece of pieces) {
    const numeric = PIECES[piece];
    let taken: string | undefined;
    if (numeric !== undefined) {
      taken = numeric.pattern.exec(rest)?.[0];
      if (taken === undefined) return cannot(rest, piece);
      if (Number(taken) < numeric.min || Number(taken) > numeric.max) {
        return refuse(`: ${numeric.name} out of range`);
      }
      numbers.push(taken.padStart(2, '0'));
      rest = rest.slice(taken.length);
      if (piece === '05' && type === 'Time') {
        const found = FRACTION.exec(rest);
        rest = rest.slice(found?.[0].length ?? 0);
      }
    } else if (piece === 'Z07:00') {
      taken = ZONE.exec(rest)?.[0];
      if (taken === undefined) return cannot(rest, piece);
      if (Number(taken.slice(1, 3)) > 24) return refuse(': time zone offset hour out of range');
      if (Number(taken.slice(4, 6)) > 59) return refuse(': time zone offset minute out of range');
      zone = taken;
      rest = rest.slice(taken.length);
    } else if (piece === '.000000') {
      const found = MICRO_FRACTION.exec(rest);
      if (found === null) return cannot(rest, piece);
      fraction = found[1] ?? '';
      rest = rest.slice(found[0].length);
    } else {
      if (!rest.startsWith(piece)) return cannot(rest, piece);
      rest = rest.slice(piece.length);
    }
  }
  if (rest !== '') return refuse(`: extra text: ${goQuote(rest)}`);
  const [year, month, day, hour, minute, second] = numbers;
  const atMs = parseTime(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  if (atMs === undefined) return refuse(': day out of range');
  const printed = formatTime(atMs);
  return { text: type === 'Time' ? printed : `${printed.slice(0, -1)}.${fraction}Z` };
}

function isPrinted(text: string): boolean {
  if (text.length !== PRINTED_CHARS) return false;
  const atMs = parseTime(text);
  return atMs !== undefined && formatTime(atMs) === text;
}

/** Quoted as Go's time package quotes: what is not printable ASCII as the bytes of its UTF-8. */
function goQuote(text: string): string {
  let quoted = '';
  for (const character of text) {
    if (character === '"' || character === '\\') quoted += `\\${character}`;
    else if (character >= ' ' && character <= '~') quoted += character;
    else {
      for (const byte of new TextEncoder().encode(character)) {
        quoted += `\\x${byte.toString(16).padStart(2, '0')}`;
      }
    }
  }
  return `"${quoted}"`;
}
