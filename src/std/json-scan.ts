// A JSON reader (RFC 8259) for bodies that came from outside. JSON.parse hides what Kubernetes answers for: members
// written twice, and `1.0` where an integer is due; both are reported here, errors in the words of Go's encoding/json.
// Holds: depth is limited, no member becomes a prototype, and what rounds an integer beyond 2^53 is told.
import type { Json } from './draft.ts';
import { setOwn } from './own.ts';

export const JSON_DEPTH_MAX = 128;
/** Kubernetes stops counting at a hundred strict errors; so do both lists of findings here. */
export const FINDINGS_MAX = 100;

export interface JsonScanned {
  readonly value: Json;
  /** Paths of members written more than once, as `spec.containers[0].image`; the last one counts. */
  readonly duplicates: readonly string[];
  /** Paths of whole numbers written with a fraction or an exponent, as `1.0`: no integers to Kubernetes. */
  readonly floats: readonly string[];
  /** Integers that no number here holds, as they were written, by their paths. */
  readonly rounded: ReadonlyMap<string, string>;
}

export interface JsonScanError {
  readonly error: { readonly line: number; readonly column: number; readonly message: string };
}

/** Reads one JSON text; `depthMax` counts objects and lists inside each other. Line and column start at 1. */
export function scanJson(text: string, depthMax = JSON_DEPTH_MAX): JsonScanned | JsonScanError {
  const scanner = new Scanner(text, depthMax);
  const value = scanner.document();
  if (value === FAILED) return { error: { ...position(text, scanner.at), message: scanner.message } };
  return {
    value,
    duplicates: [...scanner.duplicates],
    floats: [...scanner.floats],
    rounded: scanner.rounded,
  };
}

function position(text: string, at: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', start)) {
    line++;
    start = next + 1;
  }
  return { line, column: at - start + 1 };
}

/** What a rule returns once `at` and `message` say what is wrong. */
const FAILED = Symbol('failed');
type Result<T> = T | typeof FAILED;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PLAIN = /[^"\\\p{Cc}]*/uy;
const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '/': '/',
  '\\': '\\',
};
const LITERALS: ReadonlyMap<string, readonly [word: string, value: boolean | null]> = new Map([
  ['t', ['true', true]],
  ['f', ['false', false]],
  ['n', ['null', null]],
]);

/** Integers of so many digits are exact, whatever they are. */
const exactDigits = 15;

/** What to tell of integers that were rounded. */
export function roundingWarnings(rounded: ReadonlyMap<string, string>): readonly string[] {
  return [...rounded].map(
    ([path, written]) =>
      `${path}: ${written} is kept as ${Number(written)}: the sandbox rounds integers beyond 2^53`,
  );
}

/** Whether an integer, written in digits, is one that a number can be. */
export function isExact(written: string, value: number): boolean {
  return !/^-?\d+$/.test(written) || Number.isSafeInteger(value) || BigInt(written) === BigInt(value);
}

