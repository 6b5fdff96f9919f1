// kubectl rollout history and undo: the revisions that a Deployment's ReplicaSets keep.
// Source: kubectl pkg/polymorphichelpers/history.go, rollback.go.
import { equal, type Json, type JsonObject } from '../../../../std/draft.ts';
import { out, type Run } from '../../../effect.ts';
import type { Call, Command } from '../../command.ts';
import { completeObjects } from '../../complete-objects.ts';
import { listAll } from '../../describe/events.ts';
import { controllerReference, selectorText } from '../../describe/metadata.ts';
import { Failure, isExpected } from '../../failure.ts';
import { dryRunFlag, printFlags } from '../../flags/common.ts';
import { structPrinterFor } from '../../print/printer.ts';
import { describeTabs, inColumns } from '../../print/tab-writer.ts';
import { at, isObject, objectAt, textAt } from '../../json.ts';
import { getObject, type Info } from '../../resources/info.ts';
import { plan } from '../../resources/select.ts';
import { visit } from '../../resources/visit.ts';
import { lastAppliedKey } from '../last-applied.ts';
import { selectionFlags, selectionOf } from '../object-selection.ts';
import { dryRunOf, patchObject, withDryRun, type DryRun } from '../writing.ts';
import {
  deploymentChangeCause,
  groupKind,
  isDeployment,
  keepsRevisions,
  requireResource,
  revisionAnnotation,
} from './common.ts';
import { controllerRevisionsOf, undoByPatch } from './controller-history.ts';
import { templateText, type Revision } from './revision.ts';

interface SetRevision extends Revision {
  readonly set: JsonObject;
}

/** The ReplicaSets of a Deployment by revision, lowest first. */
function* revisionsOf(call: Call, deployment: JsonObject): Run<readonly SetRevision[]> {
  const namespace = textAt(deployment, 'metadata', 'namespace');
  const labelSelector = selectorText(at(deployment, 'spec', 'selector'));
  const sets = yield* listAll(call.client, `/apis/apps/v1/namespaces/${namespace}/replicasets`, {
    labelSelector,
  });
  const uid = textAt(deployment, 'metadata', 'uid');
  return sets
    .filter(isObject)
    .filter((set) => textAt(controllerReference(set), 'uid') === uid)
    .map((set) => ({
      number: Number(textAt(set, 'metadata', 'annotations', revisionAnnotation)),
      cause: causeOf(set),
      template: annotatedTemplate(set),
      object: { apiVersion: 'apps/v1', kind: 'ReplicaSet', ...typed(set) },
      set,
    }))
    .filter(({ number }) => Number.isInteger(number) && number > 0)
    .toSorted((a, b) => a.number - b.number);
}

function causeOf(set: JsonObject): string {
  return textAt(set, 'metadata', 'annotations', deploymentChangeCause);
}

/** The template of a revision, with why it came to be. */
function annotatedTemplate(set: JsonObject): JsonObject {
  const template = objectAt(set, 'spec', 'template');
  const cause = causeOf(set);
  if (cause === '') return template;
  const metadata = objectAt(template, 'metadata');
  const annotations = { ...objectAt(metadata, 'annotations'), [deploymentChangeCause]: cause };
  return { ...template, metadata: { ...metadata, annotations } };
}

/** Who keeps the history of a kind; undefined where nobody does. */
function keeperOf(info: Info): ((call: Call, object: JsonObject) => Run<readonly Revision[]>) | undefined {
  if (isDeployment(info)) return revisionsOf;
  return keepsRevisions(info) ? controllerRevisionsOf : undefined;
}

function historyText(revisions: readonly Revision[], asked: number): string {
  if (revisions.length === 0) return 'No rollout history found.';
  if (asked > 0) {
    const found = revisions.find(({ number }) => number === asked);
    if (found === undefined) throw new Failure('unable to find the specified revision');
    return templateText(found.template);
  }
  const rows = revisions.map(({ number, cause }) => `${number}\t${cause || '<none>'}\n`);
  return inColumns(`REVISION\tCHANGE-CAUSE\n${rows.join('')}`, describeTabs);
}

/** kubectl holds these in Go's types, whose empty time is a null. */
function typed(set: JsonObject): JsonObject {
  const spec = objectAt(set, 'spec');
  const template = objectAt(spec, 'template');
  const metadata = { creationTimestamp: null, ...objectAt(template, 'metadata') };
  return { ...set, spec: { ...spec, template: { ...template, metadata } } };
}

function* showObjects({ flags, session }: Call, revisions: readonly Revision[]): Run<void> {
  const asked = flags.number('revision');
  const shown = asked > 0 ? revisions.filter(({ number }) => number === asked) : revisions;
  if (asked > 0 && shown.length === 0) throw new Failure('unable to find the specified revision');
  const print = structPrinterFor(flags, session, '');
  for (const { object } of shown) yield* out(print(object));
}

const visited = new Set(['CronJob.batch', 'Job.batch', 'Pod', 'ReplicaSet.apps', 'ReplicationController']);

/** Workloads that keep no revisions, and what kubectl does not know as a workload. Source: kubectl pkg/apps/kind_visitor.go. */
function unkept(info: Info, sought: string, missing: string): Failure {
  const { group, kind } = info.resource;
  const name = groupKind(info);
  return visited.has(name)
    ? new Failure(`no ${missing} has been implemented for "${name}"`)
    : new Failure(
        `error retrieving ${sought} for "${name}", no visitor method exists for {${group} ${kind}}`,
      );
}

