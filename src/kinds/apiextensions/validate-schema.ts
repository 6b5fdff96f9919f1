// What a definition's schema must be: structural, of known types, with lists, maps and defaults that hold together, and
// rules that compile and cost no more than they may. Source: apiextensions-apiserver
// pkg/apis/apiextensions/validation/validation.go, pkg/apiserver/schema/validation.go.
import { Causes } from '../../store/causes.ts';
import { goUntyped, goValue } from '../../store/go-types.ts';
import type { Schema } from '../../store/schema/schema.ts';
import { findings } from '../../store/schema/structural/validate.ts';
import { prune } from '../../store/schema/structural/prune.ts';
import { copy } from '../../std/draft.ts';
import { checkStructure, saysUnsupported, unsupported } from './validate-structure.ts';
import { RuleCosts, checkRulesOf, rootPlace, under, type RulePlace } from './validate-rules.ts';

export interface SchemaOptions {
  readonly hasStatus: boolean;
  /** The schema is the one of the last version: what it costs is not asked again. */
  readonly isUnchanged: boolean;
}

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

const rootMembers = new Set(
  (
    'description type format title maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern ' +
    'maxItems minItems uniqueItems multipleOf required items properties externalDocs example ' +
    'x-kubernetes-preserve-unknown-fields x-kubernetes-validations'
  ).split(' '),
);

const rootMembersShown =
  '[Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern ' +
  'MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields ' +
  'XValidations]';

export function checkSchema(schema: Schema, path: string, options: SchemaOptions, causes: Causes): void {
  const before = causes.list.length;
  if (options.hasStatus) checkRoot(schema, path, causes);
  if (schema.nullable === true) causes.forbidden(`${path}.nullable`, 'nullable cannot be true at the root');
  const soFar = causes.list.length;
  checkStructure(schema, path, causes);
  const isStructural = causes.list.length === soFar;
  if (isStructural) checkDefaults(schema, path, causes);
  const isSound = isStructural && causes.list.length === before;
  const costs = new RuleCosts(options.isUnchanged);
  visit(
    schema,
    path,
    { isRoot: true, noDefaults: undefined, place: isSound ? rootPlace : undefined },
    costs,
    causes,
  );
  costs.checkTotal(path, causes);
}

function checkRoot(schema: Schema, path: string, causes: Causes): void {
  for (const member of Object.keys(schema)) {
    if (member === 'type' && schema.type !== 'object') {
      const why =
        'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
      causes.invalid(`${path}.type`, schema.type, why);
      return;
    }
    if (!rootMembers.has(member)) {
      const why = `only ${rootMembersShown} fields are allowed at the root of the schema if the status subresource is enabled`;
      causes.invalid(path, goUntyped(schema), why);
      return;
    }
  }
}

interface Where {
  readonly isRoot: boolean;
  /** Why a default may not stand here. */
  readonly noDefaults: string | undefined;
  /** Where its rules would run; undefined where rules are not looked at. */
  readonly place: RulePlace | undefined;
}

const metaFields = ['metadata', 'kind', 'apiVersion'];

function visit(schema: Schema, path: string, where: Where, costs: RuleCosts, causes: Causes): void {
  const before = causes.list.length;
  checkMembers(schema, path, where, causes);
  const { properties = {}, items, additionalProperties: values } = schema;
  const inner = { ...where, isRoot: false };
  if (values !== undefined && Object.keys(properties).length > 0 && values !== true)
    causes.forbidden(
      `${path}.additionalProperties`,
      'additionalProperties and properties are mutual exclusive',
    );
  if (typeof values === 'object') {
    const place = under(where.place, schema, path, 'values');
    visit(values, `${path}.additionalProperties`, { ...inner, place }, costs, causes);
  }
  for (const [name, property] of Object.entries(properties)) {
    const noDefaults = where.isRoot && metaFields.includes(name) ? `in top-level ${name}` : where.noDefaults;
    const place = under(where.place, schema, path, 'members');
    visit(property, `${path}.properties[${name}]`, { ...inner, noDefaults, place }, costs, causes);
  }
  const nested = { ...inner, place: undefined };
  if (schema.not !== undefined) visit(schema.not, `${path}.not`, nested, costs, causes);
  for (const junction of ['allOf', 'oneOf', 'anyOf'] as const) {
    schema[junction]?.forEach((part, index) => {
      visit(part, `${path}.${junction}[${index}]`, nested, costs, causes);
    });
  }
  if (items !== undefined && !Array.isArray(items)) {
    const place = under(where.place, schema, path, 'items');
    visit(items, `${path}.items`, { ...inner, place }, costs, causes);
  }
  checkMapType(schema, path, causes);
  checkListType(schema, path, causes);
  checkRulesOf(schema, path, causes.list.length === before ? where.place : undefined, costs, causes);
}

