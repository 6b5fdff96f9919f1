// cut: fields or characters of each line.
import { err, out, type ExitCode, type Run } from '../effect.ts';
import type { Program, Session } from '../program.ts';
import { eachLine, sourcesOf } from './input.ts';
import { parseOptions } from './options.ts';

type Range = readonly [first: number, last: number];

function rangesOf(list: string): readonly Range[] | undefined {
  const ranges: Range[] = [];
  for (const part of list.split(',')) {
    const match = /^(\d{1,6})?(-)?(\d{1,6})?$/.exec(part);
    if (match === null || part === '' || part === '-') return undefined;
    const [, first, dash, last] = match;
    const start = Number(first ?? 1);
    const end = dash === undefined ? start : Number(last ?? Infinity);
    if (start === 0 || end < start) return undefined;
    ranges.push([start, end]);
  }
  return ranges;
}

function* run(args: readonly string[], session: Session): Run<ExitCode> {
  const parsed = parseOptions(args, {
    flags: 's',
    values: 'dfc',
    long: { delimiter: 'd', fields: 'f', characters: 'c', 'only-delimited': 's' },
  });
  const help = "Try 'cut --help' for more information.\n";
  if ('trouble' in parsed) {
    yield* err(`cut: ${parsed.trouble}\n${help}`);
    return 1;
  }
  const fields = parsed.value('f');
  const list = fields ?? parsed.value('c');
  if (list === undefined) {
    yield* err(`cut: you must specify a list of bytes, characters, or fields\n${help}`);
    return 1;
  }
  const ranges = rangesOf(list);
  if (ranges === undefined) {
    yield* err(
      `cut: invalid ${fields === undefined ? 'byte or character position' : 'field value'} ‘${list}’\n${help}`,
    );
    return 1;
  }
  const isKept = (_: string, at: number) => ranges.some(([first, last]) => at + 1 >= first && at + 1 <= last);
  const delimiter = parsed.value('d') ?? '\t';
  const { sources, failed } = yield* sourcesOf('cut', parsed.words, session);
  for (const source of sources) {
    yield* eachLine(source, function* (whole) {
      const line = whole.replace(/\n$/, '');
      if (fields === undefined) yield* out(`${[...line].filter(isKept).join('')}\n`);
      else if (line.includes(delimiter))
        yield* out(`${line.split(delimiter).filter(isKept).join(delimiter)}\n`);
      else if (!parsed.has('s')) yield* out(`${line}\n`);
      return true;
    });
  }
  return failed ? 1 : 0;
}

export const cut: Program = { name: 'cut', summary: 'show parts of each line', run };
