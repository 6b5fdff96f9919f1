// kubectl patch. Source: kubectl pkg/cmd/patch/patch.go.
import { recordAfter } from './record.ts';
import { equal, type Json, type JsonObject } from '../../../std/draft.ts';
import { scanJson } from '../../../std/json-scan.ts';
import { applyJsonPatch } from '../../../std/json-patch.ts';
import { applyMergePatch } from '../../../std/merge-patch.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { goJson } from '../../../std/go-value.ts';
import { parseYaml } from '../../../std/yaml.ts';
import { out, type Run } from '../../effect.ts';
import { resolvePath } from '../../../shell/files.ts';
import { homeOf } from '../../../shell/program.ts';
import type { Call, Command } from '../command.ts';
import { completeObjects } from '../complete-objects.ts';
import { Failure, StatusFailure } from '../failure.ts';
import {
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  printFlags,
  recordFlag,
  subresourceFlag,
} from '../flags/common.ts';
import { isObject } from '../json.ts';
import { strategicHere } from '../patch.ts';
import type { Info } from '../resources/info.ts';
import { noObject } from '../resources/metadata-types.ts';
import { plan } from '../resources/select.ts';
import { visit } from '../resources/visit.ts';
import { localFlag, sourcesOf } from './object-selection.ts';
import { dryRunOf, patchObject, resultPrinter, type DryRun, type Patch, type PatchType } from './writing.ts';

const types = ['json', 'merge', 'strategic'];
const unsupportedMediaType = 415;

function patchText({ flags, session }: Call): string {
  const given = flags.text('patch');
  const file = flags.text('patch-file');
  if (given !== '' && file !== '') throw new Failure('cannot specify --patch and --patch-file together');
  if (given === '' && file === '') {
    throw new Failure('must specify --patch or --patch-file containing the contents of the patch');
  }
  if (file === '') return given;
  const text = session.files.read(resolvePath(file, session.folder, homeOf(session)));
  if (text === undefined)
    throw new Failure(`unable to read patch file: open ${file}: no such file or directory`);
  return text;
}

function patchOf(call: Call): Patch {
  const text = patchText(call);
  const type = call.flags.text('type').toLowerCase();
  if (!types.includes(type)) {
    throw new Failure(`--type must be one of [${types.join(' ')}], not ${quoteGo(call.flags.text('type'))}`);
  }
  const about = { type: type as PatchType, subresource: call.flags.text('subresource') };
  // What begins as JSON is the server's to read.
  if (text.trimStart().startsWith('{')) return { ...about, body: text };
  const parsed = parseYaml(text);
  if ('error' in parsed) {
    const why = parsed.error.message.replace(/^error converting YAML to JSON: /, '');
    throw new Failure(`unable to parse ${quoteGo(call.flags.text('patch'))}: ${why}`);
  }
  const value = parsed.documents[0]?.value ?? null;
  return { ...about, body: typeof value === 'string' ? goJson(value) : (value as JsonObject) };
}

/** The object as the patch would make it, without asking the server. */
function* patchedHere({ client }: Call, { resource, object }: Info, { type, body }: Patch): Run<JsonObject> {
  const read = typeof body === 'string' ? scanJson(body) : { value: body as Json };
  if ('error' in read) throw new Failure(read.error.message);
  if (type === 'strategic') return yield* strategicHere(client, resource, object, read.value);
  const result = type === 'json' ? applyJsonPatch(object, read.value) : applyMergePatch(object, read.value);
  if ('error' in result) throw new Failure(result.error);
  if (!isObject(result.value)) throw new Failure(noObject(result.value));
  return result.value;
}

function* patchOne(call: Call, patch: Patch, info: Info, dryRun: DryRun): Run<void> {
  const { resource, namespace, name, object } = info;
  const write = { fieldManager: call.flags.text('field-manager'), dryRun };
  let made: JsonObject;
  try {
    made =
      dryRun === 'client' || call.flags.is('local')
        ? yield* patchedHere(call, info, patch)
        : yield* patchObject(call.client, resource, namespace, name, patch, write);
  } catch (failure) {
    if (failure instanceof StatusFailure && failure.status.code === unsupportedMediaType) {
      const media = `application/${patch.type === 'strategic' ? 'strategic-merge' : patch.type}-patch+json`;
      const kind = `${resource.group}/${resource.version}, Kind=${resource.kind}`;
      throw new Failure(`${media} is not supported by ${kind}: ${failure.message}`);
    }
    throw failure;
  }
  // kubectl does not say of a patch that it was only tried.
  const operation = equal(object, made) ? 'patched (no change)' : 'patched';
  const isSent = dryRun !== 'client' && !call.flags.is('local');
  const shown = isSent ? yield* recordAfter(call, info, made, write) : made;
  yield* out(resultPrinter(call, operation, 'none')(shown));
}

function* run(call: Call): Run<void> {
  const { client, flags } = call;
  const dryRun = yield* dryRunOf(call);
  const patch = patchOf(call);
  const selection = {
    args: call.args,
    ...sourcesOf(call),
    subresource: flags.text('subresource'),
  };
  const local = flags.is('local');
  if (local && call.args.length > 0) throw new Failure('cannot specify --local and server resources');
  let count = 0;
  yield* visit(
    client,
    yield* plan(call.client, selection),
    { selection, local, latest: !local },
    function* (info) {
      count += 1;
      yield* patchOne(call, patch, info, dryRun);
    },
  );
  if (count === 0) throw new Failure('no objects passed to patch');
}

export const patch: Command = {
  name: 'patch',
  summary: 'change fields of an object',
  usage: '(-f FILENAME | TYPE NAME) [-p PATCH | --patch-file FILE]',
  flags: [
    ...filenameFlags,
    ...printFlags,
    dryRunFlag,
    recordFlag,
    fieldManagerFlag('kubectl-patch'),
    localFlag,
    { name: 'patch', short: 'p', type: 'string', help: 'the patch, as JSON or YAML' },
    { name: 'patch-file', type: 'string', help: 'file with the patch' },
    subresourceFlag('patch'),
    { name: 'type', type: 'string', value: 'strategic', choices: types, help: 'json, merge or strategic' },
  ],
  examples: [`kubectl patch deploy web -p '{"spec":{"replicas":2}}'`],
  run,
  complete: completeObjects,
};
