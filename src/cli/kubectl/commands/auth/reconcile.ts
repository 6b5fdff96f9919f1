// kubectl auth reconcile: roles and bindings made as a manifest says, by what they mean rather than field by field.
// Source: kubectl pkg/cmd/auth/reconcile.go; k8s.io/component-helpers/auth/rbac/reconciliation.
import { uncovered } from '../../../../apis/kubernetes/wire-rules.ts';
import { equal, type Json, type JsonObject } from '../../../../std/draft.ts';
import { err, out, type Run } from '../../../effect.ts';
import { sendJson, type Client } from '../../api/client.ts';
import { collectionPath, objectPath } from '../../api/discovery.ts';
import type { Call, Command } from '../../command.ts';
import { Failure, isNotFound, StatusFailure } from '../../failure.ts';
import { dryRunFlag, filenameFlags, printFlags } from '../../flags/common.ts';
import { listAt, objectAt, textAt } from '../../json.ts';
import type { Info } from '../../resources/info.ts';
import { plan } from '../../resources/select.ts';
import { visit } from '../../resources/visit.ts';
import { requireFiles, sourcesOf } from '../object-selection.ts';
import { dryRunOf, resultPrinter } from '../writing.ts';

const group = 'rbac.authorization.k8s.io';
const optOut = 'rbac.authorization.kubernetes.io/autoupdate';

type Operation = '' | 'create' | 'update' | 'recreate';

interface Outcome {
  readonly object: JsonObject;
  readonly operation: Operation;
  readonly isProtected: boolean;
  /** Rules or subjects that were not there, and those that the manifest does not name. */
  readonly missing: readonly Json[];
  readonly extra: readonly Json[];
}

/** `{Kind:User APIGroup:rbac.authorization.k8s.io Name:anna Namespace:}`: what Go prints of a struct. */
function goStruct(value: Json, members: readonly (readonly [name: string, member: string])[]): string {
  const shown = members.map(([name, member]) => {
    const list = listAt(value, member);
    const text = member.endsWith('s') ? `[${list.join(' ')}]` : textAt(value, member);
    return `${name}:${text}`;
  });
  return `{${shown.join(' ')}}`;
}

const subjectMembers = [
  ['Kind', 'kind'],
  ['APIGroup', 'apiGroup'],
  ['Name', 'name'],
  ['Namespace', 'namespace'],
] as const;

const ruleMembers = [
  ['Verbs', 'verbs'],
  ['APIGroups', 'apiGroups'],
  ['Resources', 'resources'],
  ['ResourceNames', 'resourceNames'],
  ['NonResourceURLs', 'nonResourceURLs'],
] as const;

/** The object with the labels and annotations of the manifest among its own, which win. */
function withMeta(existing: JsonObject, expected: JsonObject): JsonObject {
  const metadata: { [key: string]: Json } = { ...objectAt(existing, 'metadata') };
  for (const member of ['annotations', 'labels']) {
    const merged = { ...objectAt(expected, 'metadata', member), ...objectAt(existing, 'metadata', member) };
    if (Object.keys(merged).length > 0) metadata[member] = merged;
  }
  return { ...existing, metadata };
}

function unlike(these: readonly Json[], those: readonly Json[]): readonly Json[] {
  const isNew = (item: Json, index: number): boolean =>
    !those.some((other) => equal(item, other)) && these.findIndex((other) => equal(item, other)) === index;
  return these.filter(isNew);
}

interface Part {
  readonly member: 'rules' | 'subjects';
  readonly differ: (wanted: readonly Json[], present: readonly Json[]) => readonly Json[];
}

type Rules = Parameters<typeof uncovered>[0];

const rulesPart: Part = {
  member: 'rules',
  differ: (wanted, present) =>
    uncovered(present as unknown as Rules, wanted as unknown as Rules) as unknown as readonly Json[],
};
const subjectsPart: Part = { member: 'subjects', differ: unlike };

/** What there should be, from what there is and what the manifest says. */
function reconciled(existing: JsonObject, expected: JsonObject, part: Part, removes: boolean): Outcome {
  const isProtected = textAt(existing, 'metadata', 'annotations', optOut) === 'false';
  if (part === subjectsPart && !equal(existing['roleRef'], expected['roleRef']))
    return { object: expected, operation: 'recreate', isProtected, missing: [], extra: [] };
  const wanted = listAt(expected, part.member);
  const present = listAt(existing, part.member);
  const missing = part.differ(wanted, present);
  const gathers = 'aggregationRule' in expected && 'aggregationRule' in existing;
  const extra = gathers ? [] : part.differ(present, wanted);
  let object = withMeta(existing, expected);
  if (!removes && missing.length > 0) object = { ...object, [part.member]: [...present, ...missing] };
  if (removes && missing.length + extra.length > 0) object = { ...object, [part.member]: wanted };
  if (part === rulesPart && !equal(existing['aggregationRule'], expected['aggregationRule'])) {
    const { aggregationRule: _rule, ...rest } = object;
    const rule = expected['aggregationRule'];
    object = rule === undefined ? rest : { ...rest, aggregationRule: rule };
  }
  const operation = equal(object, existing) ? '' : 'update';
  return { object, operation, isProtected, missing, extra };
}

