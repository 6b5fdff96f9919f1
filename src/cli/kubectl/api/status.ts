// What a refusal of the API server means where it says so itself, and where it does not.
// Source: apimachinery pkg/api/errors/errors.go, NewGenericServerResponse.
import { scanJson } from '../../../std/json-scan.ts';
import type { WireResponse } from '../../../apis/kubernetes/wire.ts';
import type { Status } from '../failure.ts';
import type { About } from './client.ts';

/** The Status in an answer's body, if there is one. */
export function statusOf({ body }: WireResponse): Status | undefined {
  const scanned = scanJson(body);
  if ('error' in scanned) return undefined;
  const value = scanned.value as Partial<Status> & { readonly kind?: unknown };
  if (value === null || typeof value !== 'object' || value.kind !== 'Status') return undefined;
  return {
    message: String(value.message ?? ''),
    reason: String(value.reason ?? ''),
    code: Number(value.code ?? 0),
    ...(value.details === undefined ? {} : { details: value.details }),
  };
}

interface Generic {
  readonly reason: string;
  /** Undefined: what the server said. */
  readonly message?: string;
}

const generic: Readonly<Record<number, Generic>> = {
  400: { reason: 'BadRequest', message: 'the server rejected our request for an unknown reason' },
  401: { reason: 'Unauthorized', message: 'the server has asked for the client to provide credentials' },
  403: { reason: 'Forbidden' },
  404: { reason: 'NotFound', message: 'the server could not find the requested resource' },
  405: {
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
  },
  406: { reason: 'NotAcceptable' },
  409: { reason: 'Conflict', message: 'the server reported a conflict' },
  413: { reason: 'RequestEntityTooLarge' },
  415: { reason: 'UnsupportedMediaType' },
  422: { reason: 'Invalid', message: 'the server rejected our request due to an error in our request' },
  429: {
    reason: 'TooManyRequests',
    message: 'the server has received too many requests and has asked us to try again later',
  },
  503: { reason: 'ServiceUnavailable' },
  504: {
    reason: 'Timeout',
    message:
      'the server was unable to return a response in the time allotted, but may still be processing the request',
  },
};

export function genericStatus(
  { status, body }: WireResponse,
  method: string,
  about: About | undefined,
): Status {
  const said = body.trim() === '' ? 'unknown' : body.trim();
  const known = generic[status];
  const message =
    known === undefined
      ? status >= 500
        ? `an error on the server (${JSON.stringify(said)}) has prevented the request from succeeding`
        : `the server responded with the status code ${status} but did not return more information`
      : (known.message ?? said);
  const reason = known?.reason ?? (status >= 500 ? 'InternalError' : 'Unknown');
  const subject =
    about === undefined
      ? ''
      : ` (${verbOf(method)} ${about.plural}${about.group === '' ? '' : `.${about.group}`}${about.name === undefined ? '' : ` ${about.name}`})`;
  return { message: message + subject, reason, code: status };
}

function verbOf(method: string): string {
  return method.toLowerCase();
}
