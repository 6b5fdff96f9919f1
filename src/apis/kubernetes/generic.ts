// Refusals that name no resource: what the API server says before it knows, or without knowing, whom a request is for.
// Source: apimachinery pkg/api/errors, NewGenericServerResponse; go-restful's words for what no route takes.
import { Refusal } from '../../store/refusal.ts';

/** A group that is served has no such version or resource. */
export function notServed(): Refusal {
  return new Refusal(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function methodNotAllowed(): Refusal {
  return new Refusal(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
}

/** The client takes none of the media types that an answer can have. */
export function notAcceptable(produced: readonly string[]): Refusal {
  const message = `406: Not Acceptable\n\nAvailable representations: ${produced.join(', ')}`;
  return new Refusal(406, 'NotAcceptable', message, {});
}

/** No route takes a body of this media type. */
export function unsupportedMediaType(): Refusal {
  return new Refusal(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
}

/** A patch that cannot be applied to what there is: the API server keeps the reason to itself. */
export function unprocessable(): Refusal {
  return new Refusal(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

export function tooLarge(why: string): Refusal {
  return new Refusal(413, 'RequestEntityTooLarge', `Request entity too large: ${why}`);
}
