// Files and standard input, a piece at a time, with progress where somebody watches; and standard output, in words where it fails.
import { createReadStream } from 'node:fs';
import { UsageError } from './args.ts';

/** What a file is called that is standard input. */
export const STDIN = '-';
const PIECE_BYTES = 1 << 20;
const PROGRESS_MS = 200;

/** What messages call a file. */
export function nameOfFile(file: string): string {
  return file === STDIN ? 'standard input' : file;
}

/** Hands over a file's bytes, then undefined; a UsageError names the file that cannot be read. */
export async function readPieces(file: string, take: (piece: Uint8Array | undefined) => void): Promise<void> {
  const progress = createProgress('read', (bytes) => `${(bytes / 1e6).toFixed(0)} MB`);
  try {
    const stream = file === STDIN ? process.stdin : createReadStream(file, { highWaterMark: PIECE_BYTES });
    for await (const piece of stream) {
      take(piece as Uint8Array);
      progress.add((piece as Uint8Array).length);
    }
    take(undefined);
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'syscall' in error)
      throw new UsageError(`${nameOfFile(file)}: ${reasonOf(error)}`);
    throw error;
  } finally {
    progress.clear();
  }
}

function reasonOf(error: Error & { readonly code: unknown }): string {
  if (error.code === 'ENOENT') return 'there is no such file';
  if (error.code === 'EISDIR') return 'this is a folder, not a file';
  if (error.code === 'EACCES') return 'it may not be read';
  return error.message;
}

/** How far something is, on a terminal, now and then. */
export function createProgress(
  verb: string,
  words: (done: number) => string,
): { add(more: number): void; clear(): void } {
  const { stderr } = process;
  let done = 0;
  let shownAt = performance.now();
  let isShown = false;
  return {
    add(more) {
      done += more;
      if (stderr.isTTY !== true || performance.now() - shownAt < PROGRESS_MS) return;
      shownAt = performance.now();
      isShown = true;
      stderr.write(`\r${verb} ${words(done)}`);
    },
    clear() {
      if (isShown) stderr.write('\r\u001b[K');
      isShown = false;
    },
  };
}

/** Resolves when it is written; rejects where nobody reads any more. */
export function writeOut(data: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(data, (error) => (error ? reject(error) : resolve()));
  });
}

/** Writes an answer. Whoever reads may stop before the end, as head does: then the exit code is 1. */
export async function answering(exitCode: number, write: () => Promise<void>): Promise<number> {
  process.stdout.on('error', () => {});
  try {
    await write();
    return exitCode;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return 1;
    throw error;
  }
}
