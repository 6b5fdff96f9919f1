// Containers, of Pods with their states and of templates without. Source: kubectl pkg/describe/describe.go.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { formatQuantity, parseQuantity } from '../../../std/quantity.ts';
import { at, isObject, listAt, numberAt, objectAt, textAt, textsAt } from '../json.ts';
import { longTime, type Description } from './description.ts';
import { environmentValue } from './environment.ts';
import { probeText } from './probe.ts';

/** A quantity in its canonical form. */
export function quantityText(value: Json | undefined): string {
  const text = typeof value === 'string' || typeof value === 'number' ? value : '0';
  const quantity = parseQuantity(text);
  return quantity === undefined ? String(text) : formatQuantity(quantity);
}

/**
 * @param pod the Pod that the containers belong to, or undefined for a template
 * @param indent what stands before the title in a template
 */
export function writeContainers(
  description: Description,
  title: string,
  containers: readonly Json[],
  statuses: readonly Json[],
  pod: JsonObject | undefined,
  indent: string,
): void {
  description.write(0, `${indent}${title}:${containers.length === 0 ? ' <none>' : ''}\n`);
  for (const container of containers.filter(isObject)) {
    const status = statuses.find((each) => textAt(each, 'name') === textAt(container, 'name'));
    writeBasics(description, container, status, indent);
    writeCommand(description, container);
    if (status !== undefined) writeState(description, status);
    writeResources(description, objectAt(container, 'resources'), 2);
    writeProbes(description, container);
    writeEnvironmentFrom(description, listAt(container, 'envFrom'));
    writeEnvironment(description, container, pod);
    writeMounts(description, container);
  }
}

function writeBasics(
  description: Description,
  container: JsonObject,
  status: Json | undefined,
  indent: string,
): void {
  description.write(1, `${indent === '' ? '' : ' '}${textAt(container, 'name')}:\n`);
  if (status !== undefined) description.field(2, 'Container ID', textAt(status, 'containerID'));
  description.field(2, 'Image', textAt(container, 'image'));
  if (status !== undefined) description.field(2, 'Image ID', textAt(status, 'imageID'));
  const ports = listAt(container, 'ports');
  const list = (member: string) =>
    ports.map((port) => `${numberAt(port, member)}/${textAt(port, 'protocol')}`).join(', ');
  for (const [title, text] of [
    ['Port', list('containerPort')],
    ['Host Port', list('hostPort')],
  ] as const) {
    description.field(2, text.includes(',') ? `${title}s` : title, text || '<none>');
  }
  const seccomp = textAt(container, 'securityContext', 'seccompProfile', 'type');
  if (seccomp === '') return;
  description.field(2, 'SeccompProfile', seccomp);
  if (seccomp !== 'Localhost') return;
  description.field(
    3,
    'LocalhostProfile',
    textAt(container, 'securityContext', 'seccompProfile', 'localhostProfile'),
  );
}

function writeCommand(description: Description, container: JsonObject): void {
  for (const [title, member] of [
    ['Command', 'command'],
    ['Args', 'args'],
  ] as const) {
    const words = listAt(container, member);
    if (words.length === 0) continue;
    description.write(2, `${title}:\n`);
    for (const word of words) for (const line of String(word).split('\n')) description.write(3, `${line}\n`);
  }
}

function writeState(description: Description, status: Json): void {
  writeOneState(description, 'State', objectAt(status, 'state'));
  const last = objectAt(status, 'lastState');
  if (at(last, 'terminated') !== undefined) writeOneState(description, 'Last State', last);
  description.field(2, 'Ready', at(status, 'ready') === true ? 'True' : 'False');
  description.field(2, 'Restart Count', numberAt(status, 'restartCount'));
}

