// wc: counts lines, words and bytes.
import { err, out, type ExitCode, type Run } from '../effect.ts';
import { utf8Length } from '../../std/utf8.ts';
import type { Program, Session } from '../program.ts';
import { sourcesOf, wholeText } from './input.ts';
import { parseOptions } from './options.ts';

function* run(args: readonly string[], session: Session): Run<ExitCode> {
  const parsed = parseOptions(args, {
    flags: 'lwcm',
    long: { lines: 'l', words: 'w', bytes: 'c', chars: 'm' },
  });
  if ('trouble' in parsed) {
    yield* err(`wc: ${parsed.trouble}\nTry 'wc --help' for more information.\n`);
    return 1;
  }
  const asked = ['l', 'w', 'm', 'c'].filter(parsed.has);
  const letters = asked.length === 0 ? ['l', 'w', 'c'] : asked;
  const { sources, failed } = yield* sourcesOf('wc', parsed.words, session);
  const rows: { readonly counts: readonly number[]; readonly name: string }[] = [];
  for (const source of sources) {
    const text = yield* wholeText(source);
    const by: Readonly<Record<string, number>> = {
      l: text.split('\n').length - 1,
      w: text.split(/\s+/).filter((word) => word !== '').length,
      m: [...text].length,
      c: utf8Length(text),
    };
    rows.push({ counts: letters.map((letter) => by[letter] ?? 0), name: source.name });
  }
  if (rows.length > 1) {
    const total = letters.map((_, at) => rows.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0));
    rows.push({ counts: total, name: 'total' });
  }
  // GNU wc reserves seven columns for what it cannot measure beforehand, and none for a single number.
  const piped = parsed.words.length === 0;
  const widest = Math.max(...rows.flatMap(({ counts }) => counts.map((count) => String(count).length)), 1);
  const width = letters.length === 1 && rows.length === 1 ? 1 : piped ? 7 : widest;
  for (const { counts, name } of rows) {
    const numbers = counts.map((count) => String(count).padStart(width)).join(' ');
    yield* out(piped ? `${numbers}\n` : `${numbers} ${name}\n`);
  }
  return failed ? 1 : 0;
}

export const wc: Program = { name: 'wc', summary: 'count lines, words and bytes', run };
