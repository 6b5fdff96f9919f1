// The terminal's files: a small tree in memory. The page drops files into it and keeps it; the shell reads and writes it.
// Paths are absolute and normal (`/home/dev/web.yaml`). Deliberately absent: permissions, links, times.
import { limits } from '../std/limits.ts';
import { utf8Length } from '../std/utf8.ts';

export interface Files {
  /** The text of a file, or undefined where there is none. */
  read(path: string): string | undefined;
  /** Writes a file whole; its folder has to be there. The answer says what is wrong, in the words of errno. */
  write(path: string, text: string): FileTrouble | undefined;
  /** Removes a file, or a folder with all that is in it. */
  remove(path: string): FileTrouble | undefined;
  makeFolder(path: string): FileTrouble | undefined;
  isFolder(path: string): boolean;
  /** Names in a folder, sorted; undefined where there is no such folder. */
  list(path: string): readonly string[] | undefined;
}

export type FileTrouble =
  | 'No such file or directory'
  | 'Is a directory'
  | 'Not a directory'
  | 'File exists'
  | 'File too large'
  | 'Read-only file system'
  | 'Disk quota exceeded';

/** Files and folders of a tree together. */
const entriesMax = 1_000;

/** A tree with these files (path to text) and the folders that they need. */
export function createFiles(initial: Readonly<Record<string, string>> = {}): Files {
  const files = new Map<string, string>();
  const folders = new Set<string>(['/']);

  const full = () => files.size + folders.size >= entriesMax;

  const makeFolder = (path: string): FileTrouble | undefined => {
    if (files.has(path) || folders.has(path)) return 'File exists';
    if (!folders.has(folderOf(path))) return 'No such file or directory';
    if (full()) return 'Disk quota exceeded';
    folders.add(path);
    return undefined;
  };

  const write = (path: string, text: string): FileTrouble | undefined => {
    if (folders.has(path)) return 'Is a directory';
    if (!folders.has(folderOf(path))) return 'No such file or directory';
    if (utf8Length(text) > limits.terminalOutputBytesMax) return 'File too large';
    if (!files.has(path) && full()) return 'Disk quota exceeded';
    files.set(path, text);
    return undefined;
  };

  const remove = (path: string): FileTrouble | undefined => {
    if (files.delete(path)) return undefined;
    if (!folders.has(path) || path === '/') return 'No such file or directory';
    const inside = `${path}/`;
    for (const file of [...files.keys()]) if (file.startsWith(inside)) files.delete(file);
    for (const folder of [...folders]) if (folder.startsWith(inside)) folders.delete(folder);
    folders.delete(path);
    return undefined;
  };

  const list = (path: string): readonly string[] | undefined => {
    if (!folders.has(path)) return undefined;
    const inside = path === '/' ? '/' : `${path}/`;
    const names = [...files.keys(), ...folders]
      .filter(
        (entry) => entry !== '/' && entry.startsWith(inside) && !entry.slice(inside.length).includes('/'),
      )
      .map((entry) => entry.slice(inside.length));
    return names.sort();
  };

  for (const [path, text] of Object.entries(initial)) {
    const parts = path.split('/').slice(1, -1);
    parts.forEach((_, index) => makeFolder(`/${parts.slice(0, index + 1).join('/')}`));
    write(path, text);
  }
  return {
    read: (path) => files.get(path),
    write,
    remove,
    makeFolder,
    isFolder: (path) => folders.has(path),
    list,
  };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** Makes a folder and those that it is in; what is there already stays. */
export function makeFolders(files: Files, path: string): void {
  const parts = path.split('/').slice(1);
  parts.forEach((_, at) => files.makeFolder(`/${parts.slice(0, at + 1).join('/')}`));
}

/** The absolute, normal form of a path: `..` and `.` resolved, `~` the home folder. */
export function resolvePath(path: string, folder: string, home: string): string {
  const whole =
    path === '~' || path.startsWith('~/')
      ? home + path.slice(1)
      : path.startsWith('/')
        ? path
        : `${folder}/${path}`;
  const parts: string[] = [];
  for (const part of whole.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
