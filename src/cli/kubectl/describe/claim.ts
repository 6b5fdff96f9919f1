// A claim to a volume, and a template of one. Source: kubectl pkg/describe/describe.go.
import type { Json, JsonObject } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import { at, isObject, listAt, objectAt, textAt } from '../json.ts';
import { quantityText } from './containers.ts';
import type { Described } from './describer.ts';
import { Description, longTime } from './description.ts';
import { ageOf, eventsOf, listAll, writeEvents } from './events.ts';
import { writeAnnotations, writeLines, writeTexts } from './metadata.ts';

const shortModes = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

export function modesText(modes: readonly Json[]): string {
  return Object.entries(shortModes)
    .filter(([mode]) => modes.includes(mode))
    .map(([, short]) => short)
    .join(',');
}

const betaClass = 'volume.beta.kubernetes.io/storage-class';

export function classOf(object: JsonObject): string {
  const annotated = at(object, 'metadata', 'annotations', betaClass);
  return typeof annotated === 'string' ? annotated : textAt(object, 'spec', 'storageClassName');
}

/** Go's print of a list of texts: `[a b]`. */
export const goList = (items: readonly Json[]): string => `[${items.map(String).join(' ')}]`;

export function writeStatus(description: Description, object: JsonObject, now: number): void {
  const deleted = textAt(object, 'metadata', 'deletionTimestamp');
  const text =
    deleted === '' ? textAt(object, 'status', 'phase') : `Terminating (lasts ${ageOf(deleted, now)})`;
  description.field(0, 'Status', text);
}

/**
 * What a claim asks for and has.
 * @param now undefined where the claim is only a template of one
 */
export function writeClaim(description: Description, object: JsonObject, now: number | undefined): void {
  const spec = objectAt(object, 'spec');
  const status = objectAt(object, 'status');
  if (now !== undefined) {
    description.field(0, 'Name', textAt(object, 'metadata', 'name'));
    description.field(0, 'Namespace', textAt(object, 'metadata', 'namespace'));
  }
  description.field(0, 'StorageClass', classOf(object));
  if (now !== undefined) writeStatus(description, object, now);
  const volume = textAt(spec, 'volumeName');
  description.field(0, 'Volume', volume);
  writeTexts(description, 'Labels', at(object, 'metadata', 'labels'));
  writeAnnotations(description, 'Annotations', at(object, 'metadata', 'annotations'));
  if (now !== undefined) description.field(0, 'Finalizers', goList(listAt(object, 'metadata', 'finalizers')));
  description.field(
    0,
    'Capacity',
    volume === '' ? '' : quantityText(at(status, 'capacity', 'storage') ?? '0'),
  );
  description.field(0, 'Access Modes', volume === '' ? '' : modesText(listAt(status, 'accessModes')));
  if (at(spec, 'volumeMode') !== undefined) description.field(0, 'VolumeMode', textAt(spec, 'volumeMode'));
  const source = at(spec, 'dataSource');
  if (isObject(source)) {
    description.write(0, 'DataSource:\n');
    if (at(source, 'apiGroup') !== undefined) description.field(1, 'APIGroup', textAt(source, 'apiGroup'));
    description.field(1, 'Kind', textAt(source, 'kind'));
    description.field(1, 'Name', textAt(source, 'name'));
  }
}

/** The Pods that use a claim: those that name it, then those that own it. */
function* usersOf({ client, object }: Described): Run<readonly string[]> {
  const pods = yield* listAll(
    client,
    `/api/v1/namespaces/${textAt(object, 'metadata', 'namespace')}/pods`,
    {},
  );
  const name = textAt(object, 'metadata', 'name');
  const users = pods.filter((pod) =>
    listAt(pod, 'spec', 'volumes').some(
      (volume) => textAt(volume, 'persistentVolumeClaim', 'claimName') === name,
    ),
  );
  for (const owner of listAt(object, 'metadata', 'ownerReferences')) {
    const pod = pods.find((each) => textAt(each, 'metadata', 'uid') === textAt(owner, 'uid'));
    if (textAt(owner, 'kind') === 'Pod' && pod !== undefined && !users.includes(pod)) users.push(pod);
  }
  return users.map((pod) => textAt(pod, 'metadata', 'name'));
}

export function* describePersistentVolumeClaim(described: Described): Run<string> {
  const { client, object, showEvents, now } = described;
  const users = yield* usersOf(described);
  const description = new Description();
  writeClaim(description, object, now);
  writeLines(description, 'Used By', users);
  const conditions = listAt(object, 'status', 'conditions');
  if (conditions.length > 0) {
    description.write(0, 'Conditions:\n');
    description.write(1, 'Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage\n');
    description.write(1, '----\t------\t-----------------\t------------------\t------\t-------\n');
  }
  for (const condition of conditions) {
    const [type, state, reason, message] = ['type', 'status', 'reason', 'message'].map((member) =>
      textAt(condition, member),
    );
    const [probed, changed] = ['lastProbeTime', 'lastTransitionTime'].map((member) =>
      longTime(textAt(condition, member)),
    );
    description.write(1, `${type} \t${state} \t${probed} \t${changed} \t${reason} \t${message}\n`);
  }
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}
