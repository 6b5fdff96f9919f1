// grep: lines that a pattern matches.
import { RE2JS } from 're2js';
import { err, out, type ExitCode, type Run } from '../effect.ts';
import type { Program, Session } from '../program.ts';
import { eachLine, sourcesOf } from './input.ts';
import { parseOptions } from './options.ts';
import { compile, expressionOf } from './pattern.ts';

const options = {
  flags: 'vicEFnowqxHh',
  values: 'em',
  long: {
    'invert-match': 'v',
    'ignore-case': 'i',
    count: 'c',
    'extended-regexp': 'E',
    'fixed-strings': 'F',
    'line-number': 'n',
    'only-matching': 'o',
    'word-regexp': 'w',
    'line-regexp': 'x',
    quiet: 'q',
    regexp: 'e',
    'max-count': 'm',
    color: 'h',
  },
} as const;

const usage = "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n";

function* run(args: readonly string[], session: Session): Run<ExitCode> {
  const parsed = parseOptions(args, options);
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
    .map((pattern) => (has('F') ? RE2JS.quote(pattern) : expressionOf(pattern, syntax)))
    .join('|');
  if (has('w')) expression = `\\b(?:${expression})\\b`;
  if (has('x')) expression = `^(?:${expression})$`;
  const matcher = compile(expression, syntax);
  if (matcher === undefined) {
    yield* err(`grep: ${patterns.join('\n')}: Invalid regular expression\n`);
    return 2;
  }
  const { sources, failed } = yield* sourcesOf('grep', words, session);
  const most = Number(parsed.value('m') ?? Infinity);
  let found = false;
  for (const source of sources) {
    const prefix = (words.length > 1 || has('H')) && !has('h') ? `${source.name}:` : '';
    let count = 0;
    let number = 0;
    yield* eachLine(source, function* (whole) {
      number += 1;
      const line = whole.replace(/\n$/, '');
      if (matcher.matcher(line).find() === has('v')) return true;
      found = true;
      count += 1;
      if (has('q')) return false;
      const place = has('n') ? `${prefix}${number}:` : prefix;
      if (has('o') && !has('c')) {
        const each = matcher.matcher(line);
        while (each.find()) if (each.group() !== '') yield* out(`${place}${each.group() ?? ''}\n`);
      } else if (!has('c')) yield* out(`${place}${line}\n`);
      return count < most;
    });
    if (has('c') && !has('q')) yield* out(`${prefix}${count}\n`);
    if (has('q') && found) return 0;
  }
  if (failed) return 2;
  return found ? 0 : 1;
}

export const grep: Program = { name: 'grep', summary: 'show the lines that match a pattern', run };
