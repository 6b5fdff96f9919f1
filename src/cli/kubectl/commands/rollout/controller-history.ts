// The history that StatefulSets and DaemonSets keep in ControllerRevisions. Source: kubectl pkg/polymorphichelpers/{history,rollback}.go.
import { equal, type JsonObject } from '../../../../std/draft.ts';
import type { Run } from '../../../effect.ts';
import type { Call } from '../../command.ts';
import { listAll } from '../../describe/events.ts';
import { controllerReference, selectorText } from '../../describe/metadata.ts';
import { Failure, isExpected } from '../../failure.ts';
import { at, isObject, numberAt, objectAt, textAt } from '../../json.ts';
import { getObject, type Info } from '../../resources/info.ts';
import { patchObject, type DryRun } from '../writing.ts';
import { deploymentChangeCause } from './common.ts';
import { templateText, type Revision } from './revision.ts';

interface Kept extends Revision {
  /** What gives the set this template back. */
  readonly patch: JsonObject;
}

function templateIn(patch: JsonObject): JsonObject {
  const { $patch: _patch, ...template } = objectAt(patch, 'spec', 'template');
  return template;
}

/** Lowest revision first. */
export function* controllerRevisionsOf(call: Call, set: JsonObject): Run<readonly Kept[]> {
  const namespace = textAt(set, 'metadata', 'namespace');
  const labelSelector = selectorText(at(set, 'spec', 'selector'));
  const path = `/apis/apps/v1/namespaces/${namespace}/controllerrevisions`;
  const found = yield* listAll(call.client, path, { labelSelector });
  const uid = textAt(set, 'metadata', 'uid');
  return found
    .filter(isObject)
    .filter((revision) => textAt(controllerReference(revision), 'uid') === uid)
    .map((revision) => {
      const patch = objectAt(revision, 'data');
      const template = templateIn(patch);
      return {
        number: numberAt(revision, 'revision'),
        cause: textAt(revision, 'metadata', 'annotations', deploymentChangeCause),
        template,
        object: { ...set, spec: { ...objectAt(set, 'spec'), template } },
        patch,
      };
    })
    .toSorted((a, b) => a.number - b.number);
}

export function* undoByPatch(call: Call, info: Info, asked: number, dryRun: DryRun): Run<string> {
  const { client } = call;
  const { resource, namespace, name } = info;
  if (asked < 0) throw new Failure(`unable to find specified revision ${asked} in history`);
  const set = yield* getObject(client, resource, namespace, name);
  const revisions = yield* controllerRevisionsOf(call, set);
  if (asked === 0 && revisions.length <= 1) throw new Failure('no last revision to roll back to');
  const target = asked === 0 ? revisions.at(-2) : revisions.find(({ number }) => number === asked);
  if (target === undefined) throw new Failure(`unable to find specified revision ${asked} in history`);
  if (dryRun === 'client') return `will roll back to ${templateText(target.template)}`;
  if (equal(target.template, objectAt(set, 'spec', 'template')))
    return `skipped rollback (current template already matches revision ${asked})`;
  const patch = { type: 'strategic', body: target.patch } as const;
  try {
    yield* patchObject(client, resource, namespace, name, patch, { fieldManager: '', dryRun });
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    throw new Failure(`failed restoring revision ${asked}: ${failure.message}`);
  }
  return 'rolled back';
}
