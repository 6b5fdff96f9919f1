// paste: lines of several files beside each other, or all of one in one line. Source: POSIX paste.
import { err, out, type ExitCode, type Run } from '../effect.ts';
import type { Program, Session } from '../program.ts';
import { sourcesOf, wholeText } from './input.ts';
import { parseOptions } from './options.ts';

function* run(args: readonly string[], session: Session): Run<ExitCode> {
  const parsed = parseOptions(args, { flags: 's', values: 'd' });
  if ('trouble' in parsed) {
    yield* err(`paste: ${parsed.trouble}\n`);
    return 1;
  }
  const { sources, failed } = yield* sourcesOf('paste', parsed.words, session);
  const files: (readonly string[])[] = [];
  for (const source of sources) files.push((yield* wholeText(source)).replace(/\n$/, '').split('\n'));
  const delimiters = (parsed.value('d') ?? '\t').replaceAll('\\t', '\t').replaceAll('\\n', '\n');
  const joined = (words: readonly string[]): string =>
    words.reduce((line, word, at) => `${line}${delimiters.charAt((at - 1) % delimiters.length)}${word}`);
  if (parsed.has('s')) for (const lines of files) yield* out(`${joined(lines)}\n`);
  else {
    const count = Math.max(0, ...files.map(({ length }) => length));
    for (let at = 0; at < count; at++) yield* out(`${joined(files.map((lines) => lines[at] ?? ''))}\n`);
  }
  return Number(failed);
}

export const paste: Program = { name: 'paste', summary: 'put lines beside each other', run };
