// The terminal's curl: to ports on which its own programs listen, and to the servers of the world.
import type { HttpAnswer, HttpRequest } from '../shell/http.ts';
import { curl as curlOver, type Reach } from '../shell/programs/curl.ts';
import { request as ask, type ConnectionTrouble } from './effect.ts';
import { isLocal, listenersOf } from './listeners.ts';
import type { WireRequest, WireResponse } from '../apis/kubernetes/wire.ts';

const whyNot = {
  'no-such-host': 'unknown',
  'connection-refused': 'refused',
  'unknown-authority': 'untrusted',
} as const satisfies Readonly<Record<ConnectionTrouble, string>>;

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
};

/** A request by HTTP as the servers of the world take it. */
export function wireOf({ method, path, headers, body }: HttpRequest): WireRequest {
  const named = headers.map(([name, value]) => [name.toLowerCase(), value] as const);
  return { method, path, headers: Object.fromEntries(named), ...(body === undefined ? {} : { body }) };
}

/** What a server of the world answered, as HTTP says it. */
export function answerOf({ status, headers, body }: WireResponse): HttpAnswer {
  return {
    status,
    reason: reasons[status] ?? '',
    headers: Object.entries(headers).flatMap(([name, values]) =>
      (typeof values === 'string' ? [values] : values).map((value) => [name, value] as const),
    ),
    body,
  };
}

const reach: Reach = function* ({ scheme, host, port }, asked, trusts, session) {
  if (isLocal(host)) {
    const listener = scheme === 'http' ? listenersOf(session).get(port) : undefined;
    if (listener === undefined) return { type: 'refused' };
    const answer = yield* listener(asked);
    return answer === undefined ? { type: 'silent' } : { type: 'answer', ip: '127.0.0.1', answer };
  }
  const shown = port === 443 ? host : `${host}:${port}`;
  const answered = yield* ask({ server: `https://${shown}`, verifies: !trusts }, wireOf(asked));
  if ('trouble' in answered) return { type: whyNot[answered.trouble] };
  return scheme === 'https' ? { type: 'answer', ip: host, answer: answerOf(answered) } : { type: 'silent' };
};

export const curl = curlOver(reach);
