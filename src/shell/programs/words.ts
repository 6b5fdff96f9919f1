// Small programs over their words: basename, dirname, base64, true, false, pwd, printenv, yes. Source: coreutils.
import { base64ToBytes, bytesToBase64 } from '../../std/base64.ts';
import { bytesToText, textToBytes } from '../../std/byte-text.ts';
import { err, out, type ExitCode, type Run } from '../effect.ts';
import type { Program, Session } from '../program.ts';
import { sourcesOf, wholeText } from './input.ts';

function of(
  name: string,
  summary: string,
  text: (args: readonly string[], session: Session) => string,
): Program {
  return {
    name,
    summary,
    *run(args, session): Run<ExitCode> {
      yield* out(text(args, session));
      return 0;
    },
  };
}

function ends(name: string, code: ExitCode): Program {
  return {
    name,
    summary: code === 0 ? 'do nothing, with success' : 'do nothing, without success',
    *run(): Run<ExitCode> {
      yield* out('');
      return code;
    },
  };
}

function* runBase64(args: readonly string[], session: Session): Run<ExitCode> {
  const names = args.filter((arg) => !arg.startsWith('-') && !/^\d+$/.test(arg));
  const { sources, failed } = yield* sourcesOf('base64', names.slice(0, 1), session);
  const [source] = sources;
  if (failed || source === undefined) return 1;
  const text = yield* wholeText(source);
  if (args.some((arg) => ['-d', '-D', '--decode'].includes(arg))) {
    const decoded = base64ToBytes(text.replace(/\s/g, ''));
    if ('badAt' in decoded) {
      yield* err('base64: invalid input\n');
      return 1;
    }
    yield* out(bytesToText(decoded.bytes));
    return 0;
  }
  const encoded = bytesToBase64(textToBytes(text));
  const isOneLine = args.includes('-w0') || args.includes('--wrap=0') || args.join(' ').includes('-w 0');
  yield* out(isOneLine ? encoded : encoded.replace(/.{1,76}/g, '$&\n'));
  return 0;
}

function* runPrintenv(names: readonly string[], { environment }: Session): Run<ExitCode> {
  if (names.length === 0) {
    for (const [each, value] of environment) yield* out(`${each}=${value}\n`);
    return 0;
  }
  const values = names.flatMap((name) => environment.get(name) ?? []);
  for (const value of values) yield* out(`${value}\n`);
  return Number(values.length < names.length);
}

function* runYes(args: readonly string[]): Run<ExitCode> {
  for (;;) yield* out(`${args.length === 0 ? 'y' : args.join(' ')}\n`);
}

export const basename = of('basename', 'the last part of a path', ([path = '', suffix = '']) => {
  const name = path.replace(/\/+$/, '').replace(/^.*\//, '') || '/';
  return `${suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`;
});
export const dirname = of('dirname', 'a path without its last part', ([path = '']) => {
  const folder = path.replace(/\/+$/, '').replace(/\/?[^/]*$/, '');
  return `${folder === '' ? (path.startsWith('/') ? '/' : '.') : folder}\n`;
});
export const pwd = of('pwd', 'show the folder that we are in', (_, { folder }) => `${folder}\n`);
export const succeed = ends('true', 0);
export const fail = ends('false', 1);
export const base64: Program = { name: 'base64', summary: 'encode and decode', run: runBase64 };
export const printenv: Program = { name: 'printenv', summary: 'show variables', run: runPrintenv };
export const yes: Program = { name: 'yes', summary: 'say yes for ever', run: runYes };
