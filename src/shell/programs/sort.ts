// sort: lines in the order of their bytes (the C locale), or by a number, or by a field.
import { err, out, type ExitCode, type Run } from '../effect.ts';
import type { Program, Session } from '../program.ts';
import { sourcesOf, wholeText } from './input.ts';
import { parseOptions } from './options.ts';

/** The part of a line from a field on; fields begin with the blanks before them unless a separator is given. */
function keyOf(line: string, field: number | undefined, separator: string | undefined): string {
  if (field === undefined) return line;
  const fields = separator === undefined ? line.split(/(?<=\S)(?=\s)/) : line.split(separator);
  return fields.slice(field - 1).join(separator ?? '');
}

function numberOf(text: string): number {
  return Number(/^\s*(-?\d{0,15}(?:\.\d{1,15})?)/.exec(text)?.[1] ?? 0);
}

function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function* run(args: readonly string[], session: Session): Run<ExitCode> {
  const parsed = parseOptions(args, {
    flags: 'rnu',
    values: 'kt',
    long: { reverse: 'r', 'numeric-sort': 'n', unique: 'u', key: 'k', 'field-separator': 't' },
  });
  if ('trouble' in parsed) {
    yield* err(`sort: ${parsed.trouble}\nTry 'sort --help' for more information.\n`);
    return 2;
  }
  const key = parsed.value('k');
  const match = key === undefined ? undefined : /^(\d{1,6})([nr]*)(?:,\d+)?([nr]*)$/.exec(key);
  if (match === null || Number(match?.[1] ?? 1) === 0) {
    yield* err(`sort: invalid number at field start: invalid count at start of ‘${key ?? ''}’\n`);
    return 2;
  }
  const letters = `${match?.[2] ?? ''}${match?.[3] ?? ''}`;
  const numeric = parsed.has('n') || letters.includes('n');
  const direction = parsed.has('r') || letters.includes('r') ? -1 : 1;
  const field = match === undefined ? undefined : Number(match[1]);
  const { sources, failed } = yield* sourcesOf('sort', parsed.words, session);
  let text = '';
  for (const source of sources) text += yield* wholeText(source);
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const keyed = lines.map((line) => ({ line, key: keyOf(line, field, parsed.value('t')) }));
  const compareKeys = (a: string, b: string) => (numeric ? numberOf(a) - numberOf(b) : compareBytes(a, b));
  const sorted = keyed.toSorted(
    (a, b) => direction * compareKeys(a.key, b.key) || direction * compareBytes(a.line, b.line),
  );
  const shown = parsed.has('u')
    ? sorted.filter(({ key: each }, at) => at === 0 || compareKeys(sorted[at - 1]?.key ?? '', each) !== 0)
    : sorted;
  yield* out(shown.map(({ line }) => `${line}\n`).join(''));
  return failed ? 2 : 0;
}

export const sort: Program = { name: 'sort', summary: 'put lines in order', run };
