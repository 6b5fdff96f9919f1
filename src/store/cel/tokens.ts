// The words of an expression. Source: cel-go parser/gen/CEL.g4.
import { goEscapes } from '../../std/go-unquote.ts';
import { Uint, type Value } from './values.ts';

export interface Token {
  readonly form: 'constant' | 'end' | 'ident' | 'symbol';
  /** As it stands in the text; `<EOF>` at the end. */
  readonly text: string;
  readonly at: number;
  readonly value?: Value;
}

export interface Fault {
  readonly at: number;
  readonly message: string;
}

const symbols = ['==', '!=', '<=', '>=', '&&', '||', ...'<>[](){}.,-!?:+*/%'];

const blank = /^(?:[\t\n\f\r ]+|\/\/[^\n]*)+/;
const number =
  /^(?:0x[0-9a-fA-F]+[uU]?|(?:[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|\.[0-9]+(?:[eE][+-]?[0-9]+)?)|[0-9]+[uU]?)/;
const ident = /^[A-Za-z_][A-Za-z0-9_]*/;
const opening = /^([bB]?[rR]?|[rR][bB]?)("""|'''|"|')/;

const int64Max = 9_223_372_036_854_775_807n;
const uint64Max = 18_446_744_073_709_551_615n;

/** The tokens of a text, the end as the last; or what cannot be read. */
export function tokensOf(
  text: string,
): { readonly tokens: readonly Token[] } | { readonly faults: readonly Fault[] } {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += blank.exec(text.slice(at))?.[0].length ?? 0;
    if (at >= text.length) break;
    const rest = text.slice(at);
    const token = readString(rest, at) ?? readNumber(rest, at) ?? readWord(rest, at);
    if (token === undefined) {
      const shown = opening.test(rest) ? rest : (rest[0] ?? '');
      return {
        faults: [
          { at, message: `Syntax error: token recognition error at: '${shown.replaceAll('\n', '\\n')}'` },
        ],
      };
    }
    if ('message' in token) return { faults: [token] };
    tokens.push(token);
    at += token.text.length;
  }
  tokens.push({ form: 'end', text: '<EOF>', at });
  return { tokens };
}

function readWord(rest: string, at: number): Token | undefined {
  const word = ident.exec(rest)?.[0];
  if (word === 'true' || word === 'false')
    return { form: 'constant', text: word, at, value: word === 'true' };
  if (word === 'null') return { form: 'constant', text: word, at, value: null };
  if (word === 'in') return { form: 'symbol', text: word, at };
  if (word !== undefined) return { form: 'ident', text: word, at };
  const symbol = symbols.find((candidate) => rest.startsWith(candidate));
  return symbol === undefined ? undefined : { form: 'symbol', text: symbol, at };
}

function readNumber(rest: string, at: number): Fault | Token | undefined {
  const text = number.exec(rest)?.[0];
  if (text === undefined) return undefined;
  if (!/^0x/.test(text) && /[.eE]/.test(text)) return { form: 'constant', text, at, value: Number(text) };
  if (/[uU]$/.test(text)) {
    const value = BigInt(text.slice(0, -1));
    return value > uint64Max
      ? { at, message: 'Syntax error: invalid uint literal' }
      : { form: 'constant', text, at, value: new Uint(value) };
  }
  const value = BigInt(text);
  // One more is read for the sake of the least number, whose sign stands before it.
  return value > int64Max + 1n
    ? { at, message: 'Syntax error: invalid int literal' }
    : { form: 'constant', text, at, value };
}

function readString(rest: string, at: number): Fault | Token | undefined {
  const found = opening.exec(rest);
  if (found === null) return undefined;
  const [start, prefix = '', quote = ''] = found;
  const isRaw = /[rR]/.test(prefix);
  const isBytes = /[bB]/.test(prefix);
  let end = start.length;
  while (!rest.startsWith(quote, end)) {
    if (end >= rest.length || (quote.length === 1 && /[\n\r]/.test(rest[end] ?? ''))) return undefined;
    end += !isRaw && rest[end] === '\\' ? 2 : 1;
  }
  const text = rest.slice(0, end + quote.length);
  const inner = rest.slice(start.length, end);
  const value = isRaw ? rawOf(inner, isBytes) : unescaped(inner, isBytes);
  if (value === undefined)
    return { at, message: `Syntax error: invalid ${isBytes ? 'bytes' : 'string'} literal` };
  return { form: 'constant', text, at, value };
}

function rawOf(text: string, isBytes: boolean): Value {
  return isBytes ? new TextEncoder().encode(text) : text;
}

const escapes: Readonly<Record<string, string>> = {
  ...goEscapes,
  '?': '?',
  '"': '"',
  "'": "'",
  '`': '`',
};

function unescaped(text: string, isBytes: boolean): Value | undefined {
  const parts: (number | string)[] = [];
  for (let at = 0; at < text.length;) {
    if (text[at] !== '\\') {
      parts.push(text[at] ?? '');
      at += 1;
      continue;
    }
    const escape =
      /^\\(?:[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.))/s.exec(
        text.slice(at),
      );
    if (escape === null) return undefined;
    const [all, hex, short, long, octal, character = ''] = escape;
    const code = hex ?? short ?? long;
    if (code !== undefined || octal !== undefined) {
      const point = code === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(code, 16);
      if (point > 0x10ffff || (isBytes && (short ?? long) !== undefined)) return undefined;
      parts.push(point);
    } else {
      const plain = escapes[character];
      if (plain === undefined) return undefined;
      parts.push(plain);
    }
    at += all.length;
  }
  if (!isBytes)
    return parts.map((part) => (typeof part === 'number' ? String.fromCodePoint(part) : part)).join('');
  const encoder = new TextEncoder();
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'number' ? [part] : [...encoder.encode(part)])),
  );
}
