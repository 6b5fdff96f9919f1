// The one shape of schemas: structural OpenAPI v3, as the built-in kinds have it (references to named definitions) and as
// CRDs have it (everything inline). Plain data, walked by decode, strategic-merge, fields and whoever publishes OpenAPI.
// Deliberately absent: compilation, code generation, remote references.
import { assert } from '../../std/assert.ts';
import type { Json } from '../../std/draft.ts';
import { getOwn } from '../../std/own.ts';

export type SchemaType = 'array' | 'boolean' | 'integer' | 'number' | 'object' | 'string';

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

export interface ValidationRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

export interface Schema {
  /** Name of a definition, such as `io.k8s.api.core.v1.Pod`; the members beside it say more about this one use. */
  readonly $ref?: string;
  readonly type?: SchemaType;
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly enum?: readonly Json[];
  readonly default?: Json;
  readonly nullable?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  /** Go's name of a string's type, which is not published: what is no string is refused in its name. */
  readonly 'x-go-type'?: string;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set';
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular';
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[];
}

/** Definition name to schema. */
export type Definitions = Readonly<Record<string, Schema>>;

/** The definition that a schema refers to, or the schema itself: what to know to read a value. No copies. */
export function target(definitions: Definitions, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const found = getOwn(definitions, schema.$ref);
  assert(found !== undefined, `the schemas refer to ${schema.$ref}, which they do not define`);
  return found;
}

/** The schema without a reference: its definition, with what stands beside the reference laid over it. */
export function resolve(definitions: Definitions, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const { $ref: _reference, ...beside } = schema;
  const definition = target(definitions, schema);
  return Object.keys(beside).length === 0 ? definition : { ...definition, ...beside };
}

/** The last part of a definition's name: `PodSpec` of `io.k8s.api.core.v1.PodSpec`; undefined for an inline schema. */
export function typeName(schema: Schema): string | undefined {
  return schema.$ref?.slice(schema.$ref.lastIndexOf('.') + 1);
}

/** How lists and maps merge at this place. */
export interface PatchMeta {
  readonly strategies: readonly string[];
  readonly mergeKey: string;
}

export function patchMeta(schema: Schema): PatchMeta {
  const strategy = schema['x-kubernetes-patch-strategy'];
  return {
    strategies: strategy === undefined ? [] : strategy.split(','),
    mergeKey: schema['x-kubernetes-patch-merge-key'] ?? '',
  };
}
