// The query of a request: parameters as Go's url.Values and apimachinery's conversions read them.
import { badRequest } from '../../store/refusal.ts';

const int64Max = 9_223_372_036_854_775_807n;

/** The query of a request: every value of every parameter, in order. */
export class Query {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(text: string) {
    const values = new Map<string, string[]>();
    for (const pair of text.split('&')) {
      if (pair === '') continue;
      const at = pair.indexOf('=');
      const name = decodeQuery(at < 0 ? pair : pair.slice(0, at));
      const value = at < 0 ? '' : decodeQuery(pair.slice(at + 1));
      const list = values.get(name);
      if (list === undefined) values.set(name, [value]);
      else list.push(value);
    }
    this.#values = values;
  }

  /** Of all parameters, in the order of their first values. */
  get names(): readonly string[] {
    return [...this.#values.keys()];
  }

  get(name: string): string | undefined {
    return this.#values.get(name)?.[0];
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** The same with one parameter said otherwise. */
  with(name: string, value: string): Query {
    const others = [...this.#values].filter(([other]) => other !== name);
    const said = others.flatMap(([other, values]) => values.map((each) => [other, each] as const));
    return new Query(
      [...said, [name, value] as const].map((pair) => pair.map(encodeURIComponent).join('=')).join('&'),
    );
  }

  /** Go's reading of a boolean parameter: present and neither "0" nor "false". */
  flag(name: string): boolean {
    const value = this.get(name);
    return value !== undefined && value !== '0' && value.toLowerCase() !== 'false';
  }

  /** A whole number, or undefined where the client leaves it open. Refuses what Go's strconv.ParseInt refuses. */
  integer(name: string): number | undefined {
    const text = this.get(name);
    if (text === undefined) return undefined;
    const refuse = (why: string) => badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: ${why}`);
    if (!/^[+-]?\d+$/.test(text)) throw refuse('invalid syntax');
    const value = text.length > 30 ? undefined : BigInt(text);
    if (value === undefined || value > int64Max || value < -int64Max - 1n) throw refuse('value out of range');
    return Number(value);
  }
}

/** A part of a path without its percent signs; as it is where they make no sense. */
export function decodePart(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function decodeQuery(text: string): string {
  return decodePart(text.replaceAll('+', ' '));
}
