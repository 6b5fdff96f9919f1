// ls: the files of a folder, by name or with all that is known of them. Source: coreutils. These files know no mode or time
// of their own, and of their owner what the session knows: they are root's, and of now.
import { byteLength } from '../../std/byte-text.ts';
import { formatTime } from '../../std/time.ts';
import { err, now, out, type ExitCode, type Run } from '../effect.ts';
import { resolvePath } from '../files.ts';
import { homeOf, type FileOwner, type Program, type Session } from '../program.ts';
import { parseOptions, type Options } from './options.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const folderBytes = 4_096;

interface Row {
  readonly name: string;
  readonly bytes: number;
  readonly isFolder: boolean;
  readonly owner: FileOwner;
}

/** What nobody says otherwise of. */
export const plainFile = '-rw-r--r--';
export const plainOwner: FileOwner = { user: 'root', group: 'root', mode: 'drwxr-xr-x' };

/** @param follows shows what a link leads to in its place */
function rowOf({ files, ownerOf }: Session, path: string, name: string, follows: boolean): Row {
  const isFolder = files.isFolder(path);
  const { link, ...rest } = ownerOf?.(path) ?? plainOwner;
  const isLink = link !== undefined && !follows;
  const bytes = isLink ? link.length : isFolder ? folderBytes : byteLength(files.read(path) ?? '');
  return { name, isFolder, bytes, owner: isLink ? { ...rest, link } : rest };
}

/** `4.0K`, `1.2M`. */
function readable(bytes: number): string {
  if (bytes < 1_024) return String(bytes);
  const units = ['K', 'M', 'G'];
  let amount = bytes / 1_024;
  let unit = 0;
  for (; amount >= 1_024 && unit < units.length - 1; unit++) amount /= 1_024;
  return `${amount < 10 ? (Math.ceil(amount * 10) / 10).toFixed(1) : Math.ceil(amount)}${units[unit]}`;
}

function longRows(rows: readonly Row[], options: Options, at: number): string {
  const text = formatTime(at);
  const time = `${months[Number(text.slice(5, 7)) - 1]} ${String(Number(text.slice(8, 10))).padStart(2)} ${text.slice(11, 16)}`;
  const sizes = rows.map(({ bytes }) => (options.has('h') ? readable(bytes) : String(bytes)));
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(({ length }) => length));
  const width = widest(sizes);
  const userWidth = widest(rows.map(({ owner }) => owner.user));
  const groupWidth = widest(rows.map(({ owner }) => owner.group));
  return rows
    .map(({ name, isFolder, owner }, index) => {
      const { link } = owner;
      const mode =
        link !== undefined
          ? 'lrwxrwxrwx 1'
          : isFolder
            ? `${owner.mode} 2`
            : `${owner.fileMode ?? plainFile} 1`;
      const shown = link === undefined ? name : `${name} -> ${link}`;
      return `${mode} ${owner.user.padEnd(userWidth)} ${owner.group.padEnd(groupWidth)} ${(sizes[index] ?? '').padStart(width)} ${time} ${shown}\n`;
    })
    .join('');
}

function* show(rows: readonly Row[], options: Options): Run<void> {
  if (options.has('l')) yield* out(longRows(rows, options, yield* now()));
  else yield* out(rows.map(({ name }) => `${name}\n`).join(''));
}

function* folder(path: string, options: Options, session: Session): Run<void> {
  const { files } = session;
  const all = options.has('a') ? ['.', '..'] : [];
  const shown = [...all, ...(files.list(path) ?? [])].filter(
    (name) => options.has('a') || options.has('A') || !name.startsWith('.'),
  );
  const rows = shown.map((name) => rowOf(session, resolvePath(name, path, '/'), name, options.has('L')));
  if (options.has('l')) {
    const blocks = rows.reduce((total, { bytes }) => total + Math.ceil(bytes / folderBytes) * 4, 0);
    yield* out(`total ${blocks}\n`);
  }
  yield* show(rows, options);
}

function below(
  session: Session,
  options: Options,
  path: string,
  name: string,
): readonly (readonly [string, string])[] {
  const { files, ownerOf } = session;
  const inner = (files.list(path) ?? [])
    .filter((each) => options.has('a') || options.has('A') || !each.startsWith('.'))
    .map((each) => [each, resolvePath(each, path, '/')] as const)
    .filter(([, at]) => files.isFolder(at) && ownerOf?.(at).link === undefined);
  return [
    [path, name],
    ...inner.flatMap(([each, at]) => below(session, options, at, `${name === '/' ? '' : name}/${each}`)),
  ];
}

function* run(args: readonly string[], session: Session): Run<ExitCode> {
  const options = parseOptions(args, {
    flags: 'laA1RdhtrSFLn',
    long: { all: 'a', 'almost-all': 'A', recursive: 'R', directory: 'd', 'human-readable': 'h' },
  });
  if ('trouble' in options) {
    yield* err(`ls: ${options.trouble}\nTry 'ls --help' for more information.\n`);
    return 2;
  }
  const { files } = session;
  const names = options.words.length === 0 ? ['.'] : options.words;
  let code = 0;
  const plain: Row[] = [];
  const folders: (readonly [path: string, name: string])[] = [];
  for (const name of names) {
    const path = resolvePath(name, session.folder, homeOf(session));
    if (files.isFolder(path) && !options.has('d')) {
      folders.push(...(options.has('R') ? below(session, options, path, name) : [[path, name] as const]));
    } else if (files.isFolder(path) || files.read(path) !== undefined)
      plain.push(rowOf(session, path, name, options.has('L')));
    else {
      yield* err(`ls: cannot access '${name}': No such file or directory\n`);
      code = 2;
    }
  }
  yield* show(plain, options);
  for (const [at, [path, name]] of folders.entries()) {
    if (names.length > 1 || options.has('R'))
      yield* out(`${at > 0 || plain.length > 0 ? '\n' : ''}${name}:\n`);
    yield* folder(path, options, session);
  }
  return code;
}

export const ls: Program = { name: 'ls', summary: 'list the files of a folder', run };
