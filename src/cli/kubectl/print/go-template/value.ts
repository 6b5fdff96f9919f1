// What Go templates reckon with: JSON values, and what Go tells apart from them. Whole numbers of an object are int64, those of a
// template int; a fraction written as `1.0` stays one.
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { formatGoFloat } from '../../../../std/go-float.ts';
import { goPrint, goTypeName } from '../../../../std/go-value.ts';

/** A floating-point number that is whole. */
export class GoFloat {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** Undefined is what is not there, be it a member that is missing or `nil`; null is a member that is null. */
export type Value = Json | bigint | GoFloat | undefined;

export function isList(value: Value): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Value): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value) && !(value instanceof GoFloat);
}

/** A whole number, be it of the object or of the template. */
export function wholeOf(value: Value): number | undefined {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

/** A number that is none of those. */
export function fractionOf(value: Value): number | undefined {
  if (value instanceof GoFloat) return value.value;
  return typeof value === 'number' && !Number.isInteger(value) ? value : undefined;
}

/** As fmt prints it with %v. */
export function printed(value: Value): string {
  if (typeof value === 'bigint') return String(value);
  return value instanceof GoFloat ? formatGoFloat(value.value) : goPrint(value ?? null);
}

export function typeName(value: Value): string {
  if (typeof value === 'bigint') return 'int';
  return value instanceof GoFloat ? 'float64' : goTypeName(value ?? null);
}

/** Whether Go takes a value for true: anything that is not empty. */
export function isTrue(value: Value): boolean {
  if (value instanceof GoFloat) return value.value !== 0;
  if (isList(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : Boolean(value);
}
