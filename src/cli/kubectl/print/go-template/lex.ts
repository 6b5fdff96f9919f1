// Takes a Go template apart into words. Source: Go's text/template/parse/lex.go.
import { quoteGo } from '../../../../std/go-quote.ts';

export type ItemType =
  | 'assign'
  | 'bool'
  | 'char'
  | 'character'
  | 'declare'
  | 'dot'
  | 'eof'
  | 'error'
  | 'field'
  | 'identifier'
  | 'keyword'
  | 'left'
  | 'nil'
  | 'number'
  | 'open'
  | 'close'
  | 'pipe'
  | 'right'
  | 'space'
  | 'string'
  | 'text'
  | 'variable';

export interface Item {
  readonly type: ItemType;
  readonly text: string;
  /** Offset in the template. */
  readonly at: number;
  readonly line: number;
}

const keywords = new Set('block break continue define else end if range template with'.split(' '));

/** As messages tell a word. */
export function shown({ type, text }: Item): string {
  if (type === 'eof') return 'EOF';
  if (type === 'error') return text;
  if (type === 'keyword' || type === 'dot' || type === 'nil') return `<${text}>`;
  return text.length > 10 ? `${quoteGo(text.slice(0, 10))}...` : quoteGo(text);
}

const isSpace = (character: string): boolean => ' \t\r\n'.includes(character) && character !== '';
const isWordly = (character: string): boolean => /^[\p{L}\p{Nd}_]$/u.test(character);

/** A number as scanned, with whatever may follow it by mistake. */
const number =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*|0[bB][01_]*|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)/y;

class Lexer {
  readonly #text: string;
  readonly #items: Item[] = [];
  #from = 0;
  #at = 0;
  #depth = 0;
  #line = 1;
  #startLine = 1;

  constructor(text: string) {
    this.#text = text;
  }

  items(): readonly Item[] {
    while (this.#outside() && this.#inside()) continue;
    return this.#items;
  }

  #emit(type: ItemType): void {
    const text = this.#text.slice(this.#from, this.#at);
    this.#items.push({ type, text, at: this.#from, line: this.#startLine });
    this.#skip();
  }

  #skip(): void {
    for (let at = this.#from; at < this.#at; at++) if (this.#text[at] === '\n') this.#line += 1;
    this.#from = this.#at;
    this.#startLine = this.#line;
  }

