// Checks a custom object against its schema: types, bounds, patterns, combinations. Words are those of kube-openapi's
// validator as apiextensions prints them. Source: kube-openapi pkg/validation/validate, errors/schema.go;
// apiextensions-apiserver pkg/apiserver/validation/validation.go.
import { equal } from '../../../std/draft.ts';
import { goTypeName } from '../../../std/go-value.ts';
import { getOwn } from '../../../std/own.ts';
import type { Causes } from '../../causes.ts';
import { shownAsIs } from '../../go-types.ts';
import { readPattern } from '../../cel/patterns.ts';
import { isObject } from '../reading.ts';
import type { Schema } from '../schema.ts';
import { formats } from './formats.ts';

/** One thing that is wrong; kept as what to do, so that a combination can throw away what it tried in vain. */
export type Finding = (causes: Causes) => void;

/** How a value relates to the version before: what did not change is not held against an update. */
export interface Before {
  readonly value: unknown;
}

/** A number that was read as Go's int64; what is more is a float64. */
const isWhole = (value: number): boolean => goTypeName(value) === 'int64';

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return isWhole(value) ? 'integer' : 'number';
  return typeof value;
}

const named = (path: string, message: string): string => `${path} in body ${message}`;

/** What is wrong with the value; `path` is the field's, `before` the value at the same place in the last version. */
export function findings(schema: Schema, value: unknown, path: string, before?: Before): readonly Finding[] {
  if (before !== undefined && equal(before.value, value)) return [];
  const found: Finding[] = [];
  const typeWrong = wrongType(schema, value, path);
  if (typeWrong !== undefined) found.push(typeWrong);
  if (value === null) return found;
  combine(schema, value, path, found);
  if (typeof value === 'string') checkText(schema, value, path, found);
  if (typeof value === 'number') checkNumber(schema, value, path, found);
  if (Array.isArray(value)) checkList(schema, value, path, before, found);
  checkEnum(schema, value, path, found);
  if (isObject(value)) checkObject(schema, value, path, before, found);
  return found;
}

function wrongType(schema: Schema, value: unknown, path: string): Finding | undefined {
  const wanted =
    schema['x-kubernetes-int-or-string'] === true
      ? ['integer', 'string']
      : schema.type === undefined
        ? []
        : [schema.type];
  if (wanted.length === 0) return undefined;
  const name = typeName(value);
  if (value === null ? schema.nullable === true : (wanted as string[]).includes(name)) return undefined;
  if (name === 'integer' && wanted.includes('number')) return undefined;
  const message = `must be of type ${wanted.join(',')}: ${JSON.stringify(name)}`;
  return (causes) => causes.typeInvalid(path, name, named(path, message));
}

function invalid(found: Finding[], path: string, value: unknown, message: string): void {
  found.push((causes) => causes.invalid(path, shownAsIs(value), named(path, message)));
}

/** The first thing that is wrong with a text's length and pattern. */
function checkShape(schema: Schema, value: string, path: string, found: Finding[]): void {
  const length = [...value].length;
  const { maxLength, minLength, pattern } = schema;
  if (maxLength !== undefined && length > maxLength) found.push((causes) => causes.tooLong(path, maxLength));
  else if (minLength !== undefined && length < minLength)
    invalid(found, path, value, `should be at least ${minLength} chars long`);
  else if (pattern !== undefined && pattern !== '') {
    const compiled = readPattern(pattern);
    if (typeof compiled === 'string' || !compiled.test(value))
      invalid(found, path, value, `should match '${pattern}'`);
  }
}

function checkText(schema: Schema, value: string, path: string, found: Finding[]): void {
  checkShape(schema, value, path, found);
  const { format } = schema;
  const check = format === undefined ? undefined : formats.get(format);
  if (check !== undefined && !check(value)) {
    const message = named(path, `must be of type ${format}: ${JSON.stringify(value)}`);
    found.push((causes) => causes.typeInvalid(path, value, message));
  }
}

/** Bounds of a number. Of a whole one they are cut to whole ones, which is what Kubernetes compares it with. */
function checkNumber(schema: Schema, value: number, path: string, found: Finding[]): void {
  const cut = (bound: number | undefined): number | undefined =>
    bound !== undefined && isWhole(value) ? Math.trunc(bound) : bound;
  const { exclusiveMinimum, exclusiveMaximum } = schema;
  const [factor, minimum, maximum] = [schema.multipleOf, schema.minimum, schema.maximum].map(cut);
  if (factor !== undefined && factor <= 0) {
    const message = `factor MultipleOf declared for ${path} must be positive: ${factor}`;
    found.push((causes) => causes.invalid(path, factor, message));
  } else if (factor !== undefined && !Number.isInteger(Number((value / factor).toPrecision(15))))
    invalid(found, path, value, `should be a multiple of ${factor}`);
  if (minimum !== undefined && (exclusiveMinimum === true ? value <= minimum : value < minimum)) {
    const than = exclusiveMinimum === true ? 'greater than' : 'greater than or equal to';
    invalid(found, path, value, `should be ${than} ${minimum}`);
  }
  if (maximum !== undefined && (exclusiveMaximum === true ? value >= maximum : value > maximum)) {
    const than = exclusiveMaximum === true ? 'less than' : 'less than or equal to';
    invalid(found, path, value, `should be ${than} ${maximum}`);
  }
}

