// A StatefulSet, a DaemonSet and a ReplicationController. Source: kubectl pkg/describe/describe.go.
import type { Json } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import { at, isObject, listAt, numberAt, objectAt, textAt, textsAt } from '../json.ts';
import { Description, longTime } from './description.ts';
import type { Described } from './describer.ts';
import { eventsOf, writeEvents } from './events.ts';
import { selectorText, writeAnnotations, writeTexts } from './metadata.ts';
import { podsStatus } from './replica-set.ts';
import { writeConditions, writeTemplate } from './template.ts';

function labelsText(labels: Json | undefined): string {
  const texts = textsAt(labels).map(([key, value]) => `${key}=${value}`);
  return texts.length === 0 ? '<none>' : texts.join(',');
}

function writeNames(description: Description, { object }: Described): void {
  description.field(0, 'Name', textAt(object, 'metadata', 'name'));
  description.field(0, 'Namespace', textAt(object, 'metadata', 'namespace'));
}

function writeMarks(description: Description, { object }: Described): void {
  writeTexts(description, 'Labels', at(object, 'metadata', 'labels'));
  writeAnnotations(description, 'Annotations', at(object, 'metadata', 'annotations'));
}

/** The class as it was named before the field was there. */
const classAnnotation = 'volume.beta.kubernetes.io/storage-class';

function writeClaims(description: Description, templates: readonly Json[]): void {
  if (templates.length === 0) {
    description.field(0, 'Volume Claims', '<none>');
    return;
  }
  description.write(0, 'Volume Claims:\n');
  for (const template of templates) {
    const spec = isObject(template) ? objectAt(template, 'spec') : {};
    description.field(1, 'Name', textAt(template, 'metadata', 'name'));
    const annotations = at(template, 'metadata', 'annotations');
    const oldClass = textsAt(annotations).find(([key]) => key === classAnnotation)?.[1];
    description.field(1, 'StorageClass', oldClass ?? textAt(spec, 'storageClassName'));
    writeTexts(description, '  Labels', at(template, 'metadata', 'labels'));
    writeTexts(description, '  Annotations', annotations);
    description.field(1, 'Capacity', textAt(spec, 'resources', 'requests', 'storage') || '<default>');
    description.field(1, 'Access Modes', `[${listAt(spec, 'accessModes').join(' ')}]`);
  }
}

export function* describeStatefulSet(described: Described): Run<string> {
  const { client, object, showEvents, now } = described;
  const description = new Description();
  const [spec, status] = ['spec', 'status'].map((part) => objectAt(object, part));
  const selector = at(spec, 'selector');
  writeNames(description, described);
  description.field(0, 'CreationTimestamp', longTime(textAt(object, 'metadata', 'creationTimestamp')));
  description.field(0, 'Selector', selectorText(selector));
  writeMarks(description, described);
  const [wanted, total] = [numberAt(spec, 'replicas'), numberAt(status, 'replicas')];
  description.field(0, 'Replicas', `${wanted} desired | ${total} total`);
  description.field(0, 'Update Strategy', textAt(spec, 'updateStrategy', 'type'));
  if (at(spec, 'updateStrategy', 'rollingUpdate', 'partition') !== undefined)
    description.field(1, 'Partition', numberAt(spec, 'updateStrategy', 'rollingUpdate', 'partition'));
  description.field(0, 'Pods Status', yield* podsStatus(described, selectorText(selector)));
  writeTemplate(description, objectAt(spec, 'template'));
  writeClaims(description, listAt(spec, 'volumeClaimTemplates'));
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}

export function* describeDaemonSet(described: Described): Run<string> {
  const { client, object, showEvents, now } = described;
  const description = new Description();
  const [spec, status] = ['spec', 'status'].map((part) => objectAt(object, part));
  const selector = selectorText(at(spec, 'selector'));
  writeNames(description, described);
  description.field(0, 'Selector', selector);
  description.field(0, 'Node-Selector', labelsText(at(spec, 'template', 'spec', 'nodeSelector')));
  writeMarks(description, described);
  const counts = [
    ['Desired Number of Nodes Scheduled', 'desiredNumberScheduled'],
    ['Current Number of Nodes Scheduled', 'currentNumberScheduled'],
    ['Number of Nodes Scheduled with Up-to-date Pods', 'updatedNumberScheduled'],
    ['Number of Nodes Scheduled with Available Pods', 'numberAvailable'],
    ['Number of Nodes Misscheduled', 'numberMisscheduled'],
  ] as const;
  for (const [title, member] of counts) description.write(0, `${title}: ${numberAt(status, member)}\n`);
  description.field(0, 'Pods Status', yield* podsStatus(described, selector));
  writeTemplate(description, objectAt(spec, 'template'));
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}

export function* describeReplicationController(described: Described): Run<string> {
  const { client, object, showEvents, now } = described;
  const description = new Description();
  const [spec, status] = ['spec', 'status'].map((part) => objectAt(object, part));
  const selector = labelsText(at(spec, 'selector'));
  writeNames(description, described);
  description.field(0, 'Selector', selector);
  writeMarks(description, described);
  const [current, wanted] = [numberAt(status, 'replicas'), numberAt(spec, 'replicas')];
  description.field(0, 'Replicas', `${current} current / ${wanted} desired`);
  description.field(0, 'Pods Status', yield* podsStatus(described, selector));
  writeTemplate(description, objectAt(spec, 'template'));
  writeConditions(description, listAt(status, 'conditions'));
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}
