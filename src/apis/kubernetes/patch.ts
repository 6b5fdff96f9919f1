// Patches: JSON Patch, JSON Merge Patch and strategic merge, from the request to the object that they make; and applying, which
// is asked as a patch too. Unlike a body, a patch that makes no object of its kind is an invalid object, not a bad request.
// Source: apiserver pkg/endpoints/handlers/patch.go.
import { copy, type Draft, type Json, type JsonObject } from '../../std/draft.ts';
import { quoteGo } from '../../std/go-quote.ts';
import { applyJsonPatch } from '../../std/json-patch.ts';
import { scanJson } from '../../std/json-scan.ts';
import { applyMergePatch } from '../../std/merge-patch.ts';
import { Causes } from '../../store/causes.ts';
import { definitionOf, kindId, storedKind, type Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import { badRequest, invalid, Refusal } from '../../store/refusal.ts';
import { goText } from '../../store/schema/strategic-common.ts';
import { strategicMerge } from '../../store/schema/strategic-merge.ts';
import type { Definitions } from '../../store/schema/schema.ts';
import { adopt } from './adopt.ts';
import { appliedDraft, checkNoUid } from './apply.ts';
import { bodyText, mediaTypeOf } from './body.ts';
import { tooLarge, unprocessable, unsupportedMediaType } from './generic.ts';
import { negotiate } from './negotiate.ts';
import { inGoOrder, sortTouched, touchedBy } from './go-order.ts';
import { readObject, warningsOfRounded, type Decoded } from './object.ts';
import type { FieldValidation, WriteParameters } from './options.ts';
import { dedupOwners } from './owner-references.ts';
import { keyOfTarget } from './read.ts';
import { isBuiltIn } from './showing.ts';
import { mediaTypes, type WireRequest, type WireResponse } from './wire.ts';
import {
  answer,
  asStored,
  authorizeCreate,
  checkName,
  newStored,
  optionsOf,
  parametersOf,
  settleNamespace,
  type WriteCall,
  type WriteTools,
} from './write.ts';

const customPatches = [mediaTypes.jsonPatch, mediaTypes.mergePatch, mediaTypes.applyPatch] as const;
const builtInPatches = [...customPatches, mediaTypes.strategicMergePatch] as const;

interface Patch {
  readonly type: string;
  readonly value: Json;
  /** What strict validation minds in the patch itself. */
  readonly problems: readonly string[];
  readonly floats: readonly string[];
  readonly rounded: ReadonlyMap<string, string>;
}

/** What a patch makes of a value. */
interface Made {
  readonly value: JsonObject;
  readonly floats: readonly string[];
  /** How a refusal shows it. */
  readonly shown: () => string;
}

export function isApply(request: WireRequest): boolean {
  return mediaTypeOf(request) === mediaTypes.applyPatch;
}

function checkType(kind: Kind, type: string): void {
  const accepted: readonly string[] = isBuiltIn(kind) ? builtInPatches : customPatches;
  if (accepted.includes(type)) return;
  if (isBuiltIn(kind)) throw unsupportedMediaType();
  throw new Refusal(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  );
}

function readPatch(request: WireRequest): Patch {
  const type = mediaTypeOf(request);
  const prefix = type === mediaTypes.strategicMergePatch ? '' : 'error decoding patch: ';
  const scanned = scanJson(bodyText(request));
  if ('error' in scanned) throw badRequest(`${prefix}${scanned.error.message}`);
  const { value, duplicates, floats, rounded } = scanned;
  const isMap = typeof value === 'object' && !Array.isArray(value);
  if (type !== mediaTypes.jsonPatch && !isMap) {
    const found = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
    throw badRequest(
      `${prefix}json: cannot unmarshal ${found} into Go value of type map[string]interface {}`,
    );
  }
  const [lead, findings] =
    type === mediaTypes.jsonPatch
      ? ['json patch ', unknownMembers(value, duplicates)]
      : ['', duplicates.map((path) => `duplicate field ${quoteGo(path)}`)];
  return { type, value, problems: findings.map((finding) => lead + finding), floats, rounded };
}

const operationMembers = ['op', 'path', 'from', 'value'];

function unknownMembers(patch: Json, duplicates: readonly string[]): readonly string[] {
  const operations: readonly Json[] = Array.isArray(patch) ? patch : [];
  const unknown = operations.flatMap((operation, index) =>
    Object.keys(operation ?? {})
      .filter((member) => !operationMembers.includes(member))
      .map((member) => `unknown field ${quoteGo(`[${index}].${member}`)}`),
  );
  return [...unknown, ...duplicates.map((path) => `duplicate field ${quoteGo(path)}`)];
}

function applied(definitions: Definitions, kind: Kind, current: JsonObject, patch: Patch): Made {
  switch (patch.type) {
    case mediaTypes.jsonPatch: {
      const result = applyJsonPatch(current, patch.value);
      const shown = () => {
        const full = applyJsonPatch(inGoOrder(kind, current), patch.value);
        return textOf('error' in full ? null : full.value, touchedBy(patch.value));
      };
      if (!('error' in result)) return made(result.value, shown);
      if (result.stage === 'decode') throw badRequest(result.error);
      throw result.stage === 'limit' ? tooLarge(result.error) : unprocessable();
    }
    case mediaTypes.mergePatch: {
      const result = applyMergePatch(current, patch.value);
      if ('error' in result) throw badRequest(result.error);
      const shown = () => {
        const full = applyMergePatch(inGoOrder(kind, current), patch.value);
        return textOf('error' in full ? null : full.value, patch.value);
      };
      return { ...made(result.value, shown), floats: patch.floats };
    }
    default: {
      const schema = definitionOf(definitions, kind);
      const result = strategicMerge(definitions, schema, current, patch.value ?? {});
      if (!('error' in result)) return made(result.value, () => goText(patch.value));
      if (result.status === 400) throw badRequest(result.error);
      throw result.status === 422 ? unprocessable() : new Refusal(500, '', result.error);
    }
  }
}

/** The text of what a patch made, as the library has it that applies patches. */
function textOf(value: Json, touched: Json): string {
  return JSON.stringify(sortTouched(value, touched));
}

function made(value: Json, shown: () => string): Made {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { value: value as JsonObject, floats: [], shown };
  }
  const found = Array.isArray(value) ? 'array' : typeof value;
  throw notMade(shown(), `json: cannot unmarshal ${found} into Go value of type map[string]interface {}`);
}

