// The text of one YAML document with the arithmetic of its lines. Two counts live side by side: the true line and
// column, and the line that goyaml would name, which is the true one where its scanner stumbles and the one before
// where its parser does.

export class YamlSource {
  /** The text as it stands between the separators. */
  readonly text: string;
  /** What is read of it: the first document only, with a line break at its end, as kubectl hands it on. */
  readonly content: string;
  #lineStarts: readonly number[] | undefined;

  constructor(text: string) {
    this.text = text;
    const end = text.search(/^\.\.\.(?:\s|$)/m);
    const content = end < 0 ? text : text.slice(0, end);
    this.content = content.endsWith('\n') ? content : `${content}\n`;
  }

  /** Line and column of an offset, both from 1. */
  position(offset: number): { readonly line: number; readonly column: number } {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.floor((low + high + 1) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  /** The text of a line, from 1, without its line break; empty outside the text. */
  line(number: number): string {
    const starts = this.#starts();
    const start = starts[number - 1];
    return start === undefined ? '' : this.content.slice(start, starts[number]).trimEnd();
  }

  get lineCount(): number {
    return this.#starts().length;
  }

  /** `line N: ` as goyaml's scanner words it; nothing for the first line. */
  scannerLine(offset: number): string {
    return prefix(this.position(offset).line, 1);
  }

  /** `line N: ` as goyaml's parser words it: a line too low; nothing for the first line. */
  parserLine(offset: number): string {
    return prefix(this.position(offset).line - 1, 0);
  }

  #starts(): readonly number[] {
    if (this.#lineStarts !== undefined) return this.#lineStarts;
    const starts = [0];
    for (let at = this.content.indexOf('\n'); at >= 0; at = this.content.indexOf('\n', at + 1))
      starts.push(at + 1);
    this.#lineStarts = starts;
    return starts;
  }
}

function prefix(line: number, hiddenMax: number): string {
  return line > hiddenMax ? `line ${line}: ` : '';
}
