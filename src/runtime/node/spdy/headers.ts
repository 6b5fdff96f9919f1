// Header blocks of SPDY/3: names and values behind their lengths, compressed as one text that goes on from block to block.
// Source: the SPDY protocol, draft 3, section 2.6.10.
import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib';
import { dictionary } from './dictionary.ts';

/** Name to value; of several values the first. */
export type Headers = ReadonlyMap<string, string>;

/** What all headers of one block may come to. */
const blockBytesMax = 64 * 1024;

function parse(block: Buffer): Headers {
  const headers = new Map<string, string>();
  let at = 4;
  const text = (): string => {
    const length = block.readUInt32BE(at);
    at += 4 + length;
    if (at > block.length) throw new Error('headers are cut short');
    return block.toString('utf8', at - length, at);
  };
  for (let left = block.readUInt32BE(0); left > 0; left--) {
    const name = text();
    headers.set(name.toLowerCase(), text().split('\0')[0] ?? '');
  }
  return headers;
}

function print(headers: Headers): Buffer {
  const parts = [...headers].flat().map((text) => Buffer.from(text));
  const length = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  return Buffer.concat([length(headers.size), ...parts.flatMap((part) => [length(part.length), part])]);
}

/** Headers as they come. Rejects where they are none. */
export class HeaderReader {
  readonly #inflate: Inflate = createInflate({ dictionary });
  #trouble: Error | undefined;

  constructor() {
    this.#inflate.on('error', (trouble) => (this.#trouble = trouble));
  }

  async read(block: Buffer): Promise<Headers> {
    await new Promise<void>((resolve) => {
      this.#inflate.once('error', () => resolve());
      this.#inflate.write(block, () => resolve());
    });
    if (this.#trouble !== undefined) throw this.#trouble;
    const pieces: Buffer[] = [];
    let bytes = 0;
    for (let piece = this.#take(); piece !== null; piece = this.#take()) {
      pieces.push(piece);
      bytes += piece.length;
      if (bytes > blockBytesMax) throw new Error('headers are too long');
    }
    return parse(Buffer.concat(pieces));
  }

  #take(): Buffer | null {
    return this.#inflate.read() as Buffer | null;
  }

  close(): void {
    this.#inflate.destroy();
  }
}

export class HeaderWriter {
  readonly #deflate: Deflate = createDeflate({ dictionary });

  async write(headers: Headers): Promise<Buffer> {
    this.#deflate.write(print(headers));
    await new Promise<void>((resolve) => this.#deflate.flush(constants.Z_SYNC_FLUSH, resolve));
    return (this.#deflate.read() as Buffer | null) ?? Buffer.alloc(0);
  }

  close(): void {
    this.#deflate.destroy();
  }
}
