/** Editing one line of text by the keys of a terminal, as readline does by default. Pure: what is drawn is the caller's. */
export interface Line {
  readonly text: string;
  readonly cursor: number;
}

export type KeyEffect =
  | { readonly type: 'edit'; readonly line: Line }
  | { readonly type: 'submit' }
  | { readonly type: 'complete' }
  | { readonly type: 'older' }
  | { readonly type: 'newer' }
  | { readonly type: 'cancel' }
  /** End of input: Ctrl-D on an empty line. */
  | { readonly type: 'end' }
  | { readonly type: 'clear' }
  | { readonly type: 'none' };

export const emptyLine: Line = { text: '', cursor: 0 };

export const lineOf = (text: string): Line => ({ text, cursor: text.length });

const escape = '\x1b';

/** The keys in what a terminal sends at once: escape sequences whole, everything else by character. */
export function keysIn(data: string): readonly string[] {
  const [first = '', ...sequences] = data.split(escape);
  return [
    ...first,
    ...sequences.flatMap((rest) => {
      const tail = /^(?:\[[\d;]*[A-Za-z~]|O[A-Za-z]|[A-Za-z\u007f])/.exec(rest)?.[0] ?? '';
      return [escape + tail, ...rest.slice(tail.length)];
    }),
  ];
}

function wordLeft({ text, cursor }: Line): number {
  return /\w+\W*$/.exec(text.slice(0, cursor))?.index ?? 0;
}

function wordRight({ text, cursor }: Line): number {
  const match = /^\W*\w+/.exec(text.slice(cursor));
  return match === null ? text.length : cursor + match[0].length;
}

const move = ({ text }: Line, cursor: number): KeyEffect => ({
  type: 'edit',
  line: { text, cursor: Math.max(0, Math.min(text.length, cursor)) },
});

const cut = ({ text }: Line, from: number, to: number): KeyEffect => ({
  type: 'edit',
  line: { text: text.slice(0, from) + text.slice(to), cursor: from },
});

/** What a key does to the line. */
export function press(line: Line, key: string): KeyEffect {
  const { text, cursor } = line;
  switch (key) {
    case '\r':
    case '\n':
      return { type: 'submit' };
    case '\t':
      return { type: 'complete' };
    case '\x03':
      return { type: 'cancel' };
    case '\x04':
      return text === '' ? { type: 'end' } : cut(line, cursor, Math.min(text.length, cursor + 1));
    case '\x0c':
      return { type: 'clear' };
    case '\x1b[A':
    case '\x1bOA':
    case '\x10':
      return { type: 'older' };
    case '\x1b[B':
    case '\x1bOB':
    case '\x0e':
      return { type: 'newer' };
    case '\x1b[D':
    case '\x1bOD':
    case '\x02':
      return move(line, cursor - 1);
    case '\x1b[C':
    case '\x1bOC':
    case '\x06':
      return move(line, cursor + 1);
    case '\x1b[H':
    case '\x1bOH':
    case '\x1b[1~':
    case '\x01':
      return move(line, 0);
    case '\x1b[F':
    case '\x1bOF':
    case '\x1b[4~':
    case '\x05':
      return move(line, text.length);
    case '\x1b[1;5D':
    case '\x1b[1;3D':
    case '\x1bb':
      return move(line, wordLeft(line));
    case '\x1b[1;5C':
    case '\x1b[1;3C':
    case '\x1bf':
      return move(line, wordRight(line));
    case '\x7f':
    case '\b':
      return cursor === 0 ? { type: 'none' } : cut(line, cursor - 1, cursor);
    case '\x1b[3~':
      return cut(line, cursor, Math.min(text.length, cursor + 1));
    case '\x15':
      return cut(line, 0, cursor);
    case '\x0b':
      return cut(line, cursor, text.length);
    case '\x17':
    case '\x1b\x7f':
      return cut(line, wordLeft(line), cursor);
    default:
      if (key < ' ' || key.startsWith('\x1b')) return { type: 'none' };
      return {
        type: 'edit',
        line: { text: text.slice(0, cursor) + key + text.slice(cursor), cursor: cursor + key.length },
      };
  }
}

/** The longest beginning that all words share. */
export function commonStart(words: readonly string[]): string {
  const [first = '', ...others] = words;
  let length = first.length;
  for (const word of others) while (!word.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

/** Words in as many columns as fit, read down, as a shell lists its proposals. */
export function inColumns(words: readonly string[], columns: number): string {
  const width = Math.max(...words.map(({ length }) => length)) + 2;
  const across = Math.max(1, Math.floor(columns / width));
  const rows = Math.ceil(words.length / across);
  return Array.from({ length: rows }, (_, row) =>
    words
      .filter((_word, at) => at % rows === row)
      .map((word) => word.padEnd(width))
      .join('')
      .trimEnd(),
  ).join('\n');
}
