// tr: characters for characters. Source: POSIX tr.
import { err, out, read, type ExitCode, type Run } from '../effect.ts';
import type { Program } from '../program.ts';
import { parseOptions } from './options.ts';

const classes: Readonly<Record<string, string>> = {
  lower: 'a-z',
  upper: 'A-Z',
  digit: '0-9',
  alpha: 'A-Za-z',
  alnum: '0-9A-Za-z',
  space: '\t\n\v\f\r ',
  blank: ' \t',
  punct: '!-/:-@[-`{-~',
};
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', '\\': '\\' };
/** The widest range of characters. */
const rangeMax = 0x100;

function charactersOf(set: string): readonly string[] {
  const text = set
    .replace(/\[:(\w+):\]/g, (whole, name: string) => classes[name] ?? whole)
    .replace(/\\([ntr0\\])/g, (_, letter: string) => escapes[letter] ?? letter);
  const characters: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const first = text.charCodeAt(at);
    const last = text[at + 1] === '-' && at + 2 < text.length ? text.charCodeAt(at + 2) : first;
    if (last > first) at += 2;
    for (let code = first; code <= Math.min(Math.max(first, last), first + rangeMax); code++)
      characters.push(String.fromCharCode(code));
  }
  return characters;
}

function* run(args: readonly string[]): Run<ExitCode> {
  const options = parseOptions(args, {
    flags: 'dscC',
    long: { delete: 'd', 'squeeze-repeats': 's', complement: 'c' },
  });
  if ('trouble' in options || options.words.length === 0) {
    yield* err(`tr: ${'trouble' in options ? options.trouble : 'missing operand'}\n`);
    return 1;
  }
  const [from = '', to = ''] = options.words;
  const first = charactersOf(from);
  const second = charactersOf(to);
  const asked = new Set(first);
  const complement = options.has('c') || options.has('C');
  const isIn = (character: string): boolean => asked.has(character) !== complement;
  const mapped = (character: string): string =>
    second.length === 0 || !isIn(character)
      ? character
      : (second[complement ? second.length - 1 : Math.min(first.indexOf(character), second.length - 1)] ??
        '');
  let last = '';
  for (let piece = yield* read(); piece !== undefined; piece = yield* read()) {
    let text = '';
    for (const character of piece) {
      if (options.has('d') && isIn(character)) continue;
      const next = mapped(character);
      if (options.has('s') && next === last && (second.length > 0 ? second.includes(next) : isIn(next)))
        continue;
      text += next;
      last = next;
    }
    yield* out(text);
  }
  return 0;
}

export const tr: Program = { name: 'tr', summary: 'put characters in place of others', run };
