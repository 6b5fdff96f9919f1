// A watch over a transferred port: frames are gathered and posted as one batch, at most one a frame of the screen. The port's end
// frees the watch: `{ close: true }`, or the browser's own word that the other side closed it.
import type { WireStream } from '../../apis/kubernetes/wire.ts';
import type { WatchBatch } from './door.ts';
import type { Wall } from './wall.ts';

const batchMs = 16;
/** kube-apiserver sends bookmarks about every minute. */
const bookmarkMs = 60_000;
/** How often a followed log is looked at for what time has brought. */
const lookMs = 250;

export class WatchPort {
  readonly #port: MessagePort;
  readonly #wall: Wall;
  readonly #onEnd: () => void;
  #frames: string[] = [];
  #postedAt = -batchMs;
  #isDue = false;
  #isOver = false;
  #stop: () => void = () => undefined;
  #bookmark: () => void = () => undefined;

  /** `onEnd` is called once, however it ends. */
  constructor(port: MessagePort, wall: Wall, onEnd: () => void) {
    this.#port = port;
    this.#wall = wall;
    this.#onEnd = onEnd;
  }

  open(stream: WireStream): void {
    whenClosed(this.#port, () => this.#free());
    this.#stop = stream.open({
      frame: (json) => this.#frame(json),
      end: () => this.end(),
      onBookmark: (send) => (this.#bookmark = send),
      onLook: (look) => this.#lookLater(look),
    });
    if (this.#isOver) {
      // It ended while it was being opened: what came is sent, the rest is freed.
      this.#stop();
      return;
    }
    this.#bookmarkLater();
    const { timeoutSeconds } = stream;
    if (timeoutSeconds === undefined) return;
    this.#wall.later(() => {
      this.#bookmark();
      this.end();
    }, timeoutSeconds * 1_000);
  }

  /** Ends the watch from this side: what is gathered goes out, then word that it was the last. */
  end(): void {
    if (this.#isOver) return;
    this.#post(true);
    this.#free();
  }

  #frame(json: string): void {
    this.#frames.push(json);
    if (this.#isDue) return;
    this.#isDue = true;
    const waitMs = this.#postedAt + batchMs - this.#wall.now();
    this.#wall.later(() => this.#flush(), Math.max(0, waitMs));
  }

  #flush(): void {
    this.#isDue = false;
    if (this.#isOver || this.#frames.length === 0) return;
    this.#postedAt = this.#wall.now();
    this.#post(false);
  }

  #post(ended: boolean): void {
    const batch: WatchBatch = { frames: this.#frames, ...(ended ? { ended } : {}) };
    this.#frames = [];
    this.#port.postMessage(batch);
  }

  #free(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stop();
    this.#onEnd();
  }

  #lookLater(look: () => void): void {
    this.#wall.later(() => {
      if (this.#isOver) return;
      look();
      this.#lookLater(look);
    }, lookMs);
  }

  #bookmarkLater(): void {
    this.#wall.later(() => {
      if (this.#isOver) return;
      this.#bookmark();
      this.#bookmarkLater();
    }, bookmarkMs);
  }
}

/** Calls back once when the other side is done with a port. */
export function whenClosed(port: MessagePort, closed: () => void): void {
  port.addEventListener('close', closed);
  port.addEventListener('message', ({ data }: MessageEvent<{ readonly close?: boolean } | undefined>) => {
    if (data?.close === true) closed();
  });
  port.start();
}
