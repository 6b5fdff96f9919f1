// kubectl replace: the objects of manifests in place of those that are there. Source: kubectl pkg/cmd/replace/replace.go.
import type { JsonObject } from '../../../std/draft.ts';
import { parseGoDuration } from '../../../std/time.ts';
import { out, readAll, type Run } from '../../effect.ts';
import { sendJson, type Client } from '../api/client.ts';
import { objectPath } from '../api/discovery.ts';
import type { Call, Command } from '../command.ts';
import { Failure, isExpected, isNotFound, withSource } from '../failure.ts';
import {
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  printFlags,
  validateFlag,
  saveConfigFlag,
  subresourceFlag,
} from '../flags/common.ts';
import { objectAt, textAt } from '../json.ts';
import { withoutVersion, type Info } from '../resources/info.ts';
import { plan, type Plan, type Selection, type Source } from '../resources/select.ts';
import { visit } from '../resources/visit.ts';
import { cascadeFlag, cascadeOf, deleteOne, type Deleting } from './deletion.ts';
import { waitUntilGone } from './gone.ts';
import { annotated } from './last-applied.ts';
import { rawFlag, sendRaw } from './raw.ts';
import { requireFiles, sourcesOf } from './object-selection.ts';
import {
  createObject,
  dryRunOf,
  queryOf,
  resultPrinter,
  validationOf,
  type DryRun,
  type Write,
} from './writing.ts';

/** The object with the version of the one that is there, unless it says one itself: whatever is there is overwritten. */
function* overwriting(
  client: Client,
  { resource, namespace, name, object }: Info,
  subresource: string,
): Run<JsonObject> {
  const metadata = objectAt(object, 'metadata');
  if (textAt(metadata, 'resourceVersion') !== '') return object;
  try {
    const live = yield* sendJson(client, { path: objectPath(resource, namespace, name, subresource) });
    return {
      ...object,
      metadata: { ...metadata, resourceVersion: textAt(live, 'metadata', 'resourceVersion') },
    };
  } catch (failure) {
    if (isExpected(failure)) return object;
    throw failure;
  }
}

function* replaceOne(client: Client, info: Info, write: Write, subresource: string): Run<JsonObject> {
  const { resource, namespace, name } = info;
  const body = yield* overwriting(client, info, subresource);
  const path = objectPath(resource, namespace, name, subresource);
  return yield* sendJson(
    client,
    { method: 'PUT', path, query: queryOf(write), body },
    { group: resource.group, plural: resource.plural, name },
  );
}

function* made(call: Call, info: Info, write: Write): Run<JsonObject> {
  const { resource, namespace, object } = info;
  if (call.flags.is('force')) {
    return yield* createObject(call.client, resource, namespace, withoutVersion(object), write);
  }
  return write.dryRun === 'client'
    ? object
    : yield* replaceOne(call.client, info, write, call.flags.text('subresource'));
}

/** The plan with the text of standard input, which is gone once it is read. */
function* withInputRead(found: Plan): Run<Plan> {
  const sources: Source[] = [];
  for (const source of found.sources) {
    const isInput = source.type === 'file' && source.file.path === '-';
    sources.push(isInput ? { ...source, file: { ...source.file, text: yield* readAll() } } : source);
  }
  return { ...found, sources };
}

/** Removes what is there, so that it can be made anew; what is not there is no failure. */
function* deleteAll(call: Call, cascade: string, found: Plan, selection: Selection): Run<void> {
  const { flags, client } = call;
  const grace = flags.number('grace-period');
  const deleting: Deleting = { call, dryRun: 'none', grace, cascade, saysForce: false };
  const deleted: { readonly info: Info; readonly uid: string }[] = [];
  yield* visit(client, found, { selection, ignore: isNotFound }, function* (info) {
    deleted.push({ info, uid: yield* deleteOne(deleting, info) });
  });
  const timeoutMs = parseGoDuration(flags.text('timeout')) || undefined;
  for (const { info, uid } of deleted) yield* waitUntilGone(client, info, uid, timeoutMs);
}

function check({ flags }: Call, dryRun: DryRun): void {
  const forced = flags.is('force');
  if (!forced && flags.number('grace-period') >= 0)
    throw new Failure('--grace-period must have --force specified');
  if (!forced && parseGoDuration(flags.text('timeout')) !== 0)
    throw new Failure('--timeout must have --force specified');
  if (forced && dryRun !== 'none') throw new Failure('--dry-run can not be used when --force is set');
}

function* run(call: Call): Run<void> {
  const { flags, client } = call;
  if (flags.text('raw') !== '') return yield* sendRaw(call, 'PUT');
  const dryRun = yield* dryRunOf(call);
  const validation = validationOf(call);
  const cascade = yield* cascadeOf(call);
  const print = resultPrinter(call, 'replaced', dryRun);
  check(call, dryRun);
  requireFiles(call);
  const selection = {
    args: call.args,
    ...sourcesOf(call),
  };
  const write = { fieldManager: flags.text('field-manager'), dryRun, validation };
  const forced = flags.is('force');
  const planned = yield* plan(client, selection);
  const found = forced ? yield* withInputRead(planned) : planned;
  if (forced) {
    yield* deleteAll(call, cascade, found, selection);
  }
  yield* visit(client, found, { selection, validates: validation !== 'Ignore' }, function* (info) {
    const object = flags.is('save-config') ? annotated(info.object) : info.object;
    try {
      yield* out(print(yield* made(call, { ...info, object }, write)));
    } catch (failure) {
      throw failure instanceof Error ? withSource('replacing', info.source, failure) : failure;
    }
  });
}

export const replace: Command = {
  name: 'replace',
  summary: 'put the objects of manifests in place of those that are there',
  usage: '-f FILENAME',
  flags: [
    ...filenameFlags,
    ...printFlags,
    dryRunFlag,
    validateFlag,
    fieldManagerFlag('kubectl-replace'),
    cascadeFlag,
    { name: 'force', type: 'bool', value: 'false', help: 'delete and create anew' },
    { name: 'grace-period', type: 'int', value: '-1', help: 'with --force: seconds that a Pod gets to end' },
    rawFlag,
    saveConfigFlag,
    subresourceFlag('replace'),
    { name: 'timeout', type: 'duration', value: '0s', help: 'with --force: how long to wait' },
    { name: 'wait', type: 'bool', value: 'false', help: 'with --force: until the old one is gone' },
  ],
  run,
};
