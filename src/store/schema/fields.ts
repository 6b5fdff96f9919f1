// Walking a schema by path, for whoever explains or completes: what is at `spec.template.spec.containers`, and which
// members it has. Lists and maps are stepped through: `containers.image` and `containers[0].image` are the same place.
import { getOwn } from '../../std/own.ts';
import { resolve, type Definitions, type Schema } from './schema.ts';

/** As deep as any path a person types; JSONSchemaProps refers to itself without end. */
const PATH_PARTS_MAX = 64;

/** The parts of a dotted path; indices (`[0]`) and a `[*]` are dropped, dots in brackets (`['a.b']`) are kept. */
export function pathParts(path: string): readonly string[] {
  const parts: string[] = [];
  for (const [, name, quoted] of path.matchAll(/([^.[\]]+)|\['([^']*)'\]|\[(?:\d+|\*)\]/g)) {
    const part = name ?? quoted;
    if (part !== undefined) parts.push(part);
  }
  return parts;
}

/** The schema under lists and maps: what an item or a value is. */
function element(definitions: Definitions, schema: Schema): Schema {
  let current = resolve(definitions, schema);
  for (let depth = 0; depth < PATH_PARTS_MAX; depth++) {
    if (current.items !== undefined) current = resolve(definitions, current.items);
    else if (current.properties === undefined && typeof current.additionalProperties === 'object') {
      current = resolve(definitions, current.additionalProperties);
    } else return current;
  }
  return current;
}

/**
 * The schema of the place that the path names, as it stands in its parent (a reference is not followed; `resolve` does).
 * Undefined when there is no such place. An empty path is the schema itself; a key of a map takes a part of the path.
 */
export function schemaAt(definitions: Definitions, schema: Schema, path: string): Schema | undefined {
  const parts = pathParts(path);
  if (parts.length > PATH_PARTS_MAX) return undefined;
  let current = schema;
  for (const part of parts) {
    const next = memberOf(definitions, current, part);
    if (next === undefined) return undefined;
    current = next;
  }
  return current;
}

function memberOf(definitions: Definitions, schema: Schema, name: string): Schema | undefined {
  const within = resolve(definitions, schema);
  const own = getOwn(within.properties, name);
  if (own !== undefined) return own;
  if (within.items !== undefined) return getOwn(element(definitions, within).properties, name);
  return typeof within.additionalProperties === 'object' ? within.additionalProperties : undefined;
}

export interface Field {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
}

/** The members at a place, in the order of the schema; of the items where the place is a list. */
export function fieldsOf(definitions: Definitions, schema: Schema): readonly Field[] {
  const type = element(definitions, schema);
  return Object.entries(type.properties ?? {}).map(([name, property]) => ({
    name,
    schema: property,
    required: type.required?.includes(name) === true,
  }));
}

/** The type as `kubectl explain` prints it: `PodSpec`, `[]Container`, `map[string]Quantity`, `integer`. */
export function typeText(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.slice(schema.$ref.lastIndexOf('.') + 1);
  if (schema.type === 'array') return `[]${schema.items === undefined ? 'Object' : typeText(schema.items)}`;
  if (schema.type === 'object' && schema.properties === undefined) {
    const values = schema.additionalProperties;
    return typeof values === 'object' ? `map[string]${typeText(values)}` : 'Object';
  }
  if (schema['x-kubernetes-int-or-string']) return 'IntOrString';
  return schema.type === 'object' ? 'Object' : (schema.type ?? 'Object');
}
