// What goes through a jq program: values with the places that they stand at, and names with what they stand for.
import type { Json } from '../../std/draft.ts';
import type { Machine } from './evaluate.ts';
import type { Path } from './paths.ts';
import type { Definition, Node } from './syntax.ts';

/** Undefined where paths are not followed. */
export type Place = Path | null | undefined;

export interface Item {
  readonly value: Json;
  readonly place: Place;
}

export type Items = Iterable<Item>;

/** A filter with the names that it knows. */
export interface Closure {
  readonly node: Node;
  readonly names: Names | undefined;
}

/** What a function that is no filter of the program's makes of an item. */
export type Native = (machine: Machine, item: Item, args: readonly Closure[]) => Items;

/** Names with what they stand for, the innermost first. */
export interface Names {
  readonly name: string;
  readonly outer: Names | undefined;
  readonly value?: Json;
  /** What `break` goes back to. */
  readonly label?: object;
  readonly closure?: Closure;
  readonly definition?: Definition;
}

/** The program has done more than it may. */
export class TooMuch extends Error {}

/** Goes back to its label. */
export class Break extends Error {
  readonly label: object | undefined;

  constructor(label: object | undefined) {
    super('break');
    this.label = label;
  }
}

export interface Surroundings {
  readonly natives: ReadonlyMap<string, Native>;
  /** The next input, undefined at their end. */
  readonly next: () => Json | undefined;
  /** The line that the reading has come to. */
  readonly line: () => number;
  /** What is told beside the output. */
  readonly tell: (text: string) => void;
  readonly now: number;
  readonly variables: Readonly<Record<string, Json>>;
  /** The file that is read. */
  readonly file: () => string | null;
}

export const off = (place: Place): Place => (place === undefined ? undefined : null);

/** Values that stand nowhere in the input. */
export function* placed(values: Iterable<Json>, place: Place): Items {
  for (const value of values) yield { value, place: off(place) };
}

/** What a name stands for. */
export function find(names: Names | undefined, name: string): Names | undefined {
  for (let each = names; each !== undefined; each = each.outer) if (each.name === name) return each;
  return undefined;
}
