// The server's side of a SPDY/3.1 connection, on a socket that was upgraded or in a WebSocket: streams that the client opens.
import type { Duplex } from 'node:stream';
import { dataFrame, FrameReader, replyFrame, resetFrame, type Frame } from './frames.ts';
import { HeaderReader, HeaderWriter, type Headers } from './headers.ts';

/** Streams that a client may have open. */
const streamsMax = 512;
const pieceBytes = 32 * 1024;
/** Pieces that a client may send to a stream that nobody listens to. */
const unheardMax = 256;
/** What a client may leave unread. */
const unreadBytesMax = 8 * 1024 * 1024;

export interface SpdyStream {
  readonly headers: Headers;
  readonly write: (data: Uint8Array) => void;
  /** Nothing more comes from here. */
  readonly end: () => void;
  /** Who listens; what came before is handed over at once. */
  listen: (hearer: StreamHearer) => void;
}

export interface StreamHearer {
  readonly data: (data: Buffer) => void;
  /** The client has nothing more to say, or wants no more of it. */
  readonly end: () => void;
}

interface Open extends SpdyStream {
  hearer: StreamHearer | undefined;
  readonly unheard: Buffer[];
  heardAll: boolean;
  saidAll: boolean;
}

export class SpdySession {
  readonly #socket: Duplex;
  readonly #onStream: (stream: SpdyStream) => void;
  readonly #reader = new FrameReader();
  readonly #headers = new HeaderReader();
  readonly #written = new HeaderWriter();
  readonly #streams = new Map<number, Open>();
  #turn: Promise<void> = Promise.resolve();

  /** `onEnd` is called once when the connection is gone. */
  constructor(socket: Duplex, onStream: (stream: SpdyStream) => void, onEnd: () => void) {
    this.#socket = socket;
    this.#onStream = onStream;
    socket.on('data', (piece: Buffer) => this.#heard(piece));
    socket.once('end', () => this.close());
    socket.once('close', () => {
      for (const [id] of this.#streams) this.#ended(id);
      this.#streams.clear();
      this.#headers.close();
      this.#written.close();
      onEnd();
    });
  }

  /** Ends the connection once everything is written. */
  close(): void {
    this.#socket.end();
  }

  /** Frames are worked off one after another, for headers take a while to be read. */
  #heard(piece: Buffer): void {
    let frames: readonly Frame[];
    try {
      frames = this.#reader.read(piece);
    } catch {
      this.#socket.destroy();
      return;
    }
    for (const frame of frames) {
      this.#turn = this.#turn.then(() => this.#take(frame)).catch(() => void this.#socket.destroy());
    }
  }

  async #take(frame: Frame): Promise<void> {
    switch (frame.type) {
      case 'open':
        await this.#open(frame.stream, await this.#headers.read(frame.block));
        if (frame.fin) this.#ended(frame.stream);
        return;
      case 'headers':
        await this.#headers.read(frame.block);
        return;
      case 'data': {
        const stream = this.#streams.get(frame.stream);
        if (frame.data.length > 0) {
          if (stream?.hearer !== undefined) stream.hearer.data(frame.data);
          else if ((stream?.unheard.push(frame.data) ?? 0) > unheardMax) this.#socket.destroy();
        }
        if (frame.fin) this.#ended(frame.stream);
        return;
      }
      case 'reset':
        this.#ended(frame.stream);
        this.#streams.delete(frame.stream);
        return;
      case 'ping':
        // The client's are odd; an even one answers one of ours.
        if (frame.id % 2 === 1) this.#write(frame.whole);
        return;
      case 'away':
      case 'other':
    }
  }

  async #open(id: number, headers: Headers): Promise<void> {
    if (this.#streams.size >= streamsMax || this.#streams.has(id)) {
      this.#write(resetFrame(id));
      return;
    }
    const stream: Open = {
      headers,
      hearer: undefined,
      unheard: [],
      heardAll: false,
      saidAll: false,
      write: (data) => {
        for (let at = 0; at < data.length && !stream.saidAll; at += pieceBytes)
          this.#write(dataFrame(id, data.subarray(at, at + pieceBytes), false));
      },
      end: () => {
        if (stream.saidAll) return;
        stream.saidAll = true;
        this.#write(dataFrame(id, new Uint8Array(), true));
        this.#forget(id);
      },
      listen: (hearer) => {
        stream.hearer = hearer;
        for (const data of stream.unheard.splice(0)) hearer.data(data);
        if (stream.heardAll) hearer.end();
      },
    };
    this.#streams.set(id, stream);
    this.#write(replyFrame(id, await this.#written.write(new Map())));
    this.#onStream(stream);
  }

  #ended(id: number): void {
    const stream = this.#streams.get(id);
    if (stream === undefined || stream.heardAll) return;
    stream.heardAll = true;
    stream.hearer?.end();
    this.#forget(id);
  }

  #forget(id: number): void {
    const stream = this.#streams.get(id);
    if (stream?.heardAll === true && stream.saidAll) this.#streams.delete(id);
  }

  #write(frame: Buffer): void {
    if (!this.#socket.writable) return;
    this.#socket.write(frame);
    if (this.#socket.writableLength > unreadBytesMax) this.#socket.destroy();
  }
}
