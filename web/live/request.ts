/** Requests to the world's published faces. An answer is a value: what was asked for, or the problem in the server's words. */
import type { Headers, WireRequest } from '../../src/apis/kubernetes/wire.ts';
import type { WatchBatch } from '../../src/runtime/browser/door.ts';
import { door, openStream, type OpenedStream } from './door.ts';
import { type Problem, problemOf, unanswered } from './problem.ts';
import { session } from './session.ts';

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/** Who asks: the person whom the page is signed in as, or the page itself, which may see all of its own world. */
export type Asker = 'person' | 'page';

const signed = (request: WireRequest): WireRequest => ({
  ...request,
  headers: { ...session.headers, ...request.headers },
});

const unauthenticated = 401;

async function send<T>(
  request: WireRequest,
  read: (body: string) => T,
  asker: Asker = 'person',
): Promise<Answer<T>> {
  try {
    let answer = await door().request(asker === 'page' ? request : signed(request));
    // A session of some hours is soon over where days pass in seconds.
    if (asker === 'person' && answer.status === unauthenticated && (await session.renew?.()) === true)
      answer = await door().request(signed(request));
    if (answer.status >= 400) return { ok: false, problem: problemOf(answer) };
    return { ok: true, value: read(answer.body) };
  } catch (error) {
    return { ok: false, problem: unanswered(error) };
  }
}

const parse = (body: string): unknown => (body === '' ? {} : JSON.parse(body));

export const getJson = <T>(path: string, headers: Headers = {}, asker?: Asker): Promise<Answer<T>> =>
  send({ method: 'GET', path, headers }, (body) => parse(body) as T, asker);

/** A watch or a followed log, as the person. */
export const openAs = (
  request: WireRequest,
  onBatch: (batch: WatchBatch) => void,
  asker: Asker = 'person',
): Promise<OpenedStream> => openStream(asker === 'page' ? request : signed(request), onBatch);

export const getText = (path: string, headers: Headers = {}): Promise<Answer<string>> =>
  send({ method: 'GET', path, headers }, (body) => body);

/** @param type of the body; JSON unless given. Objects are written as JSON, texts as they are. */
export const write = <T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  type = 'application/json',
): Promise<Answer<T>> =>
  send(
    {
      method,
      path,
      headers: { 'content-type': type },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    },
    (text) => parse(text) as T,
  );
