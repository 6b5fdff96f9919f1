// sed: edits lines as they pass, or files in place.
import type { RE2JS } from 're2js';
import { err, out, type ExitCode, type Run } from '../effect.ts';
import { resolvePath } from '../files.ts';
import { homeOf, type Program, type Session } from '../program.ts';
import { sourcesOf, wholeText } from './input.ts';
import { parseOptions } from './options.ts';
import { parseSed, type Address, type SedCommand, type Substitution } from './sed-script.ts';

const usage = 'Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n';

function substituted(line: string, { pattern, replacement, nth, global }: Substitution): string | undefined {
  const matcher = pattern.matcher(line);
  let text = '';
  let copied = 0;
  let count = 0;
  let changed = false;
  while (matcher.find()) {
    count += 1;
    if (count < nth) continue;
    if (count > nth && !global) break;
    changed = true;
    text += line.slice(copied, matcher.start());
    for (const part of replacement) text += typeof part === 'string' ? part : (matcher.group(part) ?? '');
    copied = matcher.end();
  }
  return changed ? text + line.slice(copied) : undefined;
}

function contains(pattern: RE2JS, line: string): boolean {
  return pattern.matcher(line).find();
}

/** Follows a command's addresses down the lines. */
function chooser({
  from,
  to,
  negated,
}: SedCommand): (line: string, number: number, last: boolean) => boolean {
  const fits = (address: Address, line: string, number: number, last: boolean) =>
    'line' in address ? address.line === number : 'last' in address ? last : contains(address.pattern, line);
  let inside = false;
  const chosen = (line: string, number: number, last: boolean): boolean => {
    if (from === undefined) return true;
    if (to === undefined) return fits(from, line, number, last);
    if (inside) {
      inside = 'line' in to ? number < to.line : !fits(to, line, number, last);
      return !('line' in to) || number <= to.line;
    }
    if (!fits(from, line, number, last)) return false;
    inside = 'line' in to ? number < to.line : !('last' in to && last);
    return true;
  };
  return (line, number, last) => chosen(line, number, last) !== negated;
}

/** The text as the commands leave it. */
function edited(text: string, commands: readonly SedCommand[], quiet: boolean): string {
  const choosers = commands.map(chooser);
  const lines = text.split(/(?<=\n)/).filter((line) => line !== '');
  let result = '';
  for (const [at, whole] of lines.entries()) {
    const end = whole.endsWith('\n') ? '\n' : '';
    let line = end === '' ? whole : whole.slice(0, -1);
    let deleted = false;
    let quits = false;
    for (const [index, { action }] of commands.entries()) {
      if (choosers[index]?.(line, at + 1, at === lines.length - 1) !== true) continue;
      deleted = action.type === 'd';
      quits = action.type === 'q';
      if (deleted || quits) break;
      if (action.type === 'p') result += `${line}\n`;
      else if (action.type === 's') {
        const changed = substituted(line, action);
        line = changed ?? line;
        if (changed !== undefined && action.prints) result += `${line}\n`;
      }
    }
    if (!deleted && !quiet) result += line + end;
    if (quits) break;
  }
  return result;
}

function* run(args: readonly string[], session: Session): Run<ExitCode> {
  const parsed = parseOptions(args, {
    flags: 'nErsi',
    values: 'e',
    long: { quiet: 'n', silent: 'n', 'regexp-extended': 'E', expression: 'e', 'in-place': 'i' },
  });
  if ('trouble' in parsed) {
    yield* err(`sed: ${parsed.trouble}\n${usage}`);
    return 1;
  }
  const words = [...parsed.words];
  const scripts = parsed.has('e') ? parsed.all('e') : words.splice(0, 1);
  if (scripts.length === 0) {
    yield* err(usage);
    return 1;
  }
  const commands: SedCommand[] = [];
  for (const [at, script] of scripts.entries()) {
    const read = parseSed(script, at + 1, parsed.has('E') || parsed.has('r'));
    if ('trouble' in read) {
      yield* err(`sed: ${read.trouble}\n`);
      return 1;
    }
    commands.push(...read);
  }
  const inPlace = parsed.has('i');
  if (inPlace && words.length === 0) {
    yield* err('sed: no input files\n');
    return 1;
  }
  const { sources, failed } = yield* sourcesOf('sed', words, session, "can't read ");
  if (inPlace) {
    for (const { name, read } of sources) {
      const text = edited(yield* wholeText({ name, read }), commands, parsed.has('n'));
      session.files.write(resolvePath(name, session.folder, homeOf(session)), text);
    }
  } else {
    let text = '';
    for (const source of sources) text += yield* wholeText(source);
    yield* out(edited(text, commands, parsed.has('n')));
  }
  return failed ? 2 : 0;
}

export const sed: Program = { name: 'sed', summary: 'edit lines: s/old/new/, -n p, -i', run };
