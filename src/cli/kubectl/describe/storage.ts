// Volumes, storage classes and the nodes' drivers. Source: kubectl pkg/describe/describe.go.
import type { Json, JsonObject } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import { at, listAt, numberAt, objectAt, textAt, textsAt } from '../json.ts';
import { formatLabels } from '../print/table.ts';
import { quantityText } from './containers.ts';
import { classOf, goList, modesText, writeStatus } from './claim.ts';
import type { Described } from './describer.ts';
import { Description, longTime } from './description.ts';
import { eventsOf, writeEvents } from './events.ts';
import { writeHead } from './metadata.ts';
import { writePersistentSource } from './volumes.ts';

/** Terms of requirements, `key in [a, b]`, one a line. */
function writeTerms(
  description: Description,
  level: number,
  terms: readonly Json[],
  member: 'matchExpressions' | 'matchLabelExpressions',
): void {
  terms.forEach((term, index) => {
    description.write(level, `Term ${index}:\t`);
    const requirements = listAt(term, member);
    if (requirements.length === 0) description.write(0, '<none>\n');
    requirements.forEach((requirement, place) => {
      if (place > 0) description.write(level, '\t');
      const operator =
        member === 'matchLabelExpressions' ? 'in' : textAt(requirement, 'operator').toLowerCase();
      const values = listAt(requirement, 'values').map(String);
      const list = values.length === 0 ? '' : ` [${values.join(', ')}]`;
      description.write(0, `${textAt(requirement, 'key')} ${operator}${list}\n`);
    });
  });
}

function writeNodeAffinity(description: Description, spec: JsonObject): void {
  description.write(0, 'Node Affinity:\t');
  if (at(spec, 'nodeAffinity', 'required') === undefined) {
    description.write(0, '<none>\n');
    return;
  }
  description.write(0, '\n');
  const terms = listAt(spec, 'nodeAffinity', 'required', 'nodeSelectorTerms');
  description.write(1, `Required Terms:\t${terms.length === 0 ? '<none>' : ''}\n`);
  writeTerms(description, 2, terms, 'matchExpressions');
}

export function* describePersistentVolume({ client, object, showEvents, now }: Described): Run<string> {
  const description = new Description();
  const spec = objectAt(object, 'spec');
  writeHead(description, object, false);
  description.field(0, 'Finalizers', goList(listAt(object, 'metadata', 'finalizers')));
  description.field(0, 'StorageClass', classOf(object));
  writeStatus(description, object, now);
  const claim = at(spec, 'claimRef');
  description.field(
    0,
    'Claim',
    claim === undefined ? '' : `${textAt(claim, 'namespace')}/${textAt(claim, 'name')}`,
  );
  description.field(0, 'Reclaim Policy', textAt(spec, 'persistentVolumeReclaimPolicy'));
  description.field(0, 'Access Modes', modesText(listAt(spec, 'accessModes')));
  if (at(spec, 'volumeMode') !== undefined) description.field(0, 'VolumeMode', textAt(spec, 'volumeMode'));
  description.field(0, 'Capacity', quantityText(at(spec, 'capacity', 'storage') ?? '0'));
  writeNodeAffinity(description, spec);
  description.field(0, 'Message', textAt(object, 'status', 'message'));
  description.write(0, 'Source:\n');
  writePersistentSource(description, spec);
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}

const defaultAnnotations = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

export function* describeStorageClass({ client, object, showEvents, now }: Described): Run<string> {
  const description = new Description();
  const isDefault = defaultAnnotations.some(
    (annotation) => textAt(object, 'metadata', 'annotations', annotation) === 'true',
  );
  description.field(0, 'Name', textAt(object, 'metadata', 'name'));
  description.field(0, 'IsDefaultClass', isDefault ? 'Yes' : 'No');
  description.field(0, 'Annotations', formatLabels(textsAt(object, 'metadata', 'annotations')));
  description.field(0, 'Provisioner', textAt(object, 'provisioner'));
  description.field(0, 'Parameters', formatLabels(textsAt(object, 'parameters')));
  const grows = at(object, 'allowVolumeExpansion');
  description.field(
    0,
    'AllowVolumeExpansion',
    grows === undefined ? '<unset>' : grows === true ? 'True' : 'False',
  );
  const options = listAt(object, 'mountOptions');
  description.write(0, options.length === 0 ? 'MountOptions:\t<none>\n' : 'MountOptions:\n');
  for (const option of options) description.write(1, `${String(option)}\n`);
  for (const [title, member] of [
    ['ReclaimPolicy', 'reclaimPolicy'],
    ['VolumeBindingMode', 'volumeBindingMode'],
  ] as const)
    if (at(object, member) !== undefined) description.field(0, title, textAt(object, member));
  if (at(object, 'allowedTopologies') !== undefined) {
    const terms = listAt(object, 'allowedTopologies');
    description.write(0, `AllowedTopologies:\t${terms.length === 0 ? '<none>' : ''}\n`);
    writeTerms(description, 1, terms, 'matchLabelExpressions');
  }
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}

export function* describeCsiNode({ client, object, showEvents, now }: Described): Run<string> {
  const description = new Description();
  writeHead(description, object, false);
  description.field(0, 'CreationTimestamp', longTime(textAt(object, 'metadata', 'creationTimestamp')));
  description.write(0, 'Spec:\n');
  if (at(object, 'spec', 'drivers') !== undefined) description.write(1, 'Drivers:\n');
  for (const driver of listAt(object, 'spec', 'drivers')) {
    description.write(2, `${textAt(driver, 'name')}:\n`);
    description.field(3, 'Node ID', textAt(driver, 'nodeID'));
    if (at(driver, 'allocatable', 'count') !== undefined) {
      description.write(3, 'Allocatables:\n');
      description.field(4, 'Count', numberAt(driver, 'allocatable', 'count'));
    }
    if (at(driver, 'topologyKeys') !== undefined)
      description.field(3, 'Topology Keys', goList(listAt(driver, 'topologyKeys')));
  }
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}
