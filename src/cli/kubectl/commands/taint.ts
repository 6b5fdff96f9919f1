// kubectl taint. Source: kubectl pkg/cmd/taint/taint.go, utils.go.
import type { JsonObject } from '../../../std/draft.ts';
import { isQualifiedName, isValidLabelValue } from '../../../std/names.ts';
import { out, type Run } from '../../effect.ts';
import { resourceNamed } from '../api/mapper.ts';
import { usageFailure, type Call, type Command } from '../command.ts';
import { completeObjects } from '../complete-objects.ts';
import { Failure, Failures } from '../failure.ts';
import { dryRunFlag, fieldManagerFlag, printFlags, selectorFlag, validateFlag } from '../flags/common.ts';
import { isObject, listAt, objectAt } from '../json.ts';
import { twoWayPatch } from '../patch.ts';
import type { Info } from '../resources/info.ts';
import { plan } from '../resources/select.ts';
import { visit } from '../resources/visit.ts';
import { dryRunOf, patchObject, structPrinter, validationOf, type DryRun } from './writing.ts';

interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

interface Wanted {
  readonly add: readonly Taint[];
  /** An empty effect means every taint of the key. */
  readonly remove: readonly Taint[];
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

const isTaint = (word: string): boolean => word.includes('=') || word.includes(':') || word.endsWith('-');

function parseOne(text: string): Taint {
  const [pair = '', effect, ...more] = text.split(':');
  if (more.length > 0) throw new Failure(`invalid taint spec: ${text}`);
  if (effect !== undefined && !effects.includes(effect))
    throw new Failure(`invalid taint effect: ${effect}, unsupported taint effect`);
  const [key = '', value, ...others] = effect === undefined ? [pair] : pair.split('=');
  if (others.length > 0) throw new Failure(`invalid taint spec: ${text}`);
  const causes = [...(value === undefined ? [] : isValidLabelValue(value))];
  if (causes.length > 0) throw new Failure(`invalid taint spec: ${text}, ${causes.join('; ')}`);
  const wrong = isQualifiedName(key);
  if (wrong.length > 0) throw new Failure(`invalid taint spec: ${text}, ${wrong.join('; ')}`);
  return { key, ...(value === undefined || value === '' ? {} : { value }), effect: effect ?? '' };
}

function parse(words: readonly string[]): Wanted {
  const add: Taint[] = [];
  const remove: Taint[] = [];
  for (const word of words) {
    if (word.endsWith('-')) {
      const { key, effect } = parseOne(word.slice(0, -1));
      remove.push({ key, effect });
      continue;
    }
    const taint = parseOne(word);
    if (taint.effect === '') throw new Failure(`invalid taint spec: ${word}`);
    if (add.some((other) => matches(other, taint))) {
      // Go prints the structure as it is: its time, last, is a pointer to nothing.
      throw new Failure(
        `duplicated taints with the same key and effect: {${taint.key} ${taint.value ?? ''} ${taint.effect} <nil>}`,
      );
    }
    add.push(taint);
  }
  return { add, remove };
}

function matches(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}

/** `key:effect`, as a taint without a value is told. */
function told({ key, effect }: Taint): string {
  return effect === '' ? key : `${key}:${effect}`;
}

interface Changed {
  readonly taints: readonly JsonObject[];
  readonly operation: string;
}

const asTaint = (object: JsonObject): Taint => object as unknown as Taint;

function change(
  name: string,
  before: readonly JsonObject[],
  { add, remove }: Wanted,
  overwrites: boolean,
): Changed {
  const taken = add.filter((taint) => before.some((old) => matches(asTaint(old), taint)));
  if (!overwrites && taken.length > 0) {
    const keys = taken.map(({ key }) => key).join(',');
    throw new Failure(
      `node ${name} already has ${keys} taint(s) with same effect(s) and --overwrite is false`,
    );
  }
  const kept = before.filter((old) => !add.some((taint) => matches(asTaint(old), taint)));
  let taints = [...add.map((taint) => ({ ...taint }) as JsonObject), ...kept];
  const isAdded = before.length !== taints.length;
  let isRemoved = false;
  const missing: Failure[] = [];
  for (const each of remove) {
    const left = taints.filter((taint) =>
      each.effect === '' ? asTaint(taint).key !== each.key : !matches(asTaint(taint), each),
    );
    isRemoved = left.length !== taints.length;
    if (!isRemoved) missing.push(new Failure(`taint "${told(each)}" not found`));
    taints = left;
  }
  if (missing.length > 0) throw new Failures(missing);
  const operation = (isAdded && isRemoved) || overwrites ? 'modified' : isAdded ? 'tainted' : 'untainted';
  return { taints, operation };
}

/** kubectl takes the word for a resource's name alone. */
const triesOfType = 2;

function* check(call: Call, resources: readonly string[], { add, remove }: Wanted): Run<void> {
  const { client, flags } = call;
  const type = (resources[0] ?? '').toLowerCase();
  const { kind } = yield* resourceNamed(client, type, triesOfType);
  if (kind !== 'Node') throw new Failure(`invalid resource type ${type}, only node types are supported`);
  const both = add.flatMap((taint) =>
    remove.filter(({ key, effect }) => key === taint.key && (effect === '' || effect === taint.effect)),
  );
  if (both.length > 0) {
    const said = both.map(({ key, effect }) => `${key}=${effect}`).join(', ');
    throw new Failure(`can not both modify and remove the following taint(s) in the same command: ${said}`);
  }
  const selector = flags.text('selector');
  if (flags.is('all') && selector !== '')
    throw new Failure("setting 'all' parameter with a non empty selector is prohibited");
  if (!flags.is('all') && selector === '' && resources.length < 2)
    throw new Failure("at least one resource name must be specified since 'all' parameter is not set");
}

function* taintOne(call: Call, wanted: Wanted, { name, object, resource }: Info, dryRun: DryRun): Run<void> {
  const { client, flags } = call;
  const before = listAt(object, 'spec', 'taints').filter(isObject);
  const { taints, operation } = change(name, before, wanted, flags.is('overwrite'));
  const { taints: _before, ...spec } = objectAt(object, 'spec');
  const after: JsonObject = {
    ...object,
    spec: taints.length === 0 ? spec : { ...spec, taints: [...taints] },
  };
  // A dry run says nothing of it: so it is in kubectl.
  const print = structPrinter(call, operation, 'none');
  if (dryRun === 'client') {
    yield* out(print(after));
    return;
  }
  const patch = yield* twoWayPatch(client, resource, object, after);
  const write = { fieldManager: flags.text('field-manager'), dryRun, validation: validationOf(call) };
  yield* out(print(yield* patchObject(client, resource, '', name, patch, write)));
}

function* run(call: Call): Run<void> {
  const { args, client, flags } = call;
  const dryRun = yield* dryRunOf(call);
  const first = args.findIndex(isTaint);
  const resources = first < 0 ? args : args.slice(0, first);
  const words = first < 0 ? [] : args.slice(first);
  const stray = words.find((word) => !isTaint(word));
  if (stray !== undefined)
    throw new Failure(`all resources must be specified before taint changes: ${stray}`);
  if (resources.length === 0)
    throw new Failure('one or more resources must be specified as <resource> <name>');
  if (words.length === 0) throw new Failure('at least one taint update is required');
  let wanted: Wanted;
  try {
    wanted = parse(words);
  } catch (failure) {
    throw failure instanceof Failure ? usageFailure(call, failure.message) : failure;
  }
  yield* check(call, resources, wanted);
  const selects = flags.is('all') || flags.text('selector') !== '';
  const selection = {
    args: selects ? ['nodes'] : ['nodes', ...resources.slice(1)],
    selector: flags.text('selector'),
    all: flags.is('all'),
    namespace: client.effective().namespace,
  };
  const found = yield* plan(client, selection);
  yield* visit(client, found, { selection, latest: true }, function* (info) {
    yield* taintOne(call, wanted, info, dryRun);
  });
}

export const taint: Command = {
  name: 'taint',
  summary: 'put taints on nodes, or take them away',
  usage: 'NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  flags: [
    ...printFlags,
    selectorFlag,
    dryRunFlag,
    validateFlag,
    fieldManagerFlag('kubectl-taint'),
    { name: 'all', type: 'bool', value: 'false', help: 'every node' },
    { name: 'overwrite', type: 'bool', value: 'false', help: 'replace taints that are there' },
  ],
  examples: [
    'kubectl taint nodes esxi-01.sandbox.lab dedicated=db:NoSchedule',
    'kubectl taint nodes esxi-01.sandbox.lab dedicated-',
  ],
  run,
  complete: completeObjects,
};
