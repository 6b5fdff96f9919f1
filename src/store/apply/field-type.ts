// What a schema says about owning its fields: which scalars, whose list items have an identity, which maps are one value.
// Made of schemas on first use and kept. Source: kube-openapi pkg/schemaconv, and the CRD builder's own additions.
import type { Json } from '../../std/draft.ts';
import { getOwn } from '../../std/own.ts';
import { target, type Definitions, type Schema } from '../schema/schema.ts';

export type ScalarType = 'boolean' | 'numeric' | 'string' | 'untyped';

/** A name that tells list items apart; an item that has none counts as having the default. */
export interface ListKey {
  readonly name: string;
  readonly default: Json | undefined;
}

export interface ListType {
  /** The list is one value; else its items are told apart: by keys, or, where there are none, as a set. */
  readonly atomic: boolean;
  readonly keys: () => readonly ListKey[];
  readonly items: () => FieldType;
}

export interface MapType {
  /** The map is one value. */
  readonly atomic: boolean;
  /** The type of a member that the schema names. */
  readonly field: (name: string) => FieldType | undefined;
  /** The type of every other member; undefined where there may be none. */
  readonly others: () => FieldType | undefined;
}

/** Which shapes a value may have, and what they are; a place that may hold anything has all three. */
export interface FieldType {
  readonly scalar: ScalarType | undefined;
  readonly list: ListType | undefined;
  readonly map: MapType | undefined;
}

/** Anything, and always one value. */
const untyped: FieldType = {
  scalar: 'untyped',
  list: { atomic: true, keys: () => [], items: () => untyped },
  map: { atomic: true, field: () => undefined, others: () => untyped },
};

/** Anything: maps have fields of their own, lists are one value. What there is no schema for is of this type. */
const deduced: FieldType = {
  scalar: 'untyped',
  list: { atomic: true, keys: () => [], items: () => untyped },
  map: { atomic: false, field: () => undefined, others: () => deduced },
};

const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** Definitions whose schema says less than their Go type. */
const special: Readonly<Record<string, FieldType>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { scalar: 'untyped', list: undefined, map: undefined },
  'io.k8s.apimachinery.pkg.runtime.RawExtension': untyped,
};

type Named = Map<string, FieldType>;

const namedTypes = new WeakMap<Definitions, Named>();
const rootTypes = new WeakMap<Definitions, WeakMap<Schema, FieldType>>();

function cached<K extends WeakKey, V>(cache: WeakMap<K, V>, key: K, make: () => V): V {
  let value = cache.get(key);
  if (value === undefined) cache.set(key, (value = make()));
  return value;
}

/**
 * The type of the objects that a schema describes: a reference to a built-in kind's definition, or the whole inline schema
 * of a custom one, whose metadata need not be spelled out. Without a schema everything is deduced.
 */
export function objectType(definitions: Definitions, schema: Schema | undefined): FieldType {
  if (schema === undefined) return deduced;
  const known = cached(rootTypes, definitions, () => new WeakMap<Schema, FieldType>());
  return cached(known, schema, () => {
    const reader = new TypeReader(definitions);
    const root = schema.$ref === undefined ? withObjectFields(schema, definitions) : schema;
    return reader.read(root, false);
  });
}

/** Names of apiVersion, kind and metadata are those of every object; a schema may restrict, not replace them. */
function withObjectFields(schema: Schema, definitions: Definitions): Schema {
  const metadata = Object.hasOwn(definitions, objectMeta)
    ? { $ref: objectMeta }
    : { type: 'object' as const };
  const text = { type: 'string' as const };
  return { ...schema, properties: { ...schema.properties, apiVersion: text, kind: text, metadata } };
}

function relationship(schema: Schema): boolean | undefined {
  const type = schema['x-kubernetes-map-type'];
  return type === undefined ? undefined : type === 'atomic';
}

/** A list of which nothing is said is one value. */
function isAtomicList(schema: Schema): boolean {
  const type = schema['x-kubernetes-list-type'];
  return type !== 'map' && type !== 'set';
}

function keyNames(schema: Schema): readonly string[] {
  return schema['x-kubernetes-list-type'] === 'map' ? (schema['x-kubernetes-list-map-keys'] ?? []) : [];
}

