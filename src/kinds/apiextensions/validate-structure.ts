// Whether a schema is structural: every part has a type, what only restricts values adds no structure.
// Source: apiextensions-apiserver pkg/apiserver/schema/validation.go, complete.go.
import { equal } from '../../std/draft.ts';
import { getOwn } from '../../std/own.ts';
import type { Cause } from '../../store/causes.ts';
import { Causes } from '../../store/causes.ts';
import { readPattern } from '../../store/cel/patterns.ts';
import type { Schema } from '../../store/schema/schema.ts';

type Level = 'field' | 'item' | 'root';

const emptyType = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
} as const;

/** Members that JSON Schema has and Kubernetes has not: with one of them a schema has no structure at all. */
export const unsupported = [
  'id',
  'additionalItems',
  'patternProperties',
  'definitions',
  'dependencies',
  '$ref',
] as const;

export function saysUnsupported(schema: Schema, name: (typeof unsupported)[number]): boolean {
  const value = getOwn(schema as Readonly<Record<string, unknown>>, name);
  const isEmpty = typeof value === 'object' && Object.keys(value ?? {}).length === 0;
  return value !== undefined && value !== '' && !isEmpty;
}

function partsOf(schema: Schema): readonly (Schema | undefined)[] {
  const { items, properties = {}, additionalProperties: values, allOf = [], anyOf = [], oneOf = [] } = schema;
  const others = typeof values === 'object' ? values : undefined;
  return [items, others, schema.not, ...Object.values(properties), ...allOf, ...anyOf, ...oneOf];
}

function hasUnsupported(schema: Schema): boolean {
  if (unsupported.some((name) => saysUnsupported(schema, name))) return true;
  return partsOf(schema).some((part) => part !== undefined && hasUnsupported(part));
}

/** Adds what is wrong in the order of its words, as Kubernetes sorts it. */
export function checkStructure(schema: Schema, path: string, causes: Causes): void {
  if (hasUnsupported(schema)) return;
  const found = new Causes();
  structure(schema, 'root', path, found);
  if (found.list.length === 0) complete(schema, schema, path, found);
  const text = ({ field, message }: Cause): string => `${field}: ${message}`;
  causes.takeAll(found.list.toSorted((a, b) => (text(a) < text(b) ? -1 : 1)));
}

function structure(schema: Schema, level: Level, path: string, causes: Causes): void {
  const { type, items, properties = {}, additionalProperties: values } = schema;
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const isPreserving = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const isEither = schema['x-kubernetes-int-or-string'] === true;
  if (type === 'array' && items === undefined) causes.required(`${path}.items`, 'must be specified');
  if (items !== undefined && !Array.isArray(items)) structure(items, 'item', `${path}.items`, causes);
  for (const [name, property] of Object.entries(properties))
    structure(property, 'field', `${path}.properties[${name}]`, causes);
  if (values !== undefined) {
    if (level === 'root') causes.forbidden(`${path}.additionalProperties`, 'must not be used at the root');
    if (typeof values === 'object') structure(values, 'field', `${path}.additionalProperties`, causes);
  }
  const either = 'must be false if x-kubernetes-int-or-string is true';
  if (isEither && isPreserving) causes.invalid(`${path}.x-kubernetes-preserve-unknown-fields`, true, either);
  if (isEither && isEmbedded) causes.invalid(`${path}.x-kubernetes-embedded-resource`, true, either);
  nestedValidations(schema, level, path, causes);
  if (isEmbedded && type !== 'object') {
    const why = 'must be object if x-kubernetes-embedded-resource is true';
    if (type === undefined) causes.required(`${path}.type`, why);
    else causes.invalid(`${path}.type`, type, why);
  } else if (!type && !isEither && !isPreserving) causes.required(`${path}.type`, emptyType[level]);
  if (isEmbedded && values !== undefined)
    causes.forbidden(
      `${path}.additionalProperties`,
      'must not be used if x-kubernetes-embedded-resource is set',
    );
  if (level === 'root' && type && type !== 'object')
    causes.invalid(`${path}.type`, type, 'must be object at the root');
  checkMeta(schema, level, path, causes);
  if (isEmbedded && !isPreserving && Object.keys(properties).length === 0) {
    const why =
      'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
    causes.required(`${path}.properties`, why);
  }
}

function checkMeta(schema: Schema, level: Level, path: string, causes: Causes): void {
  const isObject = level === 'root' || schema['x-kubernetes-embedded-resource'] === true;
  if (!isObject) return;
  for (const name of ['kind', 'apiVersion']) {
    const property = getOwn(schema.properties, name);
    if (property !== undefined && property.type !== 'string')
      causes.invalid(`${path}.properties[${name}].type`, property.type ?? '', 'must be string');
  }
  const metadata = getOwn(schema.properties, 'metadata');
  if (metadata === undefined) return;
  const field = `${path}.properties[metadata]`;
  if (metadata.type !== 'object') causes.invalid(`${field}.type`, metadata.type ?? '', 'must be object');
  if (level !== 'root') return;
  const { type: _type, properties = {}, default: _default, description: _description, ...rest } = metadata;
  const names = Object.keys(properties);
  const isPlain =
    names.every((name) => name === 'name' || name === 'generateName') && Object.keys(rest).length === 0;
  if (!isPlain || _description !== undefined) {
    const why =
      'must not specify anything other than name and generateName, but metadata is implicitly specified';
    causes.forbidden(field, why);
  }
}

