// Making answers: JSON, text, Kubernetes' Status of success and failure.
import type { Refusal, Status } from '../../store/refusal.ts';
import { mediaTypes, type Headers, type WireResponse } from './wire.ts';

/** An answer of what is JSON text already. */
export function jsonText(status: number, body: string, headers: WireResponse['headers'] = {}): WireResponse {
  return { status, headers: { 'content-type': mediaTypes.json, ...headers }, body: `${body}\n` };
}

export function json(status: number, body: unknown, headers: WireResponse['headers'] = {}): WireResponse {
  return jsonText(status, JSON.stringify(body), headers);
}

export function text(status: number, body: string): WireResponse {
  const headers = { 'content-type': mediaTypes.text, 'x-content-type-options': 'nosniff' };
  return { status, headers, body };
}

/** Another address of what is asked for. */
export function moved(location: string): WireResponse {
  return { status: 301, headers: { 'content-type': 'text/html; charset=utf-8', location }, body: '' };
}

/** An answer by whose tag a client knows that it has it already. */
export function tagged(answer: WireResponse, tag: string, asked: Headers): WireResponse {
  const etag = JSON.stringify(tag);
  const headers = { ...answer.headers, etag };
  if (asked['if-none-match'] !== etag) return { ...answer, headers };
  const { 'content-type': _type, ...rest } = headers as WireResponse['headers'];
  return { status: 304, headers: rest, body: '' };
}

/** What the API server says of a path outside the groups that it serves. */
export function pageNotFound(): WireResponse {
  return text(404, '404 page not found\n');
}

/** The Status of a request that made or removed something; `code` stands in it only where something was made. */
export function success(details: Status['details'], code: 200 | 201 = 200): WireResponse {
  return json(code, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    ...(details === undefined ? {} : { details }),
    ...(code === 200 ? {} : { code }),
  });
}

export function failure(refusal: Refusal): WireResponse {
  const retry = refusal.status.details?.retryAfterSeconds;
  return json(
    refusal.status.code,
    refusal.status,
    retry === undefined ? {} : { 'retry-after': String(retry) },
  );
}
