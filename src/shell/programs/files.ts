// Programs for files: cat, rm, mkdir, echo.
import { err, out, type ExitCode, type Run } from '../effect.ts';
import { resolvePath } from '../files.ts';
import { homeOf, type Program, type Session } from '../program.ts';
import { sourcesOf } from './input.ts';
import { parseOptions, type Options } from './options.ts';

function* refused(program: string, trouble: string): Run<ExitCode> {
  yield* err(`${program}: ${trouble}\nTry '${program} --help' for more information.\n`);
  return 1;
}

function pathOf(name: string, session: Session): string {
  return resolvePath(name, session.folder, homeOf(session));
}

function* runCat(args: readonly string[], session: Session): Run<ExitCode> {
  const parsed = parseOptions(args, { flags: 'n', long: { number: 'n' } });
  if ('trouble' in parsed) return yield* refused('cat', parsed.trouble);
  const { sources, failed } = yield* sourcesOf('cat', parsed.words, session);
  let number = 0;
  for (const source of sources) {
    for (let piece = yield* source.read(); piece !== undefined; piece = yield* source.read()) {
      if (parsed.has('n')) {
        const lines = piece.split(/(?<=\n)/);
        yield* out(lines.map((line) => `${String((number += 1)).padStart(6)}\t${line}`).join(''));
      } else yield* out(piece);
    }
  }
  return failed ? 1 : 0;
}

function* runRm(args: readonly string[], session: Session): Run<ExitCode> {
  const parsed: Options | { readonly trouble: string } = parseOptions(args, {
    flags: 'rRf',
    long: { recursive: 'r', force: 'f' },
  });
  if ('trouble' in parsed) return yield* refused('rm', parsed.trouble);
  if (parsed.words.length === 0 && !parsed.has('f')) return yield* refused('rm', 'missing operand');
  let code = 0;
  for (const name of parsed.words) {
    const path = pathOf(name, session);
    const recursive = parsed.has('r') || parsed.has('R');
    if (session.files.isFolder(path) && !recursive) {
      yield* err(`rm: cannot remove '${name}': Is a directory\n`);
      code = 1;
      continue;
    }
    const trouble = session.files.remove(path);
    if (trouble !== undefined && !parsed.has('f')) {
      yield* err(`rm: cannot remove '${name}': ${trouble}\n`);
      code = 1;
    }
  }
  return code;
}

function* runMkdir(args: readonly string[], session: Session): Run<ExitCode> {
  const parsed = parseOptions(args, { flags: 'p', long: { parents: 'p' } });
  if ('trouble' in parsed) return yield* refused('mkdir', parsed.trouble);
  if (parsed.words.length === 0) return yield* refused('mkdir', 'missing operand');
  let code = 0;
  for (const name of parsed.words) {
    const path = pathOf(name, session);
    const parts = path.split('/').slice(1);
    const wanted = parsed.has('p') ? parts.map((_, at) => `/${parts.slice(0, at + 1).join('/')}`) : [path];
    for (const folder of wanted) {
      if (parsed.has('p') && session.files.isFolder(folder)) continue;
      const trouble = session.files.makeFolder(folder);
      if (trouble === undefined) continue;
      yield* err(`mkdir: cannot create directory ‘${name}’: ${trouble}\n`);
      code = 1;
      break;
    }
  }
  return code;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\', r: '\r' };

function* runEcho(args: readonly string[]): Run<ExitCode> {
  const words = [...args];
  let newline = '\n';
  let escaped = false;
  while (/^-[neE]+$/.test(words[0] ?? '')) {
    const letters = words.shift() ?? '';
    if (letters.includes('n')) newline = '';
    if (letters.includes('e')) escaped = true;
  }
  const text = words.join(' ');
  yield* out(
    (escaped ? text.replace(/\\([nt\\r])/g, (_, letter: string) => escapes[letter] ?? letter) : text) +
      newline,
  );
  return 0;
}

export const cat: Program = { name: 'cat', summary: 'show files', run: runCat };
export const rm: Program = { name: 'rm', summary: 'remove files', run: runRm };
export const mkdir: Program = { name: 'mkdir', summary: 'make a folder', run: runMkdir };
export const echo: Program = { name: 'echo', summary: 'show its words', run: runEcho };
