// The shell's arithmetic and its tests: whole numbers, comparison, `[ a = b ]`.

const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
];

function apply(operator: string, a: number, b: number): number {
  switch (operator) {
    case '||':
      return Number(a !== 0 || b !== 0);
    case '&&':
      return Number(a !== 0 && b !== 0);
    case '==':
      return Number(a === b);
    case '!=':
      return Number(a !== b);
    case '<=':
      return Number(a <= b);
    case '>=':
      return Number(a >= b);
    case '<':
      return Number(a < b);
    case '>':
      return Number(a > b);
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? 0 : Math.trunc(a / b);
    default:
      return b === 0 ? 0 : a % b;
  }
}

/** The value of an expression whose names are looked up in `variable`; what is not understood is 0. */
export function evaluate(text: string, variable: (name: string) => string): number {
  const tokens = text.match(/\d+|[A-Za-z_]\w*|\|\||&&|[=!<>]=|[-+*/%()<>!]/g) ?? [];
  let at = 0;
  const primary = (): number => {
    const token = tokens[at++] ?? '0';
    if (token === '(') {
      const value = level(0);
      at += 1;
      return value;
    }
    if (token === '-') return -primary();
    if (token === '!') return Number(primary() === 0);
    const known = /^\d/.test(token) ? token : variable(token);
    return /^-?\d{1,15}$/.test(known) ? Number(known) : 0;
  };
  const level = (depth: number): number => {
    const operators = levels[depth];
    if (operators === undefined) return primary();
    let value = level(depth + 1);
    while (operators.includes(tokens[at] ?? '')) {
      const operator = tokens[at++] as string;
      value = apply(operator, value, level(depth + 1));
    }
    return value;
  };
  return level(0);
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
};

/** What `[ … ]` says of its words; no file is there. */
export function isTrue(words: readonly string[]): boolean {
  for (const [operator, all] of [
    ['-o', false],
    ['||', false],
    ['-a', true],
    ['&&', true],
  ] as const) {
    const at = words.indexOf(operator);
    if (at <= 0) continue;
    const sides = [isTrue(words.slice(0, at)), isTrue(words.slice(at + 1))];
    return all ? sides.every(Boolean) : sides.some(Boolean);
  }
  if (words[0] === '!') return !isTrue(words.slice(1));
  const [first = '', operator = '', last = ''] = words;
  if (words.length === 1) return first !== '';
  if (words.length === 2) {
    if (first === '-n') return operator !== '';
    return first === '-z' && operator === '';
  }
  if (operator === '=' || operator === '==') return first === last;
  if (operator === '!=') return first !== last;
  return comparisons[operator]?.(Number(first), Number(last)) ?? false;
}
