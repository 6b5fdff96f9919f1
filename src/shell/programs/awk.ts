// awk: chooses lines, takes them apart, prints what is wanted of them.
import { err, out, type ExitCode, type Run } from '../effect.ts';
import type { Program, Session } from '../program.ts';
import { parseAwk, type Row, type Rule } from './awk-script.ts';
import { AwkTrouble } from './awk-tokens.ts';
import { eachLine, sourcesOf } from './input.ts';
import { parseOptions } from './options.ts';
import { compile, expressionOf } from './pattern.ts';

const usage = 'usage: awk [-F fs][-v var=value][prog | -f progfile][file ...]\n';

/** Blanks divide, unless something else is to. */
function splitter(separator: string): (line: string) => readonly string[] {
  const divider = separator.replace('\\t', '\t');
  if (divider === ' ')
    return (line) =>
      line
        .trim()
        .split(/\s+/)
        .filter((field) => field !== '');
  if (divider.length === 1) return (line) => (line === '' ? [] : line.split(divider));
  const pattern = compile(expressionOf(divider, { extended: true }), { extended: true });
  if (pattern === undefined) throw new AwkTrouble(`${separator} is no regular expression`);
  return (line) => (line === '' ? [] : pattern.split(line, -1));
}

/** Runs the rules of one moment; whether there is more to do. */
function applied(rules: readonly Rule[], when: Rule['when'], row: Row): boolean {
  for (const rule of rules) {
    if (rule.when !== when || !rule.holds(row)) continue;
    const then = rule.act(row);
    if (then === 'exit') return false;
    if (then === 'next') return true;
  }
  return true;
}

function* ran(
  options: ReadonlyMap<string, string>,
  rules: readonly Rule[],
  names: readonly string[],
  session: Session,
): Run<ExitCode> {
  let printed: string[] = [];
  const row: Row = {
    line: '',
    fields: [],
    number: 0,
    variables: new Map(options),
    print: (text) => printed.push(`${text}\n`),
  };
  const flush = function* (): Run<void> {
    yield* out(printed.join(''));
    printed = [];
  };
  let goesOn = applied(rules, 'begin', row);
  const split = splitter(String(row.variables.get('FS') ?? ' '));
  yield* flush();
  let code: ExitCode = 0;
  if (goesOn && rules.some(({ when }) => when !== 'begin')) {
    const { sources, failed } = yield* sourcesOf('awk', names, session, "can't open file ");
    if (failed) code = 2;
    for (const source of sources) {
      if (!goesOn) break;
      yield* eachLine(source, function* (whole) {
        row.line = whole.replace(/\n$/, '');
        row.fields = split(row.line);
        row.number += 1;
        goesOn = applied(rules, 'line', row);
        yield* flush();
        return goesOn;
      });
    }
    applied(rules, 'end', row);
    yield* flush();
  }
  return code;
}

function* run(args: readonly string[], session: Session): Run<ExitCode> {
  const parsed = parseOptions(args, { values: 'Fv' });
  if ('trouble' in parsed) {
    yield* err(`awk: ${parsed.trouble}\n${usage}`);
    return 2;
  }
  const [script, ...names] = parsed.words;
  if (script === undefined) {
    yield* err(usage);
    return 2;
  }
  const variables = new Map<string, string>();
  const separator = parsed.value('F');
  if (separator !== undefined) variables.set('FS', separator);
  for (const pair of parsed.all('v')) {
    const equals = pair.indexOf('=');
    variables.set(pair.slice(0, Math.max(equals, 0)), pair.slice(equals + 1));
  }
  try {
    return yield* ran(variables, parseAwk(script), names, session);
  } catch (trouble) {
    if (!(trouble instanceof AwkTrouble)) throw trouble;
    yield* err(`awk: ${trouble.message}\n`);
    return 2;
  }
}

export const awk: Program = { name: 'awk', summary: 'print parts of lines', run };
