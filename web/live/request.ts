/** Requests to the world's published faces. An answer is a value: what was asked for, or the problem in the server's words. */
import type { Headers, WireRequest } from '../../src/apis/kubernetes/wire.ts';
import { door } from './door.ts';
import { type Problem, problemOf, unanswered } from './problem.ts';

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

async function send<T>(request: WireRequest, read: (body: string) => T): Promise<Answer<T>> {
  try {
    const answer = await door().request(request);
    if (answer.status >= 400) return { ok: false, problem: problemOf(answer) };
    return { ok: true, value: read(answer.body) };
  } catch (error) {
    return { ok: false, problem: unanswered(error) };
  }
}

const parse = (body: string): unknown => (body === '' ? {} : JSON.parse(body));

export const getJson = <T>(path: string, headers: Headers = {}): Promise<Answer<T>> =>
  send({ method: 'GET', path, headers }, (body) => parse(body) as T);

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
