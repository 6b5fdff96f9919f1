// What the text programs read: the files that they are given, or standard input where there are none.
import { byteLength, bytesToText, textToBytes } from '../../std/byte-text.ts';
import { err, out, read, type Run } from '../effect.ts';
import { deviceAt } from '../devices.ts';
import { resolvePath } from '../files.ts';
import { homeOf, type Session } from '../program.ts';

export interface Source {
  readonly name: string;
  /** The next piece of its text, undefined at the end. */
  readonly read: () => Run<string | undefined>;
}

/** The sources that can be read; a message for each that cannot, with `verb` before the name and `end` behind it. */
export function* sourcesOf(
  program: string,
  names: readonly string[],
  session: Session,
  verb = '',
  end = '',
): Run<{ readonly sources: readonly Source[]; readonly failed: boolean }> {
  if (names.length === 0) return { sources: [{ name: '-', read }], failed: false };
  const sources: Source[] = [];
  let failed = false;
  for (const name of names) {
    if (name === '-') {
      sources.push({ name, read });
      continue;
    }
    const path = resolvePath(name, session.folder, homeOf(session));
    const device = deviceAt(path, session);
    if (device !== undefined) {
      sources.push({ name, read: device });
      continue;
    }
    const text = session.files.read(path);
    if (text === undefined) {
      const why = session.files.isFolder(path) ? 'Is a directory' : 'No such file or directory';
      yield* err(`${program}: ${verb}${name}${end}: ${why}\n`);
      failed = true;
      continue;
    }
    sources.push({ name, read: once(text) });
  }
  return { sources, failed };
}

function once(text: string): Source['read'] {
  let unread: string | undefined = text;
  return function* () {
    const piece = unread === '' ? undefined : unread;
    unread = undefined;
    yield* out('');
    return piece;
  };
}

/** Hands over the lines of a source, with their line breaks, as they come; stops when told so. */
export function* eachLine(source: Source, onLine: (line: string) => Run<boolean>): Run<void> {
  let rest = '';
  for (let piece = yield* source.read(); piece !== undefined; piece = yield* source.read()) {
    const lines = (rest + piece).split(/(?<=\n)/);
    rest = lines.at(-1)?.endsWith('\n') === true ? '' : (lines.pop() ?? '');
    for (const line of lines) if (!(yield* onLine(line))) return;
  }
  if (rest !== '') yield* onLine(rest);
}

/** The whole text of a source. */
export function* wholeText(source: Source): Run<string> {
  let text = '';
  for (let piece = yield* source.read(); piece !== undefined; piece = yield* source.read()) text += piece;
  return text;
}

/** The first bytes of a source, as text; no more of it is read than that. */
export function* firstBytes(source: Source, count: number): Run<string> {
  let text = '';
  for (let bytes = 0; bytes < count;) {
    const piece = yield* source.read();
    if (piece === undefined) break;
    text += piece;
    bytes += byteLength(piece);
  }
  return bytesToText(textToBytes(text).subarray(0, count));
}
