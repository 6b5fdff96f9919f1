// Create, update, patch, delete: a request's body and options, through the write pipeline, to the answer.
import { copy, type Draft, type Json } from '../../std/draft.ts';
import { applyJsonPatch } from '../../std/json-patch.ts';
import { scanJson } from '../../std/json-scan.ts';
import { limits } from '../../std/limits.ts';
import { applyMergePatch } from '../../std/merge-patch.ts';
import { utf8Length } from '../../std/utf8.ts';
import type { Kind } from '../../store/kind.ts';
import { keyOf, keyOfObject, type StoredObject } from '../../store/object.ts';
import type { Pipeline, WriteOptions } from '../../store/pipeline.ts';
import { badRequest, Refusal } from '../../store/refusal.ts';
import type { Definitions } from '../../store/schema/schema.ts';
import { strategicMerge } from '../../store/schema/strategic-merge.ts';
import { json, success, warningHeaders } from './answer.ts';
import { decodeObject, mediaTypeOf, parseBody, unsupportedMediaType } from './body.ts';
import { negotiate } from './negotiate.ts';
import { deleteParameters, writeParameters, type WriteParameters } from './options.ts';
import { isBuiltIn, page, present, projected, type Target } from './read.ts';
import type { Query } from './route.ts';
import { mediaTypes, type Actor, type WireRequest, type WireResponse } from './wire.ts';

export interface WriteTools {
  readonly pipeline: Pipeline;
  readonly definitions: Definitions;
}

export interface WriteCall {
  readonly target: Target;
  readonly subresource: string;
  readonly request: WireRequest;
  readonly query: Query;
  readonly actor: Actor;
}

function parametersOf(call: WriteCall, optionsKind: string): WriteParameters {
  return writeParameters(call.query, optionsKind, call.request.headers?.['user-agent']);
}

function optionsOf(call: WriteCall, parameters: { readonly dryRun: boolean }, why: string): WriteOptions {
  return { by: call.actor.user, why, dryRun: parameters.dryRun, subresource: call.subresource };
}

function answer(
  call: WriteCall,
  object: StoredObject,
  status: number,
  warnings: readonly string[],
): WireResponse {
  const { kind, view } = call.target;
  const accepted = negotiate(call.request.headers?.['accept']);
  const said = [...warnings, ...(kind.warnings?.(object) ?? [])];
  const shown = projected(kind, object, view);
  return present(kind, shown, accepted, call.query, view.now, status, warningHeaders(said));
}

export function create(tools: WriteTools, call: WriteCall): WireResponse {
  const { scope, kind, namespace } = call.target;
  const parameters = parametersOf(call, 'CreateOptions');
  const parsed = parseBody(call.request, kind.kind);
  const { draft, warnings } = decodeObject(tools.definitions, kind, parsed, parameters.fieldValidation);
  if (kind.namespaced) {
    draft.metadata.namespace ||= namespace;
    if (draft.metadata.namespace !== namespace) {
      throw badRequest(
        'the namespace of the provided object does not match the namespace sent on the request',
      );
    }
  }
  const made = tools.pipeline.create(scope.name, kind, draft, optionsOf(call, parameters, 'create'));
  return answer(call, made, 201, warnings);
}

function checkName(draft: Draft<StoredObject>, target: Target): void {
  const { name, namespace } = draft.metadata;
  if (!name) {
    throw badRequest(
      `the name of the object (${target.name} based on URL) was undeterminable: name must be provided`,
    );
  }
  if (name !== target.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${target.name})`);
  }
  if (namespace && target.kind.namespaced && namespace !== target.namespace) {
    throw badRequest(
      `the namespace of the object (${namespace}) does not match the namespace on the request (${target.namespace})`,
    );
  }
}

function keyOfTarget({ kind, namespace, name }: Target): string {
  return keyOf(kind.namespaced ? namespace : undefined, name);
}

export function update(tools: WriteTools, call: WriteCall): WireResponse {
  const { target } = call;
  const parameters = parametersOf(call, 'UpdateOptions');
  const parsed = parseBody(call.request, target.kind.kind);
  const { draft, warnings } = decodeObject(
    tools.definitions,
    target.kind,
    parsed,
    parameters.fieldValidation,
  );
  checkName(draft, target);
  if (!isBuiltIn(target.kind) && !draft.metadata.resourceVersion) {
    throw mustBeSpecified(target.kind, target.name);
  }
  const options = optionsOf(call, parameters, 'update');
  const made = tools.pipeline.update(
    target.scope.name,
    target.kind,
    keyOfTarget(target),
    () => draft,
    options,
  );
  return answer(call, made, 200, warnings);
}

function mustBeSpecified(kind: Kind, name: string): Refusal {
  const message = 'Invalid value: 0: must be specified for an update';
  const subject = kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`;
  return new Refusal(
    422,
    'Invalid',
    `${subject} ${JSON.stringify(name)} is invalid: metadata.resourceVersion: ${message}`,
    {
      name,
      group: kind.group,
      kind: kind.plural,
      causes: [{ reason: 'FieldValueInvalid', message, field: 'metadata.resourceVersion' }],
    },
  );
}

