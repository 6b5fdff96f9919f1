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
  const encoding = answer.binary === true ? 'base64' : 'utf8';
  const lengthBytes = Buffer.byteLength(answer.body, encoding);
  const write = (body: Buffer | string, bytes: number, more: OutgoingHttpHeaders = {}): void => {
    if (response.destroyed) return;
    const length = answer.status === 304 ? {} : { 'content-length': bytes };
    response.writeHead(answer.status, { ...headersOf(asked, answer), ...length, ...more });
    response.end(method === 'HEAD' ? undefined : body, encoding);
  };
  // As text: a copy of it in bytes would take as long as all the rest.
  if (lengthBytes <= plainBytesMax || !takesGzip(asked)) write(answer.body, lengthBytes);
  else {
    const vary = [answer.headers['vary'] ?? [], 'Accept-Encoding'].flat().join(', ');
    const more = { 'content-encoding': 'gzip', vary };
    gzip(Buffer.from(answer.body, encoding), compression, (error, packed) => {
      if (error === null) write(packed, packed.length, more);
      else write(answer.body, lengthBytes);
    });
  }
}
