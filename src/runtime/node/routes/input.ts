// Files and standard input into route tables, a piece at a time, with progress where somebody watches. Lines that are no
// routes are told with file, line and column; then nothing is answered at all.
import { KernelError, NO_MEMORY } from '../../../kernels/code.ts';
import type { Mistake, RouteTables } from '../../../kernels/route-tables.ts';
import { noMemoryWords } from '../../route-words.ts';
import { UsageError } from '../args.ts';
import { nameOfFile, readPieces } from '../pieces.ts';

/** More mistakes than these are counted and not told. */
const MISTAKES_TOLD_MAX = 20;

/** A file to read, and the table that it belongs to. */
export interface Input {
  readonly file: string;
  readonly table: 'A' | 'B';
}

/** Reads all inputs; throws a UsageError that names every line that is no route, or the file that cannot be read. */
export async function readTables(tables: RouteTables, inputs: readonly Input[]): Promise<void> {
  const told: string[] = [];
  let mistakes = 0;
  const tell = (file: string, found: readonly Mistake[]): void => {
    mistakes += found.length;
    for (const mistake of found.slice(0, MISTAKES_TOLD_MAX - told.length)) told.push(wordsOf(file, mistake));
  };
  for (const { file, table } of inputs) {
    const name = nameOfFile(file);
    try {
      await readPieces(file, (piece) => {
        tell(name, piece === undefined ? tables.readEnd(table) : tables.read(table, piece));
      });
    } catch (error) {
      if (!(error instanceof KernelError) || error.code !== NO_MEMORY) throw error;
      throw new UsageError(`${name}: ${noMemoryWords}`);
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
