// What stands on jq's command line. Source: the jq 1.7 manual. Deliberately absent: colours, modules (-L), --stream, --seq.
import type { Json } from '../../std/draft.ts';
import { setOwn } from '../../std/own.ts';
import { readWhole } from './read.ts';

export interface Options {
  /** Undefined where it stands in a file. */
  readonly program: string | undefined;
  readonly programFile: string | undefined;
  readonly files: readonly string[];
  readonly isNull: boolean;
  readonly isRawInput: boolean;
  readonly isSlurped: boolean;
  readonly isRaw: boolean;
  readonly isJoined: boolean;
  readonly isNulEnded: boolean;
  readonly isAscii: boolean;
  readonly sortsKeys: boolean;
  readonly indent: string;
  readonly tellsByExit: boolean;
  readonly named: Readonly<Record<string, Json>>;
  readonly positional: readonly Json[];
  /** Files whose content is a variable's value. */
  readonly read: readonly { readonly name: string; readonly file: string; readonly isRaw: boolean }[];
}

export type Parsed =
  | { readonly options: Options }
  | { readonly trouble: string }
  | { readonly shows: 'help' | 'version' };

const hint =
  'Use jq --help for help with command-line options,\nor see the jq manpage, or online docs  at https://jqlang.github.io/jq\n';

const letters: Readonly<Record<string, string>> = {
  'null-input': 'n',
  'raw-input': 'R',
  slurp: 's',
  compact: 'c',
  'compact-output': 'c',
  'raw-output': 'r',
  'join-output': 'j',
  'ascii-output': 'a',
  'sort-keys': 'S',
  'color-output': 'C',
  'monochrome-output': 'M',
  'exit-status': 'e',
  'from-file': 'f',
  help: 'h',
  version: 'V',
  tab: 't',
  'raw-output0': '0',
  unbuffered: 'M',
};

const indentMax = 7;

export function parseOptions(args: readonly string[]): Parsed {
  const flags = new Set<string>();
  const words: string[] = [];
  const named: { [name: string]: Json } = {};
  const positional: Json[] = [];
  const read: Options['read'][number][] = [];
  let indent = '  ';
  let rest: '' | 'args' | 'jsonargs' = '';
  let programs = 1;
  let endsOptions = false;
  const trouble = (message: string): Parsed => ({ trouble: `jq: ${message}\n${hint}` });
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    const take = (count: number): readonly string[] => args.slice(at + 1, (at += count) + 1);
    // What does not go on with a letter is a program: `-1`.
    if (endsOptions || !/^-[-A-Za-z]/.test(arg)) {
      if (programs > 0) {
        words.push(arg);
        programs -= 1;
      } else if (rest === 'args') positional.push(arg);
      else if (rest === 'jsonargs') {
        const value = readWhole(arg);
        if ('trouble' in value) return trouble('invalid JSON text passed to --jsonargs');
        positional.push(value.value);
      } else words.push(arg);
      continue;
    }
    if (arg === '--') {
      endsOptions = true;
      continue;
    }
    if (!arg.startsWith('--')) {
      for (const letter of arg.slice(1)) {
        if (!'nRscrjaSCMefhV'.includes(letter)) return trouble(`Unknown option: ${arg}`);
        flags.add(letter);
      }
      continue;
    }
    const name = arg.slice(2);
    if (name === 'arg' || name === 'argjson' || name === 'slurpfile' || name === 'rawfile') {
      const [key, value] = take(2);
      if (key === undefined || value === undefined) {
        const second = name === 'arg' ? 'value' : name === 'argjson' ? 'text' : 'filename';
        return trouble(`--${name} takes two parameters (e.g. --${name} varname ${second})`);
      }
      if (name === 'arg') setOwn(named, key, value);
      else if (name === 'argjson') {
        const json = readWhole(value);
        if ('trouble' in json) return trouble('invalid JSON text passed to --argjson');
        setOwn(named, key, json.value);
      } else read.push({ name: key, file: value, isRaw: name === 'rawfile' });
    } else if (name === 'indent') {
      const [count = ''] = take(1);
      if (!/^\d+$/.test(count)) return trouble('--indent takes a number');
      if (Number(count) > indentMax) return trouble('Cannot indent more than 7 characters');
      indent = ' '.repeat(Number(count));
    } else if (name === 'args' || name === 'jsonargs') rest = name;
    else if (Object.hasOwn(letters, name)) flags.add(letters[name] as string);
    else return trouble(`Unknown option: ${arg}`);
  }
  if (flags.has('h')) return { shows: 'help' };
  if (flags.has('V')) return { shows: 'version' };
  const [first, ...files] = words;
  if (first === undefined) return { trouble: `${usage}${hint}` };
  return {
    options: {
      program: flags.has('f') ? undefined : first,
      programFile: flags.has('f') ? first : undefined,
      files,
      isNull: flags.has('n'),
      isRawInput: flags.has('R'),
      isSlurped: flags.has('s'),
      isRaw: flags.has('r') || flags.has('j') || flags.has('0'),
      isJoined: flags.has('j'),
      isNulEnded: flags.has('0'),
      isAscii: flags.has('a'),
      sortsKeys: flags.has('S'),
      indent: flags.has('c') ? '' : flags.has('t') ? '\t' : indent,
      tellsByExit: flags.has('e'),
      named,
      positional,
      read,
    },
  };
}

export const usage =
  'Usage:\tjq [OPTIONS] FILTER [FILES...]\n\tjq [OPTIONS] --args FILTER [ARGUMENTS...]\n\tjq [OPTIONS] --jsonargs FILTER [JSON_VALUES...]\n';
