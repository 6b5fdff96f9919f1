// cp, mv, touch, tee, ln and what only changes who may do what, which these files do not know. Source of words: coreutils.
import { err, out, read, type ExitCode, type Run } from '../effect.ts';
import { resolvePath, type FileTrouble } from '../files.ts';
import { homeOf, type Program, type Session } from '../program.ts';
import { parseOptions } from './options.ts';

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function copied({ files }: Session, from: string, to: string): FileTrouble | undefined {
  const text = files.read(from);
  if (text !== undefined) return files.write(to, text);
  if (!files.isFolder(to)) {
    const trouble = files.makeFolder(to);
    if (trouble !== undefined) return trouble;
  }
  for (const name of files.list(from) ?? []) {
    const trouble = copied({ files } as Session, `${from}/${name}`, `${to}/${name}`);
    if (trouble !== undefined) return trouble;
  }
  return undefined;
}

function copying(program: 'cp' | 'mv'): Program['run'] {
  return function* (args, session): Run<ExitCode> {
    const options = parseOptions(args, {
      flags: 'rRafpvnuTt',
      long: { recursive: 'r', force: 'f', archive: 'a' },
    });
    if ('trouble' in options || options.words.length < 2) {
      yield* err(`${program}: ${'trouble' in options ? options.trouble : 'missing file operand'}\n`);
      return 1;
    }
    const pathOf = (name: string): string => resolvePath(name, session.folder, homeOf(session));
    const { files } = session;
    const sources = options.words.slice(0, -1);
    const last = options.words.at(-1) ?? '';
    const target = pathOf(last);
    let code = 0;
    for (const name of sources) {
      const from = pathOf(name);
      const isFolder = files.isFolder(from);
      const recursive = program === 'mv' || options.has('r') || options.has('R') || options.has('a');
      let trouble: string | undefined;
      if (!isFolder && files.read(from) === undefined)
        trouble = `cannot stat '${name}': No such file or directory`;
      else if (isFolder && !recursive) trouble = `-r not specified; omitting directory '${name}'`;
      else if (isFolder && `${target}/`.startsWith(`${from}/`))
        trouble = `cannot copy a directory, '${name}', into itself, '${last}'`;
      else {
        const to = files.isFolder(target) ? `${target === '/' ? '' : target}/${baseOf(from)}` : target;
        const why = copied(session, from, to);
        if (why !== undefined) trouble = `cannot create regular file '${last}': ${why}`;
        else if (program === 'mv' && to !== from) files.remove(from);
      }
      if (trouble === undefined) continue;
      yield* err(`${program}: ${trouble}\n`);
      code = 1;
    }
    return code;
  };
}

function* runTouch(args: readonly string[], session: Session): Run<ExitCode> {
  const { files } = session;
  let code = 0;
  for (const name of args.filter((arg) => !arg.startsWith('-'))) {
    const path = resolvePath(name, session.folder, homeOf(session));
    if (files.isFolder(path)) continue;
    const trouble = files.write(path, files.read(path) ?? '');
    if (trouble === undefined) continue;
    yield* err(`touch: cannot touch '${name}': ${trouble}\n`);
    code = 1;
  }
  return code;
}

function* runTee(args: readonly string[], session: Session): Run<ExitCode> {
  const names = args.filter((arg) => !arg.startsWith('-') && arg !== '/dev/null');
  const appends = args.includes('-a');
  const paths = names.map((name) => resolvePath(name, session.folder, homeOf(session)));
  const texts = paths.map((path) => (appends ? (session.files.read(path) ?? '') : ''));
  let code = 0;
  for (let piece = yield* read(); piece !== undefined; piece = yield* read()) {
    yield* out(piece);
    texts.forEach((text, at) => (texts[at] = text + piece));
  }
  for (const [at, path] of paths.entries()) {
    const trouble = session.files.write(path, texts[at] ?? '');
    if (trouble === undefined) continue;
    yield* err(`tee: ${names[at]}: ${trouble}\n`);
    code = 1;
  }
  return code;
}

function* runLn(args: readonly string[], session: Session): Run<ExitCode> {
  const [from = '', to = ''] = args.filter((arg) => !arg.startsWith('-'));
  const path = (name: string): string => resolvePath(name, session.folder, homeOf(session));
  const target = session.files.isFolder(path(to)) ? `${path(to)}/${baseOf(from)}` : path(to);
  const text = session.files.read(path(from));
  if (text !== undefined) session.files.write(target, text);
  yield* out('');
  return 0;
}

function* nothing(): Run<ExitCode> {
  yield* out('');
  return 0;
}

export const cp: Program = { name: 'cp', summary: 'copy files', run: copying('cp') };
export const mv: Program = { name: 'mv', summary: 'move files', run: copying('mv') };
export const touch: Program = { name: 'touch', summary: 'make an empty file', run: runTouch };
export const tee: Program = { name: 'tee', summary: 'write the input to files, too', run: runTee };
export const ln: Program = { name: 'ln', summary: 'give a file another name', run: runLn };
export const chmod: Program = { name: 'chmod', summary: 'change who may do what', run: nothing };
export const chown: Program = { name: 'chown', summary: 'change whose a file is', run: nothing };
export const sync: Program = { name: 'sync', summary: 'write everything down', run: nothing };
