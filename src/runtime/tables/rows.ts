// Rows of a table in a file: CSV with a line of column names (RFC 4180: quotes, doubled inside), or JSON, an array of objects, alone or
// under a name. A row knows where it stands, so that a mistake can be told with its file and line.
import { limits } from '../../std/limits.ts';
import { UsageError } from '../usage-error.ts';

const CONTROL = /\p{Cc}/u;

export interface Row {
  /** The cell of the first of these columns that the table has; empty where it has none. */
  cell(...columns: readonly string[]): string;
  readonly where: string;
}

export interface Table {
  readonly file: string;
  readonly columns: ReadonlySet<string>;
  readonly rows: readonly Row[];
}

/** Mistakes found so far; they are told together. */
export class Mistakes {
  readonly #told: string[] = [];
  readonly #files = new Set<string>();
  #count = 0;

  add(where: string, words: string): void {
    this.#count += 1;
    this.#files.add(fileOf(where));
    if (this.#told.length < limits.tableMistakesToldMax) this.#told.push(`${where}: ${words}`);
  }

  /** Whether there is one in this file. */
  isIn(file: string): boolean {
    return this.#files.has(file);
  }

  /** Throws if there are any. */
  tell(): void {
    if (this.#count === 0) return;
    const what = this.#count === 1 ? 'a row is wrong' : `${this.#count} rows are wrong`;
    const more = this.#count - this.#told.length;
    const rest = more > 0 ? `\nand ${more} more` : '';
    throw new UsageError(`${what}, so there is no answer:\n${this.#told.join('\n')}${rest}`);
  }
}

/** The file of `nodes.csv:3` or `nodes.json: item 3`. */
function fileOf(where: string): string {
  return where.slice(0, where.lastIndexOf(':'));
}

/** The name of a row, there once; `seen` counts the names in their order. */
export function nameOf(
  row: Row,
  columns: readonly string[],
  seen: Map<string, number>,
  mistakes: Mistakes,
): string {
  const name = row.cell(...columns);
  if (name === '') mistakes.add(row.where, `${columns.join(' or ')} is missing`);
  else if (CONTROL.test(name))
    mistakes.add(
      row.where,
      `${columns.join(' or ')} is ${JSON.stringify(name)}, which has a control character`,
    );
  else if (seen.has(name)) mistakes.add(row.where, `there is another ${name} above`);
  else seen.set(name, seen.size);
  return name;
}

/** Reads a table piece by piece. `name` is what mistakes call it, `member` names the array of a JSON object. */
export class TableReader {
  readonly #name: string;
  readonly #member: string;
  readonly #mistakes: Mistakes;
  readonly #csv: Csv;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #json: string | undefined;
  #isBegun = false;
  #bytes = 0;

  constructor(name: string, member: string, mistakes: Mistakes) {
    this.#name = name;
    this.#member = member;
    this.#mistakes = mistakes;
    this.#csv = new Csv(name, mistakes);
  }

  /** Bytes of UTF-8, then undefined for their end. */
  take(piece: Uint8Array | undefined): void {
    this.#bytes += piece?.length ?? 0;
    try {
      this.#takeText(this.#decoder.decode(piece, { stream: piece !== undefined }));
    } catch (error) {
      if (error instanceof TypeError) throw new UsageError(`${this.#name}: this is no UTF-8`);
      throw error;
    }
    if (this.#json !== undefined && this.#bytes > limits.jsonTableBytesMax)
      throw new UsageError(
        `${this.#name}: more than ${limits.jsonTableBytesMax} bytes are too large for JSON; use CSV`,
      );
    if (this.#bytes > limits.csvBytesMax)
      throw new UsageError(`${this.#name}: a table has at most ${limits.csvBytesMax} bytes`);
  }

  end(): Table {
    return this.#json === undefined
      ? this.#csv.end()
      : readJson(this.#name, this.#json, this.#member, this.#mistakes);
  }

  #takeText(text: string): void {
    const first = this.#isBegun ? '' : text.trimStart().charAt(0);
    if (!this.#isBegun && first !== '') {
      this.#isBegun = true;
      if (first === '{' || first === '[') this.#json = '';
    }
    if (this.#json === undefined) this.#csv.take(text);
    else this.#json += text;
  }
}

class Csv {
  readonly #file: string;
  readonly #mistakes: Mistakes;
  readonly #rows: Row[] = [];
  #places: ReadonlyMap<string, number> | undefined;
  #text = '';
  #line = 1;
  /** Where the latest look in the text found each of them; beyond the text where there is none. */
  readonly #found = { '\n': -1, '"': -1 };

  constructor(file: string, mistakes: Mistakes) {
    this.#file = file;
    this.#mistakes = mistakes;
  }

  take(text: string): void {
    this.#text += text;
    this.#found['\n'] = this.#found['"'] = -1;
    let at = 0;
    for (let end = this.#endOfRow(at); end >= 0; end = this.#endOfRow(at)) {
      this.#row(this.#text.slice(at, end));
      at = end + 1;
    }
    this.#text = this.#text.slice(at);
    if (this.#text.length > limits.tableLineCharactersMax) {
      throw new UsageError(
        `${this.#file}:${this.#line}: a row has more than ${limits.tableLineCharactersMax} characters`,
      );
    }
  }

  end(): Table {
    if (this.#text !== '') this.#row(this.#text);
    if (this.#places === undefined)
      throw new UsageError(`${this.#file}: there is not even a line of column names`);
    return { file: this.#file, columns: new Set(this.#places.keys()), rows: this.#rows };
  }

  /** The next line end that is in no quotes, or -1. */
  #endOfRow(from: number): number {
    let isQuoted = false;
    for (let at = from; ; isQuoted = !isQuoted) {
      const end = isQuoted ? Infinity : this.#next('\n', at);
      const quote = this.#next('"', at);
      if (end < quote) return end;
      if (quote === Infinity) return -1;
      at = quote + 1;
    }
  }

  /** The first of these from here on. Most rows have no quote: looking for the next from each row on would go through the text again. */
  #next(mark: '\n' | '"', from: number): number {
    if (this.#found[mark] < from) {
      const found = this.#text.indexOf(mark, from);
      this.#found[mark] = found < 0 ? Infinity : found;
    }
    return this.#found[mark];
  }

  #row(text: string): void {
    const where = `${this.#file}:${this.#line}`;
    this.#line += text.split('\n').length;
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (line === '') return;
    const cells = line.includes('"') ? cellsOf(line) : line.split(',').map((cell) => cell.trim());
    if (cells === undefined) {
      this.#mistakes.add(where, 'a quote is not closed, or something follows it');
      return;
    }
    const places = this.#places;
    if (places === undefined) {
      this.#places = this.#columns(cells, where);
      return;
    }
    if (cells.length !== places.size) {
      this.#mistakes.add(where, `${cells.length} cells, but there are ${places.size} columns`);
      return;
    }
    if (this.#rows.length === limits.tableRowsMax)
      throw new UsageError(`${where}: a table has at most ${limits.tableRowsMax} rows`);
    this.#rows.push({ where, cell: (...columns) => cells[placeOf(places, columns)] ?? '' });
  }

  #columns(cells: readonly string[], where: string): ReadonlyMap<string, number> {
    const names = cells.map((cell) => cell.replace(/^\uFEFF/, ''));
    const twice = names.find((name, place) => names.indexOf(name) !== place);
    if (twice !== undefined) throw new UsageError(`${where}: there are two columns ${twice}`);
    const broken = names.find((name) => CONTROL.test(name));
    if (broken !== undefined)
      throw new UsageError(`${where}: column ${JSON.stringify(broken)} has a control character`);
    return new Map(names.map((name, place) => [name, place]));
  }
}

function placeOf(places: ReadonlyMap<string, number>, columns: readonly string[]): number {
  for (const column of columns) {
    const place = places.get(column);
    if (place !== undefined) return place;
  }
  return -1;
}

function cellsOf(line: string): string[] | undefined {
  const cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (;;) {
    const found = cell.exec(line);
    if (found === null) return undefined;
    const [, quoted, plain = '', end] = found;
    cells.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    if (end === '') return cells;
  }
}

function readJson(file: string, text: string, member: string, mistakes: Mistakes): Table {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const list = isObject(value) && Object.hasOwn(value, member) ? value[member] : value;
  if (!Array.isArray(list))
    throw new UsageError(`${file}: an array of objects is meant, or an object with ${member}`);
  if (list.length > limits.tableRowsMax)
    throw new UsageError(`${file}: a table has at most ${limits.tableRowsMax} rows`);
  const columns = new Set<string>();
  const rows: Row[] = [];
  for (const [index, item] of (list as unknown[]).entries()) {
    const where = `${file}: item ${index + 1}`;
    if (!isObject(item)) {
      mistakes.add(where, 'this is no object');
      continue;
    }
    const cells = new Map<string, string>();
    for (const [column, cell] of Object.entries(item)) {
      columns.add(column);
      if (CONTROL.test(column))
        mistakes.add(where, `column ${JSON.stringify(column)} has a control character`);
      if (typeof cell === 'object' && cell !== null)
        mistakes.add(where, `${column} is no text and no number`);
      else cells.set(column, cell === null ? '' : String(cell));
    }
    const cell: Row['cell'] = (...names) => cells.get(names.find((name) => cells.has(name)) ?? '') ?? '';
    rows.push({ where, cell });
  }
  return { file, columns, rows };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
