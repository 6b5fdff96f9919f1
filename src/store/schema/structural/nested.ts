// Values at paths of plain names in custom objects, of the type that who asks takes: a scale's counts and selector.
// Source: apimachinery pkg/apis/meta/v1/unstructured/helpers.go.
import { goPrint, goTypeName } from '../../../std/go-value.ts';
import { isObject, type Json } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';

type Wanted = 'int64' | 'string';

/** The value, undefined where there is none, or why it cannot be read. */
export function nestedAt(
  object: Json,
  path: string,
  wanted: Wanted,
): { readonly value: Json | undefined } | { readonly error: string } {
  const names = path.replace(/^\./, '').split('.');
  let value: Json | undefined = object;
  for (const [place, name] of names.entries()) {
    if (value === undefined || value === null) return { value: undefined };
    if (!isObject(value)) return mismatch(names.slice(0, place + 1), value, 'map[string]interface{}');
    value = getOwn(value, name);
  }
  return value === undefined || goTypeName(value) === wanted ? { value } : mismatch(names, value, wanted);
}

function mismatch(names: readonly string[], value: Json, wanted: string): { readonly error: string } {
  const found = `${goPrint(value)} is of the type ${goTypeName(value)}`;
  return { error: `.${names.join('.')} accessor error: ${found}, expected ${wanted}` };
}
