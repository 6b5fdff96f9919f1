// stat: what is known of a file, in a form that is asked for. Source: coreutils, stat.c. Files have no inodes or times here, so that
// without a form there is nothing to say.
import { byteLength } from '../../std/byte-text.ts';
import { err, out, type ExitCode, type Run } from '../effect.ts';
import { resolvePath } from '../files.ts';
import { homeOf, type Program, type Session } from '../program.ts';
import { plainFile, plainOwner } from './ls.ts';
import { parseOptions } from './options.ts';

/** `drwxr-sr-t` as `3755`. */
export function octalMode(text: string): string {
  const bits = [...text.slice(1)];
  const special = (bits[2] === 's' ? 4 : 0) + (bits[5] === 's' ? 2 : 0) + (bits[8] === 't' ? 1 : 0);
  const triple = (at: number) =>
    bits.slice(at, at + 3).reduce((sum, letter, place) => sum + (letter === '-' ? 0 : 4 >> place), 0);
  return `${special === 0 ? '' : special}${triple(0)}${triple(3)}${triple(6)}`;
}

const folderBytes = 4_096;

function formed(form: string, session: Session, path: string, name: string, follows: boolean): string {
  const { files, ownerOf } = session;
  const { user, group, mode: folderMode, fileMode = plainFile, link } = ownerOf?.(path) ?? plainOwner;
  const isFolder = files.isFolder(path);
  const isLink = link !== undefined && !follows;
  const mode = isLink ? 'lrwxrwxrwx' : isFolder ? folderMode : fileMode;
  const bytes = isLink ? link.length : isFolder ? folderBytes : byteLength(files.read(path) ?? '');
  const type = isLink ? 'symbolic link' : isFolder ? 'directory' : 'regular file';
  const ids: Readonly<Record<string, string>> = { root: '0', nobody: '65534' };
  const values: Readonly<Record<string, string>> = {
    a: octalMode(mode),
    A: mode,
    n: name,
    N: isLink ? `'${name}' -> '${link}'` : `'${name}'`,
    s: String(bytes),
    U: user,
    u: ids[user] ?? user,
    G: group,
    g: ids[group] ?? group,
    F: type,
    '%': '%',
  };
  return form.replace(/%(.)/g, (whole, letter: string) =>
    Object.hasOwn(values, letter) ? (values[letter] ?? '') : whole,
  );
}

function* run(args: readonly string[], session: Session): Run<ExitCode> {
  const options = parseOptions(args, {
    flags: 'L',
    values: 'c',
    long: { format: 'c', dereference: 'L' },
  });
  if ('trouble' in options) {
    yield* err(`stat: ${options.trouble}\nTry 'stat --help' for more information.\n`);
    return 1;
  }
  const form = options.value('c');
  if (options.words.length === 0 || form === undefined) {
    yield* err(
      `stat: ${form === undefined ? 'only forms are known: stat -c FORMAT FILE' : 'missing operand'}\n`,
    );
    return 1;
  }
  let code: ExitCode = 0;
  for (const name of options.words) {
    const path = resolvePath(name, session.folder, homeOf(session));
    if (session.files.isFolder(path) || session.files.read(path) !== undefined) {
      yield* out(`${formed(form, session, path, name, options.has('L'))}\n`);
    } else {
      yield* err(`stat: cannot stat '${name}': No such file or directory\n`);
      code = 1;
    }
  }
  return code;
}

export const stat: Program = { name: 'stat', summary: 'show what is known of a file', run };
