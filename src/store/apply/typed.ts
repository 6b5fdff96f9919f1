// A value with its type, which of a type's shapes a value takes, and what is wrong where.
import { showPath, type Path } from './element.ts';
import type { FieldType } from './field-type.ts';
import { isList, isMap, isScalar } from './value.ts';

export interface Typed {
  readonly type: FieldType;
  readonly value: unknown;
}

export type Shape = 'list' | 'map' | 'none' | 'scalar';

/** The shape to read a value by: its own where the type has it, else the first that the type has. */
export function shapeOf(type: FieldType, value: unknown): Shape {
  if (type.scalar !== undefined && isScalar(value)) return 'scalar';
  if (type.list !== undefined && isList(value)) return 'list';
  if (type.map !== undefined && isMap(value)) return 'map';
  if (type.map !== undefined) return 'map';
  if (type.scalar !== undefined) return 'scalar';
  return type.list === undefined ? 'none' : 'list';
}

/** A mistake and its place, as structured-merge-diff words it: `.spec.ports: duplicate entries for key [port=80]`. */
export interface Mistake {
  readonly path: string;
  readonly message: string;
}

export function mistake(path: Path, message: string): Mistake {
  return { path: showPath(path), message };
}

/** One mistake in a line, several in a list. */
export function mistakesText(mistakes: readonly Mistake[]): string {
  const lines = mistakes.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return lines.length === 1 ? (lines[0] ?? '') : ['errors:', ...lines.map((line) => `  ${line}`)].join('\n');
}