const builtInPatches = [mediaTypes.jsonPatch, mediaTypes.mergePatch, mediaTypes.strategicMergePatch] as const;
const customPatches = [mediaTypes.jsonPatch, mediaTypes.mergePatch] as const;

/** The value that a patch makes of the current one, in the type of the request's media type. */
export function patched(definitions: Definitions, kind: Kind, current: Json, request: WireRequest): Json {
  const type = mediaTypeOf(request);
  const accepted: readonly string[] = isBuiltIn(kind) ? builtInPatches : customPatches;
  if (!accepted.includes(type)) throw unsupportedMediaType(accepted);
  const body = request.body ?? '';
  if (utf8Length(body) > limits.requestBytesMax) {
    throw new Refusal(
      413,
      'RequestEntityTooLarge',
      `Request entity too large: limit is ${limits.requestBytesMax}`,
    );
  }
  const scanned = scanJson(body);
  if ('error' in scanned) throw badRequest(`error decoding patch: ${scanned.error.message}`);
  const patch = scanned.value as Json;
  if (type === mediaTypes.jsonPatch) {
    const result = applyJsonPatch(current, patch);
    if ('error' in result) {
      if (result.stage === 'decode') throw badRequest(result.error);
      if (result.stage === 'limit') throw new Refusal(413, 'RequestEntityTooLarge', result.error);
      throw new Refusal(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
    }
    return result.value;
  }
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    throw badRequest(
      `json: cannot unmarshal ${Array.isArray(patch) ? 'array' : typeof patch} into Go value of type map[string]interface {}`,
    );
  }
  if (type === mediaTypes.mergePatch) {
    const merged = applyMergePatch(current, patch);
    if ('error' in merged) throw badRequest(merged.error);
    return merged.value;
  }
  const schema = definitions[kind.schema];
  if (schema === undefined) throw new Error(`there is no definition ${kind.schema}`);
  const result = strategicMerge(definitions, schema, current, patch);
  if ('error' in result) throw unmergeable(result);
  return result.value;
}

function unmergeable({
  error,
  status,
}: {
  readonly error: string;
  readonly status: 400 | 422 | 500;
}): Refusal {
  if (status === 400) return badRequest(error);
  return status === 422 ? new Refusal(422, 'Invalid', error, {}) : new Refusal(500, '', error);
}

export function patch(tools: WriteTools, call: WriteCall): WireResponse {
  const { target } = call;
  const { kind, scope } = target;
  const parameters = parametersOf(call, 'PatchOptions');
  let warnings: readonly string[] = [];
  const change = (prev: StoredObject): Draft<StoredObject> => {
    const value = patched(tools.definitions, kind, copy(prev) as unknown as Json, call.request);
    const parsed = { value: value as never, duplicates: [], floats: [] };
    const decoded = decodeObject(tools.definitions, kind, parsed, parameters.fieldValidation);
    warnings = decoded.warnings;
    checkName(decoded.draft, target);
    return decoded.draft;
  };
  const made = tools.pipeline.update(
    scope.name,
    kind,
    keyOfTarget(target),
    change,
    optionsOf(call, parameters, 'patch'),
  );
  return answer(call, made, 200, warnings);
}

function deleteOptionsOf(call: WriteCall) {
  const body = call.request.body ? parseBody(call.request, 'DeleteOptions').value : undefined;
  const parameters = deleteParameters(call.query, body as never);
  return {
    by: call.actor.user,
    why: 'delete',
    dryRun: parameters.dryRun,
    ...(parameters.propagation === undefined ? {} : { propagation: parameters.propagation }),
    ...(parameters.graceSeconds === undefined ? {} : { graceSeconds: parameters.graceSeconds }),
    ...(parameters.preconditions === undefined ? {} : { preconditions: parameters.preconditions }),
  };
}

export function remove(tools: WriteTools, call: WriteCall): WireResponse {
  const { target } = call;
  const { kind, scope } = target;
  const { object, gone } = tools.pipeline.delete(
    scope.name,
    kind,
    keyOfTarget(target),
    deleteOptionsOf(call),
  );
  if (!gone || kind.returnsDeleted === true) return answer(call, object, 200, []);
  return success({
    name: object.metadata.name,
    ...(kind.group === '' ? {} : { group: kind.group }),
    kind: kind.plural,
    uid: object.metadata.uid,
  });
}

export function removeAll(tools: WriteTools, call: WriteCall): WireResponse {
  const { target } = call;
  const { kind, scope } = target;
  const { items, rv } = page(target, call.query);
  const options = deleteOptionsOf(call);
  const removed = items.map(
    (object) => tools.pipeline.delete(scope.name, kind, keyOfObject(object), options).object,
  );
  return json(200, {
    kind: `${kind.kind}List`,
    apiVersion: kind.group === '' ? kind.version : `${kind.group}/${kind.version}`,
    metadata: { resourceVersion: String(rv) },
    items: removed,
  });
}
