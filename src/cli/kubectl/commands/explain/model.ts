// The explanation of a resource or of one of its fields, out of the OpenAPI document that the server publishes.
// Source: kubectl pkg/explain/v2/templates/plaintext.tmpl.
import { canonicalJson } from '../../../../std/canonical-json.ts';
import type { JsonObject } from '../../../../std/draft.ts';
import { collectionPath, type Resource } from '../../api/discovery.ts';
import { indent, wordWrap } from '../../print/word-wrap.ts';
import { at, isObject, listAt, objectAt, textAt } from '../../json.ts';
import { alternatives, below, descriptionOf, enumBlock, fieldsOf, resolved, typeOf } from './schema-text.ts';

const textWidth = 76;
const stepsMax = 256;

/** What the paths of the resource say that its kind is. */
export function kindOf(document: JsonObject, resource: Resource): JsonObject | undefined {
  const root = collectionPath({ ...resource, namespaced: false }, '').slice(0, -resource.plural.length);
  const collections = [root, `${root}namespaces/{namespace}/`].map((path) => path + resource.plural);
  for (const path of collections.flatMap((collection) => [collection, `${collection}/{name}`])) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete']) {
      const kind = at(document, 'paths', path, method, 'x-kubernetes-group-version-kind');
      if (isObject(kind)) return kind;
    }
  }
  return undefined;
}

/** The schema of a kind. */
export function schemaOf(document: JsonObject, kind: JsonObject): JsonObject | undefined {
  const schemas = objectAt(document, 'components', 'schemas');
  const sought = canonicalJson(kind);
  return Object.keys(schemas)
    .sort()
    .map((name) => objectAt(schemas, name))
    .find((schema) =>
      listAt(schema, 'x-kubernetes-group-version-kind').some((each) => canonicalJson(each) === sought),
    );
}

export function headOf(kind: JsonObject): string {
  const group = textAt(kind, 'group');
  const first = group === '' ? '' : `GROUP:      ${group}\n`;
  return `${first}KIND:       ${textAt(kind, 'kind')}\nVERSION:    ${textAt(kind, 'version')}\n\n`;
}

/** The schema of the field at the path, through lists, dictionaries and alternatives. */
export function locate(
  document: JsonObject,
  schema: JsonObject,
  path: readonly string[],
  steps = 0,
): JsonObject | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return schema;
  if (steps > stepsMax) return undefined;
  const shown = resolved(document, schema);
  const field = objectAt(shown, 'properties', name);
  if (Object.keys(field).length > 0) return locate(document, field, rest, steps + 1);
  const inside = below(shown, 'items') ?? below(shown, 'additionalProperties');
  if (inside !== undefined) return locate(document, inside, path, steps + 1);
  for (const alternative of alternatives(shown)) {
    const found = locate(document, alternative, path, steps + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is said of a field before its description. */
export function fieldTitle(document: JsonObject, name: string, field: JsonObject): string {
  return `FIELD: ${name} <${typeOf(document, field)}>\n${enumBlock(field)}\n\n`;
}

/** What a schema is for, and its fields. */
export function description(document: JsonObject, schema: JsonObject, recursive: boolean): string {
  const shown = resolved(document, schema);
  const text = descriptionOf(document, shown) || '<empty>';
  const fields = fieldsOf(document, shown, recursive);
  return `DESCRIPTION:\n${indent(wordWrap(text, textWidth), 4)}\n${fields === '' ? '' : `FIELDS:\n${fields}`}`;
}

/** Names of the fields that a schema has, directly or through what it is made of. */
export function fieldNames(document: JsonObject, schema: JsonObject, steps = 0): readonly string[] {
  if (steps > stepsMax) return [];
  const shown = resolved(document, schema);
  const parts = [...alternatives(shown), below(shown, 'items'), below(shown, 'additionalProperties')];
  return [
    ...Object.keys(objectAt(shown, 'properties')),
    ...parts.flatMap((part) => (part === undefined ? [] : fieldNames(document, part, steps + 1))),
  ];
}
