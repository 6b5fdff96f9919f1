// kubectl label and annotate. Source: kubectl pkg/cmd/label/label.go, pkg/cmd/annotate/annotate.go.
import type { Printer } from '../print/printer.ts';
import { changeCauseKey, recorded } from './record.ts';
import { equal, type Json, type JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { createMergePatch } from '../../../std/merge-patch.ts';
import { isValidLabelValue } from '../../../std/names.ts';
import { getOwn, setOwn } from '../../../std/own.ts';
import { out, type Run } from '../../effect.ts';
import type { Call, Command } from '../command.ts';
import { completeObjects } from '../complete-objects.ts';
import { Failure, Failures } from '../failure.ts';
import {
  allNamespacesFlag,
  dryRunFlag,
  fieldManagerFlag,
  fieldSelectorFlag,
  printFlags,
  recordFlag,
} from '../flags/common.ts';
import { goJson } from '../../../std/go-value.ts';
import { objectAt, textsAt } from '../json.ts';
import type { Info } from '../resources/info.ts';
import { plan } from '../resources/select.ts';
import { visit } from '../resources/visit.ts';
import { namesFiles, localFlag, resourcesAndPairs, selectionFlags, selectionOf } from './object-selection.ts';
import { dryRunOf, patchObject, resultPrinter, type DryRun } from './writing.ts';

interface Wanted {
  readonly set: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
}

/** What labels and annotations differ in. */
interface Manner {
  readonly member: 'labels' | 'annotations';
  readonly noun: 'label' | 'annotation';
  readonly manager: string;
  readonly parse: (pairs: readonly string[]) => Wanted;
  /** Why present values stand in the way, when --overwrite was not given. */
  readonly conflict: (present: JsonObject, wanted: Wanted) => Error | undefined;
  readonly operation: (before: JsonObject, after: JsonObject, overwrites: boolean) => string;
}

function parseLabels(pairs: readonly string[]): Wanted {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const pair of pairs) {
    if (pair.includes('=')) {
      const [key = '', value = '', ...more] = pair.split('=');
      if (more.length > 0) throw new Failure(`invalid label spec: ${pair}`);
      const causes = isValidLabelValue(value);
      if (causes.length > 0) throw new Failure(`invalid label value: ${quoteGo(pair)}: ${causes.join(';')}`);
      set.set(key, value);
    } else remove.push(pair.slice(0, -1));
  }
  if (remove.some((key) => set.has(key))) {
    throw new Failure('can not both modify and remove a label in the same command');
  }
  return { set, remove };
}

function parseAnnotations(pairs: readonly string[]): Wanted {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals > 0) set.set(pair.slice(0, equals), pair.slice(equals + 1));
    else remove.push(pair.slice(0, -1));
  }
  const both = remove.filter((key) => set.has(key));
  if (both.length > 0) {
    throw new Failure(
      `can not both modify and remove the following annotation(s) in the same command: ${both.join(', ')}`,
    );
  }
  return { set, remove };
}

function clashes(present: JsonObject, { set }: Wanted): readonly (readonly [string, string])[] {
  return [...set].flatMap(([key, value]) => {
    const current = getOwn(present, key);
    return current !== undefined && current !== value ? [[key, String(current)] as const] : [];
  });
}

const labels: Manner = {
  member: 'labels',
  noun: 'label',
  manager: 'kubectl-label',
  parse: parseLabels,
  conflict(present, wanted) {
    const found = clashes(present, wanted).map(
      ([key, value]) => new Failure(`'${key}' already has a value (${value}), and --overwrite is false`),
    );
    return found.length > 1 ? new Failures(found) : found[0];
  },
  operation(before, after, overwrites) {
    if (equal(before, after)) return 'not labeled';
    return !overwrites && goJson(after).length < goJson(before).length ? 'unlabeled' : 'labeled';
  },
};

const annotations: Manner = {
  member: 'annotations',
  noun: 'annotation',
  manager: 'kubectl-annotate',
  parse: parseAnnotations,
  conflict(present, wanted) {
    const found = clashes(present, wanted).filter(([key]) => key !== changeCauseKey);
    if (found.length === 0) return undefined;
    const said = found.map(([key, value]) => `'${key}' already has a value (${value})`).join('; ');
    return new Failure(`--overwrite is false but found the following declared annotation(s): ${said}`);
  },
  operation: () => 'annotated',
};

function changed(object: JsonObject, { member }: Manner, { set, remove }: Wanted): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const texts: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(objectAt(metadata, member))) setOwn(texts, key, value);
  for (const [key, value] of set) setOwn(texts, key, value);
  for (const key of remove) delete texts[key];
  const { [member]: _before, ...rest } = metadata;
  return { ...object, metadata: { ...rest, [member]: texts } };
}

