// What an OpenAPI schema says in words: its type as people would write it, its description, its fields.
// Source: kubectl pkg/explain/v2/templates/plaintext.tmpl.
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { indent, wordWrap } from '../../print/word-wrap.ts';
import { at, isObject, listAt, objectAt, textAt } from '../../json.ts';

const lineWidth = 78;
const enumShown = 4;
/** Schemas inside each other, and fields of one answer, that are followed. */
const depthMax = 64;
const fieldsMax = 50_000;

/** The part of the document that a reference names. */
export function resolve(document: JsonObject, reference: string): JsonObject | undefined {
  if (!reference.startsWith('#/')) return undefined;
  const found = at(document, ...reference.slice(2).split('/'));
  return isObject(found) ? found : undefined;
}

/** The schema itself where it is written out, the one that it refers to where it is not. */
export function resolved(document: JsonObject, schema: JsonObject): JsonObject {
  return resolve(document, textAt(schema, '$ref')) ?? schema;
}

/** A member that says something: an empty schema does not, and `true` is none. */
export function below(schema: JsonObject, member: 'items' | 'additionalProperties'): JsonObject | undefined {
  const found = objectAt(schema, member);
  return Object.keys(found).length === 0 ? undefined : found;
}

export function alternatives(schema: JsonObject): readonly JsonObject[] {
  return listAt(schema, 'allOf').filter(isObject);
}

/** `string`, `[]Container`, `map[string]string`. */
export function typeOf(document: JsonObject, schema: JsonObject, depth = 0): string {
  if (depth > depthMax) return 'Object';
  const items = below(schema, 'items');
  if (items !== undefined) return `[]${typeOf(document, items, depth + 1)}`;
  const values = below(schema, 'additionalProperties');
  if (values !== undefined) return `map[string]${typeOf(document, values, depth + 1)}`;
  const [only, ...others] = alternatives(schema);
  if (only !== undefined && others.length === 0 && Object.keys(objectAt(schema, 'properties')).length === 0) {
    return typeOf(document, only, depth + 1);
  }
  const reference = textAt(schema, '$ref');
  if (reference === '') return capital(textAt(schema, 'type'));
  const type = textAt(resolve(document, reference), 'type');
  if (type !== '' && type !== 'object') return type;
  return reference.slice(Math.max(reference.lastIndexOf('/'), reference.lastIndexOf('.')) + 1) || 'Object';
}

function capital(type: string): string {
  return type === 'object' || type === '' ? 'Object' : type;
}

/** The descriptions of the schema and of everything that it is made of, a line each. */
export function descriptionOf(document: JsonObject, schema: JsonObject, depth = 0): string {
  if (depth > depthMax) return '';
  const shown = resolved(document, schema);
  const own = textAt(shown, 'description');
  const parts = [...alternatives(shown), below(shown, 'items'), below(shown, 'additionalProperties')];
  return [
    own === '' ? '' : `${own}\n`,
    ...parts.map((part) => (part === undefined ? '' : descriptionOf(document, part, depth + 1))),
  ].join('');
}

function shownValue(value: Json): string {
  return value === '' ? '""' : String(value);
}

/** All values that the schema allows, a line each. */
export function enumBlock(schema: JsonObject): string {
  const values = listAt(schema, 'enum');
  return values.length === 0 ? '' : `ENUM:${values.map((value) => `\n    ${shownValue(value)}`).join('')}`;
}

function enumLine(schema: JsonObject, indentation: number): string {
  const values = listAt(schema, 'enum');
  if (values.length === 0) return '';
  const shown = values.slice(0, enumShown).map(shownValue).join(', ');
  return `\n${indent('', indentation)}enum: ${shown}${values.length > enumShown ? ', ....' : ''}`;
}

interface Listing {
  readonly document: JsonObject;
  readonly recursive: boolean;
  readonly lines: string[];
}

function listField(
  listing: Listing,
  parent: JsonObject,
  name: string,
  schema: JsonObject,
  level: number,
): void {
  const { document, recursive, lines } = listing;
  const indentation = level * 2;
  const required = listAt(parent, 'required').includes(name) ? ' -required-' : '';
  const head = `${indent(name, indentation)}\t<${typeOf(document, schema)}>${required}${enumLine(schema, indentation)}\n`;
  if (recursive) {
    lines.push(head);
    return;
  }
  const description = textAt(schema, 'description') || '<no description>';
  lines.push(`${head}${indent(wordWrap(description, lineWidth - indentation), indentation + 2)}\n\n`);
}

/** @param seen references on the way here: one that comes again is a circle */
function listFields(listing: Listing, schema: JsonObject, level: number, seen: readonly string[]): void {
  const reference = textAt(schema, '$ref');
  if (seen.includes(reference) || seen.length > depthMax || listing.lines.length > fieldsMax) return;
  const history = reference === '' ? seen : [...seen, reference];
  const shown = resolved(listing.document, schema);
  const properties = objectAt(shown, 'properties');
  for (const name of Object.keys(properties).sort()) {
    const field = objectAt(properties, name);
    listField(listing, shown, name, field, level);
    if (listing.recursive) listFields(listing, field, level + 1, history);
  }
  const parts = [...alternatives(shown), below(shown, 'items'), below(shown, 'additionalProperties')];
  for (const part of parts) if (part !== undefined) listFields(listing, part, level, history);
}

/** The fields of a schema, with their descriptions or, recursively, with their own fields. */
export function fieldsOf(document: JsonObject, schema: JsonObject, recursive: boolean): string {
  const listing: Listing = { document, recursive, lines: [] };
  listFields(listing, schema, 1, []);
  return listing.lines.join('');
}
