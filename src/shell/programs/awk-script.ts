// awk's language, as far as lines are chosen, taken apart, counted and printed. Source: POSIX awk. Deliberately absent, and
// refused by name: arrays, loops, functions of one's own, printf, redirections.
import { limits } from '../../std/limits.ts';
import { getOwn } from '../../std/own.ts';
import { AwkTrouble, tokensOf, type Token } from './awk-tokens.ts';
import {
  compared,
  comparisons,
  functions,
  isTrue,
  numberOf,
  sums,
  textOf,
  type Value,
} from './awk-values.ts';
import { compile, expressionOf } from './pattern.ts';

/** The line that a script works on, and what it remembers. */
export interface Row {
  line: string;
  fields: readonly string[];
  number: number;
  readonly variables: Map<string, Value>;
  readonly print: (text: string) => void;
}

export type Expression = (row: Row) => Value;

/** Whether the next rules are still to be tried. */
export type Action = (row: Row) => 'on' | 'next' | 'exit';

export interface Rule {
  readonly when: 'begin' | 'line' | 'end';
  readonly holds: (row: Row) => boolean;
  readonly act: Action;
}

const absent = [
  'for',
  'while',
  'do',
  'if',
  'function',
  'printf',
  'getline',
  'delete',
  'in',
  'return',
  'split',
];

