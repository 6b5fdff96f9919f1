// --sort-by: objects or rows in the order of a field. Source: kubectl pkg/cmd/get/sorter.go.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { compareQuantities, parseQuantity } from '../../../std/quantity.ts';
import { Failure } from '../failure.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { isObject, listAt } from '../json.ts';
import { pathFrom, relaxedPath } from './columns.ts';
import { findResults } from '../../../std/json-path/evaluate.ts';
import { JsonPathTrouble } from '../../../std/json-path/syntax.ts';
import { goTypeName } from '../../../std/go-value.ts';

/**
 * The rows of a table sorted by a field of their objects; where that fails, kubectl shows none and says nothing of it. A lone row has
 * nothing to be sorted by.
 */
export function sortTable(table: JsonObject, field: string): JsonObject {
  const rows = listAt(table, 'rows').filter(isObject);
  if (rows.length < 2) return table;
  try {
    return { ...table, rows: sorted(rows, field, (row) => row['object'] ?? null) };
  } catch (failure) {
    if (failure instanceof Failure) return { ...table, rows: [] };
    throw failure;
  }
}

export function sortObjects(objects: readonly JsonObject[], field: string): readonly JsonObject[] {
  return objects.length < 2 ? objects : sorted(objects, field, (object) => object);
}

function sorted<T extends JsonObject>(
  items: readonly T[],
  expression: string,
  objectOf: (item: T) => Json,
): readonly T[] {
  const field = relaxedPath(expression);
  const path = pathFrom(field);
  const keyed = items.map((item) => ({
    item,
    key: firstOf(() => findResults(path, objectOf(item), { allowMissing: true })),
  }));
  if (items.length > 0 && keyed.every(({ key }) => key === undefined)) {
    throw new Failure(`couldn't find any field with path ${quoteGo(field)} in the list of objects`);
  }
  return keyed.toSorted((a, b) => compare(a.key, b.key)).map(({ item }) => item);
}

function firstOf(find: () => readonly (readonly Json[])[]): Json | undefined {
  try {
    return find()[0]?.[0];
  } catch (trouble) {
    if (trouble instanceof JsonPathTrouble) throw new Failure(trouble.message);
    throw trouble;
  }
}

/** What has no such field comes first. */
function compare(a: Json | undefined, b: Json | undefined): number {
  if (a === undefined) return b === undefined ? 0 : -1;
  if (b === undefined) return 1;
  if (isLess(a, b)) return -1;
  return isLess(b, a) ? 1 : 0;
}

function isLess(a: Json, b: Json): boolean {
  if (a === null || b === null) return a === null && b !== null;
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  if (typeof a === 'string' && typeof b === 'string') {
    const [left, right] = [parseQuantity(a), parseQuantity(b)];
    return left !== undefined && right !== undefined ? compareQuantities(left, right) < 0 : a < b;
  }
  throw new Failure(`unsortable type: ${goTypeName(a)}`);
}
