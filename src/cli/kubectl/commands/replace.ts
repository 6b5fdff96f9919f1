// kubectl replace: the objects of manifests in place of those that are there. Source: kubectl pkg/cmd/replace/replace.go.
import type { JsonObject } from '../../../std/draft.ts';
import { out, type Run } from '../../effect.ts';
import { sendJson, type Client } from '../api/client.ts';
import { objectPath } from '../api/discovery.ts';
import { usageFailure, type Call, type Command } from '../command.ts';
import { isExpected, withSource } from '../failure.ts';
import { dryRunFlag, fieldManagerFlag, filenameFlags, printFlags, validateFlag } from '../flags/common.ts';
import { objectAt, textAt, type Info } from '../resources/info.ts';
import { plan } from '../resources/select.ts';
import { visit } from '../resources/visit.ts';
import { annotated } from './last-applied.ts';
import { dryRunOf, queryOf, resultPrinter, validationOf, type Write } from './writing.ts';

/** The object with the version of the one that is there, unless it says one itself: whatever is there is overwritten. */
function* overwriting(client: Client, { resource, namespace, name, object }: Info): Run<JsonObject> {
  const metadata = objectAt(object, 'metadata');
  if (textAt(metadata, 'resourceVersion') !== '') return object;
  try {
    const live = yield* sendJson(client, { path: objectPath(resource, namespace, name) });
    return {
      ...object,
      metadata: { ...metadata, resourceVersion: textAt(live, 'metadata', 'resourceVersion') },
    };
  } catch (failure) {
    if (isExpected(failure)) return object;
    throw failure;
  }
}

function* replaceOne(client: Client, info: Info, write: Write): Run<JsonObject> {
  const { resource, namespace, name } = info;
  const body = yield* overwriting(client, info);
  const path = objectPath(resource, namespace, name);
  return yield* sendJson(
    client,
    { method: 'PUT', path, query: queryOf(write), body },
    { group: resource.group, plural: resource.plural, name },
  );
}

function* run(call: Call): Run<void> {
  const { flags, client } = call;
  const dryRun = yield* dryRunOf(call);
  const validation = validationOf(call);
  const print = resultPrinter(call, 'replaced', dryRun);
  if (flags.list('filename').length === 0) throw usageFailure(call, 'must specify one of -f and -k');
  const { namespace: within, explicitNamespace } = client.effective();
  const selection = {
    args: call.args,
    filenames: flags.list('filename'),
    recursive: flags.is('recursive'),
    namespace: within,
    explicitNamespace,
  };
  const write = { fieldManager: flags.text('field-manager'), dryRun, validation };
  yield* visit(
    client,
    yield* plan(client, selection),
    { selection, validates: validation !== 'Ignore' },
    function* (info) {
      const object = flags.is('save-config') ? annotated(info.object) : info.object;
      try {
        const made = dryRun === 'client' ? object : yield* replaceOne(client, { ...info, object }, write);
        yield* out(print(made));
      } catch (failure) {
        throw failure instanceof Error ? withSource('replacing', info.source, failure) : failure;
      }
    },
  );
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
    { name: 'force', type: 'bool', value: 'false', absent: true, help: 'delete and create anew' },
    { name: 'save-config', type: 'bool', value: 'false', help: 'keep what is replaced for a later apply' },
  ],
  run,
};