function check(call: Call, { noun }: Manner, resources: readonly string[], wanted: Wanted): void {
  const { flags } = call;
  if (noun === 'label' && flags.is('list') && flags.text('output') !== '') {
    throw new Failure('--list and --output may not be specified together');
  }
  if (flags.is('all') && flags.text('selector') !== '') {
    throw new Failure('cannot set --all and --selector at the same time');
  }
  if (flags.is('all') && flags.text('field-selector') !== '') {
    throw new Failure('cannot set --all and --field-selector at the same time');
  }
  if (resources.length === 0 && !namesFiles(call)) {
    throw new Failure('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  }
  if (wanted.set.size + wanted.remove.length === 0 && !flags.is('list')) {
    throw new Failure(`at least one ${noun} update is required`);
  }
}

function* listOf(manner: Manner, info: Info, single: boolean): Run<void> {
  const { resource, name, object } = info;
  if (!single) yield* out(`Listing ${manner.member} for ${resource.kind}.${resource.group}/${name}:\n`);
  const indent = single ? '' : ' ';
  for (const [key, value] of textsAt(object, 'metadata', manner.member))
    yield* out(`${indent}${key}=${value}\n`);
}

/** The object with what is wanted, unless that would replace what must stay. */
function changedHere({ flags }: Call, manner: Manner, wanted: Wanted, info: Info): Info {
  const present = objectAt(info.object, 'metadata', manner.member);
  const conflict = flags.is('overwrite') ? undefined : manner.conflict(present, wanted);
  if (conflict !== undefined) throw conflict;
  return { ...info, object: changed(info.object, manner, wanted) };
}

interface Changing {
  readonly dryRun: DryRun;
  readonly print: (operation: string) => Printer;
}

function* changeOne(
  call: Call,
  manner: Manner,
  wanted: Wanted,
  info: Info,
  { dryRun, print }: Changing,
): Run<void> {
  const { flags, client } = call;
  const isSent = dryRun !== 'client' && !flags.is('local');
  const { resource, namespace, name } = info;
  const version = flags.text('resource-version');
  const present = objectAt(info.object, 'metadata', manner.member);
  if (manner.noun === 'label' && isSent) {
    for (const key of wanted.remove) {
      if (!Object.hasOwn(present, key)) yield* out(`label ${quoteGo(key)} not found.\n`);
    }
  }
  const after = recorded(call, changedHere(call, manner, wanted, info).object);
  const operation = manner.operation(info.object, after, flags.is('overwrite'));
  let made = after;
  if (isSent) {
    const patch = createMergePatch(info.object, after);
    const body =
      version === ''
        ? patch
        : { ...patch, metadata: { ...objectAt(patch, 'metadata'), resourceVersion: version } };
    const write = { fieldManager: flags.text('field-manager'), dryRun };
    made = yield* patchObject(client, resource, namespace, name, { type: 'merge', body }, write);
  }
  yield* out(print(operation)(manner.noun === 'label' ? after : made));
}

function* run(call: Call, manner: Manner): Run<void> {
  const { flags, client } = call;
  const dryRun = yield* dryRunOf(call);
  // Annotate has one printer for all objects, and looks for it first.
  const one = manner.noun === 'annotation' ? resultPrinter(call, 'annotated', dryRun) : undefined;
  const print = (operation: string) => one ?? resultPrinter(call, operation, dryRun);
  const { resources, pairs, stray } = resourcesAndPairs(call.args);
  if (stray !== undefined) {
    throw new Failure(`all resources must be specified before ${manner.noun} changes: ${stray}`);
  }
  const wanted = manner.parse(pairs);
  check(call, manner, resources, wanted);
  const selection = {
    ...selectionOf(call, { args: resources, bareType: flags.is('all') }),
    fieldSelector: flags.text('field-selector'),
    allNamespaces: flags.is('all-namespaces'),
  };
  const isLocal = flags.is('local');
  if (isLocal && resources.length > 0) {
    const file = manner.noun === 'label' ? 'pod' : 'rsrc';
    throw new Failure(
      `can only use local files by -f ${file}.yaml or --filename=${file}.json when --local=true is set`,
    );
  }
  const found = yield* plan(call.client, selection);
  if (!found.single && flags.text('resource-version') !== '') {
    throw new Failure('--resource-version may only be used with a single resource');
  }
  yield* visit(client, found, { selection, latest: !isLocal, local: isLocal }, function* (info) {
    if (flags.is('list')) yield* listOf(manner, changedHere(call, manner, wanted, info), found.single);
    else yield* changeOne(call, manner, wanted, info, { dryRun, print });
  });
}

function command(name: string, summary: string, manner: Manner): Command {
  return {
    name,
    summary,
    usage: `(-f FILENAME | TYPE NAME) KEY_1=VALUE_1 ... KEY_2- [--overwrite]`,
    flags: [
      ...selectionFlags,
      ...printFlags,
      fieldSelectorFlag,
      allNamespacesFlag,
      dryRunFlag,
      recordFlag,
      fieldManagerFlag(manner.manager),
      { name: 'all', type: 'bool', value: 'false', help: 'every object of the type' },
      { name: 'list', type: 'bool', value: 'false', help: `show the ${manner.member} instead` },
      localFlag,
      { name: 'overwrite', type: 'bool', value: 'false', help: 'replace values that are there' },
      { name: 'resource-version', type: 'string', help: 'only where the object has this version' },
    ],
    examples: [`kubectl ${name} pod web-1 team=blue`, `kubectl ${name} pod web-1 team-`],
    run: (call) => run(call, manner),
    complete: completeObjects,
  };
}

export const label = command('label', 'set or remove labels', labels);
export const annotate = command('annotate', 'set or remove annotations', annotations);
