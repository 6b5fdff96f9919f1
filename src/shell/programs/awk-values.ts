// Values of awk: texts that count as numbers, and what is made of them.
import { AwkTrouble } from './awk-tokens.ts';

export type Value = string | number;

export function numberOf(value: Value): number {
  if (typeof value === 'number') return value;
  return Number(/^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/.exec(value)?.[1] ?? 0);
}

export function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

const numeric = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;

export function isTrue(value: Value): boolean {
  return typeof value === 'number'
    ? value !== 0
    : value !== '' && !(numeric.test(value) && Number(value) === 0);
}

/** As numbers where both look like numbers, else as texts. */
export function compared(a: Value, b: Value): number {
  const isNumber = (value: Value) => typeof value === 'number' || numeric.test(value);
  if (isNumber(a) && isNumber(b)) return numberOf(a) - numberOf(b);
  const [left, right] = [textOf(a), textOf(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}

export const comparisons: Readonly<{ [sign: string]: (order: number) => boolean }> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

export const sums: Readonly<{ [sign: string]: (a: number, b: number) => number }> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => {
    if (b === 0) throw new AwkTrouble('division by zero');
    return a / b;
  },
  '%': (a, b) => a % b,
};

export const functions: Readonly<{ [name: string]: (args: readonly Value[]) => Value }> = {
  length: ([text = '']) => [...textOf(text)].length,
  tolower: ([text = '']) => textOf(text).toLowerCase(),
  toupper: ([text = '']) => textOf(text).toUpperCase(),
  int: ([number = 0]) => Math.trunc(numberOf(number)),
  substr: ([text = '', from = 1, count = Infinity]) => {
    const start = Math.round(numberOf(from));
    const end = start + Math.round(numberOf(count));
    return [...textOf(text)].slice(Math.max(start, 1) - 1, Math.max(end, 1) - 1).join('');
  },
};
