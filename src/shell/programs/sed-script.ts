// A script of sed, read: `s`, `p`, `d`, `q` with addresses (a number, `$`, a pattern, a range). Messages are GNU sed's.
// Deliberately absent: the hold space, labels, files, text commands, blocks.
import type { RE2JS } from 're2js';
import { compile, expressionOf } from './pattern.ts';

export type Address = { readonly line: number } | { readonly last: true } | { readonly pattern: RE2JS };

export interface SedCommand {
  readonly from?: Address;
  readonly to?: Address;
  readonly negated: boolean;
  readonly action: Substitution | { readonly type: 'p' | 'd' | 'q' };
}

export interface Substitution {
  readonly type: 's';
  readonly pattern: RE2JS;
  /** Texts, and numbers of groups; 0 is the whole match. */
  readonly replacement: readonly (string | number)[];
  /** The first match that is replaced. */
  readonly nth: number;
  readonly global: boolean;
  readonly prints: boolean;
}

/** What is wrong with a script, at a character counted from 1. */
class Wrong extends Error {}

/** The commands of a script, or what GNU sed says of it. `number` counts the scripts of the command line. */
export function parseSed(
  text: string,
  number: number,
  extended: boolean,
): readonly SedCommand[] | { readonly trouble: string } {
  let at = 0;
  const wrong = (what: string): never => {
    throw new Wrong(`-e expression #${number}, char ${at}: ${what}`);
  };
  const skip = (blanks: RegExp) => {
    while (at < text.length && blanks.test(text.charAt(at))) at += 1;
  };

  /** Up to the delimiter, which a backslash makes an ordinary character. */
  const delimited = (delimiter: string, what: string): string => {
    let piece = '';
    for (; at < text.length; at++) {
      const character = text.charAt(at);
      if (character === delimiter) {
        at += 1;
        return piece;
      }
      if (character !== '\\') piece += character;
      else {
        const following = text.charAt((at += 1));
        piece += following === delimiter ? following : `\\${following}`;
      }
    }
    return wrong(what);
  };

  const patternOf = (source: string, ignoresCase = false): RE2JS =>
    compile(expressionOf(source, { extended }), { extended, ignoresCase }) ??
    wrong('Invalid regular expression');

  const address = (): Address | undefined => {
    const digits = /^\d{1,9}/.exec(text.slice(at, at + 9))?.[0];
    if (digits !== undefined) {
      at += digits.length;
      return { line: Number(digits) };
    }
    const character = text.charAt(at);
    if (character !== '$' && character !== '/') return undefined;
    at += 1;
    return character === '$'
      ? { last: true }
      : { pattern: patternOf(delimited('/', 'unterminated address regex')) };
  };

  const substitution = (): Substitution => {
    const delimiter = text.charAt(at);
    at += 1;
    const unterminated = "unterminated `s' command";
    if (delimiter === '' || delimiter === '\n' || delimiter === '\\') return wrong(unterminated);
    const source = delimited(delimiter, unterminated);
    const replacement = replacementOf(delimited(delimiter, unterminated));
    const flags = /^(?:[gpiI]|\d{1,4})*/.exec(text.slice(at))?.[0] ?? '';
    at += flags.length;
    const nth = Number(/\d+/.exec(flags)?.[0] ?? 1);
    if (nth === 0) wrong("number option to `s' command may not be zero");
    const pattern = patternOf(source, /i/i.test(flags));
    const most = Math.max(0, ...replacement.filter((part) => typeof part === 'number'));
    if (most > pattern.groupCount()) wrong(`invalid reference \\${most} on \`s' command's RHS`);
    skip(/[ \t]/);
    if (at < text.length && !/[;\n}#]/.test(text.charAt(at))) {
      at += 1;
      wrong("unknown option to `s'");
    }
    return { type: 's', pattern, replacement, nth, global: flags.includes('g'), prints: flags.includes('p') };
  };

  const command = (): SedCommand => {
    const from = address();
    let to: Address | undefined;
    skip(/[ \t]/);
    if (from !== undefined && text.charAt(at) === ',') {
      at += 1;
      skip(/[ \t]/);
      to = address();
      if (to === undefined) {
        at += 1;
        wrong("unexpected `,'");
      }
    }
    skip(/[ \t]/);
    const negated = text.charAt(at) === '!';
    if (negated) at += 1;
    const letter = text.charAt(at);
    if (letter === '') wrong('missing command');
    at += 1;
    const rest = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), negated };
    if (letter === 's') return { ...rest, action: substitution() };
    if (letter !== 'p' && letter !== 'd' && letter !== 'q') return wrong(`unknown command: \`${letter}'`);
    skip(/[ \t]/);
    if (at < text.length && !/[;\n}#]/.test(text.charAt(at))) {
      at += 1;
      wrong('extra characters after command');
    }
    return { ...rest, action: { type: letter } };
  };

  try {
    const commands: SedCommand[] = [];
    for (;;) {
      skip(/[ \t\n;]/);
      if (at >= text.length) return commands;
      commands.push(command());
    }
  } catch (failure) {
    if (failure instanceof Wrong) return { trouble: failure.message };
    throw failure;
  }
}

function replacementOf(text: string): readonly (string | number)[] {
  const parts: (string | number)[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '&') parts.push(0);
    else if (character !== '\\') parts.push(character);
    else {
      const escaped = text.charAt((at += 1));
      if (/\d/.test(escaped)) parts.push(Number(escaped));
      else parts.push(escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped);
    }
  }
  return parts;
}
