// Making answers: JSON, text, Kubernetes' failure Status, warnings.
import type { Refusal} from '../../store/refusal.ts';
import { type Status } from '../../store/refusal.ts';
import { mediaTypes, type WireResponse } from './wire.ts';

export function json(status: number, body: unknown, headers: WireResponse['headers'] = {}): WireResponse {
  return {
    status,
    headers: { 'content-type': mediaTypes.json, ...headers },
    body: `${JSON.stringify(body)}\n`,
  };
}

export function text(status: number, body: string): WireResponse {
  return { status, headers: { 'content-type': mediaTypes.text }, body };
}

/** What the API server says of a path outside its resources. */
export function pageNotFound(): WireResponse {
  return text(404, '404 page not found\n');
}

export function success(details: Status['details'], code = 200): WireResponse {
  return json(code, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    ...(details === undefined ? {} : { details }),
  });
}

/** The header that makes kubectl print `Warning: ...`, one for each. */
export function warningHeaders(warnings: readonly string[]): WireResponse['headers'] {
  if (warnings.length === 0) return {};
  return { warning: warnings.map((warning) => `299 - ${JSON.stringify(warning)}`) };
}

export function failure(refusal: Refusal): WireResponse {
  const retry = refusal.status.details?.retryAfterSeconds;
  return json(
    refusal.status.code,
    refusal.status,
    retry === undefined ? {} : { 'retry-after': String(retry) },
  );
}