/** A patch names no object that is invalid: it has none yet. */
function notMade(shown: string, why: string): Refusal {
  const causes = new Causes();
  causes.invalid('patch', shown, why);
  const { message = '' } = invalid({ group: '', kind: '' }, '', causes.list);
  return new Refusal(422, 'Invalid', message, { causes: causes.list });
}

/**
 * The draft that the patch of a request makes of an object.
 * Throws the refusal of a patch that is of no accepted type, cannot be read or applied, or makes no object of its kind.
 */
export function patched(
  definitions: Definitions,
  kind: Kind,
  current: object,
  request: WireRequest,
  validation: FieldValidation,
): Decoded {
  checkType(kind, mediaTypeOf(request));
  const patch = readPatch(request);
  const { value, floats, shown } = applied(definitions, kind, current as JsonObject, patch);
  const words = patch.type === mediaTypes.strategicMergePatch ? 'converter' : 'json';
  const read = readObject(definitions, kind, { value, duplicates: [], floats }, words);
  if ('error' in read) throw notMade(shown(), read.error);
  const problems = [...patch.problems, ...read.problems];
  if (validation === 'Strict' && problems.length > 0) {
    throw notMade(shown(), `strict decoding error: ${problems.join(', ')}`);
  }
  const warnings = warningsOfRounded(kind, patch.rounded);
  return { draft: read.draft, warnings: validation === 'Warn' ? [...problems, ...warnings] : warnings };
}

/** What a patch may not change, although an update with the same words is a conflict. */
function checkUid(kind: Kind, draft: Draft<StoredObject>, prev: StoredObject): void {
  const { uid } = draft.metadata;
  if (!uid || uid === prev.metadata.uid) return;
  const causes = new Causes();
  causes.invalid('metadata.uid', uid, 'field is immutable');
  throw invalid(kind, prev.metadata.name, causes.list);
}

/** The draft that a patch of any type makes of the live object; of none, only applying makes one. */
export function patchedOrApplied(
  tools: WriteTools,
  call: WriteCall,
  kind: Kind,
  live: StoredObject | undefined,
  parameters: WriteParameters,
): Decoded {
  const { target, request, subresource } = call;
  const { definitions } = tools;
  if (live !== undefined && !isApply(request)) {
    // Of what the server keeps itself, a patch is of what it tells.
    const { computed, project } = kind;
    const told = computed === undefined ? undefined : project?.(live, target.view.now, target.view);
    return patched(definitions, kind, copy(told ?? live), request, parameters.fieldValidation);
  }
  const endpoint = target.endpoints(kind, subresource);
  return appliedDraft(definitions, kind, endpoint, live, request, parameters, target.view.now);
}

export function patch(tools: WriteTools, call: WriteCall): WireResponse {
  const { target, request, subresource } = call;
  const { kind, scope } = target;
  checkType(kind, mediaTypeOf(request));
  negotiate(request.headers?.['accept'], kind);
  bodyText(request);
  const parameters = parametersOf(call, 'PatchOptions');
  const key = keyOfTarget(target);
  const forget = adopt(tools, call);
  const make = (stored: StoredObject | undefined): Draft<StoredObject> => {
    const live = stored === undefined ? undefined : (kind.converts?.fromStored(stored) ?? stored);
    const made = patchedOrApplied(tools, call, kind, live, parameters);
    call.said.push(...made.warnings);
    forget(made.draft);
    if (live === undefined) checkNoUid(kind, made.draft, target.name);
    settleNamespace(made.draft, target);
    dedupOwners(made.draft, true, (warning) => call.said.push(warning));
    checkName(made.draft, target);
    if (live !== undefined) checkUid(kind, made.draft, live);
    return live === undefined ? newStored(kind, made.draft) : asStored(kind, made.draft);
  };
  const options = optionsOf(call, parameters, 'patch', isApply(request));
  const isNew = scope.collection(kindId(kind)).get(key) === undefined;
  if (isNew && isApply(request) && subresource === '') {
    authorizeCreate(call);
    const draft = make(undefined);
    draft.metadata.resourceVersion = '';
    return answer(call, tools.pipeline.create(scope.name, storedKind(kind), draft, options), 201);
  }
  return answer(call, tools.pipeline.update(scope.name, storedKind(kind), key, make, options), 200);
}
