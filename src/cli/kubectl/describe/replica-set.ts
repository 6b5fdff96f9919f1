// A ReplicaSet and a Deployment. Source: kubectl pkg/describe/describe.go; pkg/util/deployment.
import { equal, type Json, type JsonObject } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import { isExpected } from '../failure.ts';
import { at, isObject, listAt, numberAt, objectAt, textAt } from '../json.ts';
import { Description, longTime } from './description.ts';
import type { Described } from './describer.ts';
import { eventsOf, listAll, writeEvents } from './events.ts';
import { controllerOf, controllerReference, selectorText, writeAnnotations, writeTexts } from './metadata.ts';
import { writeConditions, writeTemplate } from './template.ts';

const phases = ['Running', 'Pending', 'Succeeded', 'Failed'];

function owns(owner: JsonObject, object: Json): boolean {
  const reference = isObject(object) ? controllerReference(object) : undefined;
  return reference !== undefined && textAt(reference, 'uid') === textAt(owner, 'metadata', 'uid');
}

/** How many Pods of a controller are in which phase. */
export function* podsStatus({ client, object }: Described, labelSelector: string): Run<string> {
  const path = `/api/v1/namespaces/${textAt(object, 'metadata', 'namespace')}/pods`;
  try {
    const pods = (yield* listAll(client, path, { labelSelector })).filter((pod) => owns(object, pod));
    const [running, waiting, succeeded, failed] = phases.map(
      (phase) => pods.filter((pod) => textAt(pod, 'status', 'phase') === phase).length,
    );
    return `${running} Running / ${waiting} Waiting / ${succeeded} Succeeded / ${failed} Failed`;
  } catch (failure) {
    if (isExpected(failure)) return `error in fetching pods: ${failure.message}`;
    throw failure;
  }
}

export function* describeReplicaSet(described: Described): Run<string> {
  const { client, object, showEvents, now } = described;
  const description = new Description();
  const [metadata, spec, status] = ['metadata', 'spec', 'status'].map((part) => objectAt(object, part));
  description.field(0, 'Name', textAt(metadata, 'name'));
  description.field(0, 'Namespace', textAt(metadata, 'namespace'));
  description.field(0, 'Selector', selectorText(at(spec, 'selector')) || '<none>');
  writeTexts(description, 'Labels', at(metadata, 'labels'));
  writeAnnotations(description, 'Annotations', at(metadata, 'annotations'));
  const controller = controllerOf(object);
  if (controller !== '') description.field(0, 'Controlled By', controller);
  description.field(
    0,
    'Replicas',
    `${numberAt(status, 'replicas')} current / ${numberAt(spec, 'replicas')} desired`,
  );
  description.field(0, 'Pods Status', yield* podsStatus(described, selectorText(at(spec, 'selector'))));
  writeTemplate(description, objectAt(spec, 'template'));
  writeConditions(description, listAt(status, 'conditions'));
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}

const hashLabel = 'pod-template-hash';

/** A template without the label that tells ReplicaSets of one Deployment apart. */
function bare(template: JsonObject): JsonObject {
  const { [hashLabel]: _hash, ...labels } = objectAt(template, 'metadata', 'labels');
  const { creationTimestamp: _created, ...metadata } = objectAt(template, 'metadata');
  return { ...template, metadata: { ...metadata, labels } };
}

/** The ReplicaSets of a Deployment: the one of its template, and the others that still have Pods. */
function* replicaSetsOf({
  client,
  object,
}: Described): Run<{ readonly old: readonly Json[]; readonly current: readonly Json[] }> {
  const path = `/apis/apps/v1/namespaces/${textAt(object, 'metadata', 'namespace')}/replicasets`;
  const labelSelector = selectorText(at(object, 'spec', 'selector'));
  try {
    const all = (yield* listAll(client, path, { labelSelector })).filter((set) => owns(object, set));
    const byAge = all.toSorted((a, b) =>
      textAt(a, 'metadata', 'creationTimestamp') < textAt(b, 'metadata', 'creationTimestamp') ? -1 : 1,
    );
    const wanted = bare(objectAt(object, 'spec', 'template'));
    const current = byAge.find((set) => equal(bare(objectAt(set, 'spec', 'template')), wanted));
    return { old: all.filter((set) => set !== current), current: current === undefined ? [] : [current] };
  } catch (failure) {
    if (isExpected(failure)) return { old: [], current: [] };
    throw failure;
  }
}

function setsText(sets: readonly Json[]): string {
  const texts = sets.map(
    (set) =>
      `${textAt(set, 'metadata', 'name')} (${numberAt(set, 'status', 'replicas')}/${numberAt(set, 'spec', 'replicas')} replicas created)`,
  );
  return texts.length === 0 ? '<none>' : texts.join(', ');
}

export function* describeDeployment(described: Described): Run<string> {
  const { client, object, showEvents, now } = described;
  const description = new Description();
  const [metadata, spec, status] = ['metadata', 'spec', 'status'].map((part) => objectAt(object, part));
  description.field(0, 'Name', textAt(metadata, 'name'));
  description.field(0, 'Namespace', textAt(metadata, 'namespace'));
  description.field(0, 'CreationTimestamp', longTime(textAt(metadata, 'creationTimestamp')));
  writeTexts(description, 'Labels', at(metadata, 'labels'));
  writeAnnotations(description, 'Annotations', at(metadata, 'annotations'));
  description.field(0, 'Selector', selectorText(at(spec, 'selector')));
  const counts = ['updatedReplicas', 'replicas', 'availableReplicas', 'unavailableReplicas'].map((member) =>
    numberAt(status, member),
  );
  description.field(
    0,
    'Replicas',
    `${numberAt(spec, 'replicas')} desired | ${counts[0]} updated | ${counts[1]} total | ${counts[2]} available | ${counts[3]} unavailable`,
  );
  description.field(0, 'StrategyType', textAt(spec, 'strategy', 'type'));
  description.field(0, 'MinReadySeconds', numberAt(spec, 'minReadySeconds'));
  const rolling = at(spec, 'strategy', 'rollingUpdate');
  if (isObject(rolling)) {
    const [unavailable, surge] = ['maxUnavailable', 'maxSurge'].map((member) => String(rolling[member] ?? 0));
    description.field(0, 'RollingUpdateStrategy', `${unavailable} max unavailable, ${surge} max surge`);
  }
  writeTemplate(description, objectAt(spec, 'template'));
  writeConditions(description, listAt(status, 'conditions'));
  const { old, current } = yield* replicaSetsOf(described);
  if (old.length + current.length > 0) {
    description.field(0, 'OldReplicaSets', setsText(old));
    description.field(0, 'NewReplicaSet', setsText(current));
  }
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}
