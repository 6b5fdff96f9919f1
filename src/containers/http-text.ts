// HTTP as it goes over a connection: requests out of what was heard, answers to be said.
import type { HttpAnswer, HttpRequest } from '../shell/http.ts';

export interface Heard {
  readonly request: HttpRequest;
  /** Nothing comes over the connection after the answer. */
  readonly isLast: boolean;
}

/** Whether a request wants its connection closed. */
export function closes({ headers }: HttpRequest): boolean {
  return headers.some(([name, value]) => /^connection$/i.test(name) && value.toLowerCase() === 'close');
}

/** A request by its head; its body is not looked at. Undefined where it is none. */
export function requestOf(head: string): Heard | undefined {
  const [first = '', ...rest] = head.split(/\r?\n/);
  const [, method, path = '/', minor] = /^([A-Z]+) (\S+) HTTP\/1\.([01])$/.exec(first) ?? [];
  if (method === undefined) return undefined;
  const given = rest
    .filter((line) => line.includes(':'))
    .map((line): readonly [string, string] => {
      const at = line.indexOf(':');
      return [line.slice(0, at), line.slice(at + 1).trim()];
    });
  const isKept = given.some(([name]) => /^connection$/i.test(name));
  // A connection of HTTP/1.0 is for one request, as one that says so.
  const headers = minor === '0' && !isKept ? [...given, ['Connection', 'close'] as const] : given;
  const request: HttpRequest = { method, path, headers };
  return { request, isLast: closes(request) };
}

export function answerText({ status, reason, headers, body }: HttpAnswer): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `HTTP/1.1 ${status} ${reason}\r\n${lines}\r\n${body}`;
}
