// The patches that kubectl computes: strategic where the kind's schema says how lists merge, plain JSON merge patches else.
// Source: kubectl pkg/cmd/apply/patcher.go; apimachinery pkg/util/jsonmergepatch.
import type { Json, JsonObject } from '../../std/draft.ts';
import { createMergePatch } from '../../std/merge-patch.ts';
import { setOwn } from '../../std/own.ts';
import { printYaml } from '../../std/yaml-print.ts';
import {
  conflictingChanges,
  createThreeWayMergePatch,
  createTwoWayMergePatch,
  strategicMerge,
} from '../../apis/kubernetes/wire-patch.ts';
import type { Run } from '../effect.ts';
import type { Client } from './api/client.ts';
import type { Resource } from './api/discovery.ts';
import { mergesBySchema, schemasFor } from './api/schemas.ts';
import type { PatchType } from './commands/writing.ts';
import { Failure } from './failure.ts';
import { isObject } from './json.ts';

export interface ComputedPatch {
  readonly type: PatchType;
  readonly body: JsonObject;
}

export interface ThreeWay {
  readonly lastApplied: JsonObject;
  readonly wanted: JsonObject;
  readonly live: JsonObject;
  /** What others changed may be changed once more. Only of patches by a schema: so kubectl has it. */
  readonly overwrites: boolean;
}

/** What turns the live object into what is wanted, keeping what others set and removing what was applied before. */
export function* threeWayPatch(
  client: Client,
  resource: Resource,
  { lastApplied, wanted, live, overwrites }: ThreeWay,
): Run<ComputedPatch> {
  const schemas = yield* schemasFor(client, resource);
  const name = schemas?.nameOf(resource);
  if (schemas === undefined || name === undefined || !mergesBySchema(schemas, name)) {
    return { type: 'merge', body: threeWayMerge(lastApplied, wanted, live) };
  }
  const { definitions } = schemas;
  const schema = { $ref: name };
  const result = createThreeWayMergePatch(definitions, schema, lastApplied, wanted, live);
  if ('error' in result) throw new Failure(result.error);
  const body = isObject(result.patch) ? result.patch : {};
  const changed = overwrites ? undefined : conflictingChanges(definitions, schema, lastApplied, live, body);
  if (changed === undefined) return { type: 'strategic', body };
  if ('error' in changed) throw new Failure(changed.error);
  throw new Failure(
    `patch:\n${printYaml(body)}\nconflicts with changes made from original to current:\n${printYaml(changed.patch)}\n`,
  );
}

/** What turns one version of an object into another. */
export function* twoWayPatch(
  client: Client,
  resource: Resource,
  original: JsonObject,
  modified: JsonObject,
): Run<ComputedPatch> {
  const schemas = yield* schemasFor(client, resource);
  const name = schemas?.nameOf(resource);
  if (schemas === undefined || name === undefined || !mergesBySchema(schemas, name)) {
    return { type: 'merge', body: createMergePatch(original, modified) };
  }
  const result = createTwoWayMergePatch(schemas.definitions, { $ref: name }, original, modified);
  if ('error' in result) throw new Failure(result.error);
  return { type: 'strategic', body: isObject(result.patch) ? result.patch : {} };
}

/** What a strategic patch makes of an object, as the server would merge it. */
export function* strategicHere(
  client: Client,
  resource: Resource,
  object: JsonObject,
  patch: Json,
): Run<JsonObject> {
  const schemas = yield* schemasFor(client, resource);
  const name = schemas?.nameOf(resource);
  if (schemas === undefined || name === undefined || !mergesBySchema(schemas, name)) {
    const kind = `${resource.group}/${resource.version}, Kind=${resource.kind}`;
    throw new Failure(`strategic merge patch is not supported for ${kind} locally, try --type merge`);
  }
  const result = strategicMerge(schemas.definitions, { $ref: name }, object, patch);
  if ('error' in result) throw new Failure(String(result.error));
  return isObject(result.value) ? result.value : {};
}

/** Changes from the live object, deletions from what was last applied. */
function threeWayMerge(lastApplied: JsonObject, wanted: JsonObject, live: JsonObject): JsonObject {
  const changes = only(createMergePatch(live, wanted), false);
  const deletions = only(createMergePatch(lastApplied, wanted), true);
  const patch = joined(deletions, changes);
  const metadata = patch['metadata'];
  const changesIdentity =
    'apiVersion' in patch || 'kind' in patch || (isObject(metadata) && 'name' in metadata);
  if (changesIdentity) throw new Failure('At least one of apiVersion, kind and name was changed');
  return patch;
}

/** The nulls of a patch, or everything but its nulls. */
function only(patch: JsonObject, nulls: boolean): JsonObject {
  const result: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(patch)) {
    if (isObject(value)) {
      const inner = only(value, nulls);
      if (Object.keys(inner).length > 0 || (!nulls && Object.keys(value).length === 0))
        setOwn(result, key, inner);
    } else if ((value === null) === nulls) setOwn(result, key, value);
  }
  return result;
}

function joined(a: JsonObject, b: JsonObject): JsonObject {
  const result: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(a)) setOwn(result, key, value);
  for (const [key, value] of Object.entries(b)) {
    const before = Object.hasOwn(result, key) ? result[key] : undefined;
    setOwn(result, key, isObject(before) && isObject(value) ? joined(before, value) : value);
  }
  return result;
}
