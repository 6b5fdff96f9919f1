// Reads an expression: recursive descent over the tokens, with the words of cel-go's parser for what it cannot read.
// Source: cel-go parser/gen/CEL.g4, parser/parser.go. Bounded: nesting by limits.celNestingMax, text by celBytesMax.
import { limits } from '../../std/limits.ts';
import type { Expression, MapExpression, Message } from './expression.ts';
import { functions } from './library/index.ts';
import { expandMacro } from './macros.ts';
import { reserved } from './escape.ts';
import { tokensOf, type Fault, type Token } from './tokens.ts';

const beginnings =
  "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

const relations = ['<', '<=', '>=', '>', '==', '!=', 'in'];
const operators: Readonly<Record<string, string>> = { in: '@in' };

function operator(symbol: string): string {
  return operators[symbol] ?? `_${symbol}_`;
}

class Stop extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** `a.b` of a selection that may be a name with a namespace. */
export function qualifiedName(expression: Expression): string | undefined {
  if (expression.form === 'ident') return expression.name;
  if (expression.form !== 'select' || expression.isTest) return undefined;
  const operand = qualifiedName(expression.operand);
  return operand === undefined ? undefined : `${operand}.${expression.field}`;
}

export type Parsed = { readonly expression: Expression } | { readonly faults: readonly Fault[] };

export function parse(text: string): Parsed {
  if (text.length > limits.celCharactersMax) {
    const message = `expression code point size exceeds limit: size: ${text.length}, limit ${limits.celCharactersMax}`;
    return { faults: [{ at: 0, message }] };
  }
  const read = tokensOf(text);
  if ('faults' in read) return read;
  const parser = new Parser(read.tokens);
  try {
    const expression = parser.expression();
    parser.end();
    return parser.faults.length === 0 ? { expression } : { faults: parser.faults };
  } catch (error) {
    if (error instanceof Stop) return { faults: [...parser.faults, error.fault] };
    throw error;
  }
}

class Parser {
  readonly faults: Fault[] = [];
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  end(): void {
    const token = this.#token;
    if (token.form === 'end') return;
    const isOne = this.#tokens[this.#next + 1]?.form === 'end';
    this.#stop(`Syntax error: ${isOne ? 'extraneous' : 'mismatched'} input '${token.text}' expecting <EOF>`);
  }

  expression(): Expression {
    if (this.#depth >= limits.celNestingMax) {
      this.#stop(`expression recursion limit exceeded: ${limits.celNestingMax}`);
    }
    this.#depth += 1;
    const condition = this.#or();
    const mark = this.#token;
    let result = condition;
    if (this.#take('?')) {
      const yes = this.#or();
      this.#expect(':');
      const no = this.expression();
      result = { form: 'call', name: '_?_:_', target: undefined, args: [condition, yes, no], at: mark.at };
    }
    this.#depth -= 1;
    return result;
  }

