// The CEL type of a kind's objects as its published schema has them, with everything that the schema refers to in its place.
// Source: apiserver pkg/cel/openapi/resolver. What refers to itself has no type there, and none within itself here.
import { getOwn } from '../../std/own.ts';
import { typeOfSchema } from '../../store/cel/schema-type.ts';
import type { CelType } from '../../store/cel/types.ts';
import type { Kind } from '../../store/kind.ts';
import { resolve, type Definitions, type Schema } from '../../store/schema/schema.ts';

function inline(definitions: Definitions, schema: Schema, within: readonly string[]): Schema {
  const { $ref } = schema;
  if ($ref !== undefined && within.includes($ref)) return {};
  const inside = $ref === undefined ? within : [...within, $ref];
  const { properties, items, additionalProperties, ...rest } = resolve(definitions, schema);
  const put = (each: Schema): Schema => inline(definitions, each, inside);
  return {
    ...rest,
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, property]) => [name, put(property)]),
          ),
        }),
    ...(items === undefined ? {} : { items: put(items) }),
    ...(additionalProperties === undefined
      ? {}
      : {
          additionalProperties:
            typeof additionalProperties === 'object' ? put(additionalProperties) : additionalProperties,
        }),
  };
}

const known = new WeakMap<Kind, { readonly type: CelType | undefined }>();

/** Undefined where nothing is known of the kind, or nothing that an expression could see. */
export function resourceType(definitions: Definitions, kind: Kind): CelType | undefined {
  const cached = known.get(kind);
  if (cached !== undefined) return cached.type;
  const schema =
    kind.definition ?? (getOwn(definitions, kind.schema) === undefined ? undefined : { $ref: kind.schema });
  const type = schema === undefined ? undefined : typeOfSchema(inline(definitions, schema, []));
  known.set(kind, { type });
  return type;
}