/** Reads schemas with one set of definitions; a reference is read once. */
class TypeReader {
  readonly #definitions: Definitions;
  readonly #named: Named;

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
    this.#named = cached(namedTypes, definitions, () => new Map<string, FieldType>());
  }

  /** `preserve` is what a schema around this one said of unknown fields; it ends at references. */
  read(schema: Schema, preserve: boolean): FieldType {
    const reference = schema.$ref ?? (schema.allOf?.length === 1 ? schema.allOf[0]?.$ref : undefined);
    if (reference === undefined) return this.#inline(schema, preserve);
    const type = this.#reference(reference);
    const atomic = relationship(schema);
    if (atomic === undefined || type.map === undefined) return type;
    return { ...type, map: { ...type.map, atomic } };
  }

  #reference(name: string): FieldType {
    const known = getOwn(special, name) ?? this.#named.get(name);
    if (known !== undefined) return known;
    const type = this.#inline(target(this.#definitions, { $ref: name }), false);
    this.#named.set(name, type);
    return type;
  }

  #inline(schema: Schema, above: boolean): FieldType {
    const preserve = above || schema['x-kubernetes-preserve-unknown-fields'] === true;
    switch (schema.type) {
      case 'object':
        return { scalar: undefined, list: undefined, map: this.#map(schema, preserve) };
      case 'array':
        return { scalar: undefined, list: this.#list(schema, preserve), map: undefined };
      case 'boolean':
        return { scalar: 'boolean', list: undefined, map: undefined };
      case 'integer':
      case 'number':
        return { scalar: 'numeric', list: undefined, map: undefined };
      case 'string': {
        const plain = schema.format === undefined || schema.format === '' || schema.format === 'byte';
        return { scalar: plain ? 'string' : 'untyped', list: undefined, map: undefined };
      }
      default:
        return {
          scalar: 'untyped',
          list: this.#list(schema, preserve),
          map: this.#map(schema, preserve),
        };
    }
  }

  #list(schema: Schema, preserve: boolean): ListType {
    const names = keyNames(schema);
    const { items } = schema;
    let itemType: FieldType | undefined;
    let keys: readonly ListKey[] | undefined;
    return {
      atomic: isAtomicList(schema),
      items: () => (itemType ??= items === undefined ? untyped : this.read(items, preserve)),
      keys: () => (keys ??= names.map((name) => ({ name, default: this.#defaultOf(items, name) }))),
    };
  }

  #defaultOf(items: Schema | undefined, name: string): Json | undefined {
    if (items === undefined) return undefined;
    const { properties, required } = target(this.#definitions, items);
    const property = getOwn(properties, name);
    if (property?.default !== undefined && property.default !== null) return property.default;
    // What a Go struct always has is nothing where it is not said; custom objects are no structs.
    const isAlways = items.$ref !== undefined && required?.includes(name) === true;
    return isAlways ? (property?.type === 'string' ? '' : 0) : undefined;
  }

  #map(schema: Schema, preserve: boolean): MapType {
    const properties =
      schema['x-kubernetes-embedded-resource'] === true
        ? withObjectFields(schema, this.#definitions).properties
        : schema.properties;
    const fields = new Map<string, FieldType>();
    const named = properties !== undefined && Object.keys(properties).length > 0;
    const { additionalProperties: additional } = schema;
    let others: FieldType | undefined;
    if (typeof additional === 'boolean') others = additional ? deduced : undefined;
    else if (additional === undefined && (preserve || !named)) others = deduced;
    return {
      atomic: relationship(schema) === true,
      field: (name) => {
        let type = fields.get(name);
        const property = type === undefined ? getOwn(properties, name) : undefined;
        if (property !== undefined) fields.set(name, (type = this.read(property, preserve)));
        return type;
      },
      others: () => {
        if (others === undefined && typeof additional === 'object') others = this.read(additional, preserve);
        return others;
      },
    };
  }
}

/** The type of a map's member, whether the schema names it or not. */
export function memberType(map: MapType, name: string): FieldType | undefined {
  return map.field(name) ?? map.others();
}
