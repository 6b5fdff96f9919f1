// From plain data to a draft of the kind that an address expects: type and version first, then every field.
// Messages are the API server's. Source: apiserver pkg/endpoints/handlers/create.go.
import { copy, type Draft, type JsonObject } from '../../std/draft.ts';
import { roundingWarnings } from '../../std/json-scan.ts';
import { quoteGo } from '../../std/go-quote.ts';
import { apiVersionOf, definitionOf, type Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import { Causes } from '../../store/causes.ts';
import { badRequest, invalid, type Refusal } from '../../store/refusal.ts';
import { decode, type DecodeWords } from '../../store/schema/decode.ts';
import type { Definitions, Schema } from '../../store/schema/schema.ts';
import { coerceEmbedded } from '../../store/schema/structural/coerce.ts';
import { prune, pruneNulls } from '../../store/schema/structural/prune.ts';
import type { Parsed } from './body.ts';
import { settleZeros } from './go-zeros.ts';
import type { FieldValidation } from './options.ts';
import { isRegistered, notRegistered } from './scheme.ts';

export interface Decoded {
  readonly draft: Draft<StoredObject>;
  readonly warnings: readonly string[];
}

export type ReadObject =
  | { readonly draft: Draft<StoredObject>; readonly problems: readonly string[] }
  /** What follows `cannot be handled as a ConfigMap: `, or the whole sentence where it stands alone. */
  | { readonly error: string; readonly isWhole: boolean };

/** What is wrong with the type of a value that should be of a kind. */
function typeCause(definitions: Definitions, kind: Kind, apiVersion: string, kindName: string) {
  const expected = apiVersionOf(kind);
  if (apiVersion === expected && kindName === kind.kind) return undefined;
  if (!isRegistered(definitions, apiVersion, kindName)) {
    return { error: notRegistered(apiVersion, kindName), isWhole: false };
  }
  if (kindName === kind.kind) {
    const error = `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`;
    return { error, isWhole: true };
  }
  const internalGroup = kind.group === '' ? 'core' : (kind.group.split('.')[0] as string);
  const types = `(${versionOf(apiVersion)}.${kindName}) to (${internalGroup}.${kind.kind})`;
  return { error: `converting ${types}: unknown conversion`, isWhole: false };
}

function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

function namesIn(kind: Kind, value: JsonObject): readonly [apiVersion: string, kindName: string] {
  return [(value['apiVersion'] as string) || apiVersionOf(kind), (value['kind'] as string) || kind.kind];
}

/** Spec and status are structs in Go, which are there even when nothing is in them. */
function fillParts(draft: Draft<StoredObject>, schema: Schema): void {
  const parts = draft as { spec?: unknown; status?: unknown };
  for (const part of ['spec', 'status'] as const)
    if (schema.properties?.[part] !== undefined) parts[part] ??= {};
}

/** Reads a value as a kind's type; `problems` are what strict validation minds. */
export function readObject(
  definitions: Definitions,
  kind: Kind,
  { value, duplicates, floats, strictly = '' }: Parsed,
  words: DecodeWords = 'json',
): ReadObject {
  const schema = definitionOf(definitions, kind);
  if (kind.custom !== undefined) return readCustom(definitions, kind, kind.custom.schema, value, duplicates);
  // The converter fills an object of the kind, whatever is said of its type.
  const cause = words === 'converter' ? undefined : typeCause(definitions, kind, ...namesIn(kind, value));
  if (cause !== undefined) return cause;
  const decoded = decode(definitions, schema, value, new Set(floats), words);
  if (decoded.error !== undefined) return { error: decoded.error, isWhole: false };
  const draft = decoded.value as Draft<StoredObject>;
  draft.apiVersion = apiVersionOf(kind);
  draft.kind = kind.kind;
  draft.metadata ??= {} as Draft<StoredObject['metadata']>;
  settleZeros(kind, draft);
  fillParts(draft, schema);
  const unknown = words === 'converter' ? decoded.unknown.toSorted() : decoded.unknown;
  const problems = [
    ...(strictly === '' ? [] : [strictly]),
    ...unknown.map((path) => `unknown field ${quoteGo(path)}`),
    ...duplicates.map((path) => `duplicate field ${quoteGo(path)}`),
  ];
  return { draft, problems };
}

const metaSchema: Schema = { $ref: 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' };

/** Custom objects are read by no Go type but their metadata: what their schema does not know is taken out. */
function readCustom(
  definitions: Definitions,
  kind: Kind,
  schema: Schema,
  value: JsonObject,
  duplicates: readonly string[],
): ReadObject {
  const [apiVersion, kindName] = namesIn(kind, value);
  const expected = apiVersionOf(kind);
  if (apiVersion !== expected) {
    const error = `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`;
    return { error, isWhole: true };
  }
  const meta = decode(definitions, metaSchema, value['metadata'] ?? {});
  if (meta.error !== undefined) return { error: meta.error, isWhole: false };
  const draft = copy<unknown>(value) as Draft<StoredObject>;
  const unknown = [...meta.unknown.map((path) => `metadata.${path}`), ...prune(schema, draft).toSorted()];
  pruneNulls(schema, draft);
  Object.assign(draft, { apiVersion: expected, kind: kindName, metadata: meta.value });
  const embedded = coerceEmbedded(definitions, schema, draft);
  if ('error' in embedded) return { error: embedded.error, isWhole: false };
  if (kindName !== kind.kind) throw ofAnotherKind(kind, draft);
  const problems = [
    ...duplicates.map((path) => `duplicate field ${quoteGo(path)}`),
    ...[...unknown, ...embedded.unknown].map((path) => `unknown field ${quoteGo(path)}`),
  ];
  return { draft, problems };
}

/** What is named like none of its kind is looked at, and found to be none. */
function ofAnotherKind({ group, kind }: Kind, draft: Draft<StoredObject>): Refusal {
  const causes = new Causes();
  causes.invalid('kind', draft.kind, `must be ${kind}`);
  return invalid({ group, kind: draft.kind }, draft.metadata.name ?? '', causes.list);
}

/** The sandbox keeps numbers as JavaScript has them. Bounds in definitions are no integers to Kubernetes either. */
export function warningsOfRounded(
  kind: Kind,
  rounded: ReadonlyMap<string, string> | undefined,
): readonly string[] {
  return rounded === undefined || kind.kind === 'CustomResourceDefinition' ? [] : roundingWarnings(rounded);
}

/** The draft of a body, or the refusal of one that cannot be handled as its kind. */
export function decodeObject(
  definitions: Definitions,
  kind: Kind,
  parsed: Parsed,
  validation: FieldValidation,
): Decoded {
  const read = readObject(definitions, kind, parsed);
  const refuse = (why: string) => {
    const [apiVersion, kindName] = namesIn(kind, parsed.value);
    const version = JSON.stringify(versionOf(apiVersion));
    return badRequest(`${kindName} in version ${version} cannot be handled as a ${kind.kind}: ${why}`);
  };
  if ('error' in read) throw read.isWhole ? badRequest(read.error) : refuse(read.error);
  const { draft, problems } = read;
  if (validation === 'Strict' && problems.length > 0)
    throw refuse(`strict decoding error: ${problems.join(', ')}`);
  const rounded = warningsOfRounded(kind, parsed.rounded);
  return { draft, warnings: validation === 'Warn' ? [...problems, ...rounded] : rounded };
}
