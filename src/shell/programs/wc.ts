// wc: counts lines, words and bytes.
import { err, out, type ExitCode, type Run } from '../effect.ts';
import { byteLength } from '../../std/byte-text.ts';
import type { Program, Session } from '../program.ts';
import { sourcesOf, type Source } from './input.ts';
import { parseOptions } from './options.ts';

interface Counts {
  /** Lines, words, characters, bytes. */
  readonly l: number;
  readonly w: number;
  readonly m: number;
  readonly c: number;
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** Counts while the text passes, so that a long pipe is never held whole. */
function* countsOf(source: Source): Run<Counts> {
  let [lines, words, characters, bytes] = [0, 0, 0, 0];
  let inWord = false;
  for (let piece = yield* source.read(); piece !== undefined; piece = yield* source.read()) {
    bytes += byteLength(piece);
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (code === 10) lines += 1;
      // The second half of a pair is no character of its own.
      if (code < 0xdc00 || code > 0xdfff) characters += 1;
      const blank = isBlank(code);
      if (!blank && !inWord) words += 1;
      inWord = !blank;
    }
  }
  return { l: lines, w: words, m: characters, c: bytes };
}

function* run(args: readonly string[], session: Session): Run<ExitCode> {
  const parsed = parseOptions(args, {
    flags: 'lwcm',
    long: { lines: 'l', words: 'w', bytes: 'c', chars: 'm' },
  });
  if ('trouble' in parsed) {
    yield* err(`wc: ${parsed.trouble}\nTry 'wc --help' for more information.\n`);
    return 1;
  }
  const asked = (['l', 'w', 'm', 'c'] as const).filter(parsed.has);
  const letters = asked.length === 0 ? (['l', 'w', 'c'] as const) : asked;
  const { sources, failed } = yield* sourcesOf('wc', parsed.words, session);
  const rows: { readonly counts: readonly number[]; readonly name: string }[] = [];
  let bytes = 0;
  for (const source of sources) {
    const by = yield* countsOf(source);
    bytes += by.c;
    rows.push({ counts: letters.map((letter) => by[letter]), name: source.name });
  }
  if (rows.length > 1) {
    const total = letters.map((_, at) => rows.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0));
    rows.push({ counts: total, name: 'total' });
  }
  // GNU wc gives every number the width of the size of all files, seven columns where it cannot know that, none to a single number.
  const piped = parsed.words.length === 0;
  const widest = String(bytes).length;
  const width = letters.length === 1 && rows.length === 1 ? 1 : piped ? 7 : widest;
  for (const { counts, name } of rows) {
    const numbers = counts.map((count) => String(count).padStart(width)).join(' ');
    yield* out(piped ? `${numbers}\n` : `${numbers} ${name}\n`);
  }
  return failed ? 1 : 0;
}

export const wc: Program = { name: 'wc', summary: 'count lines, words and bytes', run };
