// grep: lines that a pattern matches.
import { RE2JS } from 're2js';
import { err, out, type ExitCode, type Run } from '../effect.ts';
import type { Program, Session } from '../program.ts';
import { eachLine, sourcesOf } from './input.ts';
import { parseOptions } from './options.ts';
import { compile, expressionOf } from './pattern.ts';

const options = {
  flags: 'vicEFPnowqxHh',
  values: 'emABC',
  long: {
    'invert-match': 'v',
    'ignore-case': 'i',
    count: 'c',
    'extended-regexp': 'E',
    'fixed-strings': 'F',
    'perl-regexp': 'P',
    'line-number': 'n',
    'only-matching': 'o',
    'word-regexp': 'w',
    'line-regexp': 'x',
    quiet: 'q',
    regexp: 'e',
    'max-count': 'm',
    'after-context': 'A',
    'before-context': 'B',
    context: 'C',
    color: 'h',
  },
} as const;

const usage = "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n";

/** `-3` is short for `-C 3`. */
function withContext(args: readonly string[]): readonly string[] {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  return args.map((arg, at) => (at < end && /^-\d+$/.test(arg) ? `-C${arg.slice(1)}` : arg));
}

function* run(args: readonly string[], session: Session): Run<ExitCode> {
  const parsed = parseOptions(withContext(args), options);
  if ('trouble' in parsed) {
    yield* err(`grep: ${parsed.trouble}\n${usage}`);
    return 2;
  }
  const words = [...parsed.words];
  const patterns = parsed.has('e') ? parsed.all('e') : words.splice(0, 1);
  if (patterns.length === 0) {
    yield* err(usage);
    return 2;
  }
  const { has } = parsed;
  const syntax = { extended: has('E'), ignoresCase: has('i') };
  let expression = patterns
    .map((pattern) => (has('F') ? RE2JS.quote(pattern) : has('P') ? pattern : expressionOf(pattern, syntax)))
    .join('|');
  if (has('w')) expression = `\\b(?:${expression})\\b`;
  if (has('x')) expression = `^(?:${expression})$`;
  const matcher = compile(expression, syntax);
  if (matcher === undefined) {
    yield* err(`grep: ${patterns.join('\n')}: Invalid regular expression\n`);
    return 2;
  }
  const lengths = [parsed.value('A') ?? parsed.value('C'), parsed.value('B') ?? parsed.value('C')];
  const wrong = lengths.find((length) => length !== undefined && !/^\d{1,6}$/.test(length));
  if (wrong !== undefined) {
    yield* err(`grep: ${wrong}: invalid context length argument\n`);
    return 2;
  }
  const [after, before] = lengths.map((length) => Number(length ?? 0)) as [number, number];
  /** Groups of lines are kept apart wherever lines around matches are asked for. */
  const parts = lengths.some((length) => length !== undefined) && !has('c') && !has('q');
  let shown = false;
  const { sources, failed } = yield* sourcesOf('grep', words, session);
  const most = Number(parsed.value('m') ?? Infinity);
  let found = false;
  for (const source of sources) {
    const prefix = (words.length > 1 || has('H')) && !has('h') ? `${source.name}:` : '';
    let count = 0;
    let number = 0;
    let last = 0;
    let trailing = 0;
    let held: readonly string[] = [];
    /** A line beside a match, or one that matches; what stands behind the place tells them apart. */
    const placed = (at: number, sign: string): string =>
      `${prefix === '' ? '' : `${source.name}${sign}`}${has('n') ? `${at}${sign}` : ''}`;
    yield* eachLine(source, function* (whole) {
      number += 1;
      const line = whole.replace(/\n$/, '');
      const isBeside = count >= most || matcher.matcher(line).find() === has('v');
      if (isBeside && trailing > 0) {
        trailing -= 1;
        last = number;
        if (!has('o')) yield* out(`${placed(number, '-')}${line}\n`);
      } else if (isBeside && before > 0) held = [...held, line].slice(-before);
      if (isBeside) return count < most || trailing > 0;
      found = true;
      count += 1;
      if (has('q')) return false;
      const place = placed(number, ':');
      const first = number - held.length;
      if (parts && shown && (last === 0 || first > last + 1)) yield* out('--\n');
      if (parts && !has('o'))
        for (const [at, each] of held.entries()) yield* out(`${placed(first + at, '-')}${each}\n`);
      held = [];
      last = number;
      trailing = parts ? after : 0;
      shown = true;
      if (has('o') && !has('c')) {
        const each = matcher.matcher(line);
        while (each.find()) if (each.group() !== '') yield* out(`${place}${each.group() ?? ''}\n`);
      } else if (!has('c')) yield* out(`${place}${line}\n`);
      return count < most || trailing > 0;
    });
    if (has('c') && !has('q')) yield* out(`${prefix}${count}\n`);
    if (has('q') && found) return 0;
  }
  if (failed) return 2;
  return found ? 0 : 1;
}

export const grep: Program = { name: 'grep', summary: 'show the lines that match a pattern', run };
