// seq and expr: numbers in a row, and sums as a program. Source: coreutils.
import { evaluate } from '../arithmetic.ts';
import { err, out, type ExitCode, type Run } from '../effect.ts';
import type { Program } from '../program.ts';
import { ShellTrouble } from '../state.ts';
import { compile, expressionOf } from './pattern.ts';

const numbersMax = 100_000;

function* runSeq(args: readonly string[]): Run<ExitCode> {
  const separator = args.indexOf('-s');
  const words = separator < 0 ? args : args.filter((_, at) => at !== separator && at !== separator + 1);
  const wide = words.includes('-w');
  const numbers = words.filter((word) => word !== '-w');
  const wrong = numbers.find((word) => !/^-?\d{1,15}(?:\.\d{1,6})?$/.test(word));
  if (wrong !== undefined || numbers.length === 0 || numbers.length > 3) {
    yield* err(
      wrong === undefined ? 'seq: missing operand\n' : `seq: invalid floating point argument: ‘${wrong}’\n`,
    );
    return 1;
  }
  const [first, step, last] = (
    numbers.length === 1 ? [1, 1, numbers[0]] : numbers.length === 2 ? [numbers[0], 1, numbers[1]] : numbers
  ).map(Number) as [number, number, number];
  const digits = Math.max(...numbers.map((word) => /\.(\d+)/.exec(word)?.[1]?.length ?? 0));
  if (step === 0) {
    yield* err("seq: invalid Zero increment value: ‘0’\nTry 'seq --help' for more information.\n");
    return 1;
  }
  const count = Math.min(Math.floor((last - first) / step + 1e-9) + 1, numbersMax);
  const shown = Array.from({ length: Math.max(0, count) }, (_, at) => (first + at * step).toFixed(digits));
  const width = wide ? Math.max(0, ...shown.map(({ length }) => length)) : 0;
  const texts = shown.map((text) => text.padStart(width, '0'));
  if (texts.length > 0) yield* out(`${texts.join(separator < 0 ? '\n' : (args[separator + 1] ?? '\n'))}\n`);
  return 0;
}

function* runExpr(args: readonly string[]): Run<ExitCode> {
  const at = args.indexOf(':');
  let value: string;
  if (args[0] === 'length') value = String((args[1] ?? '').length);
  else if (at === 1) {
    const found = compile(`^(?:${expressionOf(args[2] ?? '', { extended: false })})`, { extended: false });
    const matcher = found?.matcher(args[0] ?? '');
    const fits = matcher?.find() === true;
    const grouped = fits && (matcher?.groupCount() ?? 0) > 0;
    value = fits ? (grouped ? (matcher?.group(1) ?? '') : String(matcher?.group()?.length ?? 0)) : '0';
  } else if (
    args.length === 3 &&
    /^[!=<>]=?$/.test(args[1] ?? '') &&
    args.some((arg) => /[A-Za-z]/.test(arg))
  ) {
    const [a = '', operator, b = ''] = args;
    value = String(Number(operator === '!=' ? a !== b : a === b));
  } else {
    try {
      const text = args.map((arg) => (arg === '=' ? '==' : arg)).join(' ');
      value = args.length === 1 ? text : String(evaluate(text, { get: () => '0', set: () => undefined }));
    } catch (trouble) {
      if (!(trouble instanceof ShellTrouble)) throw trouble;
      yield* err(`expr: ${trouble.message.includes('division') ? 'division by zero' : 'syntax error'}\n`);
      return 2;
    }
  }
  yield* out(`${value}\n`);
  return Number(value === '' || value === '0');
}

export const seq: Program = { name: 'seq', summary: 'show numbers in a row', run: runSeq };
export const expr: Program = { name: 'expr', summary: 'compute', run: runExpr };
