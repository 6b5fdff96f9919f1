// From client-side to server-side apply: what kubectl owned as an update it owns as an apply from now on, and the annotation of
// what was last applied gets an owner of its own, so that it stays. Source: kubectl pkg/cmd/apply/apply.go; client-go
// util/csaupgrade.
import { equal, type Json, type JsonObject } from '../../../std/draft.ts';
import { setOwn } from '../../../std/own.ts';
import { err, type Run } from '../../effect.ts';
import { isConflict, isExpected } from '../failure.ts';
import { isObject, listAt, objectAt, textAt } from '../json.ts';
import { getObject, type Info } from '../resources/info.ts';
import type { Applying } from './apply-outcome.ts';
import { lastAppliedKey, lastAppliedOf } from './last-applied.ts';
import { patchObject, type Patch, type Write } from './writing.ts';

const serverSideManager = 'kubectl';
const annotationManager = 'kubectl-last-applied';
const patchRetries = 5;

const again = 'This is non-fatal and will be retried next time you apply. Error:';
const warnings = {
  annotation: `Warning: failed to migrate ${lastAppliedKey} for Server-Side Apply. ${again}`,
  patch: `Warning: server rejected managed fields migration to Server-Side Apply. ${again}`,
  reapply: `Warning: failed to re-apply configuration after performing Server-Side Apply migration. ${again}`,
};

function entriesOf(object: JsonObject): readonly JsonObject[] {
  return listAt(object, 'metadata', 'managedFields').filter(isObject);
}

function ownsAnnotation(entry: JsonObject): boolean {
  const owned = objectAt(entry, 'fieldsV1', 'f:metadata', 'f:annotations');
  return isObject(owned[`f:${lastAppliedKey}`]);
}

function owners(object: JsonObject, operation: 'Apply' | 'Update'): readonly JsonObject[] {
  return entriesOf(object).filter((entry) => entry['operation'] === operation && ownsAnnotation(entry));
}

/** Fields of both, as FieldsV1 writes them: one that is a field itself and has fields below it says so with a dot. */
function unionFields(a: JsonObject, b: JsonObject): JsonObject {
  const isLeaf = (fields: JsonObject): boolean => Object.keys(fields).length === 0;
  if (isLeaf(a) || isLeaf(b)) {
    const deeper = isLeaf(a) ? b : a;
    return isLeaf(deeper) ? deeper : { '.': {}, ...deeper };
  }
  const result: { [name: string]: Json } = { ...a };
  for (const [name, below] of Object.entries(b)) {
    const there = Object.hasOwn(a, name) ? a[name] : undefined;
    setOwn(result, name, isObject(there) && isObject(below) ? unionFields(there, below) : below);
  }
  return result;
}

function isWriter(entry: JsonObject, manager: string, operation: 'Apply' | 'Update'): boolean {
  return (
    entry['manager'] === manager && entry['operation'] === operation && textAt(entry, 'subresource') === ''
  );
}

/** The entries once what one client-side manager owned is the server-side one's. */
function upgraded(entries: readonly JsonObject[], from: string, to: string): readonly JsonObject[] {
  let place = entries.findIndex((entry) => isWriter(entry, to, 'Apply'));
  if (place < 0) place = entries.findIndex((entry) => isWriter(entry, from, 'Update'));
  const target = entries[place];
  if (target === undefined) return entries;
  const twin = entries.find(
    (entry) => isWriter(entry, from, 'Update') && entry['apiVersion'] === target['apiVersion'],
  );
  const fields = objectAt(target, 'fieldsV1');
  const fieldsV1 =
    twin === undefined || twin === target ? fields : unionFields(fields, objectAt(twin, 'fieldsV1'));
  const heir: JsonObject = { ...target, manager: to, operation: 'Apply', fieldsV1 };
  return entries.flatMap((entry, index) =>
    index === place ? [heir] : isWriter(entry, from, 'Update') ? [] : [entry],
  );
}

/** What hands the fields over, or undefined where nobody has any to hand over. */
function migration(object: JsonObject, managers: ReadonlySet<string>, to: string): Patch | undefined {
  const before = entriesOf(object);
  let entries = before;
  for (const manager of managers) entries = upgraded(entries, manager, to);
  if (equal(before, entries)) return undefined;
  return {
    type: 'json',
    body: [
      { op: 'replace', path: '/metadata/managedFields', value: entries },
      {
        op: 'replace',
        path: '/metadata/resourceVersion',
        value: textAt(object, 'metadata', 'resourceVersion'),
      },
    ],
  };
}

/** Gives the annotation an owner of its own, if it has none that applies. */
function* keepAnnotation(applying: Applying, info: Info, made: JsonObject): Run<JsonObject> {
  const { call, write } = applying;
  const annotation = lastAppliedOf(made);
  if (write.fieldManager !== serverSideManager || annotation === undefined) return made;
  if (owners(made, 'Apply').length > 0) return made;
  const { resource, namespace, name } = info;
  const body: JsonObject = {
    apiVersion: textAt(made, 'apiVersion'),
    kind: textAt(made, 'kind'),
    metadata: {
      annotations: { [lastAppliedKey]: annotation },
      name,
      ...(namespace === '' ? {} : { namespace }),
    },
  };
  const signed: Write = { ...write, fieldManager: annotationManager };
  return yield* patchObject(call.client, resource, namespace, name, { type: 'apply', body }, signed);
}

/** Hands over what kubectl owned as an update; undefined where there was nothing. */
function* handOver(applying: Applying, info: Info, made: JsonObject): Run<JsonObject | undefined> {
  const { call, write } = applying;
  const { client } = call;
  const { resource, namespace, name } = info;
  const managers = new Set(owners(made, 'Update').map((entry) => textAt(entry, 'manager')));
  let object = made;
  for (let attempts = 1; ; attempts++) {
    const patch = migration(object, managers, write.fieldManager);
    if (patch === undefined) return undefined;
    try {
      return yield* patchObject(client, resource, namespace, name, patch, write);
    } catch (failure) {
      if (!isConflict(failure) || attempts >= patchRetries) throw failure;
      object = yield* getObject(client, resource, namespace, name);
    }
  }
}

function* orWarning<T>(warning: string, run: Run<T>): Run<T | 'failed'> {
  try {
    return yield* run;
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    yield* err(`${warning} ${failure.message}\n`);
    return 'failed';
  }
}

/** The object of an apply once kubectl owns as an apply what it owned as an update before; `patch` is sent again then. */
export function* migrated(applying: Applying, info: Info, made: JsonObject, patch: Patch): Run<JsonObject> {
  const kept = yield* orWarning(warnings.annotation, keepAnnotation(applying, info, made));
  if (kept === 'failed') return made;
  const handed = yield* orWarning(warnings.patch, handOver(applying, info, kept));
  if (handed === undefined || handed === 'failed') return kept;
  const { resource, namespace, name } = info;
  const send = patchObject(applying.call.client, resource, namespace, name, patch, applying.write);
  const last = yield* orWarning(warnings.reapply, send);
  return last === 'failed' ? handed : last;
}