function writeOneState(description: Description, title: string, state: JsonObject): void {
  const { running, terminated } = state;
  if (isObject(running)) {
    description.field(2, title, 'Running');
    description.field(3, 'Started', longTime(textAt(running, 'startedAt')));
    return;
  }
  if (isObject(terminated) && state['waiting'] === undefined) {
    description.field(2, title, 'Terminated');
    for (const member of ['reason', 'message']) {
      const text = textAt(terminated, member);
      if (text !== '') description.field(3, member === 'reason' ? 'Reason' : 'Message', text);
    }
    description.field(3, 'Exit Code', numberAt(terminated, 'exitCode'));
    if (numberAt(terminated, 'signal') > 0) description.field(3, 'Signal', numberAt(terminated, 'signal'));
    description.field(3, 'Started', longTime(textAt(terminated, 'startedAt')));
    description.field(3, 'Finished', longTime(textAt(terminated, 'finishedAt')));
    return;
  }
  description.field(2, title, 'Waiting');
  const reason = textAt(state, 'waiting', 'reason');
  if (reason !== '') description.field(3, 'Reason', reason);
}

export function writeResources(description: Description, resources: JsonObject, level: number): void {
  for (const [title, member] of [
    ['Limits', 'limits'],
    ['Requests', 'requests'],
  ] as const) {
    const amounts = textsAt(resources, member);
    if (amounts.length > 0) description.write(level, `${title}:\n`);
    for (const [name, amount] of amounts) description.field(level + 1, name, quantityText(amount));
  }
}

function writeProbes(description: Description, container: JsonObject): void {
  for (const [title, member] of [
    ['Liveness', 'livenessProbe'],
    ['Readiness', 'readinessProbe'],
    ['Startup', 'startupProbe'],
  ] as const) {
    const probe = container[member];
    if (isObject(probe)) description.field(2, title, probeText(probe));
  }
}

function writeEnvironmentFrom(description: Description, sources: readonly Json[]): void {
  if (sources.length === 0) return;
  description.write(2, 'Environment Variables from:\n');
  for (const source of sources) {
    const isMap = at(source, 'configMapRef') !== undefined;
    const reference = objectAt(source, isMap ? 'configMapRef' : 'secretRef');
    const prefix = textAt(source, 'prefix');
    const from = `${isMap ? 'ConfigMap' : 'Secret'}${prefix === '' ? '' : ` with prefix '${prefix}'`}`;
    description.write(
      3,
      `${textAt(reference, 'name')}\t${from}\tOptional: ${reference['optional'] === true}\n`,
    );
  }
}

function writeEnvironment(
  description: Description,
  container: JsonObject,
  pod: JsonObject | undefined,
): void {
  const variables = listAt(container, 'env');
  description.write(2, `Environment:${variables.length === 0 ? '\t<none>' : ''}\n`);
  for (const variable of variables) {
    const name = textAt(variable, 'name');
    if (at(variable, 'valueFrom') !== undefined) {
      description.write(
        3,
        `${name}:\t${environmentValue(objectAt(variable, 'valueFrom'), container, pod)}\n`,
      );
      continue;
    }
    const [first = '', ...more] = textAt(variable, 'value').split('\n');
    description.write(3, `${name}:\t${first}\n`);
    for (const line of more) description.write(3, `\t${line}\n`);
  }
}

function writeMounts(description: Description, container: JsonObject): void {
  const mounts = listAt(container, 'volumeMounts');
  const none = mounts.length === 0 ? '\t<none>' : '';
  description.write(2, `Mounts:${none}\n`);
  const byPath = (member: string) => (a: Json, b: Json) => (textAt(a, member) < textAt(b, member) ? -1 : 1);
  for (const mount of mounts.toSorted(byPath('mountPath'))) {
    const subPath = textAt(mount, 'subPath');
    const flags = [
      at(mount, 'readOnly') === true ? 'ro' : 'rw',
      ...(subPath === '' ? [] : [`path=${JSON.stringify(subPath)}`]),
    ];
    description.write(
      3,
      `${textAt(mount, 'mountPath')} from ${textAt(mount, 'name')} (${flags.join(',')})\n`,
    );
  }
  const devices = listAt(container, 'volumeDevices');
  if (devices.length === 0) return;
  description.write(2, `Devices:${none}\n`);
  for (const device of devices.toSorted(byPath('devicePath'))) {
    description.write(3, `${textAt(device, 'devicePath')} from ${textAt(device, 'name')}\n`);
  }
}