  get #token(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #or(): Expression {
    return this.#logic('||', () => this.#logic('&&', () => this.#relation()));
  }

  /** Terms of one logical operator, balanced as cel-go balances them. */
  #logic(symbol: string, read: () => Expression): Expression {
    const terms = [read()];
    const places: number[] = [];
    for (let at = this.#token.at; this.#take(symbol); at = this.#token.at) {
      places.push(at);
      terms.push(read());
    }
    const balance = (low: number, high: number): Expression => {
      if (low > high) return terms[low] as Expression;
      const middle = Math.floor((low + high + 1) / 2);
      const left = middle === low ? (terms[middle] as Expression) : balance(low, middle - 1);
      const right = middle === high ? (terms[middle + 1] as Expression) : balance(middle + 1, high);
      const at = places[middle] as number;
      return { form: 'call', name: operator(symbol), target: undefined, args: [left, right], at };
    };
    return terms.length === 1 ? (terms[0] as Expression) : balance(0, terms.length - 2);
  }

  #binary(symbols: readonly string[], read: () => Expression): Expression {
    let left = read();
    for (;;) {
      const { text, at, form } = this.#token;
      if (form !== 'symbol' || !symbols.includes(text)) return left;
      this.#next += 1;
      left = { form: 'call', name: operator(text), target: undefined, args: [left, read()], at };
    }
  }

  #relation(): Expression {
    return this.#binary(relations, () =>
      this.#binary(['+', '-'], () => this.#binary(['*', '/', '%'], () => this.#unary())),
    );
  }

  #unary(): Expression {
    const { text, at } = this.#token;
    if (this.#token.form !== 'symbol' || (text !== '!' && text !== '-')) return this.#member();
    const following = this.#tokens[this.#next + 1];
    if (text === '-' && following?.form === 'constant' && /^[0-9.]/.test(following.text))
      return this.#member();
    let count = 0;
    while (this.#take(text)) count += 1;
    const operand = this.#member();
    if (count % 2 === 0) return operand;
    return { form: 'call', name: text === '!' ? '!_' : '-_', target: undefined, args: [operand], at };
  }

  #member(): Expression {
    let operand = this.#primary();
    for (;;) {
      const at = this.#token.at;
      if (this.#take('.')) {
        const isOptional = this.#take('?');
        const field = this.#name();
        const open = this.#token.at;
        if (isOptional) {
          const name: Expression = { form: 'constant', value: field, at: open };
          operand = { form: 'call', name: '_?._', target: undefined, args: [operand, name], at };
        } else if (this.#take('(')) {
          operand = this.#call(field, operand, this.#arguments(')'), open);
        } else operand = { form: 'select', operand, field, isTest: false, at };
      } else if (this.#take('[')) {
        const name = this.#take('?') ? '_[?_]' : '_[_]';
        const index = this.expression();
        this.#expect(']');
        operand = { form: 'call', name, target: undefined, args: [operand, index], at };
      } else return operand;
    }
  }

  #primary(): Expression {
    const token = this.#token;
    const { at, text } = token;
    if (token.form === 'constant') {
      this.#next += 1;
      if (typeof token.value === 'bigint' && token.value > 9_223_372_036_854_775_807n) {
        this.faults.push({ at, message: 'invalid int literal' });
      }
      return { form: 'constant', value: token.value ?? null, at };
    }
    if (this.#take('-')) {
      const literal = this.#token.value as bigint | number;
      this.#next += 1;
      return { form: 'constant', value: -literal, at };
    }
    if (this.#take('(')) {
      const inner = this.expression();
      this.#expect(')');
      return inner;
    }
    if (this.#take('[')) return this.#list(at);
    if (this.#take('{')) return this.#map(at);
    const isRooted = this.#take('.');
    if (this.#token.form !== 'ident') {
      this.#stop(
        `Syntax error: mismatched input '${text}' expecting ${isRooted ? 'IDENTIFIER' : beginnings}`,
      );
    }
    const nameAt = this.#token.at;
    const name = this.#name();
    const message = this.#message(name, nameAt);
    if (message !== undefined) return message;
    const open = this.#token.at;
    if (this.#take('(')) return this.#call(name, undefined, this.#arguments(')'), open);
    if (reserved.has(name)) this.faults.push({ at: nameAt, message: `reserved identifier: ${name}` });
    return { form: 'ident', name, at: nameAt };
  }

  #call(name: string, target: Expression | undefined, args: readonly Expression[], at: number): Expression {
    const made = expandMacro(name, target, args, at);
    if (made === undefined) {
      const path = target === undefined ? undefined : qualifiedName(target);
      const full = `${path ?? ''}.${name}`;
      if (path !== undefined && functions.has(full)) {
        return { form: 'call', name: full, target: undefined, args, at };
      }
      return { form: 'call', name, target, args, at };
    }
    if (!('form' in made)) {
      this.faults.push(made);
      return { form: 'constant', value: null, at };
    }
    return made;
  }

  #arguments(close: string): Expression[] {
    const args: Expression[] = [];
    if (this.#take(close)) return args;
    do args.push(this.expression());
    while (this.#take(','));
    this.#expect(close);
    return args;
  }

  #list(at: number): Expression {
    const items: Expression[] = [];
    const optional = new Set<number>();
    while (!this.#take(']')) {
      if (this.#take('?')) optional.add(items.length);
      items.push(this.expression());
      if (!this.#take(',')) {
        this.#expect(']');
        break;
      }
    }
    return { form: 'list', items, optional, at };
  }

  #map(at: number): Expression {
    const entries: MapExpression['entries'][number][] = [];
    while (!this.#take('}')) {
      const isOptional = this.#take('?');
      const key = this.expression();
      this.#expect(':');
      entries.push({ key, value: this.expression(), isOptional });
      if (!this.#take(',')) {
        this.#expect('}');
        break;
      }
    }
    return { form: 'map', entries, at };
  }

  /** `a.b.Type{...}`, looked for ahead, since what comes before the brace may be a selection as well. */
  #message(first: string, at: number): Message | undefined {
    let ahead = this.#next;
    let name = first;
    while (this.#tokens[ahead]?.text === '.' && this.#tokens[ahead + 1]?.form === 'ident') {
      name += `.${this.#tokens[ahead + 1]?.text}`;
      ahead += 2;
    }
    if (this.#tokens[ahead]?.text !== '{' || this.#tokens[ahead]?.form !== 'symbol') return undefined;
    this.#next = ahead + 1;
    const fields: Message['fields'][number][] = [];
    while (!this.#take('}')) {
      const fieldAt = this.#token.at;
      const field = this.#name();
      this.#expect(':');
      fields.push({ name: field, value: this.expression(), at: fieldAt });
      if (!this.#take(',')) {
        this.#expect('}');
        break;
      }
    }
    return { form: 'message', name, fields, at };
  }

  #name(): string {
    const token = this.#token;
    if (token.form !== 'ident')
      this.#stop(`Syntax error: mismatched input '${token.text}' expecting IDENTIFIER`);
    this.#next += 1;
    return token.text;
  }

  #take(symbol: string): boolean {
    const isThere = this.#token.form === 'symbol' && this.#token.text === symbol;
    if (isThere) this.#next += 1;
    return isThere;
  }

  #expect(symbol: string): void {
    if (!this.#take(symbol))
      this.#stop(`Syntax error: mismatched input '${this.#token.text}' expecting '${symbol}'`);
  }

  #stop(message: string): never {
    throw new Stop({ at: this.#token.at, message });
  }
}
