// What a program asks of whoever runs it, as plain data: programs are generators that yield effects and get their answers
// back. Nothing here waits, so the same program runs in the page, in a test and in a headless session. Deliberately absent:
// promises, callbacks, the world.
import type { WireRequest, WireResponse } from '../apis/kubernetes/wire.ts';

/** Whom a request goes to. */
export interface Endpoint {
  /** `https://sv1-az1.sandbox.lab:6443`, without a path. */
  readonly server: string;
  /** Whether the server's certificate has to be one that the caller trusts. */
  readonly verifies: boolean;
}

/** Why no answer came. */
export type ConnectionTrouble = 'no-such-host' | 'connection-refused' | 'unknown-authority';

export type Effect =
  /** Answered with a WireResponse, or with `{ trouble }`. */
  | { readonly type: 'request'; readonly endpoint: Endpoint; readonly request: WireRequest }
  /** Opens a watch, a followed log or a conversation: answered with `{ stream }`, with a WireResponse, or with `{ trouble }`. */
  | { readonly type: 'open'; readonly endpoint: Endpoint; readonly request: WireRequest }
  /** Waits for the next frame of any of the streams, at most so many milliseconds of wall time. */
  | { readonly type: 'next'; readonly streams: readonly number[]; readonly ms?: number }
  | { readonly type: 'close'; readonly stream: number }
  /** Says something to the far end of a conversation; without a text, that there will be no more. */
  | { readonly type: 'tell'; readonly stream: number; readonly text?: string }
  | { readonly type: 'out'; readonly text: string }
  | { readonly type: 'err'; readonly text: string }
  /** A piece of standard input: answered with text, or with undefined at its end. */
  | { readonly type: 'read' }
  /** A line from the person, whom the text asks for it: answered with it, or with undefined when they end the input. */
  | { readonly type: 'prompt'; readonly text: string; readonly secret: boolean }
  /** A text for the person to change: answered with it, or with undefined when they put it aside. */
  | { readonly type: 'edit'; readonly name: string; readonly text: string }
  /** Answered with the simulated milliseconds since the Unix epoch. */
  | { readonly type: 'now' }
  | { readonly type: 'clear' };

export type Answer = WireResponse | { readonly trouble: ConnectionTrouble };
export type Opened = Answer | { readonly stream: number };
export type Arrival =
  | { readonly stream: number; readonly frame: string }
  | { readonly stream: number; readonly ended: true }
  | 'timeout';

/** A program, or a part of one, under way. */
export type Run<T> = Generator<Effect, T, unknown>;

/** 0 is success. */
export type ExitCode = number;

export function* out(text: string): Run<void> {
  if (text !== '') yield { type: 'out', text };
}

export function* err(text: string): Run<void> {
  if (text !== '') yield { type: 'err', text };
}

export function* request(endpoint: Endpoint, wire: WireRequest): Run<Answer> {
  return (yield { type: 'request', endpoint, request: wire }) as Answer;
}

export function* open(endpoint: Endpoint, wire: WireRequest): Run<Opened> {
  return (yield { type: 'open', endpoint, request: wire }) as Opened;
}

export function* next(streams: readonly number[], ms?: number): Run<Arrival> {
  return (yield { type: 'next', streams, ...(ms === undefined ? {} : { ms }) }) as Arrival;
}

export function* close(stream: number): Run<void> {
  yield { type: 'close', stream };
}

export function* tell(stream: number, text?: string): Run<void> {
  yield { type: 'tell', stream, ...(text === undefined ? {} : { text }) };
}

export function* read(): Run<string | undefined> {
  return (yield { type: 'read' }) as string | undefined;
}

/** All of standard input. */
export function* readAll(): Run<string> {
  let text = '';
  for (let piece = yield* read(); piece !== undefined; piece = yield* read()) text += piece;
  return text;
}

/** The lines of standard input as they come, without their line breaks. */
export function* readLines(onLine: (line: string) => Run<boolean>): Run<void> {
  let rest = '';
  for (let piece = yield* read(); piece !== undefined; piece = yield* read()) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (!(yield* onLine(line))) return;
  }
  if (rest !== '') yield* onLine(rest);
}

export function* prompt(text: string, secret = false): Run<string | undefined> {
  return (yield { type: 'prompt', text, secret }) as string | undefined;
}

export function* edit(name: string, text: string): Run<string | undefined> {
  return (yield { type: 'edit', name, text }) as string | undefined;
}

export function* now(): Run<number> {
  return (yield { type: 'now' }) as number;
}

/** Thrown into a program when the person presses Ctrl-C; the shell catches it, and programs with their own answer to it. */
export class Interrupted extends Error {}
