// How Go templates compare: values of one kind alone, and int with int64. Source: Go's text/template/funcs.go, eq and lt.
import { sprintf } from './printf.ts';
import { fractionOf, isList, isObject, typeName, wholeOf, type Value } from './value.ts';

const incompatible = 'incompatible types for comparison';
const invalid = 'invalid type for comparison';

function kindOf(value: Value): 'bool' | 'float' | 'int' | 'string' | undefined {
  if (wholeOf(value) !== undefined) return 'int';
  if (fractionOf(value) !== undefined) return 'float';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : undefined;
}

/** What a value is by itself: `int` of a bigint and of a number alike. */
const scalarOf = (value: Value): Value => wholeOf(value) ?? fractionOf(value) ?? value;

const isNil = (value: Value): boolean => value === undefined || value === null;

function equals(left: Value, right: Value): boolean {
  const kind = kindOf(left);
  if (kind !== kindOf(right)) {
    if (!isNil(left) && !isNil(right)) throw new Error(incompatible);
    return false;
  }
  if (kind !== undefined) return scalarOf(left) === scalarOf(right);
  if (isNil(left) || isNil(right)) return isNil(left) && isNil(right);
  if (isList(left) !== isList(right) && (isObject(left) || isObject(right)))
    throw new Error(
      sprintf(`non-comparable types %s: ${typeName(left)}, ${typeName(right)}: %v`, [left, right]),
    );
  throw new Error(sprintf(`non-comparable type %s: ${typeName(right)}`, [right]));
}

/** Whether one of the others is equal; those behind it are not looked at. */
export function equalsAny(value: Value, others: readonly Value[]): boolean {
  if (others.length === 0) throw new Error('missing argument for comparison');
  return others.some((other) => equals(value, other));
}

/** Below, at or above zero. */
export function compareValues(left: Value, right: Value): number {
  const kind = kindOf(left);
  const other = kindOf(right);
  if (kind === undefined || other === undefined) throw new Error(invalid);
  if (kind !== other) throw new Error(incompatible);
  if (kind === 'bool') throw new Error(invalid);
  const [a, b] = [scalarOf(left), scalarOf(right)] as [number | string, number | string];
  return a < b ? -1 : a > b ? 1 : 0;
}
