// Reads JSON texts one after another, as jq does, with jq's words for what is none. Source: the jq 1.7 manual; messages as jq prints them.
import type { Json } from '../../std/draft.ts';
import { limits } from '../../std/limits.ts';
import { setOwn } from '../../std/own.ts';

export type Read = { readonly value: Json; readonly end: number } | { readonly trouble: string };

class Trouble extends Error {}

const words: Readonly<Record<string, Json>> = { true: true, false: false, null: null, nan: NaN };

/** Where a place of a text is, in jq's words. */
function placeIn(text: string, at: number): string {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return `line ${line}, column ${at - (before.lastIndexOf('\n') + 1)}`;
}

/** The value that begins at a place; undefined where only blanks are left. */
export function readNext(text: string, from: number): Read | undefined {
  const reader = new Reader(text, from);
  reader.blanks();
  if (reader.at >= text.length) return undefined;
  try {
    return { value: reader.value(0), end: reader.at };
  } catch (trouble) {
    if (!(trouble instanceof Trouble)) throw trouble;
    return { trouble: trouble.message };
  }
}

/** A text that is one value. */
export function readWhole(text: string): { readonly value: Json } | { readonly trouble: string } {
  const first = readNext(text, 0);
  if (first === undefined) return { value: null };
  if ('trouble' in first) return first;
  const second = readNext(text, first.end);
  if (second === undefined) return first;
  return 'trouble' in second ? second : { trouble: 'Unexpected extra JSON values' };
}

class Reader {
  readonly #text: string;
  at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  blanks(): void {
    while (' \t\n\r'.includes(this.#text[this.at] ?? 'x') || this.#text[this.at] === '\ufeff') this.at += 1;
  }

  #fail(message: string, at = this.at): never {
    if (at >= this.#text.length)
      throw new Trouble(`${message} at EOF at ${placeIn(this.#text, this.#text.length)}`);
    throw new Trouble(`${message} at ${placeIn(this.#text, at + 1)}`);
  }

  value(depth: number): Json {
    if (depth > limits.jqDepthMax) this.#fail(`Exceeds depth limit for parsing`);
    this.blanks();
    const first = this.#text[this.at];
    if (first === undefined) return this.#fail('Unfinished JSON term');
    if (first === '"') return this.#string();
    if (first === '[') return this.#list(depth);
    if (first === '{') return this.#members(depth);
    if (first === ']' || first === '}') return this.#fail(`Unmatched '${first}'`);
    if (first === ',') return this.#fail("Expected value before ','");
    if (first === ':') return this.#fail("':' not as part of an object");
    return this.#word();
  }

  /** A number, or true, false and null: all that comes before the next sign of JSON. */
  #word(): Json {
    const start = this.at;
    while (this.at < this.#text.length && !' \t\n\r[{:,]}"'.includes(this.#text[this.at] as string))
      this.at += 1;
    const word = this.#text.slice(start, this.at);
    if (Object.hasOwn(words, word)) return words[word] as Json;
    if (/^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(word)) return Number(word);
    return this.#fail(/^[tfn]/.test(word) ? 'Invalid literal' : 'Invalid numeric literal');
  }

  #string(): string {
    const start = this.at;
    for (this.at += 1; this.at < this.#text.length; this.at += 1) {
      const character = this.#text[this.at];
      if (character === '\\') this.at += 1;
      else if (character === '"') {
        this.at += 1;
        const text = this.#text.slice(start, this.at);
        try {
          // A text may run over lines here.
          return JSON.parse(
            text.replace(/\p{Cc}/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
          ) as string;
        } catch {
          return this.#fail('Invalid escape', this.at - 1);
        }
      }
    }
    this.at = this.#text.length;
    return this.#fail('Unfinished string');
  }

  #list(depth: number): Json {
    const items: Json[] = [];
    this.at += 1;
    this.blanks();
    if (this.#text[this.at] === ']') {
      this.at += 1;
      return items;
    }
    for (;;) {
      this.blanks();
      if (this.#text[this.at] === ']') this.#fail('Expected another array element');
      items.push(this.value(depth + 1));
      if (this.#goesOn(']')) return items;
    }
  }

  #members(depth: number): Json {
    const members: { [key: string]: Json } = {};
    this.at += 1;
    this.blanks();
    if (this.#text[this.at] === '}') {
      this.at += 1;
      return members;
    }
    for (;;) {
      this.blanks();
      if (this.#text[this.at] === '}') this.#fail('Objects must consist of key:value pairs');
      const key = this.value(depth + 1);
      this.blanks();
      const sign = this.#text[this.at];
      if (sign === undefined) this.#fail('Unfinished JSON term');
      if (sign === ',' || sign === '}') this.#fail('Objects must consist of key:value pairs');
      if (sign !== ':') this.#fail('Expected separator between values');
      if (typeof key !== 'string') this.#fail('Object keys must be strings');
      this.at += 1;
      setOwn(members, key, this.value(depth + 1));
      if (this.#goesOn('}')) return members;
    }
  }

  /** Past a comma, or past the end of what is read; true at the end. */
  #goesOn(end: ']' | '}'): boolean {
    this.blanks();
    const sign = this.#text[this.at];
    if (sign === undefined) this.#fail('Unfinished JSON term');
    if (sign !== ',' && sign !== end) {
      if (sign === ']' || sign === '}') this.#fail(`Unmatched '${sign}'`);
      this.#fail('Expected separator between values');
    }
    this.at += 1;
    return sign === end;
  }
}
