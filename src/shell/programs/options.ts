// Options of the small programs, as getopt reads them: `-n 5`, `-n5`, `-vi`, `--` ends them.

export interface OptionSpec {
  /** Letters that stand alone. */
  readonly flags?: string;
  /** Letters that want a value. */
  readonly values?: string;
  /** Long names of letters: `{ 'ignore-case': 'i' }`. */
  readonly long?: Readonly<Record<string, string>>;
}

export interface Options {
  readonly has: (letter: string) => boolean;
  /** The last that was given. */
  readonly value: (letter: string) => string | undefined;
  /** Every value of a letter that may be given more than once. */
  readonly all: (letter: string) => readonly string[];
  readonly words: readonly string[];
}

/** The options and what is left, or what is wrong in coreutils' words. */
export function parseOptions(
  args: readonly string[],
  { flags = '', values = '', long = {} }: OptionSpec,
): Options | { readonly trouble: string } {
  const found = new Map<string, string[]>();
  const set = (letter: string, value: string) => found.set(letter, [...(found.get(letter) ?? []), value]);
  const words: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === '--') {
      words.push(...args.slice(at + 1));
      break;
    }
    if (arg.startsWith('--')) {
      const [name = '', value] = arg.slice(2).split('=', 2);
      const letter = Object.hasOwn(long, name) ? long[name] : undefined;
      if (letter === undefined) return { trouble: `unrecognized option '--${name}'` };
      const given = values.includes(letter) ? (value ?? args[++at]) : '';
      if (given === undefined) return { trouble: `option '--${name}' requires an argument` };
      set(letter, given);
    } else if (arg.length > 1 && arg.startsWith('-')) {
      for (let place = 1; place < arg.length; place++) {
        const letter = arg.charAt(place);
        if (values.includes(letter)) {
          const value = place + 1 < arg.length ? arg.slice(place + 1) : args[++at];
          if (value === undefined) return { trouble: `option requires an argument -- '${letter}'` };
          set(letter, value);
          break;
        }
        if (!flags.includes(letter)) return { trouble: `invalid option -- '${letter}'` };
        set(letter, '');
      }
    } else words.push(arg);
  }
  return {
    has: (letter) => found.has(letter),
    value: (letter) => found.get(letter)?.at(-1),
    all: (letter) => found.get(letter) ?? [],
    words,
  };
}
