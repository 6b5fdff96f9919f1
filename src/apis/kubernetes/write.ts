// Create and update: a request's body and options, through the write pipeline, to the answer.
// Source: apiserver pkg/endpoints/handlers/{create,update}.go.
import type { Draft, JsonObject } from '../../std/draft.ts';
import { Causes } from '../../store/causes.ts';
import { kindId, storedKind, type Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import type { Pipeline, WriteOptions } from '../../store/pipeline.ts';
import { badRequest, invalid } from '../../store/refusal.ts';
import type { ReadView } from '../../store/view.ts';
import type { Definitions } from '../../store/schema/schema.ts';
import { adopt } from './adopt.ts';
import { authorize } from './authorize.ts';
import { checkBodyType, mediaTypeOf, parseBody } from './body.ts';
import { negotiate } from './negotiate.ts';
import { decodeObject } from './object.ts';
import type { CpuTotals } from './kubelet/cpu-totals.ts';
import { writeParameters, type WriteParameters } from './options.ts';
import { dedupOwners } from './owner-references.ts';
import type { Query } from './query.ts';
import { keyOfTarget, presentStored, type Target } from './read.ts';
import { mediaTypes, type Actor, type WireRequest, type WireResponse } from './wire.ts';

export interface WriteTools {
  readonly pipeline: Pipeline;
  /** A scope as it is at the moment of asking: a conversation outlives its request. */
  readonly present: (scope: string) => ReadView;
  readonly definitions: Definitions;
  /** Marks the tokens of this world. */
  readonly tokenKey: string;
  /** What `/version` says, by scope. */
  readonly version: (scope: string) => Readonly<Record<string, string>>;
  readonly cpuTotals: CpuTotals;
}

export interface WriteCall {
  readonly target: Target;
  readonly subresource: string;
  readonly request: WireRequest;
  readonly query: Query;
  readonly actor: Actor;
  /** What there is to warn the client of, in the order in which it was found; the server tells it with any answer. */
  readonly said: string[];
}

export function parametersOf(
  call: WriteCall,
  optionsKind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
): WriteParameters {
  const isApply = optionsKind === 'PatchOptions' && mediaTypeOf(call.request) === mediaTypes.applyPatch;
  return writeParameters(call.query, optionsKind, call.request.headers?.['user-agent'], isApply);
}

export function optionsOf(
  call: WriteCall,
  parameters: Pick<WriteParameters, 'dryRun' | 'fieldManager'>,
  why: string,
  isStated = false,
): WriteOptions {
  const { user, ...who } = call.actor;
  const warn = (text: string) => void call.said.push(text);
  const { dryRun, fieldManager } = parameters;
  const signature = { manager: fieldManager, isStated };
  const asked = askedOf(call.query, ['fieldManager', 'fieldValidation']);
  return { by: user, ...who, why, dryRun, asked, subresource: call.subresource, signature, warn };
}

/** The options of a query that are said, as JSON has them. */
export function askedOf(query: Query, names: readonly string[]): JsonObject {
  const dryRun = query.all('dryRun');
  const said = names.flatMap((name) => {
    const value = query.get(name) ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  return { ...(dryRun.length === 0 ? {} : { dryRun }), ...Object.fromEntries(said) };
}

/** The object that a write made, as the client accepts it. */
export function answer(
  { target, request, query }: WriteCall,
  object: StoredObject,
  status: number,
): WireResponse {
  return presentStored(target, object, request.headers?.['accept'], query, status);
}

/** Puts the object into the namespace of the request; a cluster-scoped one into none. */
export function settleNamespace(draft: Draft<StoredObject>, { kind, namespace }: Target): void {
  const { metadata } = draft;
  if (!kind.namespaced) delete metadata.namespace;
  else if (!metadata.namespace) metadata.namespace = namespace;
  else if (metadata.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
}

/** A draft in the form in which it is stored. */
export function asStored({ converts }: Kind, draft: Draft<StoredObject>): Draft<StoredObject> {
  return converts === undefined ? draft : converts.toStored(draft);
}

/** The same of a new object, which its own form may refuse. */
export function newStored(kind: Kind, draft: Draft<StoredObject>): Draft<StoredObject> {
  const causes = new Causes();
  kind.converts?.validate?.(draft, causes);
  if (causes.list.length > 0) throw invalid(storedKind(kind), draft.metadata.name ?? '', causes.list);
  return asStored(kind, draft);
}

export function create(tools: WriteTools, call: WriteCall): WireResponse {
  const { target, request } = call;
  const { scope, kind } = target;
  negotiate(request.headers?.['accept'], kind);
  checkBodyType(request);
  const parameters = parametersOf(call, 'CreateOptions');
  const parsed = parseBody(request, kind.kind);
  const { draft, warnings } = decodeObject(tools.definitions, kind, parsed, parameters.fieldValidation);
  call.said.push(...warnings);
  settleNamespace(draft, target);
  dedupOwners(draft, false, (warning) => call.said.push(warning));
  const options = optionsOf(call, parameters, 'create');
  const made = tools.pipeline.create(scope.name, storedKind(kind), newStored(kind, draft), options);
  return answer(call, made, 201);
}

/** Checks that an object is the one that the address names. */
export function checkName(draft: Draft<StoredObject>, { kind, name, namespace }: Target): void {
  const { metadata } = draft;
  if (!metadata.name) {
    throw badRequest(
      `the name of the object (${name} based on URL) was undeterminable: name must be provided`,
    );
  }
  if (metadata.name !== name) {
    throw badRequest(
      `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
    );
  }
  if (kind.namespaced && metadata.namespace && metadata.namespace !== namespace) {
    throw badRequest(
      `the namespace of the object (${metadata.namespace}) does not match the namespace on the request (${namespace})`,
    );
  }
}

export function update(tools: WriteTools, call: WriteCall): WireResponse {
  const { target, request } = call;
  const { scope, kind } = target;
  negotiate(request.headers?.['accept'], kind);
  checkBodyType(request);
  const parameters = parametersOf(call, 'UpdateOptions');
  const parsed = parseBody(request, kind.kind);
  const { draft, warnings } = decodeObject(tools.definitions, kind, parsed, parameters.fieldValidation);
  call.said.push(...warnings);
  settleNamespace(draft, target);
  dedupOwners(draft, false, (warning) => call.said.push(warning));
  checkName(draft, target);
  const options = optionsOf(call, parameters, 'update');
  adopt(tools, call)(draft);
  const [key, stored] = [keyOfTarget(target), storedKind(kind)];
  if (stored.allowCreateOnUpdate && scope.collection(kindId(stored)).get(key) === undefined) {
    authorizeCreate(call);
    draft.metadata.resourceVersion = '';
    const made = tools.pipeline.create(scope.name, stored, newStored(kind, draft), options);
    return answer(call, made, 201);
  }
  const next = asStored(kind, draft);
  return answer(
    call,
    tools.pipeline.update(scope.name, stored, key, () => next, options),
    200,
  );
}

/** Who updates or applies what is not there must be allowed to create it. */
export function authorizeCreate({ target, actor }: WriteCall): void {
  const { kind, namespace, name, view } = target;
  const { group, plural: resource } = kind;
  authorize(view, actor, { verb: 'create', group, resource, subresource: '', namespace, name });
}
