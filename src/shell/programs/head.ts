// head and tail: the first or the last lines, and what is added to them.
import { bytesToText, textToBytes } from '../../std/byte-text.ts';
import { SECOND_MS } from '../../std/time.ts';
import { err, out, pause, type ExitCode, type Run } from '../effect.ts';
import { resolvePath } from '../files.ts';
import { homeOf, type Program, type Session } from '../program.ts';
import { eachLine, firstBytes, sourcesOf, wholeText } from './input.ts';
import { parseOptions } from './options.ts';
import { forever } from './sleep.ts';

interface Asked {
  readonly count: number;
  /** Counts bytes, not lines. */
  readonly bytes: boolean;
  /** `tail -n +5`: from that line on. */
  readonly fromStart: boolean;
  readonly words: readonly string[];
}

function askedOf(program: string, args: readonly string[]): Asked | { readonly trouble: string } {
  const spelled = args.map((arg) => (/^-\d+$/.test(arg) ? `-n${arg.slice(1)}` : arg));
  const parsed = parseOptions(spelled, {
    values: 'nc',
    flags: 'q',
    long: { lines: 'n', bytes: 'c', quiet: 'q' },
  });
  if ('trouble' in parsed) {
    return { trouble: `${program}: ${parsed.trouble}\nTry '${program} --help' for more information.\n` };
  }
  const bytes = parsed.has('c');
  const text = parsed.value('c') ?? parsed.value('n') ?? '10';
  if (!/^[+-]?\d{1,12}$/.test(text))
    return { trouble: `${program}: invalid number of ${bytes ? 'bytes' : 'lines'}: ‘${text}’\n` };
  const count = Number(text.replace(/^[+-]/, ''));
  return { count, bytes, fromStart: text.startsWith('+'), words: parsed.words };
}

function* heading(names: readonly string[], name: string): Run<void> {
  if (names.length > 1) yield* out(`${name === names[0] ? '' : '\n'}==> ${name} <==\n`);
}

function* runHead(args: readonly string[], session: Session): Run<ExitCode> {
  const asked = askedOf('head', args);
  if ('trouble' in asked) {
    yield* err(asked.trouble);
    return 1;
  }
  const { sources, failed } = yield* sourcesOf(
    'head',
    asked.words,
    session,
    "cannot open '",
    "' for reading",
  );
  for (const source of sources) {
    yield* heading(asked.words, source.name);
    if (asked.bytes) {
      yield* out(yield* firstBytes(source, asked.count));
      continue;
    }
    let left = asked.count;
    if (left === 0) continue;
    yield* eachLine(source, function* (line) {
      yield* out(line);
      left -= 1;
      return left > 0;
    });
  }
  return failed ? 1 : 0;
}

/** What is added to a file, as it is, and to one that is not there yet where it is to be waited for; for ever. */
function* follow(name: string | undefined, session: Session): Run<never> {
  if (name === undefined || name === '-' || name === '/dev/null') return yield* forever();
  const path = resolvePath(name, session.folder, homeOf(session));
  let seen = session.files.read(path);
  for (;;) {
    yield* pause(SECOND_MS);
    const text = session.files.read(path);
    if (text === undefined) continue;
    if (seen === undefined) yield* err(`tail: '${name}' has appeared;  following new file\n`);
    yield* out(text.startsWith(seen ?? '') ? text.slice(seen?.length ?? 0) : text);
    seen = text;
  }
}

function* runTail(all: readonly string[], session: Session): Run<ExitCode> {
  const follows = all.some((arg) => /^-\d*n?[fF]$|^--follow/.test(arg));
  const waits = all.some((arg) => /^-\d*n?F$|^--retry$/.test(arg));
  const args = all
    .map((arg) => (/^-\d+[fF]$/.test(arg) ? arg.slice(0, -1) : arg))
    .filter((arg) => !/^-[fF]$|^--(follow|retry$)/.test(arg));
  const asked = askedOf('tail', args);
  if ('trouble' in asked) {
    yield* err(asked.trouble);
    return 1;
  }
  const { sources, failed } = yield* sourcesOf(
    'tail',
    asked.words,
    session,
    "cannot open '",
    "' for reading",
  );
  for (const source of sources) {
    yield* heading(asked.words, source.name);
    const text = yield* wholeText(source);
    if (asked.bytes) {
      const all = textToBytes(text);
      const from = asked.fromStart ? Math.max(0, asked.count - 1) : Math.max(0, all.length - asked.count);
      yield* out(bytesToText(all.subarray(from)));
      continue;
    }
    const lines = text === '' ? [] : text.split(/(?<=\n)/);
    const shown = asked.fromStart
      ? lines.slice(Math.max(0, asked.count - 1))
      : asked.count === 0
        ? []
        : lines.slice(-asked.count);
    yield* out(shown.join(''));
  }
  if (!follows) return failed ? 1 : 0;
  if (waits || sources.length > 0) yield* follow(asked.words.at(-1), session);
  yield* err('tail: no files remaining\n');
  return failed ? 1 : 0;
}

export const head: Program = { name: 'head', summary: 'show the first lines', run: runHead };
export const tail: Program = { name: 'tail', summary: 'show the last lines', run: runTail };
