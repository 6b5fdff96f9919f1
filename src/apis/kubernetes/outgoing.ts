// How an answer goes out. What made it wrote JSON; here that becomes YAML or protobuf where the client accepts it so, and is indented for
// people's eyes: where the query asks for it, or where the client is a browser, curl or wget.
// Source: apiserver pkg/endpoints/handlers/responsewriters, WriteObjectNegotiated; handlers/negotiation, isPrettyPrint.
import { bytesToBase64 } from '../../std/base64.ts';
import type { Json, JsonObject } from '../../std/draft.ts';
import { printYaml } from '../../std/yaml-print.ts';
import { encodingOf, encodingOfStatus, type Encoding } from './negotiate.ts';
import { encodeProtobuf } from './protobuf/encode.ts';
import type { Query } from './query.ts';
import { mediaTypes, type WireRequest, type WireResponse } from './wire.ts';

const peoplesClients = ['curl', 'Wget', 'Mozilla/5.0'];

/** Go's strconv.ParseBool. */
const trueWords = ['1', 't', 'T', 'TRUE', 'true', 'True'];

function wantsPretty(request: WireRequest, query: Query): boolean {
  const asked = query.get('pretty') ?? '';
  if (asked !== '') return trueWords.includes(asked);
  const agent = request.headers?.['user-agent'] ?? '';
  return peoplesClients.some((client) => agent.startsWith(client));
}

export function outgoing(
  answer: WireResponse,
  request: WireRequest,
  query: Query,
  isResource: boolean,
): WireResponse {
  const type = answer.headers['content-type'];
  if (typeof type !== 'string' || !type.startsWith(mediaTypes.json)) return answer;
  const accept = request.headers?.['accept'];
  const isObject = isResource && answer.status < 400;
  const encoding = isObject ? encodingOf(accept, 'built-in') : encodingOfStatus(accept);
  if (encoding === 'json' || type !== mediaTypes.json) {
    return wantsPretty(request, query) ? indented(answer) : answer;
  }
  const told = JSON.parse(answer.body) as JsonObject;
  // What is no object of the API, such as the server's version, is JSON for everybody.
  if (typeof told['kind'] !== 'string') return answer;
  return encoded(answer, told, encoding) ?? encoded(answer, told, encodingOf(accept, 'custom')) ?? answer;
}

function indented(answer: WireResponse): WireResponse {
  return { ...answer, body: JSON.stringify(JSON.parse(answer.body), null, 2) };
}

/** Undefined for JSON, which it is already, and where there is no such form of it. */
function encoded(answer: WireResponse, told: JsonObject, encoding: Encoding): WireResponse | undefined {
  const headers = { ...answer.headers, 'content-type': mediaTypes[encoding] };
  if (encoding === 'yaml') return { ...answer, headers, body: printYaml(told as Json) };
  const bytes = encoding === 'protobuf' ? encodeProtobuf(told) : undefined;
  return bytes === undefined ? undefined : { ...answer, headers, body: bytesToBase64(bytes), binary: true };
}
