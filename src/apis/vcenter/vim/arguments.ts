// Arguments of methods, read out of the body: what is missing or of another type is an InvalidArgument that names it.
import { isObject, type Json, type JsonObject } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { invalidParameter, type Reference } from './method.ts';

export function textArg(args: JsonObject, name: string): string {
  const value = getOwn(args, name);
  if (typeof value !== 'string' || value === '') throw invalidParameter(name);
  return value;
}

export function numberArg(args: JsonObject, name: string): number {
  const value = getOwn(args, name);
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw invalidParameter(name);
  return value;
}

/** False where it is not said. */
export function flagArg(args: JsonObject, name: string): boolean {
  const value = getOwn(args, name) ?? false;
  if (typeof value !== 'boolean') throw invalidParameter(name);
  return value;
}

/** Empty where it is not said. */
export function listArg(args: JsonObject, name: string): readonly Json[] {
  const value = getOwn(args, name) ?? [];
  if (!Array.isArray(value)) throw invalidParameter(name);
  return value as readonly Json[];
}

export function textsArg(args: JsonObject, name: string): readonly string[] {
  return listArg(args, name).map((value) => {
    if (typeof value !== 'string') throw invalidParameter(name);
    return value;
  });
}

export function objectOf(value: Json | undefined, name: string): JsonObject {
  if (!isObject(value)) throw invalidParameter(name);
  return value;
}

export function referenceOf(value: Json | undefined, name: string): Reference {
  const object = objectOf(value, name);
  return { type: textArg(object, 'type'), value: textArg(object, 'value') };
}

export function referenceArg(args: JsonObject, name: string): Reference {
  return referenceOf(getOwn(args, name), name);
}

/** The object that a method's `entity` refers to, where its privilege is asked. */
export const onEntity = ({ body }: { readonly body: JsonObject }): string =>
  referenceArg(body, 'entity').value;
