// The programs that a script may call, as far as what they print and how they end can be told without a disk and a network.
import { evaluate } from './arithmetic.ts';
import { dateText } from './date.ts';
import type { Shell } from './shell.ts';

/** Returns the exit code; nothing is 0. */
export type Command = (shell: Shell, args: readonly string[]) => number | undefined | void;

/** The variable that holds a pipe's input; no script can say its name. */
export const stdin = ' stdin';

/** Names of programs that no image has. */
export const notFound = /not-?found|non-?exist|does-not-exist|no-such|invalid-command|not-a-command|bogus/;

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** Milliseconds that `sleep` waits; undefined for ever, or `none` where it does not understand. */
function sleepMs(args: readonly string[]): number | undefined | 'none' {
  let total = 0;
  for (const arg of args) {
    if (/^inf(inity)?$/.test(arg)) return undefined;
    const match = /^(\d{1,9}(?:\.\d{1,3})?)([smhd]?)$/.exec(arg);
    if (match === null) return 'none';
    total += Math.round(Number(match[1]) * 1000) * (units[match[2] ?? ''] ?? 1);
  }
  return args.length === 0 ? 'none' : total;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', a: '', '0': '' };

function unescaped(text: string): string {
  return text.replace(/\\([ntra0\\])/g, (_, char: string) => escapes[char] ?? '');
}

function formatted(format: string, args: readonly string[]): string {
  let rest = [...args];
  let result = '';
  do {
    result += unescaped(format).replace(/%(-?\d*)([sdi%])/g, (_, width: string, kind: string) => {
      if (kind === '%') return '%';
      const value = rest.shift() ?? (kind === 's' ? '' : '0');
      const size = Math.min(Math.abs(Number(width)), 1000);
      return width.startsWith('-')
        ? value.padEnd(size)
        : value.padStart(size, width.startsWith('0') ? '0' : ' ');
    });
    if (!/%-?\d*[sdi]/.test(format)) rest = [];
  } while (rest.length > 0);
  return result;
}

const sequenceMax = 10_000;

function sequence(args: readonly string[]): string {
  const numbers = args.filter((arg) => /^-?\d{1,9}$/.test(arg)).map(Number);
  const first = numbers.length > 1 ? (numbers[0] as number) : 1;
  const step = numbers.length > 2 ? (numbers[1] as number) : 1;
  const last = numbers.at(-1) ?? 0;
  let text = '';
  if (step === 0) return text;
  for (
    let at = first, count = 0;
    (step > 0 ? at <= last : at >= last) && count < sequenceMax;
    at += step, count++
  )
    text += `${at}\n`;
  return text;
}

const inputOf = (shell: Shell): string => shell.variables.get(stdin) ?? '';

function filtered(keep: (lines: readonly string[], args: readonly string[]) => readonly string[]): Command {
  return (shell, args) => {
    const lines = inputOf(shell).split('\n').slice(0, -1);
    const kept = keep(lines, args);
    shell.write(kept.map((line) => `${line}\n`).join(''));
    return kept.length === 0 ? 1 : 0;
  };
}

const countOf = (args: readonly string[]): number => Number(/-n?(\d{1,6})/.exec(args.join(''))?.[1] ?? 10);

const codeOf = ({ status }: Shell, code: string | undefined): number =>
  code === undefined ? status : Number(code) & 255;

const quiet: Command = () => 0;
const brief =
  (ms: number): Command =>
  (shell) => {
    shell.pass(ms);
  };

export const builtins: ReadonlyMap<string, Command> = new Map<string, Command>([
  [
    'echo',
    (shell, args) => {
      const flags = args.findIndex((arg) => !/^-[neE]+$/.test(arg));
      const options = (flags < 0 ? args : args.slice(0, flags)).join('');
      const text = (flags < 0 ? [] : args.slice(flags)).join(' ');
      shell.write((options.includes('e') ? unescaped(text) : text) + (options.includes('n') ? '' : '\n'));
    },
  ],
  ['printf', (shell, [format = '', ...args]) => shell.write(formatted(format, args))],
  [
    'sleep',
    (shell, args) => {
      const ms = sleepMs(args);
      if (ms === undefined) return shell.forever();
      if (ms === 'none') {
        shell.write(args.length === 0 ? 'sleep: missing operand\n' : `sleep: invalid number '${args[0]}'\n`);
        return 1;
      }
      shell.pass(ms);
      return 0;
    },
  ],
  ['exit', (shell, [code]) => shell.exit(codeOf(shell, code))],
  ['return', (shell, [code]) => shell.exit(codeOf(shell, code))],
  ['break', (shell) => shell.jump('break')],
  ['continue', (shell) => shell.jump('continue')],
  ['true', quiet],
  [':', quiet],
  ['false', () => 1],
  ['date', (shell, args) => shell.write(`${dateText(shell.now, args)}\n`)],
  [
    'export',
    (shell, args) => {
      for (const arg of args) {
        const at = arg.indexOf('=');
        if (at > 0) shell.variables.set(arg.slice(0, at), arg.slice(at + 1));
      }
    },
  ],
  [
    'set',
    (shell, args) => {
      if (args.some((arg) => /^-\w*e/.test(arg))) shell.stopOnFailure();
    },
  ],
  [
    'exec',
    (shell, [name, ...args]) => {
      if (name === undefined) return 0;
      shell.execute(name, args);
      return shell.exit(shell.status);
    },
  ],
  [
    'let',
    (shell, args) => {
      for (const arg of args) {
        const [name = '', value = ''] = arg.split('=');
        const at = (variable: string) => shell.variables.get(variable) ?? '';
        shell.variables.set(name, String(evaluate(value, at)));
      }
    },
  ],
  [
    'expr',
    (shell, args) => {
      const value = evaluate(args.join(' ').replaceAll('\\', ''), () => '');
      shell.write(`${value}\n`);
      return value === 0 ? 1 : 0;
    },
  ],
  ['seq', (shell, args) => shell.write(sequence(args))],
  ['hostname', (shell) => shell.write(`${shell.variables.get('HOSTNAME') ?? ''}\n`)],
  ['whoami', (shell) => shell.write('root\n')],
  [
    'id',
    (shell, args) => shell.write(args.includes('-u') ? '0\n' : 'uid=0(root) gid=0(root) groups=0(root)\n'),
  ],
  ['uname', (shell, args) => shell.write(args.includes('-a') ? 'Linux 5.10 x86_64 GNU/Linux\n' : 'Linux\n')],
  ['pwd', (shell) => shell.write('/\n')],
  [
    'env',
    (shell) => {
      const shown = [...shell.variables].filter(([name]) => name !== stdin);
      shell.write(shown.map(([name, value]) => `${name}=${value}\n`).join(''));
    },
  ],
  [
    'printenv',
    (shell, [name]) => {
      if (name === undefined) return 0;
      const value = shell.variables.get(name);
      if (value !== undefined) shell.write(`${value}\n`);
      return value === undefined ? 1 : 0;
    },
  ],
  [
    'cat',
    (shell, [file]) => {
      if (file === undefined || file === '-') shell.write(inputOf(shell));
    },
  ],
  ['tee', (shell) => shell.write(inputOf(shell))],
  ['head', filtered((lines, args) => lines.slice(0, countOf(args)))],
  [
    'tail',
    (shell, args) => {
      if (args.some((arg) => /^-\w*[fF]/.test(arg))) shell.forever();
      const lines = inputOf(shell).split('\n').slice(0, -1).slice(-countOf(args));
      shell.write(lines.map((line) => `${line}\n`).join(''));
    },
  ],
  ['sort', filtered((lines) => [...lines].sort())],
  [
    'grep',
    filtered((lines, args) => {
      const pattern = args.find((arg) => !arg.startsWith('-')) ?? '';
      return lines.filter((line) => line.includes(pattern) !== args.includes('-v'));
    }),
  ],
  ['wc', (shell) => shell.write(`${inputOf(shell).split('\n').length - 1}\n`)],
  ['top', (shell) => shell.forever()],
  ['wait', quiet],
  ...[
    'cd',
    'umask',
    'ulimit',
    'trap',
    'unset',
    'readonly',
    'local',
    'shift',
    'sync',
    'mkdir',
    'touch',
    'rm',
    'cp',
    'mv',
    'ln',
    'chmod',
    'chown',
    'ls',
    'stat',
    'test',
    'kill',
    'read',
    'ps',
    'df',
    'mount',
    'sed',
    'awk',
    'tr',
    'cut',
    'which',
    'command',
    'xargs',
    'find',
  ].map((name): [string, Command] => [name, quiet]),
  ...[
    'wget',
    'curl',
    'nslookup',
    'dig',
    'nc',
    'ping',
    'tar',
    'gzip',
    'git',
    'apk',
    'apt',
    'apt-get',
    'yum',
    'pip',
    'pip3',
    'kubectl',
    'helm',
    'psql',
    'pg_dump',
    'pg_isready',
    'mysql',
    'mysqldump',
    'redis-cli',
    'mongodump',
    'aws',
    'openssl',
    'dd',
    'rsync',
    'make',
  ].map((name): [string, Command] => [name, brief(1_000)]),
]);