function checkEnum(schema: Schema, value: unknown, path: string, found: Finding[]): void {
  const { enum: values } = schema;
  if (values === undefined || values.length === 0 || values.some((allowed) => equal(allowed, value))) return;
  const shown = values.map((allowed) => (typeof allowed === 'string' ? allowed : JSON.stringify(allowed)));
  found.push((causes) => causes.notSupported(path, shownAsIs(value), shown));
}

function checkList(
  schema: Schema,
  value: readonly unknown[],
  path: string,
  before: Before | undefined,
  found: Finding[],
): void {
  const { items, minItems, maxItems, uniqueItems } = schema;
  if (items !== undefined) {
    value.forEach((item, index) => {
      found.push(...findings(items, item, `${path}[${index}]`, correlated(schema, before, item)));
    });
  }
  if (minItems !== undefined && value.length < minItems)
    invalid(found, path, value.length, `should have at least ${minItems} items`);
  if (maxItems !== undefined && value.length > maxItems)
    found.push((causes) => causes.tooMany(path, value.length, maxItems));
  const isTwice = value.some((item, place) => value.findIndex((other) => equal(other, item)) < place);
  if (uniqueItems === true && isTwice) invalid(found, path, '', "shouldn't contain duplicates");
}

/** The item before, found by its keys: only lists that are maps tell which is which. */
export function correlated(schema: Schema, before: Before | undefined, item: unknown): Before | undefined {
  if (before === undefined || !Array.isArray(before.value) || !isObject(item)) return undefined;
  if (schema['x-kubernetes-list-type'] !== 'map') return undefined;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const same = (other: unknown): boolean =>
    isObject(other) && keys.every((key) => equal(other[key], item[key]));
  const value: unknown = before.value.find(same);
  return value === undefined ? undefined : { value };
}

/** The member before. */
export function memberBefore(before: Before | undefined, name: string): Before | undefined {
  if (before === undefined || !isObject(before.value)) return undefined;
  const value = getOwn(before.value, name);
  return value === undefined ? undefined : { value };
}

function checkObject(
  schema: Schema,
  value: Readonly<Record<string, unknown>>,
  path: string,
  before: Before | undefined,
  found: Finding[],
): void {
  const { minProperties, maxProperties, additionalProperties: values, properties } = schema;
  const count = Object.keys(value).length;
  if (minProperties !== undefined && count < minProperties)
    invalid(found, path, count, `should have at least ${minProperties} properties`);
  if (maxProperties !== undefined && count > maxProperties)
    found.push((causes) => causes.tooMany(path, count, maxProperties));
  for (const [name, member] of Object.entries(value)) {
    const property = getOwn(properties, name);
    const place = path === '' ? name : `${path}.${name}`;
    if (property !== undefined) found.push(...findings(property, member, place, memberBefore(before, name)));
    else if (typeof values === 'object')
      found.push(...findings(values, member, `${path}.${name}`, memberBefore(before, name)));
    else if (values === false) invalid(found, `${path}.${name}`, '', 'is a forbidden property');
  }
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) {
      const place = path === '' ? name : `${path}.${name}`;
      found.push((causes) => causes.required(place));
    }
  }
}

/** anyOf, oneOf, allOf and not. What they say has no field of its own. */
function combine(schema: Schema, value: unknown, path: string, found: Finding[]): void {
  const said = (message: string): void => {
    found.push((causes) => causes.invalid('<nil>', '', `${JSON.stringify(path)} ${message}`));
  };
  const { anyOf = [], oneOf = [], allOf = [], not } = schema;
  const tried = (schemas: readonly Schema[]) => schemas.map((inner) => findings(inner, value, path));
  if (anyOf.length > 0) {
    const results = tried(anyOf);
    if (!results.some((result) => result.length === 0)) {
      said('must validate at least one schema (anyOf)');
      found.push(...(fewest(results) ?? []));
    }
  }
  if (oneOf.length > 0) {
    const results = tried(oneOf);
    const valid = results.filter((result) => result.length === 0).length;
    if (valid !== 1) {
      const which = valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`;
      said(`must validate one and only one schema (oneOf). ${which}`);
      if (valid === 0) found.push(...(fewest(results) ?? []));
    }
  }
  if (allOf.length > 0) {
    const results = tried(allOf);
    for (const result of results) found.push(...result);
    const valid = results.filter((result) => result.length === 0).length;
    if (valid !== allOf.length)
      said(`must validate all the schemas (allOf)${valid === 0 ? '. None validated' : ''}`);
  }
  if (not !== undefined && findings(not, value, path).length === 0)
    said('must not validate the schema (not)');
}

function fewest(results: readonly (readonly Finding[])[]): readonly Finding[] | undefined {
  return results.reduce<readonly Finding[] | undefined>(
    (best, result) => (best === undefined || result.length < best.length ? result : best),
    undefined,
  );
}
