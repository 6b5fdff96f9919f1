// Reads flags as pflag does, anywhere among the arguments, with its words for what cannot be read.
// Source: spf13/pflag flag.go; Go's strconv and time for the values.
import { quoteGo } from '../../../std/go-quote.ts';
import { parseGoDuration } from '../../../std/time.ts';
import { FlagValues, type Flag } from './flag.ts';

export interface ParsedFlags {
  readonly values: FlagValues;
  readonly args: readonly string[];
  /** How many of the arguments stand before a lone `--`; undefined without one. */
  readonly dashAt: number | undefined;
  readonly helps: boolean;
}

export interface FlagTrouble {
  readonly trouble: string;
}

/** What pflag says of flags of old, the moment that it meets them. */
export interface Deprecations {
  readonly deprecations: readonly string[];
}

export function parseFlags(
  args: readonly string[],
  flags: readonly Flag[],
): (ParsedFlags | FlagTrouble) & Deprecations {
  const deprecations: string[] = [];
  return { ...parse(args, flags, deprecations), deprecations };
}

function parse(
  args: readonly string[],
  flags: readonly Flag[],
  deprecations: string[],
): ParsedFlags | FlagTrouble {
  const byName = new Map(flags.map((flag) => [flag.name, flag]));
  const byShort = new Map(flags.flatMap((flag) => (flag.short === undefined ? [] : [[flag.short, flag]])));
  const given = new Map<string, string[]>();
  const said: string[] = [];
  const words: string[] = [];
  let dashAt: number | undefined;
  let helps = false;
  const set = (flag: Flag, value: string): string | undefined => {
    const cause = causeOf(flag, value);
    if (cause !== undefined) {
      const shown = flag.short === undefined ? `--${flag.name}` : `-${flag.short}, --${flag.name}`;
      return `invalid argument ${quoteGo(value)} for "${shown}" flag: ${cause}`;
    }
    const values = given.get(flag.name);
    if (values === undefined) given.set(flag.name, [value]);
    else values.push(value);
    said.push(`--${flag.name}=${value}`);
    if (flag.deprecated !== undefined)
      deprecations.push(`Flag --${flag.name} has been deprecated, ${flag.deprecated}`);
    return undefined;
  };
  const askHelp = (value = 'true'): string | undefined => {
    helps = /^[1tT]/.test(value);
    const cause = causeOf({ type: 'bool' }, value);
    return cause === undefined
      ? undefined
      : `invalid argument ${quoteGo(value)} for "-h, --help" flag: ${cause}`;
  };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === '--') {
      dashAt = words.length;
      words.push(...args.slice(at + 1));
      break;
    }
    if (arg === '-' || !arg.startsWith('-')) {
      words.push(arg);
      continue;
    }
    if (arg.startsWith('--')) {
      const equals = arg.indexOf('=');
      const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
      if (name === '' || name.startsWith('-')) return { trouble: `bad flag syntax: ${arg}` };
      const flag = byName.get(name);
      if (flag === undefined) {
        if (name !== 'help') return { trouble: `unknown flag: --${name}` };
        const trouble = askHelp(equals < 0 ? undefined : arg.slice(equals + 1));
        if (trouble !== undefined) return { trouble };
        continue;
      }
      const bare = bareOf(flag);
      const value = equals >= 0 ? arg.slice(equals + 1) : (bare ?? args[++at]);
      if (value === undefined) return { trouble: `flag needs an argument: --${name}` };
      const trouble = set(flag, value);
      if (trouble !== undefined) return { trouble };
      continue;
    }
    for (let place = 1; place < arg.length; place++) {
      const letter = arg.charAt(place);
      const flag = byShort.get(letter);
      if (flag === undefined) {
        if (letter === 'h') {
          const given = arg.slice(place + 1);
          const value = given.length > 1 && given.startsWith('=') ? given.slice(1) : undefined;
          const trouble = askHelp(value);
          if (trouble !== undefined) return { trouble };
          if (value !== undefined) break;
          continue;
        }
        return { trouble: `unknown shorthand flag: ${quoteRune(letter)} in -${arg.slice(place)}` };
      }
      const bare = bareOf(flag);
      const rest = arg.slice(place + 1);
      let value: string | undefined;
      if (rest.length > 1 && rest.startsWith('=')) value = rest.slice(1);
      else if (bare !== undefined) {
        const trouble = set(flag, bare);
        if (trouble !== undefined) return { trouble };
        continue;
      } else value = rest === '' ? args[++at] : rest;
      if (value === undefined)
        return { trouble: `flag needs an argument: ${quoteRune(letter)} in -${arg.slice(place)}` };
      const trouble = set(flag, value);
      if (trouble !== undefined) return { trouble };
      break;
    }
  }
  return { values: new FlagValues(flags, given, said), args: words, dashAt, helps };
}

/** What the flag is set to when no value follows. */
export function bareOf(flag: Flag): string | undefined {
  return flag.bare ?? (flag.type === 'bool' ? 'true' : undefined);
}

function quoteRune(letter: string): string {
  return `'${letter}'`;
}

const bounds: Readonly<Record<string, bigint>> = {
  int: 9_223_372_036_854_775_808n,
  int32: 2_147_483_648n,
  int64: 9_223_372_036_854_775_808n,
};

/** Why a value does not fit the flag's type. */
function causeOf({ type }: Pick<Flag, 'type'>, value: string): string | undefined {
  if (type === 'bool') {
    return /^(?:1|0|t|f|T|F|true|false|TRUE|FALSE|True|False)$/.test(value)
      ? undefined
      : `strconv.ParseBool: parsing ${quoteGo(value)}: invalid syntax`;
  }
  if (type === 'duration') return durationCause(value);
  // What logs are asked with are flags of Go's own package, which says no more.
  if (type === 'plain-duration') return durationCause(value) === undefined ? undefined : 'parse error';
  const bound = bounds[type];
  if (bound === undefined) return undefined;
  if (!/^[+-]?(?:\d[\d_]*|0[xX][\da-fA-F]+)$/.test(value)) {
    return `strconv.ParseInt: parsing ${quoteGo(value)}: invalid syntax`;
  }
  const number = BigInt(value.replace(/^[+-]/, '').replaceAll('_', ''));
  const fits = value.startsWith('-') ? number <= bound : number < bound;
  return fits ? undefined : `strconv.ParseInt: parsing ${quoteGo(value)}: value out of range`;
}

function durationCause(value: string): string | undefined {
  if (parseGoDuration(value) !== undefined) return undefined;
  if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(value)) return `time: missing unit in duration ${quoteGo(value)}`;
  const unit = /^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))*(?:\d+(?:\.\d*)?|\.\d+)([^\d.]+)/.exec(
    value,
  )?.[1];
  return unit === undefined
    ? `time: invalid duration ${quoteGo(value)}`
    : `time: unknown unit ${quoteGo(unit)} in duration ${quoteGo(value)}`;
}
