// From the bytes of a request to plain data: media type, size, JSON or YAML or protobuf. Messages are the API server's.
// Source: apiserver pkg/endpoints/handlers/rest.go, transformDecodeError; apimachinery pkg/runtime/serializer.
import type { JsonObject } from '../../std/draft.ts';
import { base64ToBytes } from '../../std/base64.ts';
import { scanJson } from '../../std/json-scan.ts';
import { limits } from '../../std/limits.ts';
import { utf8Length } from '../../std/utf8.ts';
import { parseYaml } from '../../std/yaml.ts';
import { badRequest, Refusal } from '../../store/refusal.ts';
import { tooLarge } from './generic.ts';
import { decodeProtobuf } from './protobuf/decode.ts';
import { mediaTypes, type WireRequest } from './wire.ts';

export interface Parsed {
  readonly value: JsonObject;
  /** Paths of fields that stand twice in one object. */
  readonly duplicates: readonly string[];
  /** What else strict decoding minds, as one sentence. */
  readonly strictly?: string;
  /** Paths of whole numbers that were written as `1.0`, which no integer field takes. */
  readonly floats: readonly string[];
  /** As in `JsonScanned`. */
  readonly rounded?: ReadonlyMap<string, string>;
}

const bodyTypes = [mediaTypes.json, mediaTypes.yaml, mediaTypes.protobuf];

/** The type that a body says it is, without its parameters; none at all where these are no parameters. */
export function mediaTypeOf(request: WireRequest): string {
  const [type = '', ...parameters] = (request.headers?.['content-type'] || mediaTypes.json).split(';');
  const isRight = parameters.every((parameter) => /^\s*($|[^=\s]+=)/.test(parameter));
  return isRight ? type.trim().toLowerCase() : '';
}

/** The type of a body that can be read; what cannot is refused before any option of the request. */
export function checkBodyType(request: WireRequest): string {
  const type = mediaTypeOf(request);
  if (bodyTypes.includes(type as never)) return type;
  const message = `the body of the request was in an unknown format - accepted media types include: ${bodyTypes.join(', ')}`;
  throw new Refusal(415, 'UnsupportedMediaType', message);
}

/** The body as text, bounded; base64 where the request says that it is binary. */
export function bodyText(request: WireRequest): string {
  const body = request.body ?? '';
  const bytes = request.binary === true ? Math.floor((body.length * 3) / 4) : utf8Length(body);
  if (bytes > limits.requestBytesMax) throw tooLarge(`limit is ${limits.requestBytesMax}`);
  return body;
}

/** A body that is no object of the kind that the address expects. */
function unrecognizedAs(request: WireRequest, what: string, why: string): Refusal {
  const summarized = summary(bytesOf(request));
  return badRequest(`the object provided is unrecognized (must be of type ${what}): ${why} (${summarized})`);
}

/**
 * The parsed body, whatever form it came in. `what` names the kind that the address expects.
 * @param unrecognized the Refusal of what cannot be read
 */
export function parseBody(
  request: WireRequest,
  what: string,
  unrecognized = (why: string): Refusal => unrecognizedAs(request, what, why),
): Parsed {
  const type = checkBodyType(request);
  const body = bodyText(request);
  if (type === mediaTypes.protobuf) {
    const decoded = decodeProtobuf(bytesOf(request));
    if ('error' in decoded) throw unrecognized(decoded.error);
    return { value: decoded.value, duplicates: [], floats: [] };
  }
  if (type === mediaTypes.yaml) {
    const parsed = parseYaml(body);
    // The parser speaks kubectl's words, which say first what kubectl was doing.
    if ('error' in parsed)
      throw unrecognized(parsed.error.message.replace(/^error converting YAML to JSON: /, ''));
    const [document] = parsed.documents;
    const value = typed(document?.value, unrecognized);
    const { duplicates: strictly = '', rounded = new Map() } = document ?? {};
    return { value, duplicates: [], floats: [], strictly, rounded };
  }
  const scanned = scanJson(body);
  if ('error' in scanned) throw unrecognized(notTyped(scanned.error.message));
  const { duplicates, floats, rounded } = scanned;
  return { value: typed(scanned.value, unrecognized), duplicates, floats, rounded };
}

function notTyped(why: string): string {
  return `couldn't get version/kind; json parse error: ${why}`;
}

/** The value as an object whose apiVersion and kind, if it has them, are text; null is an empty object. */
function typed(value: unknown, refuse: (why: string) => Refusal): JsonObject {
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw refuse(
      notTyped(
        `json: cannot unmarshal ${nameOfType(value)} into Go value of type struct ` +
          '{ APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }',
      ),
    );
  }
  const object = value as JsonObject;
  for (const field of ['apiVersion', 'kind']) {
    const member = object[field];
    if (member === undefined || member === null || typeof member === 'string') continue;
    throw refuse(
      notTyped(`json: cannot unmarshal ${nameOfType(member)} into Go struct field .${field} of type string`),
    );
  }
  return object;
}

function nameOfType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function bytesOf(request: WireRequest): Uint8Array {
  if (request.binary !== true) return new TextEncoder().encode(request.body ?? '');
  const decoded = base64ToBytes(request.body ?? '');
  return 'bytes' in decoded ? decoded.bytes : new Uint8Array();
}

const summaryBytes = 30;
const openingBrace = 0x7b;

/** The beginning of a body: as text where it looks like JSON, else in hexadecimal. */
function summary(bytes: Uint8Array): string {
  if (bytes.length === 0) return '<empty>';
  const beginning = bytes.subarray(0, summaryBytes);
  const shown =
    beginning[0] === openingBrace
      ? new TextDecoder().decode(beginning)
      : Array.from(beginning, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return bytes.length > summaryBytes ? `${shown} ...` : shown;
}
