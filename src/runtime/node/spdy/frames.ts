// Frames of SPDY/3.1 as bytes and back. Source: the SPDY protocol, draft 3.1, section 2.2. Flow control is let be, as the streaming
// servers and clients of Kubernetes do: window updates are read and forgotten.

/** What a frame may hold; a client that says it will send more is cut off. */
const frameBytesMax = 1024 * 1024;
const headBytes = 8;
const streamMask = 0x7f_ff_ff_ff;
const version = 3;

const types = { synStream: 1, synReply: 2, reset: 3, ping: 6, goAway: 7, headers: 8 } as const;
const finFlag = 1;

export type Frame =
  | { readonly type: 'data'; readonly stream: number; readonly fin: boolean; readonly data: Buffer }
  /** Headers still compressed: each block goes on where the last one ended. */
  | { readonly type: 'open'; readonly stream: number; readonly fin: boolean; readonly block: Buffer }
  | { readonly type: 'headers'; readonly stream: number; readonly fin: boolean; readonly block: Buffer }
  | { readonly type: 'reset'; readonly stream: number }
  | { readonly type: 'ping'; readonly id: number; readonly whole: Buffer }
  | { readonly type: 'away' }
  | { readonly type: 'other' };

/** Frames out of bytes that come in pieces. Throws where they are none. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  read(piece: Buffer): readonly Frame[] {
    this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const frames: Frame[] = [];
    for (;;) {
      if (this.#rest.length < headBytes) return frames;
      const length = this.#rest.readUIntBE(5, 3);
      if (length > frameBytesMax) throw new Error(`a frame of ${length} bytes is too long`);
      if (this.#rest.length < headBytes + length) return frames;
      frames.push(frameOf(this.#rest.subarray(0, headBytes + length)));
      this.#rest = this.#rest.subarray(headBytes + length);
    }
  }
}

function frameOf(whole: Buffer): Frame {
  const head = whole.readUInt32BE(0);
  const fin = ((whole[4] as number) & finFlag) !== 0;
  const body = whole.subarray(headBytes);
  if (head >>> 31 === 0) return { type: 'data', stream: head & streamMask, fin, data: body };
  if (((head >>> 16) & 0x7fff) !== version) throw new Error('a frame of another version of SPDY');
  const type = head & 0xffff;
  const least = {
    [types.synStream]: 10,
    [types.synReply]: 4,
    [types.headers]: 4,
    [types.reset]: 8,
    [types.ping]: 4,
  };
  if (body.length < ((least as Readonly<Record<number, number>>)[type] ?? 0))
    throw new Error('a frame is cut short');
  switch (type) {
    case types.synStream:
      return { type: 'open', stream: body.readUInt32BE(0) & streamMask, fin, block: body.subarray(10) };
    case types.synReply:
    case types.headers:
      return { type: 'headers', stream: body.readUInt32BE(0) & streamMask, fin, block: body.subarray(4) };
    case types.reset:
      return { type: 'reset', stream: body.readUInt32BE(0) & streamMask };
    case types.ping:
      return { type: 'ping', id: body.readUInt32BE(0), whole };
    case types.goAway:
      return { type: 'away' };
    default:
      return { type: 'other' };
  }
}

function control(type: number, flags: number, body: Buffer): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt16BE(0x8000 | version, 0);
  head.writeUInt16BE(type, 2);
  head[4] = flags;
  head.writeUIntBE(body.length, 5, 3);
  return Buffer.concat([head, body]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function dataFrame(stream: number, data: Uint8Array, fin: boolean): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(stream, 0);
  head[4] = fin ? finFlag : 0;
  head.writeUIntBE(data.length, 5, 3);
  return Buffer.concat([head, data]);
}

/** A stream is opened; `block` are its headers, compressed. */
export function openFrame(stream: number, block: Buffer, fin = false): Buffer {
  return control(types.synStream, fin ? finFlag : 0, Buffer.concat([number(stream), Buffer.alloc(6), block]));
}

export function replyFrame(stream: number, block: Buffer): Buffer {
  return control(types.synReply, 0, Buffer.concat([number(stream), block]));
}

/** A stream is refused: 3 in the protocol's list. */
export function resetFrame(stream: number): Buffer {
  const refused = 3;
  return control(types.reset, 0, Buffer.concat([number(stream), number(refused)]));
}
