// How the small programs of BusyBox speak, where they do it otherwise than GNU's: what they complain of, and how ls lists.
// Source: busybox 1.36, coreutils/ls.c, libbb/xfuncs_printf.c.
import type { Effect, ExitCode, Run } from '../shell/effect.ts';
import type { Program } from '../shell/program.ts';
import type { Unopened } from '../shell/redirect.ts';
import { getOwn } from '../std/own.ts';

const words: readonly (readonly [RegExp, string])[] = [
  [/^(\w+): cannot access '(.*)': /, '$1: $2: '],
  [/^stat: cannot stat/, "stat: can't stat"],
  [/^(\w+): cannot remove '(.*)': /, "$1: can't remove '$2': "],
  [/^(\w+): cannot create directory ‘(.*)’: /, "$1: can't create directory '$2': "],
  [/^(head): cannot open '(.*)' for reading: /, '$1: $2: '],
  [/^(tail): cannot open '(.*)' for reading: /, "$1: can't open '$2': "],
  [/^(sed): can't read ([^ ]+): /, '$1: $2: '],
  [/^(tail): '(.*)' has appeared; {2}following new file/, '$1: $2 has appeared; following end of new file'],
  [/^tail: no files remaining/, 'tail: no files'],
  [
    /^(?!cut|grep|head|ls|mkdir|rm|sed|wc|sh|ash)(\w+): ([^ ]+): (?=No such file or directory)/,
    "$1: can't open '$2': ",
  ],
  [/^sleep: invalid time interval '(.*)'\n[^]*/, "sleep: invalid number '$1'\n"],
];

const release = 'BusyBox v1.36.1 (2023-05-18 22:34:17 UTC) multi-call binary.';

/** What comes after the name in the first line of a program's usage. */
const usages: Readonly<Record<string, string>> = {
  cat: '[-nbvteA] [FILE]...',
  cp: '[-arPLHpfinlsTu] SOURCE DEST',
  grep: '[-HhnlLoqvsrRiwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]...',
  head: '[OPTIONS] [FILE]...',
  ls: '[-1AaCxdLHRFplinshrSXvctu] [-w WIDTH] [FILE]...',
  mkdir: '[-m MODE] [-p] DIRECTORY...',
  rm: '[-irf] FILE...',
  sleep: '[N]...',
  sort: '[-nrughMcszbdfiokt] [-o FILE] [-k START[.OFS][OPTS][,END[.OFS][OPTS]] [-t CHAR] [FILE]...',
  tail: '[OPTIONS] [FILE]...',
  wc: '[-clwL] [FILE]...',
};

const asks = /^(\w+): (?!unrecognized|invalid|option)[^]*\nTry '\w+ --help' for more information\.\n$/;
const tries = /^Try '(\w+) --help' for more information\.\n/m;

/** Who was called wrongly says how it is called. */
function used(text: string): string {
  const name = (/^Usage: (\w+) /.exec(text) ?? tries.exec(text))?.[1] ?? '';
  const usage = getOwn(usages, name);
  if (usage === undefined) return text;
  const how = `${release}\n\nUsage: ${name} ${usage}\n`;
  return asks.test(text) || text.startsWith('Usage: ') ? how : text.replace(tries, how);
}

function complained(text: string): string {
  const found = words.find(([pattern]) => pattern.test(text));
  return found === undefined ? used(text) : text.replace(found[0], found[1]);
}

const listed = /^([-dl]\S{9}) +(\d+) (\S+) +(\S+) +(\S+) (?=\w{3} )/gm;

/** The columns of `ls -l` have widths of their own. */
function listing(text: string): string {
  return text.replace(
    listed,
    (_, mode: string, links: string, user: string, group: string, size: string) =>
      `${mode} ${links.padStart(4)} ${user.padEnd(8)} ${group.padEnd(8)} ${size.padStart(9)} `,
  );
}

function spoken(effect: Effect, name: string): Effect {
  if (effect.type === 'err') return { ...effect, text: complained(effect.text) };
  return effect.type === 'out' && name === 'ls' ? { ...effect, text: listing(effect.text) } : effect;
}

/** Source: busybox 1.36, shell/ash.c, openredirect. */
export function unopenedByAsh({ file, why, isRead }: Unopened): string {
  const isMissing = why === 'No such file or directory';
  const words = isRead ? 'no such file' : 'nonexistent directory';
  return `can't ${isRead ? 'open' : 'create'} ${file}: ${isMissing ? words : why}`;
}

/** GNU's ls tells by its code how bad it was, grep what it found. */
const failure = (code: ExitCode, name: string): ExitCode => (name === 'ls' ? Math.min(code, 1) : code);

/** The program in BusyBox's words. */
export function busybox(program: Program): Program {
  const { name } = program;
  return {
    ...program,
    *run(args, session): Run<ExitCode> {
      const run = program.run(args, session);
      let step = run.next();
      while (step.done !== true) step = run.next(yield spoken(step.value, name));
      return failure(step.value, name);
    },
  };
}
