// What was worked out for a text and is kept, since the same texts come again: up to so many, then all is forgotten and worked
// out anew. Holds: what is kept never decides an answer, only how soon it is there; a text of any length costs no memory.
import { limits } from './limits.ts';

export class Kept<Value> {
  readonly #max: number;
  readonly #values = new Map<string, Value>();

  /** `max` is how many. */
  constructor(max: number) {
    this.#max = max;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  /** Keeps the value, unless the key is too long to be kept, and gives it back. */
  set(key: string, value: Value): Value {
    if (key.length > limits.keptKeyCharactersMax) return value;
    if (this.#values.size >= this.#max) this.#values.clear();
    this.#values.set(key, value);
    return value;
  }
}
