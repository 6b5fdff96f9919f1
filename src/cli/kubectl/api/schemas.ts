// The schemas that the server publishes, in the shape in which patches and explanations are made. Kept by the hash in their
// address, as kubectl keeps them. Source: kube-openapi, client-go openapi3.
import { scanJson } from '../../../std/json-scan.ts';
import { getOwn } from '../../../std/own.ts';
import type { Json, JsonObject } from '../../../std/draft.ts';
import type { Definitions, Schema } from '../../../apis/kubernetes/wire-patch.ts';
import type { Run } from '../../effect.ts';
import { at, isObject, listAt, objectAt, textAt } from '../json.ts';
import { send, sendJson, type Client } from './client.ts';
import { apiVersionOf, type Resource } from './discovery.ts';

export interface Schemas {
  readonly definitions: Definitions;
  /** The name of a kind's definition. */
  readonly nameOf: (resource: Resource) => string | undefined;
}

/** What has been made of a document, for as long as the document itself is kept. */
const converted = new WeakMap<JsonObject, Schemas>();

const referencePrefix = '#/components/schemas/';
const nestingMax = 64;

/** The schema with references by name, whether they stood alone or in an `allOf` of one. */
function convert(schema: Json, depth = 0): Schema {
  if (!isObject(schema) || depth > nestingMax) return {};
  const { allOf, $ref, properties, items, additionalProperties, ...rest } = schema;
  const reference = typeof $ref === 'string' ? $ref : textAt(allOf ?? null, 0, '$ref');
  const members = isObject(properties)
    ? Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, convert(each, depth + 1)]))
    : undefined;
  return {
    ...(rest as Schema),
    ...(reference === '' ? {} : { $ref: reference.slice(referencePrefix.length) }),
    ...(members === undefined ? {} : { properties: members }),
    ...(items === undefined ? {} : { items: convert(items, depth + 1) }),
    ...(additionalProperties === undefined
      ? {}
      : {
          additionalProperties:
            typeof additionalProperties === 'boolean'
              ? additionalProperties
              : convert(additionalProperties, depth + 1),
        }),
  };
}

function schemasOf(document: JsonObject): Schemas {
  const published = objectAt(document, 'components', 'schemas');
  const definitions = Object.fromEntries(
    Object.entries(published).map(([name, schema]) => [name, convert(schema)]),
  );
  const nameOf = ({ group, version, kind }: Resource) =>
    Object.keys(published).find((name) =>
      listAt(published, name, 'x-kubernetes-group-version-kind').some(
        (gvk) =>
          textAt(gvk, 'group') === group &&
          textAt(gvk, 'version') === version &&
          textAt(gvk, 'kind') === kind,
      ),
    );
  return { definitions, nameOf };
}

/** Which documents the server publishes; as long as it has to answer as of discovery. */
export function* publishedIndex(client: Client): Run<JsonObject> {
  return yield* sendJson(client, { path: '/openapi/v3', query: { timeout: '32s' }, isRaw: true });
}

/** The document that the server publishes of a group and version, or undefined where it has none. */
export function* publishedDocument(
  client: Client,
  group: string,
  version: string,
): Run<JsonObject | undefined> {
  const index = yield* publishedIndex(client);
  const key = group === '' ? `api/${version}` : `apis/${apiVersionOf({ group, version })}`;
  const address = textAt(getOwn(objectAt(index, 'paths'), key), 'serverRelativeURL');
  if (address === '') return undefined;
  const memoryKey = `openapi ${client.effective().endpoint.server}${address}`;
  const known = client.session.memory.get(memoryKey);
  if (known !== undefined) return known as JsonObject;
  const { body } = yield* send(client, { path: address });
  const scanned = scanJson(body);
  if ('error' in scanned || !isObject(scanned.value)) return undefined;
  client.session.memory.set(memoryKey, scanned.value);
  return scanned.value;
}

/** The schemas of a resource's group and version, or undefined where the server publishes none. */
export function* schemasFor(client: Client, { group, version }: Resource): Run<Schemas | undefined> {
  const document = yield* publishedDocument(client, group, version);
  if (document === undefined) return undefined;
  const known = converted.get(document);
  if (known !== undefined) return known;
  const schemas = schemasOf(document);
  converted.set(document, schemas);
  return schemas;
}

/** Whether the API server merges patches of this resource by its schema; it does so for built-in kinds only. */
export function mergesBySchema(schemas: Schemas, name: string): boolean {
  return name.startsWith('io.k8s.') && at(schemas.definitions as unknown as JsonObject, name) !== undefined;
}
