// What watches have to say. The first word goes out at the end of this turn of the event loop, what follows on its heels is gathered for
// a moment: a write costs many times what it carries. Watches of the same things have the same frames waiting, and share their bytes.
import type { ServerResponse } from 'node:http';

/** The least time between two sends. */
const gatherMs = 10;

/** Outboxes in which something waits, and when any was sent last. */
let waiting: Outbox[] = [];
let sentAtMs = -Infinity;

/** `binary` says that frames are bytes in Base64. */
type Encode = (frames: readonly string[], binary: boolean) => Buffer;

const encode: Encode = (frames, binary) =>
  binary
    ? Buffer.concat(frames.map((frame) => Buffer.from(frame, 'base64')))
    : Buffer.from(`${frames.join('\n')}\n`);

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((frame, place) => frame === b[place]);
}

/** Encodes, and gives the bytes again to whoever comes next with the same. */
function sharing(): Encode {
  let last: { readonly frames: readonly string[]; readonly bytes: Buffer } | undefined;
  return (frames, binary) => {
    if (last === undefined || !isSame(last.frames, frames)) last = { frames, bytes: encode(frames, binary) };
    return last.bytes;
  };
}

function sendSoon(): void {
  const waitMs = sentAtMs + gatherMs - performance.now();
  if (waitMs > 0) setTimeout(sendAll, waitMs);
  else setImmediate(sendAll);
}

function sendAll(): void {
  sentAtMs = performance.now();
  const full = waiting;
  waiting = [];
  const encodeOnce = sharing();
  for (const outbox of full) outbox.send(encodeOnce);
}

export class Outbox {
  /** What the client may leave unread; past it, it is cut off. */
  unreadBytesMax = Infinity;
  readonly #response: ServerResponse;
  readonly #binary: boolean;
  #frames: string[] = [];
  #isEnded = false;

  constructor(response: ServerResponse, binary: boolean) {
    this.#response = response;
    this.#binary = binary;
  }

  put(frame: string): void {
    if (this.#isEnded) return;
    if (this.#frames.length === 0 && waiting.push(this) === 1) sendSoon();
    this.#frames.push(frame);
  }

  /** Sends what waits now. */
  send(encoded: Encode = encode): void {
    if (this.#frames.length === 0) return;
    const frames = this.#frames;
    this.#frames = [];
    if (this.#response.destroyed) return;
    this.#response.write(encoded(frames, this.#binary));
    if (this.#response.writableLength > this.unreadBytesMax) this.#response.destroy();
  }

  /** Sends what waits, and that it was the last. */
  end(): void {
    this.#isEnded = true;
    this.send();
    this.#response.end();
  }
}
