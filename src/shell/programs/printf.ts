// printf: words put into a format, which begins anew while there are words left. Source: POSIX printf.
import { bytesToText } from '../../std/byte-text.ts';
import { err, out, type ExitCode, type Run } from '../effect.ts';
import type { Program } from '../program.ts';

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  e: '\x1b',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
};
/** Widest field and longest fraction of a string. */
const widthMax = 10_000;

/** A piece of the format: text, or a place for a word. */
interface Piece {
  readonly text: string;
  readonly conversion?: string;
  readonly left?: boolean;
  readonly zero?: boolean;
  /** What stands before a number that is not below zero. */
  readonly sign?: string;
  readonly width?: number;
  readonly precision?: number;
}

/** Backslashed letters and bytes; bytes beside each other may make a character. */
export function unescaped(text: string): string {
  return text.replace(
    /\\([ntraebfv\\"'])|\\u([\da-fA-F]{1,4})|(?:\\(?:x[\da-fA-F]{1,2}|0?[0-7]{1,3}))+/g,
    (whole, letter?: string, character?: string) => {
      if (letter !== undefined) return escapes[letter] ?? '';
      if (character !== undefined) return String.fromCharCode(Number.parseInt(character, 16));
      const bytes = whole
        .split('\\')
        .slice(1)
        .map((digits) =>
          digits.startsWith('x') ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 8),
        );
      return bytesToText(Uint8Array.from(bytes));
    },
  );
}

function piecesOf(format: string): readonly Piece[] | { readonly trouble: string } {
  const pieces: Piece[] = [];
  let rest = format;
  while (rest !== '') {
    const percent = rest.indexOf('%');
    if (percent !== 0) {
      pieces.push({ text: unescaped(percent < 0 ? rest : rest.slice(0, percent)) });
      rest = percent < 0 ? '' : rest.slice(percent);
      continue;
    }
    const match = /^%(?:(%)|([-0+ ]*)(\d{0,5})(?:\.(\d{0,5}))?([sdibcuxXoqfFeEgG]))/.exec(rest);
    if (match === null) {
      const wrong = /^%[-0+ ]*\d*(?:\.\d*)?(.?)/.exec(rest)?.[1] ?? '';
      return {
        trouble:
          wrong === '' ? `\`${rest}': missing format character` : `\`${wrong}': invalid format character`,
      };
    }
    const [whole, percentSign, flags = '', width = '', precision, conversion] = match;
    if (percentSign !== undefined) pieces.push({ text: '%' });
    else {
      pieces.push({
        text: '',
        conversion: conversion ?? 's',
        left: flags.includes('-'),
        zero: flags.includes('0'),
        sign: flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '',
        width: Math.min(widthMax, Number(width)),
        ...(precision === undefined ? {} : { precision: Number(precision) }),
      });
    }
    rest = rest.slice(whole.length);
  }
  return pieces;
}

/** As it could be typed. */
const requoted = (word: string): string =>
  word === '' ? "''" : word.replace(/[^\w@%+=:,./-]/g, (character) => `\\${character}`);

/** At most so many digits of a fraction are told apart. */
const precisionMax = 100;

/** What lies in the middle becomes even, as C rounds. */
function fixed(value: number, digits: number): string {
  const more = 30;
  if (digits + more > precisionMax) return value.toFixed(digits);
  const [, kept = '', last = '', rest = ''] =
    new RegExp(`^(-?\\d*?\\.?\\d{0,${Math.max(0, digits - 1)}})(\\d)(\\.?\\d{${more}})$`).exec(
      value.toFixed(digits + more),
    ) ?? [];
  const isMiddle = /^\.?50*$/.test(rest);
  return isMiddle && Number(last) % 2 === 0 ? kept + last : value.toFixed(digits);
}

/** As C writes a number with a fraction. */
function fraction(value: number, conversion: string, given = 6): string {
  const precision = Math.min(precisionMax, given);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf';
  const exponential = (digits: number): string =>
    value.toExponential(digits).replace(/e([-+])(\d)$/, 'e$10$2');
  if (conversion === 'f') return fixed(value, precision);
  if (conversion === 'e') return exponential(precision);
  const digits = Math.max(1, precision);
  const exponent = Number(value.toExponential(digits - 1).split('e')[1]);
  const text =
    exponent < -4 || exponent >= digits ? exponential(digits - 1) : value.toFixed(digits - 1 - exponent);
  return text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '');
}

function shown(piece: Piece, word: string): string {
  const { conversion, left = false, zero = false, sign = '', width = 0, precision } = piece;
  const isFraction = 'feg'.includes(conversion?.toLowerCase() ?? ' ');
  const isNumber = 'diuxXo'.includes(conversion ?? ' ') || isFraction;
  let text = conversion === 'b' ? unescaped(word) : conversion === 'c' ? word.slice(0, 1) : word;
  if (conversion === 'q') text = requoted(word);
  if (isFraction) {
    text = fraction(Number(word), (conversion ?? 'f').toLowerCase(), precision);
    if (conversion !== conversion?.toLowerCase()) text = text.toUpperCase();
  } else if (isNumber) {
    const value = BigInt(text === '' ? '0' : text.replace(/^\+/, ''));
    const lower = BigInt.asUintN(64, value).toString(conversion === 'o' ? 8 : 16);
    const isPlain = /[diu]/.test(conversion ?? '');
    text = isPlain ? String(value) : conversion === 'X' ? lower.toUpperCase() : lower;
  } else if (precision !== undefined) text = text.slice(0, precision);
  if (isNumber && !text.startsWith('-') && /[difFeEgG]/.test(conversion ?? '')) text = sign + text;
  if (left) return text.padEnd(width);
  return isNumber && zero
    ? text.replace(
        /^([-+ ]?)([\da-fA-F.]+)$/,
        (_, before: string, digits: string) => before + digits.padStart(width - before.length, '0'),
      )
    : text.padStart(width);
}

function* run(args: readonly string[]): Run<ExitCode> {
  const [format, ...words] = args[0] === '--' ? args.slice(1) : args;
  if (format === undefined) {
    yield* err('printf: usage: printf [-v var] format [arguments]\n');
    return 2;
  }
  const pieces = piecesOf(format);
  if ('trouble' in pieces) {
    yield* err(`bash: printf: ${pieces.trouble}\n`);
    return 1;
  }
  const places = pieces.filter(({ conversion }) => conversion !== undefined).length;
  let code = 0;
  for (let at = 0; at === 0 || (places > 0 && at < words.length); at += Math.max(1, places)) {
    let place = at;
    for (const piece of pieces) {
      if (piece.conversion === undefined) {
        yield* out(piece.text);
        continue;
      }
      let word = words[place++] ?? '';
      if (/[diuxXo]/.test(piece.conversion) && !/^[+-]?\d{1,18}$|^$/.test(word)) {
        yield* err(`bash: printf: ${word}: invalid number\n`);
        code = 1;
        word = /^[+-]?\d{1,18}/.exec(word)?.[0] ?? '0';
      }
      if (/[feg]/i.test(piece.conversion) && !/^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)?$/.test(word)) {
        yield* err(`bash: printf: ${word}: invalid number\n`);
        code = 1;
        word = '0';
      }
      yield* out(shown(piece, word));
    }
  }
  return code;
}

export const printf: Program = { name: 'printf', summary: 'show words in a format', run };
