// The object with the fields that its type has: what becomes of a manifest that kubectl decodes and no server sees. kubectl has the
// types built in; here they are those that the server publishes, and without one every field stays.
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { getOwn, setOwn } from '../../../../std/own.ts';
import type { Definitions, Schema } from '../../../../apis/kubernetes/wire-patch.ts';
import type { Run } from '../../../effect.ts';
import type { Client } from '../../api/client.ts';
import { schemasFor, type Schemas } from '../../api/schemas.ts';
import { isExpected } from '../../failure.ts';
import { isObject } from '../../json.ts';
import type { Info } from '../../resources/info.ts';

export function* knownFields(client: Client, { resource, object }: Info): Run<JsonObject> {
  let schemas: Schemas | undefined;
  try {
    schemas = yield* schemasFor(client, resource);
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
  }
  const name = schemas?.nameOf(resource);
  if (schemas === undefined || name === undefined) return object;
  const known = pruned(schemas.definitions, { $ref: name }, object);
  return isObject(known) ? known : object;
}

function pruned(definitions: Definitions, schema: Schema, value: Json): Json {
  const type = schema.$ref === undefined ? schema : (getOwn(definitions, schema.$ref) ?? {});
  if (Array.isArray(value)) {
    const { items } = type;
    if (items === undefined) return value;
    return (value as readonly Json[]).map((item) => pruned(definitions, items, item));
  }
  const { properties, additionalProperties } = type;
  if (!isObject(value)) return value;
  const kept: { [key: string]: Json } = {};
  for (const [key, member] of Object.entries(value)) {
    const own = getOwn(properties, key);
    const others = typeof additionalProperties === 'object' ? additionalProperties : undefined;
    if (own !== undefined || others !== undefined)
      setOwn(kept, key, pruned(definitions, own ?? others ?? {}, member));
    else if (properties === undefined) setOwn(kept, key, member);
  }
  return kept;
}
