// `explain --output=plaintext-openapiv2`: the form that explanations had before version 3 of OpenAPI.
// Source: kubectl pkg/explain/{model_printer,fields_printer,recursive_fields_printer,typename,formatter}.go; kube-openapi pkg/util/proto.
import type { JsonObject } from '../../../../std/draft.ts';
import { listAt, objectAt, textAt } from '../../json.ts';
import { alternatives, below, resolve } from './schema-text.ts';

const width = 80;
const fieldsIndent = 3;
const textIndent = 5;
const levelIndent = 3;
const nestingMax = 64;

/** A schema as version 2 would know it. */
type Model =
  | { readonly type: 'reference'; readonly to: string; readonly model: JsonObject }
  | { readonly type: 'array' | 'map'; readonly of: JsonObject }
  | { readonly type: 'kind' | 'arbitrary' }
  | { readonly type: 'primitive'; readonly name: string };

function modelOf(document: JsonObject, schema: JsonObject): Model {
  const [only] = alternatives(schema);
  const to = textAt(schema, '$ref') || textAt(only, '$ref');
  if (to !== '') return { type: 'reference', to, model: resolve(document, to) ?? {} };
  const type = textAt(schema, 'type');
  if (Object.keys(objectAt(schema, 'properties')).length > 0) return { type: 'kind' };
  if (type === 'array') return { type, of: below(schema, 'items') ?? {} };
  // A map of anything tells what it is for a second time, of what is in it.
  const anything = { description: textAt(schema, 'description') };
  if (type === 'object') return { type: 'map', of: below(schema, 'additionalProperties') ?? anything };
  if (listAt(schema, 'oneOf').length > 0) return { type: 'primitive', name: 'string' };
  return type === '' ? { type: 'arbitrary' } : { type: 'primitive', name: type };
}

function typeName(document: JsonObject, schema: JsonObject, depth = 0): string {
  const model = modelOf(document, schema);
  if (depth > nestingMax) return '';
  switch (model.type) {
    case 'reference':
      return typeName(document, model.model, depth + 1);
    case 'array':
      return `[]${typeName(document, model.of, depth + 1)}`;
    case 'map':
      return `map[string]${typeName(document, model.of, depth + 1)}`;
    case 'kind':
      return 'Object';
    case 'arbitrary':
      return '';
    case 'primitive':
      return model.name;
  }
}

/** What is behind references, lists and maps, with the descriptions on the way there. */
function inner(
  document: JsonObject,
  schema: JsonObject,
): { readonly schema: JsonObject; readonly texts: readonly string[]; readonly type: Model['type'] } {
  const texts: string[] = [];
  let at = schema;
  for (let depth = 0; depth < nestingMax; depth++) {
    texts.push(textAt(at, 'description'));
    const model = modelOf(document, at);
    if (model.type === 'reference') at = model.model;
    else if (model.type === 'array' || model.type === 'map') at = model.of;
    else return { schema: at, texts, type: model.type };
  }
  return { schema: at, texts, type: 'arbitrary' };
}

const bullet = /^(?:\d+\.?|-|\*)\s/;

/** Lines of words, where those of lists, code and empty ones stay. */
function wrapped(text: string, room: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let last = '';
  const flush = (): void => {
    if (line !== '') lines.push(line);
    if (line !== '') last = '';
    line = '';
  };
  for (const each of text.split('\n')) {
    const trimmed = each.trim();
    if (each.startsWith('    ') || (lines.length > 0 && trimmed === '')) {
      flush();
      lines.push(trimmed === '' ? '' : each);
      continue;
    }
    if (last.endsWith(':') || trimmed === '' || bullet.test(trimmed)) flush();
    for (const word of each.split(/\s+/).filter((part) => part !== '')) {
      last = word;
      if (line !== '' && line.length + 1 + word.length > room) {
        flush();
        last = word;
      }
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  flush();
  return lines;
}

function indented(text: string, by: number): string {
  const lines = wrapped(text, width - by);
  return lines.map((line) => (line === '' ? '\n' : `${' '.repeat(by)}${line}\n`)).join('');
}

function describe(texts: readonly string[]): string {
  const told = texts.filter((text) => text !== '');
  if (told.length === 0) return `DESCRIPTION:\n${indented('<empty>', textIndent)}`;
  const parts = texts.flatMap((text, at) =>
    text === '' ? [] : [`${at === 0 ? '' : '\n'}${indented(text, textIndent)}`],
  );
  return `DESCRIPTION:\n${parts.join('')}`;
}

function fields(document: JsonObject, schema: JsonObject): string {
  const properties = objectAt(schema, 'properties');
  const required = listAt(schema, 'required');
  const rows = Object.keys(properties)
    .sort()
    .map((name) => {
      const field = objectAt(properties, name);
      const mark = required.includes(name) ? ' -required-' : '';
      const text = indented(textAt(field, 'description'), textIndent);
      return `${' '.repeat(fieldsIndent)}${name}\t<${typeName(document, field)}>${mark}\n${text}\n`;
    });
  return rows.join('');
}

/** @param seen references on the way here: one that comes again is a circle */
function allFields(document: JsonObject, schema: JsonObject, by: number, seen: readonly string[]): string {
  const model = modelOf(document, schema);
  if (seen.length > nestingMax) return '';
  if (model.type === 'reference') {
    return seen.includes(model.to) ? '' : allFields(document, model.model, by, [...seen, model.to]);
  }
  if (model.type === 'array' || model.type === 'map') return allFields(document, model.of, by, seen);
  if (model.type !== 'kind') return '';
  const properties = objectAt(schema, 'properties');
  return Object.keys(properties)
    .sort()
    .map((name) => {
      const field = objectAt(properties, name);
      const head = `${' '.repeat(by)}${name}\t<${typeName(document, field)}>\n`;
      return head + allFields(document, field, by + levelIndent, seen);
    })
    .join('');
}

/**
 * The whole explanation of a kind, or of a field of it.
 * @param name of the field; empty for the kind itself
 */
export function explainedPlainly(
  document: JsonObject,
  kind: JsonObject,
  name: string,
  schema: JsonObject,
  recursive: boolean,
): string {
  const group = textAt(kind, 'group');
  const version = `${group === '' ? '' : `${group}/`}${textAt(kind, 'version')}`;
  const head = `KIND:     ${textAt(kind, 'kind')}\nVERSION:  ${version}\n\n`;
  const found = inner(document, schema);
  const type = typeName(document, schema);
  if (found.type === 'arbitrary') return head + describe(found.texts);
  if (found.type === 'primitive') return `${head}FIELD:    ${name} <${type}>\n\n${describe(found.texts)}`;
  const title = name === '' ? '' : `RESOURCE: ${name} <${type}>\n\n`;
  const below = recursive
    ? allFields(document, found.schema, fieldsIndent, [])
    : fields(document, found.schema);
  return `${head}${title}${describe(found.texts)}\nFIELDS:\n${below}`;
}
