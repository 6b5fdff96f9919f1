// What holds of a resource inside a custom one: that it says its type, and that its metadata is metadata.
// Source: apiextensions-apiserver pkg/apiserver/schema/objectmeta/validation.go.
import { isDns1035Label, isPathSegmentName } from '../../../std/names.ts';
import { getOwn } from '../../../std/own.ts';
import type { Causes } from '../../causes.ts';
import { shownAsIs } from '../../go-types.ts';
import { checkAnnotations, checkLabels } from '../../meta.ts';
import { isObject } from '../reading.ts';
import type { Schema } from '../schema.ts';

type Members = Readonly<Record<string, unknown>>;

/** Looks at every embedded resource of the value; the value itself is none. */
export function checkEmbedded(schema: Schema, value: unknown, path: string, causes: Causes): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items !== undefined)
      value.forEach((item: unknown, index) => checkInside(items, item, `${path}[${index}]`, causes));
  } else if (isObject(value)) {
    const values = schema.additionalProperties;
    for (const [name, member] of Object.entries(value)) {
      const property = getOwn(schema.properties, name);
      const inner = property ?? (typeof values === 'object' ? values : undefined);
      const place = path === '' ? name : property === undefined ? `${path}[${name}]` : `${path}.${name}`;
      if (inner !== undefined) checkInside(inner, member, place, causes);
    }
  }
}

function checkInside(schema: Schema, value: unknown, path: string, causes: Causes): void {
  if (schema['x-kubernetes-embedded-resource'] === true && isObject(value)) {
    checkText(value, 'apiVersion', path, causes, versionTroubles);
    checkText(value, 'kind', path, causes, kindTroubles);
    const { metadata } = value;
    if (isObject(metadata)) checkEmbeddedMeta(metadata, `${path}.metadata`, causes);
  }
  checkEmbedded(schema, value, path, causes);
}

function versionTroubles(text: string): readonly string[] {
  return text.split('/').length > 2 ? [`unexpected GroupVersion string: ${text}`] : [];
}

function kindTroubles(text: string): readonly string[] {
  const troubles = isDns1035Label(text.toLowerCase());
  return troubles.length === 0
    ? []
    : [`may have mixed case, but should otherwise match: ${troubles.join(',')}`];
}

function checkText(
  resource: Members,
  member: 'apiVersion' | 'kind',
  path: string,
  causes: Causes,
  troublesOf: (text: string) => readonly string[],
): void {
  const field = `${path}.${member}`;
  const text = resource[member];
  if (text === undefined) causes.required(field, 'must not be empty');
  else if (typeof text !== 'string') causes.invalid(field, shownAsIs(text), 'must be a string');
  else {
    if (text === '') causes.invalid(field, text, 'must not be empty');
    causes.invalidEach(field, text, troublesOf(text));
  }
}

/** Only what it says is looked at: a template's metadata has no name. */
function checkEmbeddedMeta(metadata: Members, path: string, causes: Causes): void {
  const { name, labels, annotations } = metadata;
  if (typeof name === 'string' && name !== '')
    causes.invalidEach(`${path}.name`, name, isPathSegmentName(name));
  if (isObject(labels)) checkLabels(labels as Record<string, string>, `${path}.labels`, causes);
  if (isObject(annotations))
    checkAnnotations(annotations as Record<string, string>, `${path}.annotations`, causes);
}
