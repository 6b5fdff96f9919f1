// kubectl apply view-last-applied, set-last-applied and edit-last-applied: the annotation of what was last applied, shown, set and
// edited. Source: kubectl pkg/cmd/apply/apply_view_last_applied.go, apply_set_last_applied.go, apply_edit_last_applied.go.
import { equal, type Json, type JsonObject } from '../../../std/draft.ts';
import { scanJson } from '../../../std/json-scan.ts';
import { printYaml } from '../../../std/yaml-print.ts';
import { out, type Run } from '../../effect.ts';
import { usageFailure, type Call, type Command } from '../command.ts';
import { completeObjects } from '../complete-objects.ts';
import { Failure, isExpected, isNotFound, throwAll, withSource } from '../failure.ts';
import { dryRunFlag, filenameFlag, printFlags } from '../flags/common.ts';
import { isObject, objectAt } from '../json.ts';
import { goJson } from '../../../std/go-value.ts';
import { getObject, type Info } from '../resources/info.ts';
import { plan } from '../resources/select.ts';
import { infosOf } from '../resources/visit.ts';
import { patching } from './edit-save.ts';
import { editFlags, editObjects, editPrinter } from './edit.ts';
import { lastAppliedKey, lastAppliedOf, withoutLastApplied } from './last-applied.ts';
import { selectionFlags, selectionOf, sourcesOf } from './object-selection.ts';
import { describeInfo } from './apply-outcome.ts';
import { dryRunOf, patchObject, resultPrinter } from './writing.ts';

function read(text: string): Json {
  const scanned = scanJson(text);
  if ('error' in scanned) throw new Failure(scanned.error.message);
  return scanned.value;
}

function* view(call: Call): Run<void> {
  const { flags, client } = call;
  const selection = { ...selectionOf(call, { bareType: false }), all: flags.is('all') };
  const { infos, failures } = yield* infosOf(client, yield* plan(client, selection), {
    selection,
    latest: true,
  });
  throwAll(failures);
  // Of an object that was never applied kubectl says something only where a file named it, and then stumbles over its words.
  const texts = infos.flatMap(({ object, name, source }) => {
    const text = lastAppliedOf(object);
    if (text !== undefined) return [text];
    if (source === '') return [];
    const verb = `no last-applied-configuration annotation found on resource: ${name}\n`;
    throw withSource(verb, source, new Failure('<nil>'));
  });
  const output = flags.text('output');
  for (const text of texts) {
    if (output === 'yaml') yield* out(printYaml(read(text)));
    else if (output === 'json') {
      const ending = /\s*$/.exec(text)?.[0] ?? '';
      yield* out(goJson(read(text), '  ') + ending);
    } else {
      const words = `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`;
      throw usageFailure(call, words);
    }
  }
}

interface Setting {
  readonly info: Info;
  readonly live: JsonObject;
  readonly text: string;
}

/** What there is to set on an object of the files; undefined where nothing is. */
function* settingOf({ flags, client }: Call, info: Info): Run<Setting | undefined> {
  const text = `${goJson(info.object)}\n`;
  let live: JsonObject;
  try {
    live = yield* getObject(client, info.resource, info.namespace, info.name);
  } catch (failure) {
    if (isNotFound(failure) || !isExpected(failure)) throw failure;
    const verb = `retrieving current configuration of:\n${describeInfo(info)}\nfrom server for:`;
    throw withSource(verb, info.source, failure);
  }
  const before = lastAppliedOf(live);
  if (before === undefined && !flags.is('create-annotation')) {
    throw new Failure(
      `no last-applied-configuration annotation found on resource: ${info.name}, to create the annotation, run the ` +
        'command with --create-annotation',
    );
  }
  if (before === undefined || !equal(read(before), read(text))) return { info, live, text };
  yield* out(`set-last-applied ${info.name}: no changes required.\n`);
  return undefined;
}

function* set(call: Call): Run<void> {
  const { client } = call;
  const dryRun = yield* dryRunOf(call);
  const print = resultPrinter(call, 'configured', dryRun);
  const selection = sourcesOf(call);
  const { infos, failures } = yield* infosOf(client, yield* plan(client, selection), { selection });
  throwAll(failures);
  const settings: Setting[] = [];
  for (const info of infos) {
    const setting = yield* settingOf(call, info);
    if (setting !== undefined) settings.push(setting);
  }
  for (const { info, live, text } of settings) {
    const { resource, namespace, name } = info;
    const body = { metadata: { annotations: { [lastAppliedKey]: text } } };
    const patch = { type: 'merge', body } as const;
    const write = { fieldManager: '', dryRun };
    yield* out(
      print(dryRun === 'client' ? live : yield* patchObject(client, resource, namespace, name, patch, write)),
    );
  }
}

/** What the edited text says is applied: unlike apply itself this adds no annotations where it has none. */
function configurationIn(edited: JsonObject): JsonObject {
  return 'annotations' in objectAt(edited, 'metadata') ? withoutLastApplied(edited) : edited;
}

function* edit(call: Call): Run<void> {
  editPrinter(call);
  const selection = selectionOf(call, { bareType: true });
  const chosen = yield* plan(call.client, selection);
  const { infos, failures } = yield* infosOf(call.client, chosen, { selection, latest: true });
  throwAll(failures);
  const applied = infos.flatMap((info) => {
    const text = lastAppliedOf(info.object);
    const object = text === undefined ? undefined : read(text);
    return isObject(object) ? [{ ...info, object }] : [];
  });
  if (applied.length === 0) {
    throw new Failure(
      'no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`',
    );
  }
  const newAnnotation = patching(function* (_call, _info, edited) {
    yield* [];
    const annotations = { [lastAppliedKey]: `${goJson(configurationIn(edited))}\n` };
    return { type: 'merge', body: { metadata: { annotations } } };
  });
  yield* editObjects(call, applied, newAnnotation);
}

export const editLastApplied: Command = {
  name: 'edit-last-applied',
  summary: 'change what objects say was last applied, in the editor',
  usage: '(TYPE/NAME | -f FILENAME)',
  flags: editFlags('kubectl-client-side-apply'),
  run: edit,
  complete: completeObjects,
};

export const viewLastApplied: Command = {
  name: 'view-last-applied',
  summary: 'show what was last applied to objects',
  usage: '(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  flags: [
    ...selectionFlags,
    { name: 'output', short: 'o', type: 'string', value: 'yaml', help: 'yaml or json' },
    { name: 'all', type: 'bool', value: 'false', help: 'every object of the type' },
  ],
  run: view,
  complete: completeObjects,
};

export const setLastApplied: Command = {
  name: 'set-last-applied',
  summary: 'say in objects that files were applied to them',
  usage: '-f FILENAME',
  flags: [
    filenameFlag,
    ...printFlags,
    dryRunFlag,
    { name: 'create-annotation', type: 'bool', value: 'false', help: 'also where nothing was applied yet' },
  ],
  run: set,
};
