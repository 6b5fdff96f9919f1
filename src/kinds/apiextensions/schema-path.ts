// Paths into a schema as rules and selectable fields write them: `.spec.list` or `.spec['a.b']`.
// Source: apiextensions-apiserver pkg/apiserver/schema/cel/validation.go, ValidFieldPath.
import { getOwn } from '../../std/own.ts';
import type { Schema } from '../../store/schema/schema.ts';

/** The schema at the path, or why there is none. */
export function schemaAtPath(schema: Schema, path: string, isBracketed = true): Schema | string {
  let current = schema;
  let rest = path;
  while (rest !== '') {
    const found = /^(?:\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\])/.exec(rest);
    if (rest.startsWith('[') && !isBracketed) return 'array notation is not allowed';
    if (found === null) return `expected [ or . but got: ${rest.replace(/^(\.?[^.[\]]*).*$/s, '$1')}`;
    const name = found[1] ?? (found[2] ?? '').replace(/\\(.)/g, '$1');
    const next =
      current.properties === undefined ? current.additionalProperties : getOwn(current.properties, name);
    if (typeof next !== 'object') return 'does not refer to a valid field';
    current = next;
    rest = rest.slice(found[0].length);
  }
  return current;
}