/** Reads the rules of a script; throws an AwkTrouble for what is none. */
export function parseAwk(script: string): readonly Rule[] {
  const tokens = tokensOf(script);
  if (tokens.length > limits.awkTokensMax) throw new AwkTrouble('the script is too long');
  let at = 0;
  let depth = 0;
  const peek = (): Token => tokens[at] as Token;
  const is = (text: string) => peek().type !== 'text' && peek().text === text;
  const took = (text: string) => is(text) && (at += 1) > 0;
  const wrong = (): AwkTrouble => {
    const { text } = peek();
    return new AwkTrouble(absent.includes(text) ? `${text} is not in this awk` : `syntax error near ${text}`);
  };
  const want = (text: string) => {
    if (!took(text)) throw wrong();
  };
  const skipEnds = () => {
    while (took(';') || took('\n'));
  };

  function matching(text: string): (subject: string) => boolean {
    const pattern = compile(expressionOf(text, { extended: true }), { extended: true });
    if (pattern === undefined) throw new AwkTrouble(`${text} is no regular expression`);
    return (subject) => pattern.matcher(subject).find();
  }

  function variable(name: string): Expression {
    if (name === 'NF') return ({ fields }) => fields.length;
    if (name === 'NR') return ({ number }) => number;
    return ({ variables }) => variables.get(name) ?? '';
  }

  function primary(): Expression {
    depth += 1;
    if (depth > limits.nestingMax) throw new AwkTrouble('the script nests too deep');
    const found = value();
    depth -= 1;
    return found;
  }

  function value(): Expression {
    const token = peek();
    if (absent.includes(token.text) && token.type === 'name') throw wrong();
    at += 1;
    if (token.type === 'number') return () => Number(token.text);
    if (token.type === 'text') return () => token.text;
    if (token.type === 'pattern') {
      const matches = matching(token.text);
      return ({ line }) => Number(matches(line));
    }
    if (token.type === 'name') {
      const known = getOwn(functions, token.text);
      if (known === undefined) return named(token.text);
      const args: Expression[] = [];
      if (took('(') && !took(')')) {
        do args.push(expression());
        while (took(','));
        want(')');
      } else if (token.text !== 'length') throw wrong();
      const given = args.length > 0 ? args : [({ line }: Row) => line];
      return (row) => known(given.map((each) => each(row)));
    }
    if (token.text === '$') {
      const index = primary();
      return (row) => {
        const number = numberOf(index(row));
        return number === 0 ? row.line : (row.fields[number - 1] ?? '');
      };
    }
    if (token.text === '(') {
      const inner = expression();
      want(')');
      return inner;
    }
    if (token.text === '!') {
      const inner = primary();
      return (row) => Number(!isTrue(inner(row)));
    }
    if (token.text === '-') {
      const inner = primary();
      return (row) => -numberOf(inner(row));
    }
    at -= 1;
    throw wrong();
  }

  /** A variable, perhaps with what changes it. */
  function named(name: string): Expression {
    const value = variable(name);
    if (took('++') || is('--')) {
      const step = took('--') ? -1 : 1;
      return (row) => {
        const before = numberOf(value(row));
        row.variables.set(name, before + step);
        return before;
      };
    }
    const sign = ['=', '+=', '-=', '*=', '/='].find((each) => is(each));
    if (sign === undefined) return value;
    at += 1;
    const given = expression();
    const sum = sums[sign.charAt(0)];
    return (row) => {
      const made = given(row);
      const result = sum === undefined ? made : sum(numberOf(value(row)), numberOf(made));
      row.variables.set(name, result);
      return result;
    };
  }

  function summed(signsHere: readonly string[], below: () => Expression): Expression {
    let left = below();
    for (
      let sign = signsHere.find((each) => is(each));
      sign !== undefined;
      sign = signsHere.find((each) => is(each))
    ) {
      at += 1;
      const [first, second, sum] = [left, below(), sums[sign]];
      left = (row) => sum?.(numberOf(first(row)), numberOf(second(row))) ?? 0;
    }
    return left;
  }

  const product = () => summed(['*', '/', '%'], primary);
  const sum = () => summed(['+', '-'], product);

  /** Values that stand beside each other are one text. */
  function joined(): Expression {
    let left = sum();
    while (['number', 'text', 'name'].includes(peek().type) || is('$') || is('(')) {
      const [first, second] = [left, sum()];
      left = (row) => {
        const text = textOf(first(row)) + textOf(second(row));
        if (text.length > limits.awkTextCharactersMax) throw new AwkTrouble('a text is too long');
        return text;
      };
    }
    return left;
  }

  function comparison(): Expression {
    const left = joined();
    const sign = Object.keys(comparisons).find((each) => is(each));
    if (sign !== undefined) {
      at += 1;
      const [right, fits] = [joined(), comparisons[sign]];
      return (row) => Number(fits?.(compared(left(row), right(row))) ?? false);
    }
    if (!is('~') && !is('!~')) return left;
    const wants = took('~');
    if (!wants) want('!~');
    const token = peek();
    if (token.type !== 'pattern' && token.type !== 'text') throw wrong();
    at += 1;
    const matches = matching(token.text);
    return (row) => Number(matches(textOf(left(row))) === wants);
  }

  function both(): Expression {
    let left = comparison();
    while (took('&&')) {
      const [first, second] = [left, comparison()];
      left = (row) => Number(isTrue(first(row)) && isTrue(second(row)));
    }
    return left;
  }

  function expression(): Expression {
    let left = both();
    while (took('||')) {
      const [first, second] = [left, both()];
      left = (row) => Number(isTrue(first(row)) || isTrue(second(row)));
    }
    if (!took('?')) return left;
    const [asked, then] = [left, expression()];
    want(':');
    const otherwise = expression();
    return (row) => (isTrue(asked(row)) ? then(row) : otherwise(row));
  }

  function statement(): Action {
    if (took('next')) return () => 'next';
    if (took('exit')) return () => 'exit';
    if (!took('print')) {
      const value = expression();
      return (row) => {
        value(row);
        return 'on';
      };
    }
    const parts: Expression[] = [];
    if (![';', '\n', '}'].some((end) => is(end)) && peek().type !== 'end') {
      do parts.push(expression());
      while (took(','));
    }
    return (row) => {
      const between = textOf(row.variables.get('OFS') ?? ' ');
      row.print(parts.length === 0 ? row.line : parts.map((part) => textOf(part(row))).join(between));
      return 'on';
    };
  }

  function block(): Action {
    want('{');
    const actions: Action[] = [];
    for (skipEnds(); !took('}'); skipEnds()) {
      actions.push(statement());
      if (!is('}') && !is(';') && !is('\n')) throw wrong();
    }
    return (row) => {
      for (const action of actions) {
        const then = action(row);
        if (then !== 'on') return then;
      }
      return 'on';
    };
  }

  const rules: Rule[] = [];
  for (skipEnds(); peek().type !== 'end'; skipEnds()) {
    const when = took('BEGIN') ? 'begin' : took('END') ? 'end' : 'line';
    const asked = when === 'line' && !is('{') ? expression() : undefined;
    const printing: Action = ({ line, print }) => {
      print(line);
      return 'on';
    };
    const act = is('{') ? block() : asked === undefined ? undefined : printing;
    if (act === undefined) throw wrong();
    rules.push({ when, holds: (row) => asked === undefined || isTrue(asked(row)), act });
  }
  return rules;
}