function* runHistory(call: Call): Run<void> {
  requireResource(call);
  const { client, flags, session } = call;
  const asked = flags.number('revision');
  if (asked < 0) throw new Failure(`revision must be a positive integer: ${asked}`);
  const selection = selectionOf(call, { bareType: true });
  yield* visit(
    client,
    yield* plan(call.client, selection),
    { selection, latest: true, typed: true },
    function* (info) {
      const keeper = keeperOf(info);
      if (keeper === undefined) throw unkept(info, 'history', 'history viewer');
      const { resource, namespace, name } = info;
      const revisions = yield* keeper(call, yield* getObject(client, resource, namespace, name));
      if (flags.has('output')) {
        yield* showObjects(call, revisions);
        return;
      }
      const operation = `${asked > 0 ? `with revision #${asked}` : ''}\n${historyText(revisions, asked)}`;
      yield* out(structPrinterFor(flags, session, operation)(info.object));
    },
  );
}

export const history: Command = {
  name: 'history',
  summary: 'show the revisions of a workload',
  usage: '(TYPE NAME | TYPE/NAME) [options]',
  flags: [
    ...selectionFlags,
    ...printFlags,
    { name: 'revision', type: 'int64', value: '0', help: 'show the template of this revision' },
  ],
  run: runHistory,
  complete: completeObjects,
};

function targetOf(deployment: JsonObject, revisions: readonly SetRevision[], asked: number): JsonObject {
  if (asked > 0) {
    const found = revisions.find(({ number }) => number === asked);
    if (found === undefined) throw new Failure(`unable to find specified revision ${asked} in history`);
    return found.set;
  }
  const previous = revisions.at(-2);
  if (previous === undefined) {
    throw new Failure(`no rollout history found for deployment "${textAt(deployment, 'metadata', 'name')}"`);
  }
  return previous.set;
}

const hashLabel = 'pod-template-hash';

function withoutHash(template: JsonObject): JsonObject {
  const metadata = objectAt(template, 'metadata');
  const { [hashLabel]: _hash, ...labels } = objectAt(metadata, 'labels');
  return { ...template, metadata: { ...metadata, labels } };
}

/** Annotations that stay the Deployment's own whatever is rolled back. */
const kept = [
  lastAppliedKey,
  revisionAnnotation,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

function annotationsAfter(deployment: JsonObject, set: JsonObject): JsonObject {
  const pick = (object: JsonObject, own: boolean): [string, Json][] =>
    Object.entries(objectAt(object, 'metadata', 'annotations')).filter(([key]) => kept.includes(key) === own);
  return Object.fromEntries([...pick(deployment, true), ...pick(set, false)]);
}

function* undoOne(call: Call, info: Info, dryRun: DryRun): Run<string> {
  const { client, flags } = call;
  const { resource, namespace, name } = info;
  const asked = flags.number('to-revision');
  if (asked < 0) throw new Failure(`unable to find specified revision ${asked} in history`);
  const deployment = yield* getObject(client, resource, namespace, name);
  const set = targetOf(deployment, yield* revisionsOf(call, deployment), asked);
  const template = objectAt(set, 'spec', 'template');
  if (dryRun === 'client') return templateText(template);
  if (at(deployment, 'spec', 'paused') === true) {
    throw new Failure(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    );
  }
  const wanted = withoutHash(template);
  if (equal(wanted, withoutHash(objectAt(deployment, 'spec', 'template')))) {
    return `skipped rollback (current template already matches revision ${asked})`;
  }
  const body: JsonObject[] = [
    { op: 'replace', path: '/spec/template', value: wanted },
    { op: 'replace', path: '/metadata/annotations', value: annotationsAfter(deployment, set) },
  ];
  try {
    yield* patchObject(
      client,
      resource,
      namespace,
      name,
      { type: 'json', body },
      { fieldManager: '', dryRun },
    );
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    throw new Failure(`failed restoring revision ${asked}: ${failure.message}`);
  }
  return 'rolled back';
}

function* runUndo(call: Call): Run<void> {
  requireResource(call);
  const { client, flags, session } = call;
  const dryRun = yield* dryRunOf(call);
  const selection = selectionOf(call, { bareType: true });
  yield* visit(
    client,
    yield* plan(call.client, selection),
    { selection, latest: true, typed: true },
    function* (info) {
      if (keeperOf(info) === undefined) throw unkept(info, 'rollbacker', 'rollbacker');
      const result = isDeployment(info)
        ? yield* undoOne(call, info, dryRun)
        : yield* undoByPatch(call, info, flags.number('to-revision'), dryRun);
      yield* out(structPrinterFor(flags, session, withDryRun(result, dryRun))(info.object));
    },
  );
}

export const undo: Command = {
  name: 'undo',
  summary: 'go back to an earlier revision',
  usage: '(TYPE NAME | TYPE/NAME) [options]',
  flags: [
    ...selectionFlags,
    ...printFlags,
    dryRunFlag,
    { name: 'to-revision', type: 'int64', value: '0', help: 'revision to go back to; 0 is the one before' },
  ],
  run: runUndo,
  complete: completeObjects,
};