function checkMembers(schema: Schema, path: string, where: Where, causes: Causes): void {
  const members = schema as Readonly<Record<string, unknown>>;
  const { type } = members;
  if (type !== undefined && type !== '' && !types.includes(type as string))
    causes.notSupported(`${path}.type`, type as string, types);
  if (schema.default !== undefined && where.noDefaults !== undefined)
    causes.forbidden(`${path}.default`, `must not be set ${where.noDefaults}`);
  for (const name of unsupported)
    if (saysUnsupported(schema, name)) causes.forbidden(`${path}.${name}`, `${name} is not supported`);
  if (type === 'null')
    causes.forbidden(`${path}.type`, 'type cannot be set to null, use nullable as an alternative');
  if (Array.isArray(members['items']))
    causes.forbidden(`${path}.items`, 'items must be a schema object and not an array');
  if (schema.uniqueItems === true)
    causes.forbidden(
      `${path}.uniqueItems`,
      'uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
    );
  if (members['x-kubernetes-preserve-unknown-fields'] === false)
    causes.invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined');
}

function mustBe(type: string, schema: Schema, path: string, extension: string, causes: Causes): boolean {
  if (schema.type === type) return true;
  const why = `must be ${type} if ${extension} is specified`;
  if (schema.type === undefined) causes.required(`${path}.type`, why);
  else causes.invalid(`${path}.type`, schema.type, why);
  return false;
}

function checkMapType(schema: Schema, path: string, causes: Causes): void {
  const mapType = schema['x-kubernetes-map-type'];
  if (mapType === undefined) return;
  mustBe('object', schema, path, 'x-kubernetes-map-type', causes);
  if (mapType !== 'atomic' && mapType !== 'granular')
    causes.notSupported(`${path}.x-kubernetes-map-type`, mapType, ['atomic', 'granular']);
}

function checkListType(schema: Schema, path: string, causes: Causes): void {
  const listType = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const { items } = schema;
  const field = `${path}.x-kubernetes-list-type`;
  if (
    listType !== undefined &&
    mustBe('array', schema, path, 'x-kubernetes-list-type', causes) &&
    listType === 'set'
  ) {
    const why = 'must be atomic as item of a list with x-kubernetes-list-type=set';
    const inner = items?.['x-kubernetes-list-type'];
    if (items?.type === 'array' && inner !== undefined && inner !== 'atomic')
      causes.invalid(`${path}.items.x-kubernetes-list-type`, inner, why);
    if (items?.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic')
      causes.invalid(`${path}.items.x-kubernetes-map-type`, 'null', why);
  }
  if (listType !== undefined && !['atomic', 'set', 'map'].includes(listType))
    causes.notSupported(field, listType, ['atomic', 'set', 'map']);
  if (keys.length > 0 && listType !== 'map') {
    const why = 'must be map if x-kubernetes-list-map-keys is non-empty';
    if (listType === undefined) causes.required(field, why);
    else causes.invalid(field, listType, why);
  }
  if (listType === 'map') checkListMap(schema, path, keys, causes);
  if ((listType === 'map' || listType === 'set') && items?.nullable === true)
    causes.forbidden(
      `${path}.items.nullable`,
      `cannot be nullable when x-kubernetes-list-type is ${listType}`,
    );
}

function checkListMap(schema: Schema, path: string, keys: readonly string[], causes: Causes): void {
  const { items } = schema;
  const field = `${path}.x-kubernetes-list-map-keys`;
  if (keys.length === 0) causes.required(field, 'must not be empty if x-kubernetes-list-type is map');
  if (items === undefined) {
    causes.required(`${path}.items`, 'must have a schema if x-kubernetes-list-type is map');
    return;
  }
  if (items.type !== 'object') {
    const why = "must be object if parent array's x-kubernetes-list-type is map";
    causes.invalid(`${path}.items.type`, items.type ?? '', why);
    return;
  }
  const shown = goValue('[]string', keys);
  const seen = new Set<string>();
  for (const key of keys) {
    const property = items.properties?.[key];
    const place = `${path}.items.properties[${key}]`;
    const because = 'this property is in x-kubernetes-list-map-keys, so it';
    if (property === undefined) causes.invalid(field, shown, 'entries must all be names of item properties');
    else if (property.type === 'array' || property.type === 'object') {
      const why = "must be a scalar type if parent array's x-kubernetes-list-type is map";
      causes.invalid(`${place}.type`, items.type, why);
    }
    if (seen.has(key)) causes.invalid(field, shown, 'must not contain duplicate entries');
    seen.add(key);
    if (property === undefined) continue;
    if (items.required?.includes(key) !== true && property.default === undefined)
      causes.required(`${place}.default`, `${because} must have a default or be a required property`);
    if (property.nullable === true) causes.forbidden(`${place}.nullable`, `${because} cannot be nullable`);
  }
}

/** Defaults must be values of their schema, with nothing in them that the schema does not know. */
function checkDefaults(schema: Schema, path: string, causes: Causes): void {
  if (schema.default !== undefined) {
    const field = `${path}.default`;
    const inner = new Causes();
    const pruned = copy<unknown>(schema.default);
    const unknown = prune({ ...schema, 'x-kubernetes-embedded-resource': false }, pruned);
    if (unknown.length > 0) causes.invalid(field, goUntyped(schema.default), 'must not have unknown fields');
    for (const finding of findings(schema, schema.default, '')) finding(inner);
    causes.within(field, inner);
  }
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    checkDefaults(property, `${path}.properties[${name}]`, causes);
  if (schema.items !== undefined) checkDefaults(schema.items, `${path}.items`, causes);
  if (typeof schema.additionalProperties === 'object')
    checkDefaults(schema.additionalProperties, `${path}.additionalProperties`, causes);
}
