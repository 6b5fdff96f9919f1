// kubectl apply -f. Source: kubectl pkg/cmd/apply/apply.go, patcher.go.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { setOwn } from '../../../std/own.ts';
import { err, type Run } from '../../effect.ts';
import { usageFailure, type Call, type Command } from '../command.ts';
import {
  Failure,
  isConflict,
  isExpected,
  isNotFound,
  StatusFailure,
  throwAll,
  withSource,
} from '../failure.ts';
import {
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  printFlags,
  recordFlag,
  selectorFlag,
  subresourceFlag,
  validateFlag,
} from '../flags/common.ts';
import { threeWayPatch, type ComputedPatch } from '../patch.ts';
import { goJson } from '../../../std/go-value.ts';
import { isObject, textAt } from '../json.ts';
import { getObject, withoutVersion, type Info } from '../resources/info.ts';
import { plan } from '../resources/select.ts';
import { attempt, infosOf } from '../resources/visit.ts';
import { applySetFlag, applySetOf, checkApplySet, memberOf, openSet, pruneSet } from './apply-set.ts';
import { allowedOf, checkPrune, prune, pruneAllowlistFlag } from './apply-prune.ts';
import { cascadeFlag, cascadeOf } from './deletion.ts';
import { editLastApplied, setLastApplied, viewLastApplied } from './apply-last-applied.ts';
import { applyOnServer } from './apply-server-side.ts';
import { describeInfo, printCollected, tell, warnIfDeleting, type Applying } from './apply-outcome.ts';
import { annotated, appliedBefore, lastAppliedKey, lastAppliedOf } from './last-applied.ts';
import { recorded } from './record.ts';
import { requireFiles, sourcesOf } from './object-selection.ts';
import { replaceByForce } from './replace-by-force.ts';
import { createObject, dryRunOf, patchObject, validationOf, type DryRun } from './writing.ts';

const conflictRetries = 5;

function check(call: Call, dryRun: DryRun): void {
  const { flags } = call;
  const serverSide = flags.is('server-side');
  if (flags.is('force-conflicts') && !serverSide)
    throw new Failure('--force-conflicts only works with --server-side');
  if (dryRun === 'client' && serverSide) {
    throw new Failure(
      "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
    );
  }
  if (serverSide && flags.is('force')) throw new Failure('--force cannot be used with --server-side');
  if (dryRun === 'server' && flags.is('force'))
    throw new Failure('--dry-run=server cannot be used with --force');
}

function* run(call: Call): Run<void> {
  const { flags, client } = call;
  if (call.args.length > 0) throw usageFailure(call, `Unexpected args: [${call.args.join(' ')}]`);
  const dryRun = yield* dryRunOf(call);
  const cascade = yield* cascadeOf(call);
  requireFiles(call);
  const validation = validationOf(call);
  const set = flags.knows('applyset') ? yield* applySetOf(call) : undefined;
  const allowed = flags.is('prune') ? yield* allowedOf(call) : [];
  check(call, dryRun);
  if (set === undefined) checkPrune(call);
  else yield* checkApplySet(call, set);
  if (flags.text('subresource') !== '' && !flags.is('server-side'))
    throw new Failure('--subresource can only be specified for --server-side');
  const output = flags.text('output');
  const manager =
    flags.text('field-manager') || (flags.is('server-side') ? 'kubectl' : 'kubectl-client-side-apply');
  const applying: Applying = {
    call,
    write: { fieldManager: manager, dryRun, validation },
    collected: output === '' || output === 'name' ? undefined : [],
    cascade,
    visited: { uids: new Set(), namespaces: new Set() },
  };
  const selection = {
    ...sourcesOf(call),
    selector: flags.text('selector'),
  };
  const found = yield* plan(client, selection);
  const visiting = { selection, validates: validation !== 'Ignore' };
  const { infos: read, failures } = yield* infosOf(client, found, visiting);
  if (read.length === 0 && failures.length === 0) throw new Failure('no objects passed to apply');
  const infos = set === undefined ? read : read.map((info) => memberOf(set, info));
  const open = set === undefined ? undefined : yield* openSet(call, set, infos, applying.write);
  const all: Error[] = [...failures];
  for (const info of infos) yield* attempt(all, () => applyOne(applying, info));
  throwAll(all);
  yield* printCollected(applying);
  if (open !== undefined)
    yield* pruneSet(
      open,
      { ...applying, dryRun, grace: flags.number('grace-period') },
      applying.write,
      applying.visited,
    );
  else if (flags.is('prune')) yield* prune({ call, dryRun, cascade }, allowed, applying.visited);
}

function* applyOne(applying: Applying, given: Info): Run<void> {
  const info = { ...given, object: recorded(applying.call, given.object) };
  const generated = textAt(info.object, 'metadata', 'generateName');
  if (info.name === '' && generated !== '')
    throw new Failure(`from ${generated}: cannot use generate name with apply`);
  if (info.resource.namespaced) applying.visited.namespaces.add(info.namespace);
  if (applying.call.flags.is('server-side')) {
    yield* applyOnServer(applying, info);
    return;
  }
  const { client } = applying.call;
  let live: JsonObject;
  try {
    live = yield* getObject(client, info.resource, info.namespace, info.name);
  } catch (failure) {
    if (isNotFound(failure)) {
      yield* createOne(applying, info);
      return;
    }
    const verb = `retrieving current configuration of:\n${describeInfo(info)}\nfrom server for:`;
    throw isExpected(failure) ? withSource(verb, info.source, failure) : failure;
  }
  yield* patchOne(applying, info, live);
}

