// Comparisons of Go's templates, which JSONPath filters use. Source: Go's text/template/funcs.go.
import type { Json } from '../draft.ts';
import { JsonPathTrouble } from './syntax.ts';

type Scalar = string | number | boolean;

function kindOf(value: Json): 'bool' | 'int' | 'float' | 'string' {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  throw new JsonPathTrouble('invalid type for comparison');
}

function checkAlike(left: Json, right: Json): void {
  if (kindOf(left) !== kindOf(right)) throw new JsonPathTrouble('incompatible types for comparison');
}

function less(left: Scalar, right: Scalar): boolean {
  if (typeof left === 'boolean') throw new JsonPathTrouble('invalid type for comparison');
  return left < right;
}

const operators: Readonly<Record<string, (left: Scalar, right: Scalar) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': less,
  '<=': (left, right) => less(left, right) || left === right,
  '>': (left, right) => !less(left, right) && left !== right,
  '>=': (left, right) => !less(left, right),
};

export function compareGo(left: Json, operator: string, right: Json): boolean {
  const compare = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (compare === undefined) throw new JsonPathTrouble(`unrecognized filter operator ${operator}`);
  checkAlike(left, right);
  return compare(left as Scalar, right as Scalar);
}
