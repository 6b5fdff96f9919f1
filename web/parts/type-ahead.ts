/**
 * Finds an entry by the letters typed in the last half second, as trees, menus and lists do. The same letter again goes on to the next
 * entry that begins with it. Punctuation is left to the page's shortcuts.
 */
const pauseMs = 500;

export class TypeAhead {
  #typed = '';
  #lastMs = 0;

  /** Whether a key is one to find by: a letter or digit without a modifier. */
  static takes(event: KeyboardEvent): boolean {
    return /^[\p{L}\p{N}]$/u.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey;
  }

  /** The index of the entry that the letters so far find, looking from `from` on and round; -1 where none does. */
  find(key: string, from: number, labels: readonly string[]): number {
    const nowMs = performance.now();
    const fresh = nowMs - this.#lastMs > pauseMs;
    this.#lastMs = nowMs;
    const letter = key.toLowerCase();
    const repeated = !fresh && [...this.#typed].every((one) => one === letter);
    this.#typed = fresh ? letter : this.#typed + letter;
    const prefix = repeated ? letter : this.#typed;
    const start = prefix.length === 1 ? from + 1 : Math.max(0, from);
    for (let step = 0; step < labels.length; step += 1) {
      const index = (start + step) % labels.length;
      if (labels[index]?.toLowerCase().startsWith(prefix)) return index;
    }
    return -1;
  }
}
