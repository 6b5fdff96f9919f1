// Files and standard input into route tables, a piece at a time, with progress where somebody watches. Lines that are no
// routes are told with file, line and column; then nothing is answered at all.
import { createReadStream } from 'node:fs';
import { KernelError, NO_MEMORY } from '../../../kernels/code.ts';
import type { Mistake, RouteTables } from '../../../kernels/route-tables.ts';
import { UsageError } from '../args.ts';

/** What a file is called that is standard input. */
const STDIN = '-';
/** More mistakes than these are counted and not told. */
const MISTAKES_TOLD_MAX = 20;
const PIECE_BYTES = 1 << 20;
const PROGRESS_MS = 200;

/** A file to read, and the table that it belongs to. */
export interface Input {
  readonly file: string;
  readonly table: 'A' | 'B';
}

/** Reads all inputs; throws a UsageError that names every line that is no route, or the file that cannot be read. */
export async function readTables(tables: RouteTables, inputs: readonly Input[]): Promise<void> {
  const told: string[] = [];
  let mistakes = 0;
  const progress = createProgress();
  const tell = (file: string, found: readonly Mistake[]): void => {
    mistakes += found.length;
    for (const mistake of found.slice(0, MISTAKES_TOLD_MAX - told.length)) told.push(wordsOf(file, mistake));
  };
  for (const { file, table } of inputs) {
    const name = file === STDIN ? 'standard input' : file;
    try {
      const stream = file === STDIN ? process.stdin : createReadStream(file, { highWaterMark: PIECE_BYTES });
      for await (const piece of stream) {
        tell(name, tables.read(table, piece as Uint8Array));
        progress.add((piece as Uint8Array).length);
      }
      tell(name, tables.readEnd(table));
    } catch (error) {
      throw unreadable(name, error);
    } finally {
      progress.clear();
    }
  }
  if (mistakes === 0) return;
  const more = mistakes > told.length ? `\nand ${mistakes - told.length} more` : '';
  const count = mistakes === 1 ? 'a line is no route' : `${mistakes} lines are no routes`;
  throw new UsageError(`${count}, so there is no answer:\n${told.join('\n')}${more}`);
}

/** `routes.txt:3:10: 10.0.0.0/33: a prefix length is at most 32 ...`. */
function wordsOf(file: string, { line, column, text, words }: Mistake): string {
  const shown = JSON.stringify(text).slice(1, -1);
  return `${file}:${line}:${column}: ${shown}: ${words}`;
}

function unreadable(name: string, error: unknown): Error {
  if (error instanceof KernelError && error.code === NO_MEMORY) {
    return new UsageError(`${name}: there are more routes than fit into 4 GiB of memory; split the table`);
  }
  if (error instanceof Error && 'code' in error) return new UsageError(`${name}: ${reasonOf(error)}`);
  return error instanceof Error ? error : new Error(String(error));
}

function reasonOf(error: Error & { readonly code: unknown }): string {
  if (error.code === 'ENOENT') return 'there is no such file';
  if (error.code === 'EISDIR') return 'this is a folder, not a file';
  if (error.code === 'EACCES') return 'it may not be read';
  return error.message;
}

/** Bytes read so far, on a terminal, now and then. */
function createProgress(): { add(bytes: number): void; clear(): void } {
  const { stderr } = process;
  let bytes = 0;
  let shownAt = performance.now();
  let isShown = false;
  return {
    add(more) {
      bytes += more;
      if (stderr.isTTY !== true || performance.now() - shownAt < PROGRESS_MS) return;
      shownAt = performance.now();
      isShown = true;
      stderr.write(`\rread ${(bytes / 1e6).toFixed(0)} MB`);
    },
    clear() {
      if (isShown) stderr.write('\r\u001b[K');
      isShown = false;
    },
  };
}
