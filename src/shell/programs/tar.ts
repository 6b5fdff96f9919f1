// tar: files into an archive on the output or in a file, and out of one. What `kubectl cp` calls at the container's end.
// Source of words: GNU tar. Left out: links, owners, modes, and compression: `z` is heard and
// nothing is compressed.
import { SECOND_MS } from '../../std/time.ts';
import { bytesToText, textToBytes } from '../../std/byte-text.ts';
import { err, now, out, readAll, type ExitCode, type Run } from '../effect.ts';
import { makeFolders, resolvePath, type Files } from '../files.ts';
import { homeOf, type Program, type Session } from '../program.ts';
import { parseOptions } from './options.ts';
import { readArchive, writeArchive, type Entry } from './tar-format.ts';

const failed = 2;

function* below(files: Files, path: string, name: string): Generator<Entry> {
  const text = files.read(path);
  yield { path: name, text };
  if (text !== undefined) return;
  // Where a volume keeps its versions: what is in them comes by its own name.
  const names = (files.list(path) ?? []).filter((each) => !each.startsWith('..'));
  for (const each of names) yield* below(files, `${path === '/' ? '' : path}/${each}`, `${name}/${each}`);
}

function* create(names: readonly string[], folder: string, file: string, session: Session): Run<ExitCode> {
  const { files } = session;
  const entries: Entry[] = [];
  let code = 0;
  for (const name of names) {
    const path = resolvePath(name, folder, homeOf(session));
    if (files.read(path) === undefined && !files.isFolder(path)) {
      yield* err(`tar: ${name}: Cannot stat: No such file or directory\n`);
      code = failed;
      continue;
    }
    if (name.startsWith('/')) yield* err("tar: Removing leading `/' from member names\n");
    entries.push(...below(files, path, name.replace(/^\/+|\/+$/g, '') || '.'));
  }
  const archive = bytesToText(writeArchive(entries, (yield* now()) / SECOND_MS));
  if (file === '-') yield* out(archive);
  else {
    const trouble = files.write(resolvePath(file, session.folder, homeOf(session)), archive);
    if (trouble !== undefined) {
      yield* err(`tar: ${file}: Cannot open: ${trouble}\n`);
      return failed;
    }
  }
  if (code !== 0) yield* err('tar: Exiting with failure status due to previous errors\n');
  return code;
}

function* extract(
  entries: readonly Entry[],
  wanted: readonly string[],
  folder: string,
  verbose: boolean,
  session: Session,
): Run<ExitCode> {
  const { files } = session;
  let code = 0;
  for (const { path: name, text } of entries) {
    if (name.split('/').includes('..')) continue;
    if (wanted.length > 0 && !wanted.some((each) => name === each || name.startsWith(`${each}/`))) continue;
    const path = resolvePath(name, folder, '/');
    if (verbose) yield* out(`${name}\n`);
    if (text === undefined) {
      makeFolders(files, path);
      continue;
    }
    makeFolders(files, path.slice(0, path.lastIndexOf('/')) || '/');
    const trouble = files.write(path, text);
    if (trouble === undefined) continue;
    yield* err(`tar: ${name}: Cannot open: ${trouble}\n`);
    code = failed;
  }
  if (code !== 0) yield* err('tar: Exiting with failure status due to previous errors\n');
  return code;
}

function* run(args: readonly string[], session: Session): Run<ExitCode> {
  const [first = '', ...rest] = args;
  const given = /^[a-zA-Z]*[cxt]/.test(first) ? [`-${first}`, ...rest] : args;
  const known = given.filter((arg) => !/^--no-same|^--no-overwrite|^--warning/.test(arg));
  const options = parseOptions(known, {
    flags: 'cxtvmpokz',
    values: 'fC',
    long: { create: 'c', extract: 'x', list: 't', file: 'f', directory: 'C', verbose: 'v' },
  });
  if ('trouble' in options) {
    yield* err(`tar: ${options.trouble}\nTry 'tar --help' or 'tar --usage' for more information.\n`);
    return failed;
  }
  const file = options.value('f') ?? '-';
  const folder = resolvePath(options.value('C') ?? '.', session.folder, homeOf(session));
  if (!session.files.isFolder(folder)) {
    const why = session.files.read(folder) === undefined ? 'No such file or directory' : 'Not a directory';
    yield* err(
      `tar: ${options.value('C')}: Cannot open: ${why}\ntar: Error is not recoverable: exiting now\n`,
    );
    return failed;
  }
  if (options.has('c')) {
    if (options.words.length > 0) return yield* create(options.words, folder, file, session);
    yield* err('tar: Cowardly refusing to create an empty archive\n');
    return failed;
  }
  if (!options.has('x') && !options.has('t')) {
    yield* err("tar: You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\n");
    return failed;
  }
  const text =
    file === '-' ? yield* readAll() : session.files.read(resolvePath(file, session.folder, homeOf(session)));
  if (text === undefined) {
    yield* err(
      `tar: ${file}: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now\n`,
    );
    return failed;
  }
  const entries = text === '' ? [] : readArchive(textToBytes(text));
  if (entries === undefined) {
    yield* err(
      'tar: This does not look like a tar archive\ntar: Exiting with failure status due to previous errors\n',
    );
    return failed;
  }
  if (options.has('x')) return yield* extract(entries, options.words, folder, options.has('v'), session);
  yield* out(
    entries.map(({ path, text: content }) => `${path}${content === undefined ? '/' : ''}\n`).join(''),
  );
  return 0;
}

export const tar: Program = { name: 'tar', summary: 'put files into an archive, or take them out', run };