/** `spec.containers[0].image`. */
export function pathText(steps: readonly (string | number)[]): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`;
    return path === '' ? step : `${path}.${step}`;
  }, '');
}

class Scanner {
  at = 0;
  message = '';
  readonly duplicates = new Set<string>();
  readonly floats = new Set<string>();
  readonly rounded = new Map<string, string>();
  readonly #text: string;
  readonly #depthMax: number;
  readonly #path: (string | number)[] = [];

  constructor(text: string, depthMax: number) {
    this.#text = text;
    this.#depthMax = depthMax;
  }

  document(): Result<Json> {
    const value = this.#value();
    if (value === FAILED) return FAILED;
    this.#skipSpace();
    return this.at < this.#text.length ? this.#fail('after top-level value') : value;
  }

  #value(): Result<Json> {
    this.#skipSpace();
    const first = this.#text[this.at];
    if (first === '"') return this.#string();
    if (first === '{') return this.#object();
    if (first === '[') return this.#list();
    if (first === '-' || (first !== undefined && first >= '0' && first <= '9')) return this.#number();
    const literal = first === undefined ? undefined : LITERALS.get(first);
    return literal === undefined ? this.#fail('looking for beginning of value') : this.#literal(...literal);
  }

  #object(): Result<Json> {
    const members: { [key: string]: Json } = {};
    if (this.#opens('}')) return members;
    if (this.message !== '') return FAILED;
    for (;;) {
      this.#skipSpace();
      if (this.#text[this.at] !== '"') return this.#fail('looking for beginning of object key string');
      const key = this.#string();
      if (key === FAILED) return FAILED;
      this.#skipSpace();
      if (this.#text[this.at] !== ':') return this.#fail('after object key');
      this.at++;
      this.#path.push(key);
      const value = this.#value();
      if (value === FAILED) return FAILED;
      if (Object.hasOwn(members, key)) this.#note(this.duplicates);
      this.#path.pop();
      setOwn(members, key, value);
      const end = this.#closes('}', 'after object key:value pair');
      if (end !== 'more') return end === 'closed' ? members : FAILED;
    }
  }

  #list(): Result<Json> {
    const items: Json[] = [];
    if (this.#opens(']')) return items;
    if (this.message !== '') return FAILED;
    for (;;) {
      this.#path.push(items.length);
      const value = this.#value();
      if (value === FAILED) return FAILED;
      this.#path.pop();
      items.push(value);
      const end = this.#closes(']', 'after array element');
      if (end !== 'more') return end === 'closed' ? items : FAILED;
    }
  }

  /** Steps into a container; true when it is empty and passed already. */
  #opens(closing: string): boolean {
    if (this.#path.length >= this.#depthMax) {
      this.#fail(`exceeded max depth of ${this.#depthMax}`);
      return false;
    }
    this.at++;
    this.#skipSpace();
    if (this.#text[this.at] !== closing) return false;
    this.at++;
    return true;
  }

  #closes(closing: string, context: string): 'more' | 'closed' | typeof FAILED {
    this.#skipSpace();
    const next = this.#text[this.at];
    if (next !== ',' && next !== closing) return this.#fail(context);
    this.at++;
    return next === ',' ? 'more' : 'closed';
  }

  #string(): Result<string> {
    this.at++;
    let value = '';
    for (;;) {
      PLAIN.lastIndex = this.at;
      PLAIN.test(this.#text);
      if (PLAIN.lastIndex > this.at) value += this.#text.slice(this.at, PLAIN.lastIndex);
      this.at = PLAIN.lastIndex;
      const stop = this.#text[this.at];
      if (stop === '"') {
        this.at++;
        return wellFormed(value);
      }
      if (stop === '\\') {
        const escaped = this.#escape();
        if (escaped === FAILED) return FAILED;
        value += escaped;
      } else if (stop === undefined || stop < ' ') {
        return this.#fail('in string literal');
      } else {
        // The control characters from U+007F on, which JSON allows.
        value += stop;
        this.at++;
      }
    }
  }

  #escape(): Result<string> {
    const letter = this.#text[this.at + 1];
    const plain = letter === undefined ? undefined : ESCAPES[letter];
    if (plain !== undefined) {
      this.at += 2;
      return plain;
    }
    this.at++;
    if (letter !== 'u') return this.#fail('in string escape code');
    const start = ++this.at;
    for (; this.at < start + 4; this.at++) {
      if (!/[0-9A-Fa-f]/.test(this.#text[this.at] ?? ''))
        return this.#fail('in \\u hexadecimal character escape');
    }
    return String.fromCharCode(parseInt(this.#text.slice(start, this.at), 16));
  }

  #number(): Result<number> {
    const start = this.at;
    NUMBER.lastIndex = start;
    if (!NUMBER.test(this.#text)) {
      this.at++;
      return this.#fail('in numeric literal');
    }
    this.at = NUMBER.lastIndex;
    const broken = this.#brokenTail(start);
    if (broken !== undefined) return broken;
    const written = this.#text.slice(start, this.at);
    const value = Number(written);
    if (!Number.isFinite(value)) {
      this.at = start;
      this.message = `json: cannot unmarshal number ${written} into Go value of type float64`;
      return FAILED;
    }
    if (Number.isInteger(value) && /[.eE]/.test(written)) this.#note(this.floats);
    else if (written.length > exactDigits && !isExact(written, value) && this.rounded.size < FINDINGS_MAX)
      this.rounded.set(this.#where(), written);
    return value;
  }

  /** A fraction or exponent that was begun and has no digits. */
  #brokenTail(start: number): typeof FAILED | undefined {
    const next = this.#text[this.at];
    if (next === '.' && !/[.eE]/.test(this.#text.slice(start, this.at))) {
      this.at++;
      return this.#fail('after decimal point in numeric literal');
    }
    if ((next === 'e' || next === 'E') && !/[eE]/.test(this.#text.slice(start, this.at))) {
      this.at++;
      if (/[+-]/.test(this.#text[this.at] ?? '')) this.at++;
      return this.#fail('in exponent of numeric literal');
    }
    return undefined;
  }

  #literal(word: string, value: boolean | null): Result<boolean | null> {
    for (let i = 1; i < word.length; i++) {
      this.at++;
      if (this.#text[this.at] !== word[i]) return this.#fail(`in literal ${word} (expecting '${word[i]}')`);
    }
    this.at++;
    return value;
  }

  #skipSpace(): void {
    for (; this.at < this.#text.length; this.at++) {
      const unit = this.#text.charCodeAt(this.at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
    }
  }

  #note(findings: Set<string>): void {
    if (findings.size < FINDINGS_MAX) findings.add(this.#where());
  }

  #where(): string {
    return pathText(this.#path);
  }

  #fail(context: string): typeof FAILED {
    const character = this.#text[this.at];
    this.message =
      character === undefined
        ? 'unexpected end of JSON input'
        : `invalid character ${quote(character)} ${context}`;
    return FAILED;
  }
}

/** Go reads half a surrogate pair as U+FFFD. */
function wellFormed(text: string): string {
  return /\p{Surrogate}/u.test(text) ? text.replace(/\p{Surrogate}/gu, '\ufffd') : text;
}

/** The first byte of the character as Go quotes it: beyond ASCII that is a byte of UTF-8, not the character. */
function quote(character: string): string {
  if (character === "'") return `'\\''`;
  if (character === '"') return `'"'`;
  if (character === '\\') return `'\\\\'`;
  const byte = new TextEncoder().encode(character)[0] ?? 0;
  if (byte >= 0x20 && byte < 0x7f) return `'${character}'`;
  if (byte >= 0xa1 && byte !== 0xad) return `'${String.fromCharCode(byte)}'`;
  const named = Object.entries({ a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 }).find(
    ([, code]) => code === byte,
  );
  const escape = byte < 0x80 ? `x${byte.toString(16).padStart(2, '0')}` : `u00${byte.toString(16)}`;
  return `'\\${named?.[0] ?? escape}'`;
}
