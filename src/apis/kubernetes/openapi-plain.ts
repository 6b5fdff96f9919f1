// Schemas of custom resources as version 2 of OpenAPI can say them: kubectl knows neither choices nor nullable there, and checks
// what it does not know against too little. Source: apiextensions-apiserver pkg/controller/openapi/v2/conversion.go.
import type { Schema } from '../../store/schema/schema.ts';

type Draft = { -readonly [Key in keyof Schema]: Schema[Key] };

const choices = ['allOf', 'anyOf', 'oneOf', 'not', 'nullable'] as const;

/** The schema of a whole resource: one that keeps anything says nothing else, as kubectl would take what it says for all there is. */
export function plainResource(schema: Schema): Schema {
  if (schema['x-kubernetes-preserve-unknown-fields'] !== true) return plainSchema(schema);
  const names = schema['x-kubernetes-group-version-kind'];
  return { type: 'object', ...(names === undefined ? {} : { 'x-kubernetes-group-version-kind': names }) };
}

export function plainSchema(schema: Schema): Schema {
  const plain: Draft = { ...schema };
  for (const choice of choices) delete plain[choice];
  const preserves = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const isNullable = schema.nullable === true;
  if (isNullable || preserves) {
    delete plain.items;
    delete plain.properties;
  }
  const isOpen =
    (preserves && plain.type === 'object') || (plain.type === 'array' && plain.items === undefined);
  if (isNullable || isOpen) delete plain.type;
  if (plain.items !== undefined) plain.items = plainSchema(plain.items);
  if (typeof plain.additionalProperties === 'object') {
    if (plain.additionalProperties.nullable === true) delete plain.required;
    plain.additionalProperties = plainSchema(plain.additionalProperties);
  }
  if (plain.properties !== undefined) {
    const properties = Object.entries(plain.properties);
    const nullable = properties.filter(([, property]) => property.nullable === true).map(([name]) => name);
    if (nullable.length > 0 && plain.required !== undefined) {
      const required = plain.required.filter((name) => !nullable.includes(name));
      if (required.length > 0) plain.required = required;
      else delete plain.required;
    }
    plain.properties = Object.fromEntries(
      properties.map(([name, property]) => [name, plainSchema(property)]),
    );
  }
  return plain;
}
