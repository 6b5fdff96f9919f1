// What was edited goes to the server: as patches of what there was, or as new objects; what is refused is told.
// Source: kubectl pkg/cmd/util/editor/editoptions.go.
import { equal, type JsonObject } from '../../../std/draft.ts';
import { goJson, goSyntax } from '../../../std/go-value.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { err, out, type Run } from '../../effect.ts';
import { qualifiedName } from '../api/discovery.ts';
import { resourceOfKind } from '../api/mapper.ts';
import type { Call } from '../command.ts';
import { Failure, isExpected, isNotFound, StatusFailure } from '../failure.ts';
import { isObject, textAt } from '../json.ts';
import { twoWayPatch } from '../patch.ts';
import { printerFor } from '../print/printer.ts';
import { withoutVersion, type Info } from '../resources/info.ts';
import { noMatch } from '../resources/select.ts';
import { annotated } from './last-applied.ts';
import { recorded } from './record.ts';
import { createObject, patchObject, validationOf, type Patch, type Write } from './writing.ts';

/** Why the text has to be edited once more. */
export interface Reason {
  readonly head: string;
  readonly others: readonly string[];
}

/** What became of one attempt to save. */
export interface Saved {
  readonly reasons: readonly Reason[];
  readonly missing: number;
  readonly retryable: number;
}

function refusalOf(
  failure: Error,
  info: Info,
): { readonly text: string; readonly reason?: Reason; readonly missing: boolean } {
  const subject = `${qualifiedName(info.resource)} ${quoteGo(info.name)}`;
  if (isNotFound(failure))
    return { text: `error: ${subject} could not be found on the server`, missing: true };
  if (failure instanceof StatusFailure && failure.status.reason === 'Invalid') {
    const others = (failure.status.details?.causes ?? []).map(
      ({ field = '', message = '' }) => `${field}: ${message}`,
    );
    return {
      text: `error: ${subject} is invalid`,
      reason: { head: `${subject} was not valid`, others },
      missing: false,
    };
  }
  return { text: `error: ${subject} could not be patched: ${failure.message}`, missing: false };
}

/** Sends what was edited. */
export type Save = (call: Call, infos: readonly Info[], edited: readonly JsonObject[]) => Run<Saved>;

/** What is sent of an object that was edited. */
export type PatchFor = (call: Call, info: Info, edited: JsonObject) => Run<Patch>;

const changesOf: PatchFor = ({ client }, { resource, object }, edited) =>
  twoWayPatch(client, resource, object, edited);

/** Saves what was edited, as patches of what there was. */
export function patching(patchFor: PatchFor = changesOf): Save {
  return (call, infos, edited) => patchAll(call, infos, edited, patchFor);
}

function* patchAll(
  call: Call,
  infos: readonly Info[],
  edited: readonly JsonObject[],
  patchFor: PatchFor,
): Run<Saved> {
  const { client, flags, session } = call;
  const reasons: Reason[] = [];
  let missing = 0;
  let retryable = 0;
  /** Only of the last object it is told that it cannot be another one: so kubectl has it. */
  let changed: Failure | undefined;
  const write = {
    fieldManager: flags.text('field-manager'),
    dryRun: 'none',
    validation: validationOf(call),
  } as const;
  for (const each of edited) {
    const object = patchFor === changesOf ? recorded(call, each) : each;
    const uid = textAt(object, 'metadata', 'uid');
    const info = infos.find(({ object: original }) => textAt(original, 'metadata', 'uid') === uid);
    if (info === undefined)
      throw new Failure(
        `no original object found for &unstructured.Unstructured{Object:${goSyntax(object)}}`,
      );
    changed = undefined;
    if (equal(info.object, object)) {
      yield* out(printerFor(flags, session, 'skipped')(object));
      continue;
    }
    const patch = yield* patchFor(call, info, object);
    const body = patch.body as JsonObject;
    const renamed = isObject(body['metadata']) && 'name' in body['metadata'];
    if ('apiVersion' in body || 'kind' in body || renamed) {
      changed = new Failure('At least one of apiVersion, kind and name was changed');
      continue;
    }
    if (flags.knows('output-patch') && flags.is('output-patch')) yield* out(`Patch: ${goJson(body)}\n`);
    try {
      const { resource, namespace } = info;
      const name = textAt(object, 'metadata', 'name');
      const subresource = flags.knows('subresource') ? flags.text('subresource') : '';
      const made = yield* patchObject(client, resource, namespace, name, { ...patch, subresource }, write);
      // Of an annotation it shows what that says now.
      yield* out(printerFor(flags, session, 'edited')(patchFor === changesOf ? made : object));
    } catch (failure) {
      if (!isExpected(failure) || patchFor !== changesOf) throw failure;
      const { text, reason, missing: gone } = refusalOf(failure, info);
      yield* err(`${text}\n`);
      if (reason !== undefined) reasons.push(reason);
      else if (gone) missing += 1;
      else retryable += 1;
    }
  }
  if (changed !== undefined) throw changed;
  return { reasons, missing, retryable };
}

/** Makes new objects of what was edited. */
export function* creating(call: Call, _infos: readonly Info[], edited: readonly JsonObject[]): Run<Saved> {
  const { client, flags, session } = call;
  const write: Write = {
    fieldManager: flags.text('field-manager'),
    dryRun: 'none',
    validation: validationOf(call),
  };
  for (const object of edited) {
    const [apiVersion, kind] = [textAt(object, 'apiVersion'), textAt(object, 'kind')];
    const resource = yield* resourceOfKind(client, apiVersion, kind);
    if (resource === undefined) throw new Failure(noMatch(apiVersion, kind));
    const namespace = textAt(object, 'metadata', 'namespace') || client.effective().namespace;
    const whole = flags.is('save-config') ? annotated(object) : object;
    const made = yield* createObject(
      client,
      resource,
      resource.namespaced ? namespace : '',
      withoutVersion(whole),
      write,
    );
    yield* out(printerFor(flags, session, 'created')(made));
  }
  return { reasons: [], missing: 0, retryable: 0 };
}
