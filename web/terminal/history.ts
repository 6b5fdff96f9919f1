/** Lines that were typed, oldest first, for all sessions; kept in this browser from visit to visit where storage is allowed. */
const storageKey = 'terminal-history';
const linesMax = 500;
const lineCharactersMax = 4_000;

function kept(): string[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(read) ? read.filter((line) => typeof line === 'string') : [];
  } catch {
    return [];
  }
}

class History {
  #lines = kept();

  readonly lines = (): readonly string[] => this.#lines;

  add(line: string): void {
    if (line === this.#lines.at(-1) || line.length > lineCharactersMax || line.startsWith(' ')) return;
    this.#lines = [...this.#lines, line].slice(-linesMax);
    try {
      localStorage.setItem(storageKey, JSON.stringify(this.#lines));
    } catch {
      // Storage is refused in some frames: the history then lasts as long as the page.
    }
  }
}

export const history = new History();
