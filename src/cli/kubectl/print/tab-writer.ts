// Text in columns: cells end with tabs, and a column is as wide as its widest cell among lines that follow each other.
// Source: Go's text/tabwriter (elastic tabstops), and its variant that remembers widths from one flush to the next.

export interface TabOptions {
  readonly minWidth: number;
  readonly padding: number;
  /** Whether columns get no narrower once they have been wide. */
  readonly remembers?: boolean;
}

/** As kubectl's tables are. */
export const tableTabs: TabOptions = { minWidth: 6, padding: 3, remembers: true };

/** As kubectl's descriptions are. */
export const describeTabs: TabOptions = { minWidth: 0, padding: 2 };

export class TabWriter {
  readonly #options: TabOptions;
  #text = '';
  #remembered: number[] = [];

  constructor(options: TabOptions) {
    this.#options = options;
  }

  write(text: string): void {
    this.#text += text;
  }

  /** Forgets the widths of columns. */
  forget(): void {
    this.#remembered = [];
  }

  /** What was written since the last flush, in columns. */
  flush(): string {
    if (this.#text === '') return '';
    const lines = this.#text.split('\n').map((line) => line.split('\t'));
    this.#text = '';
    const widths = lines.map((): number[] => []);
    this.#measure(lines, widths, 0, 0, lines.length);
    return lines
      .map((cells, at) => cells.map((cell, column) => padded(cell, widths[at]?.[column])).join(''))
      .join('\n');
  }

  /** Gives each run of lines that have a cell in the column the width of the widest, then goes on to the right of it. */
  #measure(
    lines: readonly (readonly string[])[],
    widths: readonly number[][],
    column: number,
    from: number,
    to: number,
  ): void {
    const { minWidth, padding } = this.#options;
    for (let at = from; at < to; at++) {
      if (column >= (lines[at]?.length ?? 0) - 1) continue;
      const start = at;
      let width = minWidth;
      for (; at < to && column < (lines[at]?.length ?? 0) - 1; at++) {
        width = Math.max(width, runes(lines[at]?.[column] ?? '') + padding);
      }
      width = this.#remember(column, width);
      for (let line = start; line < at; line++) widths[line]?.push(width);
      this.#measure(lines, widths, column + 1, start, at);
      at -= 1;
    }
  }

  #remember(column: number, width: number): number {
    if (this.#options.remembers !== true) return width;
    const widest = Math.max(width, this.#remembered[column] ?? 0);
    this.#remembered[column] = widest;
    return widest;
  }
}

function runes(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function padded(cell: string, width: number | undefined): string {
  return width === undefined ? cell : cell + ' '.repeat(Math.max(0, width - runes(cell)));
}

/** A text in columns at once. */
export function inColumns(text: string, options: TabOptions): string {
  const writer = new TabWriter(options);
  writer.write(text);
  return writer.flush();
}
