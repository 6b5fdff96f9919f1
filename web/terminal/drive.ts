/**
 * Runs a program of the terminal: answers the effects that it yields, with the world behind the door and the person at the keyboard.
 * Ctrl-C ends whatever it waits for and is thrown into it.
 */
import { type Arrival, type Effect, Interrupted, type Opened, type Run } from '../../src/cli/effect.ts';
import type { WireRequest, WireResponse } from '../../src/apis/kubernetes/wire.ts';
import { door, openStream } from '../live/door.ts';
import { world } from '../live/world.svelte.ts';
import { troubleWith } from './servers.ts';

/** The person's side of a run. */
export interface Console {
  readonly write: (text: string) => void;
  /** A line without its end; undefined at the end of input. */
  readonly readLine: (
    prompt: string,
    secret: boolean,
    history?: readonly string[],
  ) => Promise<string | undefined>;
  readonly edit: (name: string, text: string) => Promise<string | undefined>;
  readonly clear: () => void;
}

/** A press of Ctrl-C, which may come while nothing waits for it. */
export class Interrupt {
  #pressed = false;
  #wake: (() => void) | undefined;

  press(): void {
    this.#pressed = true;
    this.#wake?.();
  }

  /** Whether it was pressed since the last look. */
  take(): boolean {
    const was = this.#pressed;
    this.#pressed = false;
    return was;
  }

  /** What the work gives, or Interrupted as soon as it is pressed. */
  async race<T>(work: Promise<T>): Promise<T> {
    if (this.take()) throw new Interrupted();
    const pressed = new Promise<never>((_resolve, reject) => {
      this.#wake = () => reject(new Interrupted());
    });
    try {
      return await Promise.race([work, pressed]);
    } finally {
      this.#wake = undefined;
      this.#pressed = false;
    }
  }
}

interface Stream {
  readonly frames: string[];
  ended: boolean;
  close: () => void;
  tell: (text: string | undefined) => void;
}

/** Effects in a row after which keys and frames get their turn. */
const effectsInRow = 64;

/** Nobody is logged in unless the program says who: without a header the door would take it for the page itself. */
const asked = (request: WireRequest): WireRequest => ({
  ...request,
  headers: { authorization: 'Bearer', ...request.headers },
});

export async function drive<T>(run: Run<T>, console_: Console, interrupt: Interrupt): Promise<T> {
  const streams = new Map<number, Stream>();
  let lastStream = 0;
  /** What stands in the terminal's last row. */
  let openRow = '';
  let wake: () => void = () => undefined;

  async function open(effect: Extract<Effect, { readonly type: 'open' }>): Promise<Opened> {
    const trouble = await troubleWith(effect.endpoint);
    if (trouble !== undefined) return { trouble };
    const stream: Stream = { frames: [], ended: false, close: () => undefined, tell: () => undefined };
    const opened = await openStream(asked(effect.request), (batch) => {
      stream.frames.push(...batch.frames);
      if (batch.ended) stream.ended = true;
      wake();
    });
    const { status, body } = opened.answer;
    if ((status !== 200 && status !== 101) || body !== '') return opened.answer;
    stream.close = opened.close;
    stream.tell = opened.tell;
    lastStream += 1;
    streams.set(lastStream, stream);
    return { stream: lastStream };
  }

  function arrived(ids: readonly number[]): Arrival | undefined {
    for (const id of ids) {
      const stream = streams.get(id);
      const frame = stream?.frames.shift();
      if (frame !== undefined) return { stream: id, frame };
      if (stream === undefined || stream.ended) return { stream: id, ended: true };
    }
    return undefined;
  }

  async function next({ streams: ids, ms }: Extract<Effect, { readonly type: 'next' }>): Promise<Arrival> {
    for (;;) {
      const arrival = arrived(ids);
      if (arrival !== undefined) return arrival;
      const woken = await new Promise<boolean>((resolve) => {
        wake = () => resolve(true);
        if (ms !== undefined) setTimeout(() => resolve(false), ms);
      });
      if (!woken) return arrived(ids) ?? 'timeout';
    }
  }

  async function request(
    effect: Extract<Effect, { readonly type: 'request' }>,
  ): Promise<WireResponse | { readonly trouble: string }> {
    const trouble = await troubleWith(effect.endpoint);
    return trouble === undefined ? await door().request(asked(effect.request)) : { trouble };
  }

  /** A line is drawn with its prompt over its row: what was written there before is part of the prompt. */
  function askFor(...[text, ...how]: Parameters<Console['readLine']>): Promise<string | undefined> {
    const prompt = openRow + text;
    openRow = '';
    return console_.readLine(prompt, ...how);
  }

  function answer(effect: Effect): unknown {
    switch (effect.type) {
      case 'out':
      case 'err':
        console_.write(effect.text);
        openRow = (openRow + effect.text).slice((openRow + effect.text).lastIndexOf('\n') + 1);
        return undefined;
      case 'request':
        return request(effect);
      case 'open':
        return open(effect);
      case 'next':
        return arrived(effect.streams) ?? next(effect);
      case 'close':
        streams.get(effect.stream)?.close();
        streams.delete(effect.stream);
        return undefined;
      case 'tell':
        streams.get(effect.stream)?.tell(effect.text);
        return undefined;
      case 'read':
        return askFor('', false).then((line) => (line === undefined ? undefined : `${line}\n`));
      case 'prompt':
        return askFor(effect.text, effect.secret, effect.history);
      case 'edit':
        return console_.edit(effect.name, effect.text);
      case 'now':
        return world.now;
      case 'clear':
        console_.clear();
        return undefined;
    }
  }

  let row = 0;
  try {
    let step = run.next();
    while (step.done !== true) {
      try {
        const given = answer(step.value);
        let reply = given;
        if (given instanceof Promise) {
          reply = await interrupt.race(given);
          row = 0;
        } else if (++row >= effectsInRow) {
          row = 0;
          await interrupt.race(new Promise((resolve) => setTimeout(resolve)));
        }
        step = run.next(reply);
      } catch (error) {
        // What is not the person's Ctrl-C is the program's to hear of, and a fault if it does not know it.
        step = run.throw(error);
      }
    }
    return step.value;
  } finally {
    for (const stream of streams.values()) stream.close();
  }
}
