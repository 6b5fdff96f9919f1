// Reads a jq program: operators by their precedence, names looked up while reading, so that what is not defined is told before
// anything runs. Source: the jq 1.7 manual, its grammar as the messages of jq show it.
import { limits } from '../../std/limits.ts';
import { assignRow, commaRow, joined, pipeRow, postfixRow, rows } from './operators.ts';
import { CompileError, scan, syntaxError, type Token } from './scan.ts';
import { namesOf, type Definition, type Node, type Pattern } from './syntax.ts';

/** Functions and variables that may be named here. */
interface Scope {
  readonly name: string;
  readonly outer: Scope | undefined;
}

const identity: Node = { type: 'identity' };

export interface Reading {
  /** Functions that are there without a definition, `name/arity`. */
  readonly functions: ReadonlySet<string>;
  /** Variables that are there, without the `$`. */
  readonly variables: readonly string[];
}

/** @throws {CompileError} */
export function parse(text: string, reading: Reading): Node {
  const parser = new Parser(scan(text), text, reading);
  return parser.program();
}

/** Definitions alone, one after another. @throws {CompileError} */
export function parseDefinitions(text: string, reading: Reading): readonly Definition[] {
  return new Parser(scan(text), text, reading).definitions();
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #text: string;
  readonly #reading: Reading;
  #at = 0;
  #depth = 0;
  #scope: Scope | undefined;

  constructor(tokens: readonly Token[], text: string, reading: Reading, scope?: Scope) {
    this.#tokens = tokens;
    this.#text = text;
    this.#reading = reading;
    this.#scope = scope;
    if (scope === undefined) for (const name of reading.variables) this.#know(`$${name}`);
  }

  program(): Node {
    const node = this.#token.type === 'end' ? identity : this.#pipe();
    if (this.#token.type !== 'end') throw this.#unexpected();
    return node;
  }

  definitions(): readonly Definition[] {
    const found: Definition[] = [];
    while (this.#is('def')) found.push(this.#definition());
    if (this.#token.type !== 'end') throw this.#unexpected();
    return found;
  }

  get #token(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #is(text: string): boolean {
    const token = this.#token;
    return (token.type === 'sign' || token.type === 'keyword') && token.text === text;
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at += 1;
    return true;
  }

  #want(text: string): void {
    if (!this.#take(text)) throw this.#unexpected();
  }

  #unexpected(): CompileError {
    const token = this.#token;
    if (token.type === 'end') return syntaxError('end of file', token.at);
    if (token.type === 'string') return syntaxError('QQSTRING_START', token.at);
    const names = { number: 'LITERAL', name: 'IDENT', field: 'FIELD', variable: 'BINDING', format: 'FORMAT' };
    if (token.type === 'sign') return syntaxError(`'${token.text}'`, token.at);
    return syntaxError(token.type === 'keyword' ? token.text : names[token.type], token.at);
  }

  #know(name: string): void {
    this.#scope = { name, outer: this.#scope };
  }

  /** What is read inside knows these names; what follows does not. */
  #within<T>(names: readonly string[], read: () => T): T {
    const before = this.#scope;
    for (const name of names) this.#know(name);
    const found = read();
    this.#scope = before;
    return found;
  }

  #knows(name: string): boolean {
    for (let scope = this.#scope; scope !== undefined; scope = scope.outer)
      if (scope.name === name) return true;
    return !name.startsWith('$') && this.#reading.functions.has(name);
  }

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > limits.jqNestingMax)
      throw new CompileError(`the program nests deeper than ${limits.jqNestingMax}`, this.#token.at);
    const found = read();
    this.#depth -= 1;
    return found;
  }

  #pipe(): Node {
    return this.#nested(() => {
      if (this.#is('def')) {
        const before = this.#scope;
        const definition = this.#definition();
        const body = this.#token.type === 'end' || this.#is(')') ? identity : this.#pipe();
        this.#scope = before;
        return { type: 'define', definition, body };
      }
      return this.#row(pipeRow);
    });
  }

  #definition(): Definition {
    this.#want('def');
    const name = this.#name();
    const params: string[] = [];
    if (this.#take('(')) {
      do {
        const token = this.#token;
        params.push(token.type === 'variable' ? `$${token.text}` : this.#name());
        if (token.type === 'variable') this.#at += 1;
      } while (this.#take(';'));
      this.#want(')');
    }
    this.#want(':');
    const own = `${name}/${params.length}`;
    const inner = params.flatMap((param) =>
      param.startsWith('$') ? [param, `${param.slice(1)}/0`] : [`${param}/0`],
    );
    const body = this.#within([own, ...inner], () => this.#pipe());
    this.#want(';');
    this.#know(own);
    return { name, params, body };
  }

  #name(): string {
    const token = this.#token;
    if (token.type !== 'name' && token.type !== 'keyword') throw this.#unexpected();
    this.#at += 1;
    return token.text;
  }

  #operatorOf(row: number): string | undefined {
    const token = this.#token;
    if (token.type !== 'sign' && token.type !== 'keyword') return undefined;
    return rows[row]?.signs.includes(token.text) === true ? token.text : undefined;
  }

  #row(row: number): Node {
    if (row === postfixRow) return this.#postfix();
    let left = this.#row(row + 1);
    for (let sign = this.#operatorOf(row); sign !== undefined; sign = this.#operatorOf(row)) {
      this.#at += 1;
      const { groups } = rows[row] as (typeof rows)[number];
      if (groups === 'right') return joined(sign, left, row === pipeRow ? this.#pipe() : this.#row(row));
      left = joined(sign, left, row === assignRow ? this.#row(assignRow - 1) : this.#row(row + 1));
      if (groups === 'none' && this.#operatorOf(row) !== undefined) throw this.#unexpected();
    }
    return left;
  }

  #postfix(): Node {
    const node = this.#source();
    return this.#is('as') ? this.#binding(node) : node;
  }

  #bracket(of: Node): Node {
    if (this.#take(']')) return { type: 'iterate', of };
    if (this.#take(':')) {
      const to = this.#pipe();
      this.#want(']');
      return { type: 'slice', of, to };
    }
    const key = this.#pipe();
    if (!this.#take(':')) {
      this.#want(']');
      return { type: 'index', of, key };
    }
    const to = this.#is(']') ? undefined : this.#pipe();
    this.#want(']');
    return { type: 'slice', of, from: key, ...(to === undefined ? {} : { to }) };
  }

  #patterns(): readonly Pattern[] {
    this.#want('as');
    const found = [this.#pattern()];
    while (this.#take('?//')) found.push(this.#pattern());
    return found;
  }

  #binding(source: Node): Node {
    const patterns = this.#patterns();
    this.#want('|');
    const body = this.#within(namesIn(patterns), () => this.#pipe());
    return { type: 'bind', source, patterns, body };
  }

  #pattern(): Pattern {
    return this.#nested(() => {
      const token = this.#token;
      if (token.type === 'variable') {
        this.#at += 1;
        return { type: 'name', name: token.text };
      }
      if (this.#take('[')) {
        const parts = [this.#pattern()];
        while (this.#take(',')) parts.push(this.#pattern());
        this.#want(']');
        return { type: 'list', parts };
      }
      this.#want('{');
      const parts: Extract<Pattern, { type: 'members' }>['parts'][number][] = [];
      do {
        const key = this.#token;
        if (key.type === 'variable') {
          this.#at += 1;
          const pattern = this.#take(':') ? this.#pattern() : undefined;
          parts.push({
            key: { type: 'literal', value: key.text },
            name: key.text,
            ...(pattern === undefined ? {} : { pattern }),
          });
          continue;
        }
        const node = this.#key();
        this.#want(':');
        parts.push({ key: node, pattern: this.#pattern() });
      } while (this.#take(','));
      this.#want('}');
      return { type: 'members', parts };
    });
  }

  /** The key of a member: a word, a string, or a program in parentheses. */
  #key(): Node {
    const token = this.#token;
    if (token.type === 'name' || token.type === 'keyword') {
      this.#at += 1;
      return { type: 'literal', value: token.text };
    }
    if (token.type === 'string') return this.#string('@text');
    this.#want('(');
    const node = this.#pipe();
    this.#want(')');
    return node;
  }

  #string(format: string): Node {
    const token = this.#token;
    if (token.type !== 'string') throw this.#unexpected();
    this.#at += 1;
    const [only] = token.parts;
    if (token.parts.length === 1 && typeof only === 'string') return { type: 'literal', value: only };
    const parts = token.parts.map((part) =>
      typeof part === 'string' ? part : new Parser(part, this.#text, this.#reading, this.#scope).program(),
    );
    return { type: 'text', format, parts };
  }

  #term(): Node {
    const token = this.#token;
    if (token.type === 'string') return this.#string('@text');
    if (token.type === 'end') throw this.#unexpected();
    if (token.type === 'number') {
      this.#at += 1;
      return { type: 'literal', value: Number(token.text) };
    }
    if (token.type === 'field') {
      this.#at += 1;
      return { type: 'index', of: identity, key: { type: 'literal', value: token.text } };
    }
    if (token.type === 'format') {
      this.#at += 1;
      return this.#token.type === 'string' ? this.#string(token.text) : { type: 'format', name: token.text };
    }
    if (token.type === 'variable') {
      this.#at += 1;
      if (token.text === '__loc__') {
        const line = this.#text.slice(0, token.at).split('\n').length;
        return { type: 'literal', value: { file: '<top-level>', line } };
      }
      if (!this.#knows(`$${token.text}`)) throw new CompileError(`$${token.text} is not defined`, token.at);
      return { type: 'variable', name: token.text };
    }
    if (token.type === 'name') return this.#call();
    return token.type === 'keyword' ? this.#phrase(token.text) : this.#sign(token.text);
  }

  #sign(text: string): Node {
    this.#at += 1;
    switch (text) {
      case '.':
        if (this.#token.type === 'string') return { type: 'index', of: identity, key: this.#string('@text') };
        return identity;
      case '..':
        return { type: 'call', name: 'recurse', args: [] };
      case '(': {
        const node = this.#within([], () => this.#pipe());
        this.#want(')');
        return node;
      }
      case '[': {
        if (this.#take(']')) return { type: 'array' };
        const body = this.#within([], () => this.#pipe());
        this.#want(']');
        return { type: 'array', body };
      }
      case '{':
        return this.#object();
      case '-':
        return { type: 'negate', body: this.#source() };
      default:
        this.#at -= 1;
        throw this.#unexpected();
    }
  }

  #object(): Node {
    const entries: { readonly key: Node; readonly value: Node }[] = [];
    while (!this.#is('}')) {
      entries.push(this.#entry());
      if (!this.#take(',')) break;
    }
    this.#want('}');
    return { type: 'object', entries };
  }

  #entry(): { readonly key: Node; readonly value: Node } {
    const token = this.#token;
    if (token.type === 'variable') {
      const value = this.#term();
      return { key: { type: 'literal', value: token.text }, value };
    }
    if (token.type === 'number') throw this.#unexpected();
    let key: Node;
    if (token.type === 'format') {
      this.#at += 1;
      key = this.#string(token.text);
    } else key = this.#key();
    if (token.type !== 'sign' && !this.#is(':')) return { key, value: { type: 'index', of: identity, key } };
    this.#want(':');
    return { key, value: this.#value() };
  }

  /** The value of a member: no comma, but it may be piped. */
  #value(): Node {
    const left = this.#row(commaRow + 1);
    return this.#take('|') ? { type: 'pipe', left, right: this.#value() } : left;
  }

  #call(): Node {
    const { at } = this.#token;
    const name = this.#name();
    if (name === 'true' || name === 'false') return { type: 'literal', value: name === 'true' };
    if (name === 'null') return { type: 'literal', value: null };
    if (name === 'break' && this.#token.type === 'variable') {
      const label = this.#token.text;
      this.#at += 1;
      if (!this.#knows(`*${label}`)) throw new CompileError(`$*label-${label} is not defined`, at);
      return { type: 'break', name: label };
    }
    const args: Node[] = [];
    if (this.#take('(')) {
      do args.push(this.#within([], () => this.#pipe()));
      while (this.#take(';'));
      this.#want(')');
    }
    if (!this.#knows(`${name}/${args.length}`))
      throw new CompileError(`${name}/${args.length} is not defined`, at);
    return { type: 'call', name, args };
  }

  #phrase(text: string): Node {
    const { at } = this.#token;
    this.#at += 1;
    switch (text) {
      case 'if':
        return this.#if();
      case 'try': {
        const body = this.#source();
        return { type: 'try', body, ...(this.#take('catch') ? { rescue: this.#source() } : {}) };
      }
      case 'reduce':
      case 'foreach':
        return this.#fold(text);
      case 'label': {
        const token = this.#token;
        if (token.type !== 'variable') throw this.#unexpected();
        this.#at += 1;
        this.#want('|');
        const body = this.#within([`*${token.text}`], () => this.#pipe());
        return { type: 'label', name: token.text, body };
      }
      case 'def': {
        this.#at -= 1;
        return this.#pipe();
      }
      case 'import':
      case 'include':
        throw new CompileError(`${text}: there are no modules in this terminal`, at);
      default:
        this.#at -= 1;
        throw this.#unexpected();
    }
  }

  #if(): Node {
    const test = this.#pipe();
    this.#want('then');
    const then = this.#pipe();
    if (this.#take('elif')) return { type: 'if', test, then, otherwise: this.#if() };
    const otherwise = this.#take('else') ? this.#pipe() : undefined;
    this.#want('end');
    return { type: 'if', test, then, ...(otherwise === undefined ? {} : { otherwise }) };
  }

  #fold(type: 'reduce' | 'foreach'): Node {
    const source = this.#source();
    const patterns = this.#patterns();
    this.#want('(');
    const start = this.#pipe();
    this.#want(';');
    const names = namesIn(patterns);
    const update = this.#within(names, () => this.#pipe());
    if (type === 'reduce') {
      this.#want(')');
      return { type, source, patterns, start, update };
    }
    const extract = this.#take(';') ? this.#within(names, () => this.#pipe()) : undefined;
    this.#want(')');
    return { type, source, patterns, start, update, ...(extract === undefined ? {} : { extract }) };
  }

  /** A term with what is picked out of it. */
  #source(): Node {
    let node = this.#term();
    for (;;) {
      const token = this.#token;
      if (token.type === 'field') {
        this.#at += 1;
        node = { type: 'index', of: node, key: { type: 'literal', value: token.text } };
      } else if (this.#is('.') && this.#tokens[this.#at + 1]?.type === 'string') {
        this.#at += 1;
        node = { type: 'index', of: node, key: this.#string('@text') };
      } else if (this.#is('.') && isSign(this.#tokens[this.#at + 1], '[')) this.#at += 1;
      else if (this.#take('[')) node = this.#bracket(node);
      else if (this.#take('?')) node = { type: 'try', body: node };
      else return node;
    }
  }
}

const isSign = (token: Token | undefined, text: string): boolean =>
  token?.type === 'sign' && token.text === text;

function namesIn(patterns: readonly Pattern[]): readonly string[] {
  return patterns.flatMap(namesOf).map((name) => `$${name}`);
}
