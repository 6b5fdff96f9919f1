// From the bytes of a request to a draft object: media type, JSON or YAML or protobuf, type and version, fields.
// Messages are the API server's. Source: apiserver pkg/endpoints/handlers/create.go, rest.go.
import { limits } from '../../std/limits.ts';
import type { Draft, JsonObject } from '../../std/draft.ts';
import { base64ToBytes } from '../../std/base64.ts';
import { scanJson } from '../../std/json-scan.ts';
import { utf8Length } from '../../std/utf8.ts';
import { parseYaml } from '../../std/yaml.ts';
import { apiVersionOf, type Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import { badRequest, Refusal } from '../../store/refusal.ts';
import { decode } from '../../store/schema/decode.ts';
import type { Definitions } from '../../store/schema/schema.ts';
import type { FieldValidation } from './options.ts';
import { decodeProtobuf } from './protobuf/decode.ts';
import { mediaTypes, type WireRequest } from './wire.ts';

export interface Decoded {
  readonly draft: Draft<StoredObject>;
  readonly warnings: readonly string[];
}

export interface Parsed {
  readonly value: JsonObject;
  /** Paths of fields that stand twice in one object. */
  readonly duplicates: readonly string[];
  /** Paths of whole numbers that were written as `1.0`, which no integer field takes. */
  readonly floats: readonly string[];
}

export function mediaTypeOf(request: WireRequest): string {
  return (request.headers?.['content-type'] ?? mediaTypes.json).split(';')[0]?.trim().toLowerCase() ?? '';
}

export function unsupportedMediaType(accepted: readonly string[]): Refusal {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return new Refusal(415, 'UnsupportedMediaType', message);
}

function tooLarge(): Refusal {
  return new Refusal(
    413,
    'RequestEntityTooLarge',
    `Request entity too large: limit is ${limits.requestBytesMax}`,
  );
}

/** The parsed body, whatever text form it came in. `what` names the kind that the address expects. */
export function parseBody(request: WireRequest, what: string): Parsed {
  const type = mediaTypeOf(request);
  const body = request.body ?? '';
  if (utf8Length(body) > limits.requestBytesMax) throw tooLarge();
  if (type === mediaTypes.protobuf) return { value: fromProtobuf(request, what), duplicates: [], floats: [] };
  if (type === mediaTypes.yaml || type === mediaTypes.applyPatch) return fromYaml(body, what);
  if (type !== mediaTypes.json) {
    throw unsupportedMediaType([mediaTypes.json, mediaTypes.yaml, mediaTypes.protobuf]);
  }
  const scanned = scanJson(body);
  if ('error' in scanned) {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${what}): couldn't get version/kind; ` +
        `json parse error: ${scanned.error.message} (${summary(body)})`,
    );
  }
  return {
    value: objectOf(scanned.value, what, body),
    duplicates: scanned.duplicates,
    floats: scanned.floats,
  };
}

function fromYaml(body: string, what: string): Parsed {
  const parsed = parseYaml(body, {});
  if ('error' in parsed) throw badRequest(`error parsing YAML: ${parsed.error.message}`);
  return { value: objectOf(parsed.documents[0]?.value, what, body), duplicates: [], floats: [] };
}

function fromProtobuf(request: WireRequest, what: string): JsonObject {
  const decoded = request.binary === true ? base64ToBytes(request.body ?? '') : { badAt: 0 };
  if ('badAt' in decoded)
    throw badRequest(`the object provided is unrecognized (must be of type ${what}): not protobuf`);
  const message = decodeProtobuf(decoded.bytes);
  if ('error' in message) {
    throw badRequest(`the object provided is unrecognized (must be of type ${what}): ${message.error}`);
  }
  return message.value;
}

function objectOf(value: unknown, what: string, body: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw badRequest(
    `the object provided is unrecognized (must be of type ${what}): couldn't get version/kind; ` +
      `json parse error: json: cannot unmarshal ${nameOfType(value)} into Go value of type struct ` +
      `{ APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (${summary(body)})`,
  );
}

function nameOfType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

const summaryCharacters = 30;

function summary(body: string): string {
  if (body === '') return '<empty>';
  return body.length > summaryCharacters ? `${body.slice(0, summaryCharacters)} ...` : body;
}

/** Checks type and version against the address and the fields against the schema. */
export function decodeObject(
  definitions: Definitions,
  kind: Kind,
  parsed: Parsed,
  validation: FieldValidation,
): Decoded {
  const { apiVersion, kind: kindName } = parsed.value;
  const expected = apiVersionOf(kind);
  const version = kind.version;
  const refuse = (why: string) =>
    badRequest(
      `${String(kindName ?? kind.kind)} in version ${JSON.stringify(version)} cannot be handled as a ${kind.kind}: ${why}`,
    );
  if (typeof apiVersion === 'string' && apiVersion !== '' && apiVersion !== expected) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`,
    );
  }
  if (typeof kindName === 'string' && kindName !== '' && kindName !== kind.kind) {
    const internalGroup = kind.group === '' ? 'core' : (kind.group.split('.')[0] as string);
    throw refuse(
      `converting (${version}.${kindName}) to (${internalGroup}.${kind.kind}): unknown conversion`,
    );
  }
  const schema = definitions[kind.schema];
  if (schema === undefined) throw new Error(`there is no definition ${kind.schema}`);
  const decoded = decode(definitions, schema, parsed.value, new Set(parsed.floats));
  if (decoded.error !== undefined) throw refuse(decoded.error);
  const problems = [
    ...decoded.unknown.map((path) => `unknown field ${JSON.stringify(path)}`),
    ...parsed.duplicates.map((path) => `duplicate field ${JSON.stringify(path)}`),
  ];
  if (validation === 'Strict' && problems.length > 0)
    throw refuse(`strict decoding error: ${problems.join(', ')}`);
  const draft = decoded.value as unknown as Draft<StoredObject>;
  draft.apiVersion = expected;
  draft.kind = kind.kind;
  draft.metadata ??= {} as Draft<StoredObject['metadata']>;
  return { draft, warnings: validation === 'Warn' ? problems : [] };
}
