// What flags a command has, as data: names, types, defaults, and what they are for in a line of our own.

export type FlagType =
  | 'bool'
  | 'string'
  | 'int'
  | 'int32'
  | 'int64'
  | 'duration'
  | 'plain-duration'
  | 'list'
  | 'texts';

export interface Flag {
  readonly name: string;
  readonly short?: string;
  readonly type: FlagType;
  /** As it would be typed; flags of lists begin empty. */
  readonly value?: string;
  /** What the flag means without a value, for types other than bool. */
  readonly bare?: string;
  readonly required?: boolean;
  /** Known, but not in this terminal: to use it is an error. */
  readonly absent?: boolean;
  /** The variable that has to be `true` for the flag to be there. */
  readonly gate?: string;
  /** What there is to say to whoever still uses it. */
  readonly deprecated?: string;
  readonly help: string;
  /** What completion offers as values. */
  readonly choices?: readonly string[];
}

/** The flags that are there, given what the environment says. */
export function openFlags(flags: readonly Flag[], environment: ReadonlyMap<string, string>): readonly Flag[] {
  return flags.filter(({ gate }) => gate === undefined || environment.get(gate)?.toLowerCase() === 'true');
}

/** The values of a command's flags. Asking for a flag that the command does not have is a mistake of ours. */
export class FlagValues {
  readonly #flags: ReadonlyMap<string, Flag>;
  readonly #given: ReadonlyMap<string, readonly string[]>;
  /** What the command line says of flags, in its order: `--output=yaml`. */
  readonly said: readonly string[];

  constructor(
    flags: readonly Flag[],
    given: ReadonlyMap<string, readonly string[]>,
    said: readonly string[] = [],
  ) {
    this.said = said;
    // A command’s own flags come first and hide the global ones of their name.
    this.#flags = new Map(flags.toReversed().map((flag) => [flag.name, flag]));
    this.#given = given;
  }

  /** Whether the command line says something about the flag. */
  has(name: string): boolean {
    return this.#given.has(name);
  }

  /** Whether the command has such a flag; commands that share code need not share every flag. */
  knows(name: string): boolean {
    return this.#flags.has(name);
  }

  text(name: string): string {
    return this.#given.get(name)?.at(-1) ?? this.#flag(name).value ?? '';
  }

  /** Whether the command has taken a name for a list of its own, as `--user` of bindings is of those they bind. */
  isList(name: string): boolean {
    return this.#flag(name).type === 'texts';
  }

  is(name: string): boolean {
    return /^(?:1|t|T|true|TRUE|True)$/.test(this.text(name));
  }

  number(name: string): number {
    return Number(this.text(name).replaceAll('_', '') || '0');
  }

  /** Every value of a flag that may be given more than once. */
  list(name: string): readonly string[] {
    const flag = this.#flag(name);
    const given = this.#given.get(name) ?? [];
    return flag.type === 'list' ? given.flatMap((text) => (text === '' ? [] : splitCsv(text))) : given;
  }

  #flag(name: string): Flag {
    const flag = this.#flags.get(name);
    if (flag === undefined) throw new Error(`Broken invariant: the command has no flag ${name}`);
    return flag;
  }
}

/** Commas divide; quotes keep them. */
function splitCsv(text: string): readonly string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"' && quoted && text[at + 1] === '"') {
      field += '"';
      at += 1;
    } else if (character === '"' && (quoted || field === '')) quoted = !quoted;
    else if (character === ',' && !quoted) {
      fields.push(field);
      field = '';
    } else field += character;
  }
  return [...fields, field];
}
