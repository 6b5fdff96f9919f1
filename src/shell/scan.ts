// A command line cut into tokens: words with their quotes understood, operators, here-documents with their text.
import { limits } from '../std/limits.ts';
import { endOf } from './brackets.ts';
import { unescaped } from './programs/printf.ts';
import type { Parameter, Piece, Script, Word } from './syntax.ts';

export type Token =
  | { readonly type: 'word'; readonly word: Word; readonly at: number; readonly end: number }
  | { readonly type: 'operator'; readonly text: string; readonly at: number }
  | { readonly type: 'here'; readonly word: Word; readonly at: number }
  /** `((` ... `))` outside a word: what is between them. */
  | { readonly type: 'arithmetic'; readonly text: string; readonly at: number };

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
  '&>>',
  '&>',
  '>>',
  '>&',
  '>|',
  '>',
  '<<<',
  '<<-',
  '<<',
  '<&',
  '<',
  '|',
  ';;',
  ';',
  '&',
  '(',
  ')',
];
const nameRest = /^[A-Za-z_][A-Za-z0-9_]*/;
const substitutionsMax = 8;
/** `name`, or `$1`, `$?` and their like. */
const parameterName = /^(?:[A-Za-z_][A-Za-z0-9_]*|\d+|[?@*#$!-])/;
const parameterOperator = /^(?::[-=+?]|%%|##|\/\/|\^\^|,,|[-=+?%#/:^,])/;

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
      if (this.#isExpression(tokens)) {
        const word = this.#word(true, true);
        tokens.push({ type: 'word', word, at, end: this.#at });
        continue;
      }
      const arithmetic = this.#doubleBrackets();
      if (arithmetic !== undefined) {
        tokens.push({ type: 'arithmetic', text: arithmetic, at });
        continue;
      }
      const script = this.#fedBy();
      if (script !== undefined) {
        tokens.push({ type: 'here', word: [{ type: 'command', script, quoted: true, isWhole: true }], at });
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

  /** Whether a regular expression follows: right of `=~`, where brackets and bars are its own. */
  #isExpression(tokens: readonly Token[]): boolean {
    const last = tokens.at(-1);
    if (last?.type !== 'word' || last.end === this.#at || last.word.length !== 1) return false;
    const [piece] = last.word;
    return piece?.type === 'text' && !piece.quoted && piece.text === '=~';
  }

  #operator(): string | undefined {
    const before = this.#text[this.#at - 1];
    const apart = before === undefined || /[\s|;&()<>]/.test(before);
    // The number of a stream stands before it at once.
    const led = apart
      ? /^\d(?=>|<(?!<(?!<)))/.exec(this.#text.slice(this.#at, this.#at + 4))?.[0]
      : undefined;
    const stream = led ?? '';
    const found = operators.find((operator) => this.#text.startsWith(operator, this.#at + stream.length));
    if (found === undefined) return undefined;
    this.#at += stream.length + found.length;
    return stream + found;
  }

  #doubleBrackets(): string | undefined {
    if (!this.#text.startsWith('((', this.#at)) return undefined;
    const end = endOf(this.#text, this.#at + 2, '(', ')');
    if (end < 0 || this.#text[end] !== ')') return undefined;
    const inner = this.#text.slice(this.#at + 2, end - 1);
    this.#at = end + 1;
    return inner;
  }

  /** `< <( ... )`: the script whose output is read. */
  #fedBy(): Script | undefined {
    const [whole] = /^<[ \t]+<\(/.exec(this.#text.slice(this.#at, this.#at + 16)) ?? [];
    if (whole === undefined) return undefined;
    const start = this.#at + whole.length;
    const end = endOf(this.#text, start, '(', ')');
    if (end < 0) throw new SyntaxTrouble("unexpected EOF while looking for matching `)'", true);
    this.#at = end;
    return this.#readScript(this.#text.slice(start, end - 1));
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

  /** @param isExpression where brackets, what is between them, and bars are part of the word */
  #word(endsAtBlank = true, isExpression = false): Word {
    const pieces: Piece[] = [];
    let open = 0;
    let plain = '';
    const flush = () => {
      if (plain !== '') pieces.push({ type: 'text', text: plain, quoted: false });
      plain = '';
    };
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined) break;
      const isOwn = isExpression && (/[()|]/.test(character) || open > 0);
      if (endsAtBlank && !isOwn && /[\s|;&()<>]/.test(character)) break;
      if (isExpression && character === '(') open += 1;
      else if (isExpression && character === ')') open -= 1;
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
      } else if (character === '$' && this.#text[this.#at + 1] === "'") {
        flush();
        pieces.push({ type: 'text', text: this.#escapes(), quoted: true });
      } else if (character === '$') {
        flush();
        pieces.push(this.#dollar(false));
      } else if (character === '`') {
        flush();
        pieces.push(this.#backquotes(false));
      } else {
        plain += character;
        this.#at += 1;
      }
    }
    flush();
    return pieces;
  }

  /** `$'...'`: what backslashes in it stand for. */
  #escapes(): string {
    const [whole, inner = ''] = /^\$'((?:[^'\\]|\\[^])*)'/.exec(this.#text.slice(this.#at)) ?? [];
    if (whole === undefined) throw new SyntaxTrouble("unexpected EOF while looking for matching `''", true);
    this.#at += whole.length;
    return unescaped(inner);
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
      } else if (character === '`') {
        flush();
        pieces.push(this.#backquotes(true));
      } else {
        plain += character;
        this.#at += 1;
      }
    }
  }

  #dollar(quoted: boolean): Piece {
    const rest = this.#text.slice(this.#at + 1, this.#at + 257);
    if (rest.startsWith('(')) return this.#substitution(quoted);
    if (rest.startsWith('{')) return this.#parameter(quoted);
    const name = /^[?@*#$!\d-]/.test(rest) ? rest.charAt(0) : (nameRest.exec(rest)?.[0] ?? '');
    this.#at += 1 + name.length;
    return name === '' ? { type: 'text', text: '$', quoted } : { type: 'variable', name, quoted };
  }

  /** `${name}` and what may follow the name. */
  #parameter(quoted: boolean): Piece {
    const end = endOf(this.#text, this.#at + 2, '{', '}');
    if (end < 0) throw new SyntaxTrouble("unexpected EOF while looking for matching `}'", true);
    const whole = this.#text.slice(this.#at, end);
    const inner = whole.slice(2, -1);
    this.#at = end;
    const isLength = /^#./.test(inner);
    const isPlaces = /^!.*\[[@*]\]$/.test(inner);
    const isIndirect = !isPlaces && /^![A-Za-z_]\w*(?![\w*@])/.test(inner);
    const text = isLength || isPlaces || isIndirect ? inner.slice(1) : inner;
    const name = parameterName.exec(text)?.[0] ?? '';
    const subscripted = this.#subscript(text.slice(name.length));
    const after = text.slice(name.length + subscripted.length);
    const { subscript } = subscripted;
    const of = {
      name,
      quoted,
      ...(subscript === undefined ? {} : { subscript }),
      ...(isIndirect ? { isIndirect } : {}),
    };
    const operator = parameterOperator.exec(after)?.[0] as Parameter['operator'];
    if (name === '' || (after !== '' && (isLength || operator === undefined)))
      throw new SyntaxTrouble(`${whole}: bad substitution`, false);
    if (isLength || isPlaces) return { type: 'variable', ...of, parameter: { isLength, isPlaces } };
    if (operator === undefined) return { type: 'variable', ...of };
    const word = this.#inner(after.slice(operator.length));
    return { type: 'variable', ...of, parameter: { operator, word } };
  }

  /** `[...]` behind a name. */
  #subscript(text: string): { readonly subscript: Word | '@' | '*' | undefined; readonly length: number } {
    const end = text.startsWith('[') ? endOf(text, 1, '[', ']') : -1;
    if (end < 0) return { subscript: undefined, length: 0 };
    const inner = text.slice(1, end - 1);
    return { subscript: inner === '@' || inner === '*' ? inner : this.arithmetic(inner), length: end };
  }

  /** A word inside another: quotes count, blanks do not end it. */
  #inner(text: string): Word {
    return new Scanner(text, this.#readScript, this.#depth + 1).#word(false);
  }

  /** `$( ... )`: the script up to the bracket that closes it; `$(( ... ))`: a sum. */
  #substitution(quoted: boolean): Piece {
    const start = this.#at + 2;
    const end = endOf(this.#text, start, '(', ')');
    if (end < 0) throw new SyntaxTrouble("unexpected EOF while looking for matching `)'", true);
    const inner = this.#text.slice(start, end - 1);
    this.#at = end;
    const isSum = inner.startsWith('(') && endOf(inner, 1, '(', ')') === inner.length;
    return isSum
      ? { type: 'arithmetic', word: this.arithmetic(inner.slice(1, -1)), quoted }
      : { type: 'command', script: this.#readScript(inner), quoted };
  }

  /** `...` in backquotes, where a backslash stands before a backquote, a dollar or itself. */
  #backquotes(quoted: boolean): Piece {
    let text = '';
    for (let at = this.#at + 1; at < this.#text.length; at++) {
      const character = this.#text.charAt(at);
      if (character === '`') {
        this.#at = at + 1;
        return { type: 'command', script: this.#readScript(text), quoted };
      }
      if (character === '\\' && /[`$\\]/.test(this.#text.charAt(at + 1))) at += 1;
      text += this.#text.charAt(at);
    }
    throw new SyntaxTrouble("unexpected EOF while looking for matching ``'", true);
  }

  /** What is computed: its variables are put in first. */
  arithmetic(text: string): Word {
    return new Scanner(text, this.#readScript, this.#depth + 1).#untilQuote(undefined);
  }
}