/** Best effort: somebody who may only write roles goes on without. */
function* ensureNamespace(client: Client, name: string): Run<void> {
  try {
    yield* sendJson(client, { path: `/api/v1/namespaces/${name}` });
  } catch (failure) {
    if (!(failure instanceof StatusFailure)) throw failure;
    try {
      const body = { kind: 'Namespace', apiVersion: 'v1', metadata: { name } };
      yield* sendJson(client, { method: 'POST', path: '/api/v1/namespaces', body });
    } catch (trouble) {
      if (!(trouble instanceof StatusFailure)) throw trouble;
    }
  }
}

function* write(call: Call, info: Info, outcome: Outcome, uid: string): Run<JsonObject> {
  const { resource, namespace, name } = info;
  const { client } = call;
  const about = { group, plural: resource.plural, name };
  const path = objectPath(resource, namespace, name);
  const body = outcome.object;
  if (outcome.operation === 'update') return yield* sendJson(client, { method: 'PUT', path, body }, about);
  if (outcome.operation === 'recreate')
    yield* sendJson(client, { method: 'DELETE', path, body: { preconditions: { uid } } }, about);
  if (namespace !== '') yield* ensureNamespace(client, namespace);
  return yield* sendJson(client, { method: 'POST', path: collectionPath(resource, namespace), body }, about);
}

function* tell(call: Call, part: Part, { operation, isProtected, missing, extra }: Outcome): Run<void> {
  if (operation === '') return;
  const caveat = isProtected ? `, but object opted out (${optOut}: false)` : '';
  const members = part === rulesPart ? ruleMembers : subjectMembers;
  const lines = (title: string, items: readonly Json[]): string =>
    items.length === 0
      ? ''
      : `\t${title}:\n${items.map((item) => `\t\t${goStruct(item, members)}\n`).join('')}`;
  const removes = call.flags.is(part === rulesPart ? 'remove-extra-permissions' : 'remove-extra-subjects');
  yield* err(
    `\treconciliation required ${operation}${caveat}\n` +
      lines(`missing ${part.member} added`, missing) +
      (removes ? lines(`extra ${part.member} removed`, extra) : ''),
  );
}

function* reconcileOne(call: Call, info: Info, isDryRun: boolean): Run<void> {
  const { resource, namespace, name, object: expected } = info;
  if (resource.group !== group) return;
  const part = resource.kind.endsWith('Binding') ? subjectsPart : rulesPart;
  const removes = call.flags.is(part === rulesPart ? 'remove-extra-permissions' : 'remove-extra-subjects');
  let outcome: Outcome;
  let uid = '';
  try {
    const path = objectPath(resource, namespace, name);
    const existing = yield* sendJson(call.client, { path }, { group, plural: resource.plural, name });
    uid = textAt(existing, 'metadata', 'uid');
    outcome = reconciled(existing, expected, part, removes);
  } catch (failure) {
    if (!isNotFound(failure)) throw failure;
    const missing = listAt(expected, part.member);
    outcome = { object: expected, operation: 'create', isProtected: false, missing, extra: [] };
  }
  const isWritten = !isDryRun && !outcome.isProtected && outcome.operation !== '';
  const object = isWritten ? yield* write(call, info, outcome, uid) : outcome.object;
  yield* out(resultPrinter(call, 'reconciled', isDryRun ? 'client' : 'none')(object));
  yield* tell(call, part, outcome);
}

function* run(call: Call): Run<void> {
  const { client, args } = call;
  requireFiles(call);
  if (args.length > 0) throw new Failure('no arguments are allowed');
  const dryRun = yield* dryRunOf(call);
  if (dryRun === 'server') throw new Failure('--dry-run=server for command reconcile is not supported yet');
  const selection = sourcesOf(call);
  yield* visit(client, yield* plan(client, selection), { selection }, (info) =>
    reconcileOne(call, info, dryRun === 'client'),
  );
}

export const reconcile: Command = {
  name: 'reconcile',
  summary: 'make roles and bindings mean what a manifest says',
  usage: '-f FILENAME',
  flags: [
    ...filenameFlags,
    ...printFlags,
    dryRunFlag,
    {
      name: 'remove-extra-permissions',
      type: 'bool',
      value: 'false',
      help: 'take away what the manifest does not give',
    },
    {
      name: 'remove-extra-subjects',
      type: 'bool',
      value: 'false',
      help: 'take away whom the manifest does not name',
    },
  ],
  run,
};
