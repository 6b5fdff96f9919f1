/** Reads lines from a terminal widget: keys in, the line drawn behind its prompt over as many rows as it takes, proposals on Tab. */
import type { Terminal } from '@xterm/xterm';
import type { Completion } from '../../src/cli/shell.ts';
import type { Interrupt } from './drive.ts';
import { type Line, commonStart, emptyLine, inColumns, keysIn, lineOf, press } from './line.ts';

export interface ReadOptions {
  /** Shows nothing of what is typed. */
  readonly secret?: boolean;
  readonly history?: readonly string[];
  readonly complete?: (text: string, cursor: number) => Promise<Completion>;
}

const proposalsMax = 200;
/** Without the colours of a prompt, which take no room. */
const visible = (text: string): string =>
  text
    .split('\x1b')
    .map((part, at) => (at === 0 ? part : part.replace(/^\[[\d;]*m/, '')))
    .join('');

export class LineReader {
  readonly #terminal: Terminal;
  readonly #interrupt: Interrupt;
  #keys: string[] = [];
  #wake: (() => void) | undefined;
  #reading = false;
  #closed = false;
  /** The row of the cursor below the prompt's first. */
  #row = 0;
  /** Draws the line that is being read once more; undefined between lines. */
  #again: (() => void) | undefined;

  constructor(terminal: Terminal, interrupt: Interrupt) {
    this.#terminal = terminal;
    this.#interrupt = interrupt;
    terminal.onData((data) => this.feed(data));
  }

  feed(data: string): void {
    for (const key of keysIn(data)) {
      if (key === '\x03' && !this.#reading) {
        this.#keys = [];
        this.#terminal.write('^C\r\n');
        this.#interrupt.press();
      } else this.#keys.push(key);
    }
    this.#wake?.();
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  /** Writes a text above the line that is being read. */
  note(text: string): void {
    const up = this.#row > 0 ? `\x1b[${this.#row}A` : '';
    this.#terminal.write(`${this.#again ? `${up}\r\x1b[J` : ''}${text}\n`);
    this.#row = 0;
    this.#again?.();
  }

  async #key(): Promise<string | undefined> {
    while (this.#keys.length === 0 && !this.#closed)
      await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#keys.shift();
  }

  /** @returns the line; undefined at the end of input; `interrupted` at Ctrl-C. */
  async read(prompt: string, options: ReadOptions = {}): Promise<string | undefined | 'interrupted'> {
    const { secret = false, history = [], complete } = options;
    let line: Line = emptyLine;
    /** The line being typed, while older ones are looked at. */
    let typed = '';
    let at = history.length;
    this.#reading = true;
    this.#row = 0;
    const draw = (next: Line): void => {
      line = next;
      this.#draw(prompt, secret ? emptyLine : line);
    };
    const leave = (): void => {
      if (!secret) this.#draw(prompt, { text: line.text, cursor: line.text.length });
    };
    this.#again = () => draw(line);
    draw(emptyLine);
    try {
      for (;;) {
        const key = await this.#key();
        if (key === undefined) return undefined;
        const effect = press(line, key);
        switch (effect.type) {
          case 'edit':
            // What is pasted or typed ahead is drawn once.
            line = effect.line;
            if (this.#keys.length === 0 || this.#keys[0] === '\r') draw(line);
            break;
          case 'submit':
            leave();
            this.#terminal.write('\r\n');
            return line.text;
          case 'cancel':
            leave();
            this.#terminal.write('^C\r\n');
            this.#keys = [];
            return 'interrupted';
          case 'end':
            this.#terminal.write('\r\n');
            return undefined;
          case 'clear':
            this.#terminal.write('\x1b[2J\x1b[3J\x1b[H');
            this.#row = 0;
            draw(line);
            break;
          case 'older':
          case 'newer': {
            const to = Math.max(0, Math.min(history.length, at + (effect.type === 'older' ? -1 : 1)));
            if (to === at || secret) break;
            if (at === history.length) typed = line.text;
            at = to;
            draw(lineOf(at === history.length ? typed : (history[at] ?? '')));
            break;
          }
          case 'complete':
            if (complete !== undefined) draw(await this.#completed(line, complete));
            break;
          case 'none':
            break;
        }
      }
    } finally {
      this.#reading = false;
      this.#again = undefined;
    }
  }

  async #completed(line: Line, complete: NonNullable<ReadOptions['complete']>): Promise<Line> {
    const { from, candidates } = await complete(line.text, line.cursor);
    const word = line.text.slice(from, line.cursor);
    const [only] = candidates;
    if (only === undefined) return line;
    const texts = candidates.map(({ text }) => text);
    const start = candidates.length === 1 ? `${only.text}${only.open ? '' : ' '}` : commonStart(texts);
    if (start.length > word.length) {
      const text = line.text.slice(0, from) + start + line.text.slice(line.cursor);
      return { text, cursor: from + start.length };
    }
    if (candidates.length > 1) {
      const more = texts.length > proposalsMax ? `\n... and ${texts.length - proposalsMax} more` : '';
      const list = inColumns(texts.slice(0, proposalsMax), this.#terminal.cols);
      this.#terminal.write(`\r\n${`${list}${more}`.replaceAll('\n', '\r\n')}\r\n`);
      this.#row = 0;
    }
    return line;
  }

  /** Draws prompt and line anew over what stood there, and puts the cursor where it is in the line. */
  #draw(prompt: string, { text, cursor }: Line): void {
    const { cols } = this.#terminal;
    const before = visible(prompt).length;
    const shown = text.replaceAll('\n', '\r\n');
    const rowsUp = this.#row > 0 ? `\x1b[${this.#row}A` : '';
    const end = this.#place(before, text, text.length, cols);
    const at = this.#place(before, text, cursor, cols);
    // A row that is exactly full leaves the cursor on it until more is written: begin the next one.
    const wrap = end.column === 0 && end.row > 0 && !text.endsWith('\n') ? '\r\n' : '';
    const up = end.row > at.row ? `\x1b[${end.row - at.row}A` : '';
    const right = at.column > 0 ? `\x1b[${at.column}C` : '';
    this.#terminal.write(`${rowsUp}\r\x1b[J${prompt}${shown}${wrap}${up}\r${right}`);
    this.#row = at.row;
  }

  #place(
    before: number,
    text: string,
    cursor: number,
    cols: number,
  ): { readonly row: number; readonly column: number } {
    let row = 0;
    let column = before;
    row += Math.floor(column / cols);
    column %= cols;
    for (const character of text.slice(0, cursor)) {
      if (character === '\n') {
        row += 1;
        column = 0;
      } else if (++column === cols) {
        row += 1;
        column = 0;
      }
    }
    return { row, column };
  }
}
