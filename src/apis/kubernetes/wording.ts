// What was put into words for versions of objects, kept for whoever asks for the same versions again. Whenever so many characters were
// kept, what nobody asked for since the last time is forgotten. Holds: what is worded is frozen, so its words stay right.
import { limits } from '../../std/limits.ts';
import type { Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';

interface Worded<Words> {
  readonly kind: Kind;
  readonly words: Words;
}

export class Wording<Words> {
  readonly #charactersOf: (words: Words) => number;
  #known = new WeakMap<StoredObject, Worded<Words>>();
  #before = new WeakMap<StoredObject, Worded<Words>>();
  #characters = 0;

  constructor(charactersOf: (words: Words) => number) {
    this.#charactersOf = charactersOf;
  }

  /** The words of an object as one of the versions of its kind has them. */
  of(kind: Kind, object: StoredObject, find: () => Words): Words {
    const known = this.#known.get(object);
    if (known?.kind === kind) return known.words;
    const before = this.#before.get(object);
    const worded = before?.kind === kind ? before : { kind, words: find() };
    this.#characters += this.#charactersOf(worded.words);
    if (this.#characters > limits.wordingCharactersMax) {
      this.#before = this.#known;
      this.#known = new WeakMap();
      this.#characters = this.#charactersOf(worded.words);
    }
    this.#known.set(object, worded);
    return worded.words;
  }
}