const intOrString: readonly Schema[] = [{ type: 'integer' }, { type: 'string' }];

/** Under anyOf, allOf, oneOf and not only values may be restricted, save the two ways to write an int or a string. */
function nestedValidations(schema: Schema, level: Level, path: string, causes: Causes): void {
  const isEither = equal(schema.anyOf, intOrString);
  const isFirstEither = equal(schema.allOf?.[0]?.anyOf, intOrString);
  if (!isEither) {
    schema.anyOf?.forEach((part, index) => {
      nested(part, level, `${path}.anyOf[${index}]`, false, causes);
    });
  }
  schema.allOf?.forEach((part, index) => {
    nested(part, level, `${path}.allOf[${index}]`, isFirstEither && index === 0, causes);
  });
  schema.oneOf?.forEach((part, index) => {
    nested(part, level, `${path}.oneOf[${index}]`, false, causes);
  });
  if (schema.not !== undefined) nested(schema.not, level, `${path}.not`, false, causes);
  if (schema.pattern) {
    const compiled = readPattern(schema.pattern);
    if (typeof compiled === 'string') {
      const why = `must be a valid regular expression, but isn't: error parsing regexp: ${compiled}`;
      causes.invalid(`${path}.pattern`, schema.pattern, why);
    }
  }
}

const forbiddenInside: readonly (readonly [keyof Schema | 'title', string])[] = [
  ['type', 'must be empty to be structural'],
  ['additionalProperties', 'must be undefined to be structural'],
  ['default', 'must be undefined to be structural'],
  ['title', 'must be empty to be structural'],
  ['description', 'must be empty to be structural'],
  ['nullable', 'must be false to be structural'],
  ['x-kubernetes-preserve-unknown-fields', 'must be false to be structural'],
  ['x-kubernetes-embedded-resource', 'must be false to be structural'],
  ['x-kubernetes-int-or-string', 'must be false to be structural'],
  ['x-kubernetes-list-map-keys', 'must be empty to be structural'],
  ['x-kubernetes-list-type', 'must be undefined to be structural'],
  ['x-kubernetes-map-type', 'must be undefined to be structural'],
  ['x-kubernetes-validations', 'must be empty to be structural'],
];

function nested(schema: Schema, level: Level, path: string, isEither: boolean, causes: Causes): void {
  nestedValidations(isEither ? { ...schema, anyOf: [] } : schema, level, path, causes);
  if (schema.items !== undefined) nested(schema.items, level, `${path}.items`, false, causes);
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    nested(property, 'field', `${path}.properties[${name}]`, false, causes);
  const members = schema as Readonly<Record<string, unknown>>;
  for (const [name, why] of forbiddenInside) {
    const value = members[name];
    if (value !== undefined && value !== '' && value !== false) causes.forbidden(`${path}.${name}`, why);
  }
  if (Object.hasOwn(schema.properties ?? {}, 'metadata'))
    causes.forbidden(`${path}.properties[metadata]`, 'must not be specified in a nested context');
}

/** What a nested part speaks of must stand in the structure too. */
function complete(schema: Schema, structural: Schema, path: string, causes: Causes): void {
  const parts: [Schema, string][] = [];
  for (const junction of ['allOf', 'anyOf', 'oneOf'] as const) {
    schema[junction]?.forEach((part, index) => parts.push([part, `${path}.${junction}[${index}]`]));
  }
  if (schema.not !== undefined) parts.push([schema.not, `${path}.not`]);
  for (const [part, place] of parts) completePart(part, structural, place, path, causes);
  if (schema !== structural) return;
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    complete(property, property, `${path}.properties[${name}]`, causes);
  if (schema.items !== undefined) complete(schema.items, schema.items, `${path}.items`, causes);
  const values = schema.additionalProperties;
  if (typeof values === 'object') complete(values, values, `${path}.additionalProperties`, causes);
}

function completePart(part: Schema, structural: Schema, place: string, path: string, causes: Causes): void {
  complete(part, structural, place, causes);
  for (const [name, property] of Object.entries(part.properties ?? {})) {
    const own = getOwn(structural.properties, name);
    if (own === undefined) {
      const why = `because it is defined in ${place}.properties[${name}]`;
      causes.required(`${path}.properties[${name}]`, why);
    } else completePart(property, own, `${place}.properties[${name}]`, `${path}.properties[${name}]`, causes);
  }
  if (part.items === undefined) return;
  if (structural.items === undefined)
    causes.required(`${path}.items`, `because it is defined in ${place}.items`);
  else completePart(part.items, structural.items, `${place}.items`, `${path}.items`, causes);
}
