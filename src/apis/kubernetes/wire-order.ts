// The order of members in Go's JSON, which the server's answers and kubectl's typed objects share: structs in the order of their fields, maps
// by their keys. Source: encoding/json.
import { isObject, type Json, type JsonObject } from '../../std/draft.ts';
import { compareText } from '../../store/apply/text-order.ts';
import { kindMessage, membersOf, type Field, type Message } from './protobuf/table.ts';

/** A map with its keys as Go sorts them. */
export function sorted(object: JsonObject, member: (key: string) => Json): JsonObject {
  return Object.fromEntries(
    Object.keys(object)
      .sort(compareText)
      .map((key) => [key, member(key)]),
  );
}

export function deeplySorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(deeplySorted);
  return isObject(value) ? sorted(value, (key) => deeplySorted(value[key] as Json)) : value;
}

function structInOrder(message: Message, object: JsonObject): JsonObject {
  const result: Record<string, Json> = {};
  for (const { field, struct } of membersOf(message)) {
    const value = object[field.name];
    if (value !== undefined) result[field.name] = memberInOrder(field, struct, value);
  }
  return { ...result, ...object, ...result };
}

function memberInOrder({ form }: Field, struct: Message | undefined, value: Json): Json {
  const one = (item: Json): Json =>
    struct === undefined ? deeplySorted(item) : isObject(item) ? structInOrder(struct, item) : item;
  if (form === 'list' && Array.isArray(value)) return value.map(one);
  if (form === 'map' && isObject(value)) return sorted(value, (key) => one(value[key] as Json));
  return one(value);
}

/** The object as a struct of its message has it, its type first. */
export function objectInOrder(message: Message, object: JsonObject): JsonObject {
  const { apiVersion, kind, ...rest } = object;
  const type = {
    ...(kind === undefined ? {} : { kind }),
    ...(apiVersion === undefined ? {} : { apiVersion }),
  };
  return { ...type, ...structInOrder(message, rest) };
}

/** An object of a built-in kind in the order of its struct; undefined for every other one, which is a map. */
export function builtInOrder(object: JsonObject): JsonObject | undefined {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  const message = kindMessage(apiVersion, kind);
  return message === undefined ? undefined : objectInOrder(message, object);
}
