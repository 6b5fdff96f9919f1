// A Pod. Source: kubectl pkg/describe/describe.go, describePod.
import type { JsonObject } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import { at, listAt, numberAt, objectAt, textAt } from '../json.ts';
import { writeContainers, writeResources } from './containers.ts';
import { Description, longTime } from './description.ts';
import type { Described } from './describer.ts';
import { ageOf, searchEvents, writeEvents } from './events.ts';
import { controllerOf, writeAnnotations, writeTexts, writeTolerations } from './metadata.ts';
import { writeSpread } from './template.ts';
import { writeVolumes } from './volumes.ts';

function writeIdentity(description: Description, pod: JsonObject, now: number): void {
  const { metadata, spec, status } = parts(pod);
  description.field(0, 'Name', textAt(metadata, 'name'));
  description.field(0, 'Namespace', textAt(metadata, 'namespace'));
  if (at(spec, 'priority') !== undefined) description.field(0, 'Priority', numberAt(spec, 'priority'));
  for (const [title, member] of [
    ['Priority Class Name', 'priorityClassName'],
    ['Runtime Class Name', 'runtimeClassName'],
    ['Service Account', 'serviceAccountName'],
  ] as const) {
    const text = textAt(spec, member);
    if (text !== '') description.field(0, title, text);
  }
  const node = textAt(spec, 'nodeName');
  description.field(0, 'Node', node === '' ? '<none>' : `${node}/${textAt(status, 'hostIP')}`);
  const started = textAt(status, 'startTime');
  if (started !== '') description.field(0, 'Start Time', longTime(started));
  writeTexts(description, 'Labels', metadata['labels']);
  writeAnnotations(description, 'Annotations', metadata['annotations']);
  const phase = textAt(status, 'phase');
  const going = textAt(metadata, 'deletionTimestamp');
  if (going !== '' && phase !== 'Failed' && phase !== 'Succeeded') {
    description.field(0, 'Status', `Terminating (lasts ${ageOf(going, now)})`);
    description.field(0, 'Termination Grace Period', `${numberAt(metadata, 'deletionGracePeriodSeconds')}s`);
  } else description.field(0, 'Status', phase);
  for (const [title, member] of [
    ['Reason', 'reason'],
    ['Message', 'message'],
  ] as const) {
    const text = textAt(status, member);
    if (text !== '') description.field(0, title, text);
  }
}

function parts(pod: JsonObject) {
  return {
    metadata: objectAt(pod, 'metadata'),
    spec: objectAt(pod, 'spec'),
    status: objectAt(pod, 'status'),
  };
}

function writeAddresses(description: Description, pod: JsonObject): void {
  const { spec, status } = parts(pod);
  const seccomp = objectAt(spec, 'securityContext', 'seccompProfile');
  if (textAt(seccomp, 'type') !== '') {
    description.field(0, 'SeccompProfile', textAt(seccomp, 'type'));
    if (textAt(seccomp, 'type') === 'Localhost') {
      description.field(0, 'LocalhostProfile', textAt(seccomp, 'localhostProfile'));
    }
  }
  description.field(0, 'IP', textAt(status, 'podIP'));
  const addresses = listAt(status, 'podIPs');
  description.write(0, addresses.length === 0 ? 'IPs:\t<none>\n' : 'IPs:\n');
  for (const address of addresses) description.field(1, 'IP', textAt(address, 'ip'));
  const controller = controllerOf(pod);
  if (controller !== '') description.field(0, 'Controlled By', controller);
  const nominated = textAt(status, 'nominatedNodeName');
  if (nominated !== '') description.field(0, 'NominatedNodeName', nominated);
  if (at(spec, 'resources') !== undefined) {
    description.write(0, 'Resources:\n');
    writeResources(description, objectAt(spec, 'resources'), 1);
  }
}

function writePodConditions(description: Description, pod: JsonObject): void {
  const { spec, status } = parts(pod);
  const conditions = listAt(status, 'conditions');
  const gates = listAt(spec, 'readinessGates');
  if (gates.length > 0) {
    description.write(0, 'Readiness Gates:\n  Type\tStatus\n');
    for (const gate of gates) {
      const type = textAt(gate, 'conditionType');
      const found = conditions.find((condition) => textAt(condition, 'type') === type);
      description.write(1, `${type} \t${found === undefined ? '<none>' : textAt(found, 'status')} \n`);
    }
  }
  if (conditions.length === 0) return;
  description.write(0, 'Conditions:\n  Type\tStatus\n');
  for (const condition of conditions) {
    description.write(1, `${textAt(condition, 'type')} \t${textAt(condition, 'status')} \n`);
  }
}

export function* describePod({ client, object: pod, showEvents, now }: Described): Run<string> {
  const { metadata, spec, status } = parts(pod);
  const description = new Description();
  writeIdentity(description, pod, now);
  writeAddresses(description, pod);
  for (const [title, member, statuses] of [
    ['Init Containers', 'initContainers', 'initContainerStatuses'],
    ['Containers', 'containers', 'containerStatuses'],
    ['Ephemeral Containers', 'ephemeralContainers', 'ephemeralContainerStatuses'],
  ] as const) {
    const containers = listAt(spec, member);
    if (containers.length === 0 && member !== 'containers') continue;
    writeContainers(description, title, containers, listAt(status, statuses), pod, '');
  }
  writePodConditions(description, pod);
  writeVolumes(description, listAt(spec, 'volumes'), '');
  description.field(0, 'QoS Class', textAt(status, 'qosClass') || 'BestEffort');
  writeTexts(description, 'Node-Selectors', spec['nodeSelector']);
  writeTolerations(description, 'Tolerations', listAt(spec, 'tolerations'));
  writeSpread(description, listAt(spec, 'topologySpreadConstraints'), '');
  if (showEvents) {
    const uid = textAt(metadata, 'annotations', 'kubernetes.io/config.mirror') || textAt(metadata, 'uid');
    const [name, namespace] = [textAt(metadata, 'name'), textAt(metadata, 'namespace')];
    writeEvents(description, yield* searchEvents(client, { name, namespace, uid }), now);
  }
  return description.end();
}
