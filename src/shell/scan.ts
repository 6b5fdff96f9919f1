// A command line cut into tokens: words with their quotes understood, operators, here-documents with their text.
import { limits } from '../std/limits.ts';
import type { Piece, Script, Word } from './syntax.ts';

export type Token =
  | { readonly type: 'word'; readonly word: Word; readonly at: number; readonly end: number }
  | { readonly type: 'operator'; readonly text: string; readonly at: number }
  | { readonly type: 'here'; readonly word: Word; readonly at: number };

/** The text cannot be read; `incomplete` where more of it could mend that. */
export class SyntaxTrouble extends Error {
  readonly incomplete: boolean;

  constructor(message: string, incomplete: boolean) {
    super(message);
    this.incomplete = incomplete;
  }
}

/** Reads the script inside `$( )`; handed in because it is the parser that reads scripts. */
export type ReadScript = (text: string) => Script;

const operators = [
  '&&',
  '||',
  '2>&1',
  '1>&2',
  '>&2',
  '2>>',
  '2>',
  '&>',
  '>>',
  '>',
  '<<<',
  '<<-',
  '<<',
  '<',
  '|',
  ';;',
  ';',
  '&',
  '(',
  ')',
];
const nameStart = /[A-Za-z_]/;
const nameRest = /^[A-Za-z_][A-Za-z0-9_]*/;
const substitutionsMax = 8;

interface PendingHere {
  readonly end: string;
  readonly expands: boolean;
  readonly stripsTabs: boolean;
  /** Where in the tokens its text belongs. */
  readonly place: number;
}

export class Scanner {
  readonly #text: string;
  readonly #readScript: ReadScript;
  readonly #depth: number;
  #at = 0;

  constructor(text: string, readScript: ReadScript, depth = 0) {
    if (text.length > limits.terminalOutputBytesMax)
      throw new SyntaxTrouble('the command line is too long', false);
    if (depth > substitutionsMax)
      throw new SyntaxTrouble('too many command substitutions inside each other', false);
    this.#text = text;
    this.#readScript = readScript;
    this.#depth = depth;
  }

