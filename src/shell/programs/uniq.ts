// uniq: neighbouring lines that are the same, once.
import { err, out, type ExitCode, type Run } from '../effect.ts';
import type { Program, Session } from '../program.ts';
import { eachLine, sourcesOf } from './input.ts';
import { parseOptions } from './options.ts';

function* run(args: readonly string[], session: Session): Run<ExitCode> {
  const parsed = parseOptions(args, {
    flags: 'cdui',
    long: { count: 'c', repeated: 'd', unique: 'u', 'ignore-case': 'i' },
  });
  if ('trouble' in parsed) {
    yield* err(`uniq: ${parsed.trouble}\nTry 'uniq --help' for more information.\n`);
    return 1;
  }
  const { has } = parsed;
  const { sources, failed } = yield* sourcesOf('uniq', parsed.words.slice(0, 1), session);
  const keyOf = (line: string) => (has('i') ? line.toLowerCase() : line);
  let held: string | undefined;
  let count = 0;
  const flush = function* (): Run<void> {
    if (held === undefined || (has('d') && count < 2) || (has('u') && count > 1)) return;
    yield* out(`${has('c') ? `${String(count).padStart(7)} ` : ''}${held}\n`);
  };
  for (const source of sources) {
    yield* eachLine(source, function* (whole) {
      const line = whole.replace(/\n$/, '');
      if (held !== undefined && keyOf(held) === keyOf(line)) count += 1;
      else {
        yield* flush();
        held = line;
        count = 1;
      }
      return true;
    });
  }
  yield* flush();
  return failed ? 1 : 0;
}

export const uniq: Program = { name: 'uniq', summary: 'show neighbouring equal lines once', run };
