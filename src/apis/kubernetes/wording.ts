// What was put into words for versions of objects, kept for whoever asks for the same versions again: up to so many characters, then
// all is forgotten and worded anew. Holds: what is worded is frozen, so its words stay right.
import { limits } from '../../std/limits.ts';
import type { Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';

export class Wording<Words> {
  readonly #charactersOf: (words: Words) => number;
  #known = new WeakMap<StoredObject, { readonly kind: Kind; readonly words: Words }>();
  #characters = 0;

  constructor(charactersOf: (words: Words) => number) {
    this.#charactersOf = charactersOf;
  }

  /** The words of an object as one of the versions of its kind has them. */
  of(kind: Kind, object: StoredObject, find: () => Words): Words {
    const known = this.#known.get(object);
    if (known?.kind === kind) return known.words;
    const words = find();
    this.#characters += this.#charactersOf(words);
    if (this.#characters > limits.wordingCharactersMax) {
      this.#known = new WeakMap();
      this.#characters = this.#charactersOf(words);
    }
    this.#known.set(object, { kind, words });
    return words;
  }
}