  tokens(): readonly Token[] {
    const tokens: Token[] = [];
    const pending: PendingHere[] = [];
    for (;;) {
      this.#skipBlanks();
      const at = this.#at;
      const character = this.#text[at];
      if (character === undefined) {
        if (pending.length > 0) throw new SyntaxTrouble('here-document is not ended', true);
        return tokens;
      }
      if (character === '\n') {
        this.#at += 1;
        for (const here of pending.splice(0))
          tokens[here.place] = { type: 'here', word: this.#here(here), at };
        tokens.push({ type: 'operator', text: ';', at });
        continue;
      }
      const operator = this.#operator();
      if (operator === undefined) {
        const word = this.#word();
        tokens.push({ type: 'word', word, at, end: this.#at });
      } else if (operator === '<<' || operator === '<<-') {
        pending.push({ ...this.#hereEnd(operator === '<<-'), place: tokens.length });
        tokens.push({ type: 'here', word: [], at });
      } else tokens.push({ type: 'operator', text: operator, at });
    }
  }

  #operator(): string | undefined {
    const before = this.#text[this.#at - 1];
    const apart = before === undefined || /[\s|;&()<>]/.test(before);
    const found = operators.find(
      (operator) => this.#text.startsWith(operator, this.#at) && (apart || !operator.startsWith('2')),
    );
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #skipBlanks(): void {
    for (;;) {
      const character = this.#text[this.#at];
      if (character === ' ' || character === '\t' || character === '\r') this.#at += 1;
      else if (this.#text.startsWith('\\\n', this.#at)) this.#at += 2;
      else if (character === '#') {
        while (this.#at < this.#text.length && this.#text[this.#at] !== '\n') this.#at += 1;
      } else return;
    }
  }

  #hereEnd(stripsTabs: boolean): Omit<PendingHere, 'place'> {
    this.#skipBlanks();
    const start = this.#at;
    const word = this.#word();
    const end = word.map((piece) => (piece.type === 'text' ? piece.text : '')).join('');
    if (end === '') throw new SyntaxTrouble("syntax error near unexpected token `newline'", false);
    return { end, expands: !/['"\\]/.test(this.#text.slice(start, this.#at)), stripsTabs };
  }

  #here({ end, expands, stripsTabs }: PendingHere): Word {
    let text = '';
    for (;;) {
      if (this.#at >= this.#text.length) throw new SyntaxTrouble('here-document is not ended', true);
      const newline = this.#text.indexOf('\n', this.#at);
      const stop = newline < 0 ? this.#text.length : newline;
      const whole = this.#text.slice(this.#at, stop);
      const line = stripsTabs ? whole.replace(/^\t+/, '') : whole;
      this.#at = newline < 0 ? stop : stop + 1;
      if (line === end) break;
      text += `${line}\n`;
    }
    if (!expands) return [{ type: 'text', text, quoted: true }];
    return new Scanner(text, this.#readScript, this.#depth).#untilQuote(undefined);
  }

  #word(): Word {
    const pieces: Piece[] = [];
    let plain = '';
    const flush = () => {
      if (plain !== '') pieces.push({ type: 'text', text: plain, quoted: false });
      plain = '';
    };
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined || /[\s|;&()<>]/.test(character)) break;
      if (character === '\\') {
        const escaped = this.#text[this.#at + 1];
        if (escaped === undefined) throw new SyntaxTrouble('syntax error: unexpected end of file', true);
        flush();
        if (escaped !== '\n') pieces.push({ type: 'text', text: escaped, quoted: true });
        this.#at += 2;
      } else if (character === "'") {
        flush();
        const end = this.#text.indexOf("'", this.#at + 1);
        if (end < 0) throw new SyntaxTrouble("unexpected EOF while looking for matching `''", true);
        pieces.push({ type: 'text', text: this.#text.slice(this.#at + 1, end), quoted: true });
        this.#at = end + 1;
      } else if (character === '"') {
        flush();
        this.#at += 1;
        const inner = this.#untilQuote('"');
        pieces.push(...(inner.length === 0 ? [{ type: 'text', text: '', quoted: true } as const] : inner));
      } else if (character === '$') {
        flush();
        pieces.push(this.#dollar(false));
      } else {
        plain += character;
        this.#at += 1;
      }
    }
    flush();
    return pieces;
  }

  /** The inside of double quotes, or of a here-document where there is no end but the text's own. */
  #untilQuote(end: '"' | undefined): Word {
    const pieces: Piece[] = [];
    let plain = '';
    const flush = () => {
      if (plain !== '') pieces.push({ type: 'text', text: plain, quoted: true });
      plain = '';
    };
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined) {
        if (end !== undefined)
          throw new SyntaxTrouble('unexpected EOF while looking for matching `"\'', true);
        flush();
        return pieces;
      }
      if (character === end) {
        this.#at += 1;
        flush();
        return pieces;
      }
      if (character === '\\' && /["\\$`\n]/.test(this.#text[this.#at + 1] ?? '')) {
        const escaped = this.#text[this.#at + 1];
        if (escaped === '"' && end === undefined) plain += '\\';
        if (escaped !== '\n') plain += escaped;
        this.#at += 2;
      } else if (character === '$') {
        flush();
        pieces.push(this.#dollar(true));
      } else {
        plain += character;
        this.#at += 1;
      }
    }
  }

  #dollar(quoted: boolean): Piece {
    const rest = this.#text.slice(this.#at + 1, this.#at + 257);
    if (rest.startsWith('(')) return this.#substitution(quoted);
    if (rest.startsWith('{')) {
      const match = /^\{([A-Za-z_][A-Za-z0-9_]*|\?)(?::?-([^}]*))?\}/.exec(rest);
      if (match === null) {
        if (!this.#text.includes('}', this.#at)) {
          throw new SyntaxTrouble("unexpected EOF while looking for matching `}'", true);
        }
        const end = this.#text.indexOf('}', this.#at) + 1;
        throw new SyntaxTrouble(`${this.#text.slice(this.#at, end)}: bad substitution`, false);
      }
      this.#at += 1 + match[0].length;
      const [, name = '', fallback] = match;
      return { type: 'variable', name, quoted, ...(fallback === undefined ? {} : { fallback }) };
    }
    if (/^[?@*\d]/.test(rest)) {
      this.#at += 2;
      return { type: 'variable', name: rest.charAt(0), quoted };
    }
    if (!nameStart.test(rest.charAt(0))) {
      this.#at += 1;
      return { type: 'text', text: '$', quoted };
    }
    const name = nameRest.exec(rest)?.[0] ?? '';
    this.#at += 1 + name.length;
    return { type: 'variable', name, quoted };
  }

  /** `$( ... )`: the script up to the bracket that closes it. */
  #substitution(quoted: boolean): Piece {
    const start = this.#at + 2;
    let open = 1;
    let at = start;
    for (; at < this.#text.length && open > 0; at++) {
      const character = this.#text[at];
      if (character === '(') open += 1;
      else if (character === ')') open -= 1;
      else if (character === '\\') at += 1;
      else if (character === "'" || character === '"') {
        const end = this.#text.indexOf(character, at + 1);
        if (end < 0) break;
        at = end;
      }
    }
    if (open > 0) throw new SyntaxTrouble("unexpected EOF while looking for matching `)'", true);
    this.#at = at;
    return { type: 'command', script: this.#readScript(this.#text.slice(start, at - 1)), quoted };
  }
}
