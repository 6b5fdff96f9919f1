// An object as a real API server's JSON has it, member for member: structs in the order of their fields, maps by their keys. All of it
// only where a refusal shows the text, since it takes thrice the time; else its metadata, where people look first. Source: encoding/json; evanphx/json-patch v4, whose patched levels are maps.
import { isObject, type Json, type JsonObject } from '../../std/draft.ts';
import { getOwn, setOwn } from '../../std/own.ts';
import { compareText } from '../../store/apply/text-order.ts';
import { apiVersionOf, type Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import { withZeros } from './go-zeros.ts';
import { kindMessage, membersOf, messageOf, type Message } from './protobuf/table.ts';
import { isBuiltIn } from './showing.ts';
import { deeplySorted, objectInOrder, sorted } from './wire-order.ts';

/** The object as JSON has it; a custom one is a map. */
export function inGoOrder(kind: Kind, object: JsonObject): JsonObject {
  const message = isBuiltIn(kind) ? kindMessage(apiVersionOf(kind), kind.kind) : undefined;
  return message === undefined
    ? (deeplySorted(object) as JsonObject)
    : objectInOrder(message, withZeros(kind, object));
}

const metadataNames = membersOf(messageOf('meta.v1', 'ObjectMeta') as Message).map(({ field }) => field.name);

const isSorted = (keys: readonly string[]): boolean =>
  keys.every((key, at) => at === 0 || compareText(keys[at - 1] as string, key) <= 0);

function textsInOrder(value: Json): Json {
  return isObject(value) && !isSorted(Object.keys(value))
    ? sorted(value, (key) => value[key] as Json)
    : value;
}

/** The object with its metadata as JSON has it; the rest stays in the order in which it came. */
export function withMetadataInOrder(kind: Kind, object: StoredObject): object {
  const metadata = object.metadata as unknown as JsonObject;
  const isStruct = isBuiltIn(kind);
  const names = isStruct ? metadataNames : Object.keys(metadata).sort(compareText);
  const result: Record<string, Json> = {};
  for (const name of names) {
    const value = metadata[name];
    if (value === undefined) continue;
    if (name === 'labels' || name === 'annotations') result[name] = textsInOrder(value);
    else result[name] = isStruct || typeof value !== 'object' ? value : deeplySorted(value);
  }
  return { ...object, metadata: result };
}

/** What a patch went through is a map from then on; `touched` has the same members and items as the patch. */
export function sortTouched(value: Json, touched: Json | undefined): Json {
  if (Array.isArray(value) && (Array.isArray(touched) || isObject(touched)))
    return value.map((item, index) =>
      sortTouched(item, (touched as Readonly<Record<string, Json | undefined>>)[String(index)]),
    );
  if (!isObject(value) || !isObject(touched)) return value;
  return sorted(value, (key) =>
    Object.hasOwn(touched, key) ? sortTouched(value[key] as Json, touched[key]) : (value[key] as Json),
  );
}

/** What the operations of a JSON Patch go through: everything above the places that they name. */
export function touchedBy(operations: Json): JsonObject {
  const root: Record<string, Json> = {};
  for (const operation of Array.isArray(operations) ? operations : [])
    for (const member of ['path', 'from']) {
      const pointer = isObject(operation) ? operation[member] : undefined;
      if (typeof pointer !== 'string') continue;
      let place = root;
      for (const part of pointer.split('/').slice(1, -1)) {
        const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
        const inner = getOwn(place, name) ?? {};
        setOwn(place, name, inner);
        place = inner as Record<string, Json>;
      }
    }
  return root;
}