  #fail(text: string): false {
    this.#items.push({ type: 'error', text, at: this.#from, line: this.#startLine });
    return false;
  }

  #character(at = this.#at): string {
    return String.fromCodePoint(...[this.#text.codePointAt(at)].filter((code) => code !== undefined));
  }

  /** Text up to an action; false at the end. */
  #outside(): boolean {
    const open = this.#text.indexOf('{{', this.#at);
    const end = open < 0 ? this.#text.length : open;
    const trims = open >= 0 && this.#text[open + 2] === '-' && isSpace(this.#text[open + 3] ?? '');
    const body = this.#text.slice(this.#at, end);
    this.#at += trims ? body.trimEnd().length : body.length;
    if (this.#at > this.#from) this.#emit('text');
    this.#at = end;
    this.#skip();
    if (open < 0) {
      this.#emit('eof');
      return false;
    }
    const inner = open + 2 + (trims ? 2 : 0);
    if (this.#text.startsWith('/*', inner)) return this.#comment(inner);
    this.#at = open + 2;
    this.#emit('left');
    this.#at = inner;
    this.#skip();
    this.#depth = 0;
    return true;
  }

  #comment(from: number): boolean {
    const end = this.#text.indexOf('*/', from);
    if (end < 0) return this.#fail('unclosed comment');
    this.#at = end + 2;
    const trims = this.#trimsRight(this.#at);
    if (!trims && !this.#text.startsWith('}}', this.#at))
      return this.#fail('comment ends before closing delimiter');
    this.#close(trims);
    return this.#outside();
  }

  /** Whether ` -}}` is there, which takes away the space behind it. */
  #trimsRight(at: number): boolean {
    return isSpace(this.#text[at] ?? '') && this.#text.startsWith('-}}', at + 1);
  }

  #close(trims: boolean): void {
    this.#at += trims ? 4 : 2;
    if (trims) while (isSpace(this.#text[this.#at] ?? '')) this.#at += 1;
    this.#skip();
  }

  /** The words of an action; false where one cannot be read. */
  #inside(): boolean {
    for (;;) {
      const trims = this.#trimsRight(this.#at);
      if (trims || this.#text.startsWith('}}', this.#at)) {
        if (this.#depth > 0) return this.#fail('unclosed left paren');
        this.#at += trims ? 2 : 0;
        this.#from = this.#at;
        this.#at += 2;
        this.#emit('right');
        if (trims) while (isSpace(this.#text[this.#at] ?? '')) this.#at += 1;
        this.#skip();
        return true;
      }
      if (!this.#word()) return false;
    }
  }

  #word(): boolean {
    const first = this.#character();
    if (first === '') return this.#fail('unclosed action');
    if (isSpace(first)) {
      while (isSpace(this.#text[this.#at] ?? '') && !this.#trimsRight(this.#at)) this.#at += 1;
      this.#emit('space');
      return true;
    }
    const next = this.#text[this.#at + 1] ?? '';
    if (first === '"') return this.#quoted('string', '"', 'unterminated quoted string');
    if (first === "'") return this.#quoted('character', "'", 'unterminated character constant');
    if (first === '`') return this.#raw();
    if (first === '$' || (first === '.' && !/\d/.test(next))) return this.#path(first);
    if (/^[.+\-\d]$/.test(first)) return this.#number();
    if (isWordly(first)) return this.#identifier();
    if (first === ':' && next !== '=') return this.#fail('expected :=');
    if (first === ')' && this.#depth === 0) return this.#fail('unexpected right paren');
    const signs: Readonly<Record<string, ItemType>> = {
      '=': 'assign',
      ':': 'declare',
      '|': 'pipe',
      '(': 'open',
      ')': 'close',
    };
    this.#depth += first === '(' ? 1 : first === ')' ? -1 : 0;
    this.#at += first === ':' ? 2 : first.length;
    if (signs[first] === undefined && !/^[ -~]$/.test(first)) {
      const code = (first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      return this.#fail(`unrecognized character in action: U+${code} '${first}'`);
    }
    this.#emit(signs[first] ?? 'char');
    return true;
  }

  #quoted(type: ItemType, quote: string, unterminated: string): boolean {
    for (this.#at += 1; this.#text[this.#at] !== quote; this.#at++) {
      if (this.#text[this.#at] === '\\') this.#at += 1;
      if (this.#at >= this.#text.length || this.#text[this.#at] === '\n') return this.#fail(unterminated);
    }
    this.#at += 1;
    this.#emit(type);
    return true;
  }

  #raw(): boolean {
    const end = this.#text.indexOf('`', this.#at + 1);
    if (end < 0) return this.#fail('unterminated raw quoted string');
    this.#at = end + 1;
    this.#emit('string');
    return true;
  }

  #endsWord(): boolean {
    const character = this.#character();
    return (
      character === '' ||
      isSpace(character) ||
      '.,|:)('.includes(character) ||
      this.#text.startsWith('}}', this.#at)
    );
  }

  #badCharacter(): false {
    const character = this.#character();
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return this.#fail(`bad character U+${code} '${character}'`);
  }

  /** `.field`, `.`, `$name` or `$`. */
  #path(first: string): boolean {
    this.#at += 1;
    const isBare = this.#endsWord();
    while (isWordly(this.#character())) this.#at += this.#character().length;
    if (!this.#endsWord()) return this.#badCharacter();
    this.#emit(first === '$' ? 'variable' : isBare ? 'dot' : 'field');
    return true;
  }

  #identifier(): boolean {
    while (isWordly(this.#character())) this.#at += this.#character().length;
    if (!this.#endsWord()) return this.#badCharacter();
    const word = this.#text.slice(this.#from, this.#at);
    if (keywords.has(word)) this.#emit('keyword');
    else this.#emit(word === 'nil' ? 'nil' : word === 'true' || word === 'false' ? 'bool' : 'identifier');
    return true;
  }

  #number(): boolean {
    number.lastIndex = this.#at;
    this.#at += number.exec(this.#text)?.[0].length ?? 0;
    const isBad = isWordly(this.#character());
    if (isBad) this.#at += this.#character().length;
    if (isBad) return this.#fail(`bad number syntax: ${quoteGo(this.#text.slice(this.#from, this.#at))}`);
    this.#emit('number');
    return true;
  }
}

export function lex(text: string): readonly Item[] {
  return new Lexer(text).items();
}
