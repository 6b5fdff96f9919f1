// Reading the command line: flags as each command declares them, errors that say what was wrong and what is known.
import { UsageError } from '../usage-error.ts';

export { UsageError };

export interface Flag {
  readonly value?: string;
  readonly text: string;
}

export type Flags = Readonly<Record<string, Flag>>;

export interface Parsed {
  readonly flags: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

export function parseArgs(args: readonly string[], known: Flags): Parsed {
  const flags: Record<string, string> = {};
  const words: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] as string;
    if (!arg.startsWith('--')) {
      words.push(arg);
      continue;
    }
    const equals = arg.indexOf('=');
    const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
    const flag = Object.hasOwn(known, name) ? known[name] : undefined;
    if (flag === undefined) {
      const names = Object.keys(known).map((each) => `--${each}`);
      throw new UsageError(`unknown flag --${name}; known are ${names.join(', ')}`);
    }
    if (flag.value === undefined) {
      flags[name] = 'true';
    } else if (equals >= 0) {
      flags[name] = arg.slice(equals + 1);
    } else {
      const value = args[index + 1];
      if (value === undefined || value.startsWith('--'))
        throw new UsageError(`--${name} needs a value: --${name} ${flag.value}`);
      flags[name] = value;
      index += 1;
    }
  }
  return { flags, words };
}

export function usage(line: string, text: string, flags: Flags): string {
  const lefts = Object.entries(flags).map(
    ([name, { value }]) => `  --${name}${value === undefined ? '' : ` ${value}`}`,
  );
  const width = Math.max(28, ...lefts.map(({ length }) => length + 2));
  const rows = Object.values(flags).map(({ text }, index) => (lefts[index] ?? '').padEnd(width) + text);
  return `Usage: ${line}\n\n${text}\n\nFlags:\n${rows.join('\n')}\n`;
}