function* createOne(applying: Applying, info: Info): Run<void> {
  const { call, write } = applying;
  let object = withoutNulls(annotated(info.object));
  if (write.dryRun !== 'client') {
    try {
      object = yield* createObject(call.client, info.resource, info.namespace, withoutVersion(object), write);
    } catch (failure) {
      throw isExpected(failure) ? withSource('creating', info.source, failure) : failure;
    }
  }
  yield* tell(applying, 'created', object);
}

/** The object without members that are null; the API server would not keep them either. */
function withoutNulls(object: JsonObject): JsonObject {
  const result: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(object)) if (value !== null) setOwn(result, key, pruned(value));
  return result;
}

function pruned(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(pruned);
  return isObject(value) ? withoutNulls(value) : value;
}

function* patchOne(applying: Applying, info: Info, first: JsonObject): Run<void> {
  const { call, write } = applying;
  const { client } = call;
  if (write.dryRun === 'client') {
    yield* tell(applying, 'configured', first);
    return;
  }
  if (lastAppliedOf(first) === undefined) {
    yield* err(
      `Warning: resource ${info.resource.plural}/${info.name} is missing the ${lastAppliedKey} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`,
    );
  }
  const wanted = annotated(info.object);
  let live = first;
  for (let attempts = 0; ; attempts++) {
    const patch = yield* patchFor(applying, info, wanted, live);
    const isEmpty = Object.keys(patch.body).length === 0;
    try {
      const made = isEmpty
        ? live
        : yield* patchObject(client, info.resource, info.namespace, info.name, patch, write);
      yield* warnIfDeleting(info, made);
      yield* tell(applying, isEmpty ? 'unchanged' : 'configured', made);
      return;
    } catch (failure) {
      if (isConflict(failure) && attempts < conflictRetries) {
        live = yield* getObject(client, info.resource, info.namespace, info.name);
        continue;
      }
      if (canForce(failure) && call.flags.is('force')) {
        const made = yield* replaceByForce(applying, info, wanted, live);
        yield* tell(applying, 'configured', made);
        return;
      }
      if (!isExpected(failure)) throw failure;
      const verb = `applying patch:\n${goJson(patch.body)}\nto:\n${describeInfo(info)}\nfor:`;
      throw withSource(verb, info.source, withSource('patching', info.source, failure));
    }
  }
}

/** What leads from the live object to what is wanted; why there is none is told with all that went into it. */
function* patchFor({ call }: Applying, info: Info, wanted: JsonObject, live: JsonObject): Run<ComputedPatch> {
  const overwrites = call.flags.is('overwrite');
  try {
    const lastApplied = appliedBefore(live);
    return yield* threeWayPatch(call.client, info.resource, { lastApplied, wanted, live, overwrites });
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    const made = [lastAppliedOf(live) ?? '', `${goJson(wanted)}\n`, `${goJson(live)}\n`];
    const [original, modified, current] = made;
    const texts = `original:\n${original}\nmodified:\n${modified}\ncurrent:\n${current}`;
    const why = new Failure(`creating patch with:\n${texts}\nfor:: ${failure.message}`);
    const verb = `applying patch:\n\nto:\n${describeInfo(info)}\nfor:`;
    throw withSource(verb, info.source, withSource('patching', info.source, why));
  }
}

function canForce(failure: unknown): boolean {
  return isConflict(failure) || (failure instanceof StatusFailure && failure.status.reason === 'Invalid');
}

export const apply: Command = {
  name: 'apply',
  summary: 'bring objects to what manifests say',
  usage: '-f FILENAME',
  flags: [
    ...filenameFlags,
    ...printFlags,
    selectorFlag,
    dryRunFlag,
    validateFlag,
    recordFlag,
    fieldManagerFlag(''),
    cascadeFlag,
    { name: 'force', type: 'bool', value: 'false', help: 'delete and create anew what cannot be changed' },
    {
      name: 'force-conflicts',
      type: 'bool',
      value: 'false',
      help: 'with --server-side: take fields from others',
    },
    { name: 'grace-period', type: 'int', value: '-1', help: 'seconds that --force gives to Pods' },
    { name: 'openapi-patch', type: 'bool', value: 'true', help: 'compute patches from the published schema' },
    {
      name: 'overwrite',
      type: 'bool',
      value: 'true',
      help: 'the manifest wins over what others set',
    },
    { name: 'all', type: 'bool', value: 'false', help: 'with --prune: whatever its labels' },
    { name: 'prune', type: 'bool', value: 'false', help: 'delete what is no longer said' },
    pruneAllowlistFlag,
    applySetFlag,
    { name: 'server-side', type: 'bool', value: 'false', help: 'let the server merge' },
    subresourceFlag('apply'),
    { name: 'timeout', type: 'duration', value: '0s', help: 'how long --force waits' },
    { name: 'wait', type: 'bool', value: 'false', help: 'with --force: wait until the old object is gone' },
  ],
  commands: [editLastApplied, setLastApplied, viewLastApplied],
  examples: ['kubectl apply -f web.yaml', "kubectl apply -f - <<'EOF'"],
  run,
};
