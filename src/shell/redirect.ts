// Where a command's streams go: its redirections opened, and written down when it is done.
import { expandText, type Expansion } from './expand.ts';
import type { Run } from './effect.ts';
import { resolvePath, type FileTrouble } from './files.ts';
import type { Sink, Streams } from './pipe.ts';
import { homeOf, type Session } from './program.ts';
import type { Redirection } from './syntax.ts';

export interface Led extends Streams {
  readonly files: readonly { readonly name: string; readonly path: string; readonly sink: Sink }[];
}

/** A file that a stream cannot be led to or from. */
export interface Unopened {
  readonly file: string;
  readonly why: FileTrouble;
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
  let input: string | undefined;
  const sinks: { 1: Sink; 2: Sink } = { 1: { type: 'out' }, 2: { type: 'err' } };
  const files: { name: string; path: string; sink: Sink }[] = [];
  for (const { from, kind, word } of redirections) {
    if (kind === 'same') {
      if (from === 1) sinks[1] = sinks[2];
      else sinks[2] = sinks[1];
      continue;
    }
    const name = yield* expandText(word, expansion);
    if (kind === 'here') {
      input = name;
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
      input = text;
    } else if (path === '/dev/null') {
      sinks[from as 1 | 2] = { type: 'text', text: '' };
    } else if (device !== undefined) {
      sinks[from as 1 | 2] = device;
    } else {
      const before = kind === 'append' ? (session.files.read(path) ?? '') : '';
      const trouble = session.files.write(path, before);
      if (trouble !== undefined) return { file: name, why: trouble, isRead: false };
      const sink: Sink = { type: 'text', text: before };
      sinks[from as 1 | 2] = sink;
      files.push({ name, path, sink });
    }
  }
  return { input, out: sinks[1], err: sinks[2], files };
}
