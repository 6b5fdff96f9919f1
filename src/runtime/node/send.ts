// An answer on its way out, with the headers that the API server gives every one: by which id to find it in the audit log, and that
// nobody may keep it. What is long goes compressed to clients that take that.
// Source: apiserver pkg/endpoints/filters/cachecontrol.go, pkg/audit, pkg/endpoints/handlers/responsewriters/writers.go.
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { gzip, type ZlibOptions } from 'node:zlib';
import type { WireAnswer, WireResponse } from '../../apis/kubernetes/wire.ts';

/** Answers longer than this are compressed. */
const plainBytesMax = 128 * 1024;
/** Costs least, and gains nearly as much as more would. */
const compression: ZlibOptions = { level: 1 };

/** The headers of an answer and those of all; a client may give its request an id. */
export function headersOf(asked: IncomingHttpHeaders, answer: WireAnswer): OutgoingHttpHeaders {
  return {
    'audit-id': asked['audit-id'] ?? randomUUID(),
    'cache-control': 'no-cache, private',
    ...(answer.headers as OutgoingHttpHeaders),
  };
}

/** As the API server reads it: a token that says `gzip` and nothing else. */
function takesGzip({ 'accept-encoding': encodings = '' }: IncomingHttpHeaders): boolean {
  const tokens = typeof encodings === 'string' ? encodings.split(',') : encodings;
  return tokens.some((token) => token.trim() === 'gzip');
}

export function send(response: ServerResponse, answer: WireResponse): void {
  const { headers: asked, method } = response.req;
  const bytes = Buffer.from(answer.body, answer.binary === true ? 'base64' : 'utf8');
  const write = (body: Buffer, more: OutgoingHttpHeaders = {}): void => {
    if (response.destroyed) return;
    const length = answer.status === 304 ? {} : { 'content-length': body.length };
    response.writeHead(answer.status, { ...headersOf(asked, answer), ...length, ...more });
    response.end(method === 'HEAD' ? undefined : body);
  };
  if (bytes.length <= plainBytesMax || !takesGzip(asked)) write(bytes);
  else {
    const vary = [answer.headers['vary'] ?? [], 'Accept-Encoding'].flat().join(', ');
    const more = { 'content-encoding': 'gzip', vary };
    gzip(bytes, compression, (error, packed) => {
      if (error === null) write(packed, more);
      else write(bytes);
    });
  }
}
