// Reads JSONPath templates as kubectl does: text around `{...}`, and inside them paths, filters, ranges.
// Source: client-go util/jsonpath/parser.go.
import { unquoteGo } from '../go-unquote.ts';
import { JsonPathTrouble, type ArrayBound, type Node } from './syntax.ts';

const nestingMax = 32;
const templateMax = 16_384;

export function parseJsonPath(text: string): readonly Node[] {
  if (text.length > templateMax) throw new JsonPathTrouble('the template is too long');
  return new Parser(text, 0).template();
}

/** What stands between braces. */
function parseAction(text: string, depth: number): readonly Node[] {
  if (depth > nestingMax) throw new JsonPathTrouble('the template is nested too deeply');
  const [first] = new Parser(`{${text}}`, depth).template();
  return first?.type === 'list' ? first.nodes : [];
}

class Parser {
  readonly #text: string;
  readonly #depth: number;
  #at = 0;

  constructor(text: string, depth: number) {
    this.#text = text;
    this.#depth = depth;
  }

  template(): readonly Node[] {
    const nodes: Node[] = [];
    while (this.#at < this.#text.length) {
      const brace = this.#text.indexOf('{', this.#at);
      const end = brace < 0 ? this.#text.length : brace;
      if (end > this.#at) nodes.push({ type: 'text', text: this.#text.slice(this.#at, end) });
      this.#at = end;
      if (brace < 0) break;
      this.#at += 1;
      nodes.push({ type: 'list', nodes: this.#action() });
    }
    return nodes;
  }

  #action(): readonly Node[] {
    const nodes: Node[] = [];
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined || character === '\n' || character === '\r')
        throw new JsonPathTrouble('unclosed action');
      if (character === '}') {
        this.#at += 1;
        return nodes;
      }
      if (this.#text.startsWith('[?(', this.#at)) nodes.push(this.#filter());
      else if (this.#text.startsWith('..', this.#at)) this.#recursive(nodes);
      else if (character === ' ' || character === '@' || character === '$') this.#at += 1;
      else if (character === '[') nodes.push(...this.#array());
      else if (character === '"' || character === "'") nodes.push(this.#quote(character));
      else if (character === '.') {
        this.#at += 1;
        nodes.push(this.#field());
      } else if (/[+\-\d]/.test(character)) nodes.push(this.#number());
      else if (/[\p{L}\p{Nd}_]/u.test(character)) nodes.push(this.#identifier());
      else {
        const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
        throw new JsonPathTrouble(`unrecognized character in action: U+${code} '${character}'`);
      }
    }
  }

  #isTerminator(): boolean {
    const character = this.#text[this.#at];
    return character === undefined || ' \t\r\n.,[]$@{}'.includes(character);
  }

  #field(): Node {
    let name = '';
    while (!this.#isTerminator()) {
      if (this.#text[this.#at] === '\\') this.#at += 1;
      name += this.#text[this.#at] ?? '';
      this.#at += 1;
    }
    return name === '*' ? { type: 'wildcard' } : { type: 'field', name };
  }

  #identifier(): Node {
    const start = this.#at;
    while (!this.#isTerminator()) this.#at += 1;
    const name = this.#text.slice(start, this.#at);
    return name === 'true' || name === 'false'
      ? { type: 'bool', value: name === 'true' }
      : { type: 'identifier', name };
  }

  #recursive(nodes: Node[]): void {
    if (nodes.at(-1)?.type === 'recursive') throw new JsonPathTrouble('invalid multiple recursive descent');
    this.#at += 2;
    nodes.push({ type: 'recursive' });
    if (/[\p{L}\p{Nd}_]/u.test(this.#text[this.#at] ?? '')) nodes.push(this.#field());
  }

  #number(): Node {
    const start = this.#at;
    this.#at += 1;
    while (/[.\d]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    const text = this.#text.slice(start, this.#at);
    if (/^[+-]?\d{1,18}$/.test(text)) return { type: 'number', value: Number(text), float: false };
    if (/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text)) return { type: 'number', value: Number(text), float: true };
    throw new JsonPathTrouble(`cannot parse number ${text}`);
  }

  #quote(quote: string): Node {
    const start = this.#at;
    for (this.#at += 1; ; this.#at++) {
      const character = this.#text[this.#at];
      if (character === undefined || character === '\n')
        throw new JsonPathTrouble('unterminated quoted string');
      if (character === quote && this.#text[this.#at - 1] !== '\\') break;
    }
    this.#at += 1;
    const quoted = this.#text.slice(start, this.#at);
    const text = unquoteGo(quoted);
    if (text === undefined) throw new JsonPathTrouble(`unquote string ${quoted} error invalid syntax`);
    return { type: 'text', text };
  }

  #array(): readonly Node[] {
    const start = this.#at + 1;
    for (; this.#text[this.#at] !== ']'; this.#at++) {
      const character = this.#text[this.#at];
      if (character === undefined || character === '\n') throw new JsonPathTrouble('unterminated array');
    }
    const inside = this.#text.slice(start, this.#at);
    this.#at += 1;
    const text = inside === '*' ? ':' : inside;
    const parts = text.split(',');
    if (parts.length > 1) {
      const trimmed = parts.map((part) => part.replace(/^ +| +$/g, ''));
      return [{ type: 'union', lists: trimmed.map((part) => parseAction(`[${part}]`, this.#depth + 1)) }];
    }
    const key = /^'([^']*)'$/.exec(text)?.[1];
    if (key !== undefined) return parseAction(`.${key}`, this.#depth + 1);
    return [{ type: 'array', bounds: boundsOf(text) }];
  }

  #filter(): Node {
    this.#at += 3;
    const start = this.#at;
    let quote = '';
    for (; ; this.#at++) {
      const character = this.#text[this.#at];
      if (character === undefined || character === '\n') throw new JsonPathTrouble('unterminated filter');
      if (character === '"' || character === "'") {
        if (quote === '') quote = character;
        else if (character === quote && this.#text[this.#at - 1] !== '\\') quote = 'ended';
      } else if (character === ')' && (quote === '' || quote === 'ended')) break;
    }
    const text = this.#text.slice(start, this.#at);
    if (this.#text[this.#at + 1] !== ']') throw new JsonPathTrouble('unclosed array expect ]');
    this.#at += 2;
    const match = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(text);
    if (match === null) {
      return { type: 'filter', left: parseAction(text, this.#depth + 1), right: [], operator: 'exists' };
    }
    const [, left = '', operator = '', right = ''] = match;
    return {
      type: 'filter',
      left: parseAction(left, this.#depth + 1),
      right: parseAction(right, this.#depth + 1),
      operator,
    };
  }
}

function boundsOf(text: string): readonly [ArrayBound, ArrayBound, ArrayBound] {
  const match = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text);
  if (match === null) throw new JsonPathTrouble(`invalid array index ${text}`);
  const [, first = '', second, third] = match;
  const read = (part: string | undefined): ArrayBound => {
    const digits = (part ?? '').replace(/^:/, '');
    if (digits === '') return { value: 0, known: false };
    if (!/^-?\d{1,15}$/.test(digits)) throw new JsonPathTrouble(`array index ${digits} is not a number`);
    return { value: Number(digits), known: true };
  };
  const start = read(first);
  const end: ArrayBound =
    second === undefined ? { value: start.value + 1, known: true, derived: true } : read(second);
  return [start, end, read(third)];
}
