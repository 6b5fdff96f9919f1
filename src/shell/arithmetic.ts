// The shell's whole numbers: `$(( ))`, `(( ))`, `let`, `expr`. Source: POSIX shell command language, 2.6.4; bash for `++` and `**`.
import { limits } from '../std/limits.ts';
import { ShellTrouble } from './state.ts';

export interface Variables {
  readonly get: (name: string) => string | undefined;
  readonly set: (name: string, value: string) => void;
}

const tokens =
  /\s*(\d+#\w+|0[xX][0-9a-fA-F]+|\d+|[A-Za-z_]\w*|\*\*|<<=|>>=|[-+*/%&|^]=|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%()<>!~?:=&|^,])/y;

const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

function divided(a: number, b: number, rest: boolean): number {
  if (b === 0) throw new ShellTrouble('division by 0');
  return rest ? a % b : Math.trunc(a / b);
}

/** By multiplication: it is the same on every machine. */
function power(base: number, exponent: number): number {
  if (exponent < 0) throw new ShellTrouble('exponent less than 0');
  let value = 1;
  for (let times = Math.min(exponent, 1024); times > 0; times--) value *= base;
  return value;
}

/** `16#ff`. */
function based(token: string): number {
  const [base = '', digits = ''] = token.split('#');
  const value = Number(base) >= 2 && Number(base) <= 36 ? Number.parseInt(digits, Number(base)) : Number.NaN;
  if (Number.isNaN(value))
    throw new ShellTrouble(`${token}: value too great for base (error token is "${token}")`);
  return value;
}

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '||': (a, b) => Number(a !== 0 || b !== 0),
  '&&': (a, b) => Number(a !== 0 && b !== 0),
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '&': (a, b) => a & b,
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '<<': (a, b) => a * power(2, b),
  '>>': (a, b) => Math.floor(a / power(2, b)),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => divided(a, b, false),
  '%': (a, b) => divided(a, b, true),
};

class Sum {
  readonly #tokens: readonly string[];
  readonly #variables: Variables;
  readonly #depth: number;
  #at = 0;

  constructor(text: string, variables: Variables, depth: number) {
    if (depth > limits.nestingMax || text.length > limits.scriptCharactersMax)
      throw new ShellTrouble('expression recursion level exceeded');
    this.#variables = variables;
    this.#depth = depth;
    const found: string[] = [];
    tokens.lastIndex = 0;
    const whole = text.trimEnd();
    while (tokens.lastIndex < whole.length) {
      const from = tokens.lastIndex;
      const match = tokens.exec(whole);
      if (match === null)
        throw new ShellTrouble(
          `${text.trim()}: syntax error: invalid arithmetic operator (error token is "${whole.slice(from).trim()}")`,
        );
      found.push(match[1] ?? '');
    }
    this.#tokens = found;
  }

  value(): number {
    if (this.#tokens.length === 0) return 0;
    const result = this.#assignment();
    if (this.#at < this.#tokens.length) throw new ShellTrouble('syntax error in expression');
    return result;
  }

  #take(...wanted: readonly string[]): string | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined || !wanted.includes(token)) return undefined;
    this.#at += 1;
    return token;
  }

  #named(name: string): number {
    const text = this.#variables.get(name) ?? '';
    return /^-?\d{1,15}$/.test(text) ? Number(text) : new Sum(text, this.#variables, this.#depth + 1).value();
  }

  #assignment(): number {
    const name = this.#tokens[this.#at] ?? '';
    const operator = this.#tokens[this.#at + 1] ?? '';
    if (!/^[A-Za-z_]/.test(name) || !/^(?:[-+*/%&|^]|<<|>>)?=$/.test(operator)) return this.#choice();
    this.#at += 2;
    const right = this.#assignment();
    const apply = operators[operator.slice(0, -1)];
    const value = apply === undefined ? right : apply(this.#named(name), right);
    this.#variables.set(name, String(value));
    return value;
  }

  #choice(): number {
    const condition = this.#level(0);
    if (this.#take('?') === undefined) return condition;
    const first = this.#assignment();
    if (this.#take(':') === undefined) throw new ShellTrouble("`:' expected for conditional expression");
    const second = this.#assignment();
    return condition === 0 ? second : first;
  }

  #level(depth: number): number {
    const wanted = levels[depth];
    if (wanted === undefined) return this.#power();
    let value = this.#level(depth + 1);
    for (let operator = this.#take(...wanted); operator !== undefined; operator = this.#take(...wanted))
      value = operators[operator]?.(value, this.#level(depth + 1)) ?? 0;
    return value;
  }

  #power(): number {
    const base = this.#primary();
    return this.#take('**') === undefined ? base : power(base, this.#power());
  }

  #primary(): number {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new ShellTrouble('syntax error: operand expected');
    switch (token) {
      case '(': {
        const value = this.#assignment();
        if (this.#take(')') === undefined) throw new ShellTrouble("missing `)'");
        return value;
      }
      case '-':
        return -this.#primary();
      case '+':
        return this.#primary();
      case '!':
        return Number(this.#primary() === 0);
      case '~':
        return ~this.#primary();
      case '++':
      case '--':
        return this.#counted(this.#tokens[this.#at++] ?? '', token, true);
    }
    if (token.includes('#')) return based(token);
    if (/^0\d/.test(token)) return Number.parseInt(token, 8);
    if (/^\d/.test(token)) return Number(token);
    if (!/^[A-Za-z_]/.test(token)) throw new ShellTrouble('syntax error: operand expected');
    const after = this.#take('++', '--');
    return after === undefined ? this.#named(token) : this.#counted(token, after, false);
  }

  #counted(name: string, operator: string, first: boolean): number {
    const before = this.#named(name);
    const next = before + (operator === '++' ? 1 : -1);
    this.#variables.set(name, String(next));
    return first ? next : before;
  }
}

/** The value of an expression. Throws ShellTrouble where it is none. */
export function evaluate(text: string, variables: Variables): number {
  return text.split(',').reduce((_, part) => new Sum(part, variables, 0).value(), 0);
}
