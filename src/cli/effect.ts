// What a program of the terminal asks of whoever runs it: what every program of the shell does, and requests to servers.
// Deliberately absent: promises, callbacks, the world.
import type { WireRequest, WireResponse } from '../apis/kubernetes/wire.ts';
import type { OwnEffect } from '../shell/effect.ts';

export {
  err,
  Interrupted,
  now,
  out,
  prompt,
  read,
  readAll,
  readLine,
  readLines,
  type ExitCode,
} from '../shell/effect.ts';

/** Whom a request goes to. */
export interface Endpoint {
  /** `https://sv1-az1.sandbox.lab:6443`, without a path; of a machine `ssh://vcenter.sandbox.lab`. */
  readonly server: string;
  /** Whether the server's certificate has to be one that the caller trusts. */
  readonly verifies: boolean;
}

/** Why no answer came. */
export type ConnectionTrouble = 'no-such-host' | 'connection-refused' | 'unknown-authority';

export type Effect =
  | OwnEffect
  /** Answered with a WireResponse, or with `{ trouble }`. */
  | { readonly type: 'request'; readonly endpoint: Endpoint; readonly request: WireRequest }
  /** Opens a watch, a followed log or a conversation: answered with `{ stream }`, with a WireResponse, or with `{ trouble }`. */
  | { readonly type: 'open'; readonly endpoint: Endpoint; readonly request: WireRequest }
  | { readonly type: 'close'; readonly stream: number }
  /** Says something to the far end of a conversation; without a text, that there will be no more. */
  | { readonly type: 'tell'; readonly stream: number; readonly text?: string }
  /** A text for the person to change: answered with it, or with undefined when they put it aside. */
  | { readonly type: 'edit'; readonly name: string; readonly text: string };

export type Answer = WireResponse | { readonly trouble: ConnectionTrouble };
export type Opened = Answer | { readonly stream: number };
export type Arrival =
  | { readonly stream: number; readonly frame: string }
  | { readonly stream: number; readonly ended: true }
  | 'timeout';

/** A program, or a part of one, under way. */
export type Run<T> = Generator<Effect, T, unknown>;

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

export function* edit(name: string, text: string): Run<string | undefined> {
  return (yield { type: 'edit', name, text }) as string | undefined;
}
