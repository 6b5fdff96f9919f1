// The words of a jq program. A string with `\(...)` in it is one word whose parts are programs of their own.
import { limits } from '../../std/limits.ts';

export type Token =
  | {
      readonly type: 'number' | 'name' | 'field' | 'variable' | 'format' | 'keyword' | 'sign';
      readonly text: string;
      readonly at: number;
    }
  | { readonly type: 'string'; readonly parts: readonly (string | readonly Token[])[]; readonly at: number }
  | { readonly type: 'end'; readonly at: number };

/** The program cannot be read. */
export class CompileError extends Error {
  /** Where in the program. */
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

export function syntaxError(unexpected: string, at: number): CompileError {
  return new CompileError(`syntax error, unexpected ${unexpected} (Unix shell quoting issues?)`, at);
}

const keywords: ReadonlySet<string> = new Set(
  'def if then elif else end as reduce foreach try catch label import include and or __loc__'.split(' '),
);

const word = /(?:[a-zA-Z_]\w*::)*[a-zA-Z_]\w*/y;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const sign = /\?\/\/=?|\/\/=|\|=|\+=|-=|\*=|\/=|%=|==|!=|<=|>=|\/\/|\.\.|[.[\](){}|,:;=<>+\-*/%?$]/y;
const blank = /(?:\s|#[^\n]*)*/y;

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** @throws {CompileError} */
export function scan(text: string): readonly Token[] {
  const scanner = new Scanner(text);
  const tokens = scanner.until('');
  return [...tokens, { type: 'end', at: text.length }];
}

class Scanner {
  readonly #text: string;
  #at = 0;
  #count = 0;

  constructor(text: string) {
    this.#text = text;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  /** The tokens up to a closing parenthesis, or to the end. */
  until(close: '' | ')'): readonly Token[] {
    const tokens: Token[] = [];
    let depth = 0;
    for (;;) {
      this.#match(blank);
      const at = this.#at;
      if (at >= this.#text.length) {
        if (close === ')') throw syntaxError('end of file', at);
        return tokens;
      }
      if (close === ')' && depth === 0 && this.#text[at] === ')') {
        this.#at += 1;
        return [...tokens, { type: 'end', at }];
      }
      this.#count += 1;
      if (this.#count > limits.jqTokensMax)
        throw new CompileError(`the program has more than ${limits.jqTokensMax} words`, at);
      const token = this.#token(at, tokens.at(-1));
      if (token.type === 'sign' && token.text === '(') depth += 1;
      if (token.type === 'sign' && token.text === ')') depth -= 1;
      tokens.push(token);
    }
  }

  #token(at: number, before: Token | undefined): Token {
    const first = this.#text.charAt(at);
    if (first === '"') return this.#string(at);
    if (first === '@') {
      this.#at += 1;
      const name = this.#match(word);
      if (name === undefined) throw syntaxError('INVALID_CHARACTER', at);
      return { type: 'format', text: `@${name}`, at };
    }
    if (first === '$') {
      this.#at += 1;
      const name = this.#match(word);
      if (name === undefined) return { type: 'sign', text: '$', at };
      return { type: 'variable', text: name, at };
    }
    if (first === '.') {
      this.#at += 1;
      const name = this.#match(word);
      if (name !== undefined) return { type: 'field', text: name, at };
      this.#at = at;
    }
    const digits =
      /\d/.test(first) || (first === '.' && before?.type !== 'field') ? this.#match(number) : undefined;
    if (digits !== undefined) return { type: 'number', text: digits, at };
    const name = this.#match(word);
    if (name !== undefined) return { type: keywords.has(name) ? 'keyword' : 'name', text: name, at };
    const found = this.#match(sign);
    if (found === undefined) throw syntaxError('INVALID_CHARACTER', at);
    return { type: 'sign', text: found, at };
  }

  #string(at: number): Token {
    this.#at += 1;
    const parts: (string | readonly Token[])[] = [];
    let text = '';
    for (;;) {
      const character = this.#text.charAt(this.#at);
      if (character === '') throw syntaxError('QQSTRING_END', at);
      this.#at += 1;
      if (character === '"') {
        if (text !== '' || parts.length === 0) parts.push(text);
        return { type: 'string', parts, at };
      }
      if (character !== '\\') {
        text += character;
        continue;
      }
      const escape = this.#text.charAt(this.#at);
      this.#at += 1;
      if (escape === '(') {
        if (text !== '') parts.push(text);
        text = '';
        parts.push(this.until(')'));
      } else if (escape === 'u') {
        const digits = this.#text.slice(this.#at, this.#at + 4);
        if (!/^[\da-fA-F]{4}$/.test(digits)) throw new CompileError('Invalid escape in string', at);
        text += String.fromCharCode(Number.parseInt(digits, 16));
        this.#at += 4;
      } else if (Object.hasOwn(escapes, escape)) text += escapes[escape];
      else throw new CompileError('Invalid escape in string', at);
    }
  }
}
