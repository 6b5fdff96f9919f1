// Where a command's streams go: its redirections opened, and written down when it is done.
import { expandText, type Expansion } from './expand.ts';
import type { Run } from './effect.ts';
import { resolvePath, type FileTrouble } from './files.ts';
import type { Further, Sink, Source, Streams } from './pipe.ts';
import { homeOf, type Session } from './program.ts';
import type { Redirection } from './syntax.ts';

export interface Led extends Streams {
  readonly further: ReadonlyMap<number, Further>;
  readonly files: readonly { readonly name: string; readonly path: string; readonly sink: Sink }[];
}

const notOpen = 'Bad file descriptor';

/** A file that a stream cannot be led to or from. */
export interface Unopened {
  readonly file: string;
  readonly why: FileTrouble | typeof notOpen;
  readonly isRead: boolean;
}

/** bash's words for it. */
export const unopened = ({ file, why }: Unopened): string => `${file}: ${why}`;

/** The devices that stand for a stream of the command itself. */
const streams: Readonly<Record<string, Sink>> = {
  '/dev/stdout': { type: 'out' },
  '/dev/stderr': { type: 'err' },
  '/dev/fd/1': { type: 'out' },
  '/dev/fd/2': { type: 'err' },
  '/proc/1/fd/1': { type: 'out' },
  '/proc/1/fd/2': { type: 'err' },
  '/proc/self/fd/1': { type: 'out' },
  '/proc/self/fd/2': { type: 'err' },
};

export function* streamsOf(
  redirections: readonly Redirection[],
  session: Session,
  expansion: Expansion,
): Run<Led | Unopened> {
  const { state } = expansion;
  let input: Source | undefined;
  const sinks = new Map<number, Sink>([
    [1, { type: 'out' }],
    [2, { type: 'err' }],
  ]);
  const further = new Map<number, Further>();
  const lead = (from: number, sink: Sink): void => {
    sinks.set(from, sink);
    if (from > 2) further.set(from, { sink });
  };
  const close = (from: number): void => {
    if (from > 2) further.set(from, undefined);
    else if (from === 0) input = { text: '' };
    else sinks.set(from, { type: 'text', text: '' });
  };
  const feed = (from: number, source: Source): void => {
    if (from === 0) input = source;
    else further.set(from, { source });
  };
  const files: { name: string; path: string; sink: Sink }[] = [];
  for (const { from, kind, word } of redirections) {
    const name = yield* expandText(word, expansion);
    if (kind === 'here') {
      feed(from, { text: name });
      continue;
    }
    if (kind === 'same') {
      const number = Number(name);
      const stream = further.has(number) ? further.get(number) : state.further.get(number);
      const sink =
        sinks.get(number) ??
        (stream !== undefined && 'sink' in stream ? ({ type: 'further', number } as const) : undefined);
      if (name === '-') close(from);
      else if (sink !== undefined && from !== 0) lead(from, sink);
      else if (stream !== undefined && 'source' in stream) feed(from, stream.source);
      else if (number !== from || from > 2) return { file: name, why: notOpen, isRead: from === 0 };
      continue;
    }
    const path = resolvePath(name, session.folder, homeOf(session));
    const device = Object.hasOwn(streams, path) ? streams[path] : undefined;
    if (kind === 'read') {
      const text = path === '/dev/null' ? '' : session.files.read(path);
      if (text === undefined) {
        const why = session.files.isFolder(path) ? 'Is a directory' : 'No such file or directory';
        return { file: name, why, isRead: true };
      }
      feed(from, { text });
    } else if (path === '/dev/null') {
      lead(from, { type: 'text', text: '' });
    } else if (device !== undefined) {
      lead(from, device);
    } else {
      const before = kind === 'append' ? (session.files.read(path) ?? '') : '';
      const trouble = session.files.write(path, before);
      if (trouble !== undefined) return { file: name, why: trouble, isRead: false };
      const sink: Sink = { type: 'text', text: before };
      lead(from, sink);
      files.push({ name, path, sink });
    }
  }
  return { input, out: sinks.get(1) as Sink, err: sinks.get(2) as Sink, further, files };
}
