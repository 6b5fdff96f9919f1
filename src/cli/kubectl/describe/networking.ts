// Ingresses, their classes, network policies, and the addresses of Services. Source: kubectl pkg/describe/describe.go.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { out, type Run } from '../../effect.ts';
import { sendJson } from '../api/client.ts';
import { isExpected } from '../failure.ts';
import { at, isObject, listAt, numberAt, objectAt, textAt } from '../json.ts';
import type { Described } from './describer.ts';
import { writeConditions } from './conditions.ts';
import { Description } from './description.ts';
import { eventsOf, writeEvents } from './events.ts';
import { selectorText, writeAnnotations, writeHead, writeTexts } from './metadata.ts';
import { endpointsText } from './service.ts';

/** `web:80 (10.0.0.1:8080)`: a backend and who stands behind it. */
function* backendText({ client, object }: Described, backend: JsonObject): Run<string> {
  const service = at(backend, 'service');
  if (isObject(service)) {
    const name = textAt(service, 'name');
    const [number, portName] = [numberAt(service, 'port', 'number'), textAt(service, 'port', 'name')];
    const shown = `${name}:${number === 0 ? portName : number}`;
    const namespace = textAt(object, 'metadata', 'namespace');
    try {
      const slices = yield* sendJson(client, {
        path: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
        query: { labelSelector: `kubernetes.io/service-name=${name}` },
      });
      const found = yield* sendJson(client, { path: `/api/v1/namespaces/${namespace}/services/${name}` });
      const port = listAt(found, 'spec', 'ports').findLast((each) =>
        number !== 0
          ? numberAt(each, 'port') === number
          : portName !== '' && textAt(each, 'name') === portName,
      );
      return `${shown} (${endpointsText(listAt(slices, 'items'), textAt(port, 'name'))})`;
    } catch (failure) {
      if (isExpected(failure)) return `${shown} (<error: ${failure.message}>)`;
      throw failure;
    }
  }
  const resource = at(backend, 'resource');
  if (!isObject(resource)) return '';
  const group = at(resource, 'apiGroup') === undefined ? '<none>' : textAt(resource, 'apiGroup');
  return `APIGroup: ${group}, Kind: ${textAt(resource, 'kind')}, Name: ${textAt(resource, 'name')}`;
}

function addressesText(object: JsonObject): string {
  const addresses = listAt(object, 'status', 'loadBalancer', 'ingress').map(
    (each) => textAt(each, 'ip') || textAt(each, 'hostname'),
  );
  return [...new Set(addresses)]
    .filter((address) => address !== '')
    .sort()
    .join(',');
}

function writeTls(description: Description, tls: readonly Json[]): void {
  if (tls.length > 0) description.write(0, 'TLS:\n');
  for (const each of tls) {
    const hosts = listAt(each, 'hosts').map(String).join(',');
    const secret = textAt(each, 'secretName');
    description.write(1, secret === '' ? `SNI routes ${hosts}\n` : `${secret} terminates ${hosts}\n`);
  }
}

export function* describeIngress(described: Described): Run<string> {
  const { client, object, showEvents, now } = described;
  const spec = objectAt(object, 'spec');
  const description = new Description();
  description.field(0, 'Name', textAt(object, 'metadata', 'name'));
  writeTexts(description, 'Labels', at(object, 'metadata', 'labels'));
  description.field(0, 'Namespace', textAt(object, 'metadata', 'namespace'));
  description.field(0, 'Address', addressesText(object));
  const named = at(spec, 'ingressClassName');
  description.field(0, 'Ingress Class', typeof named === 'string' ? named : '<none>');
  const fallback = at(spec, 'defaultBackend');
  const fallbackText = isObject(fallback) ? yield* backendText(described, fallback) : '<default>';
  description.field(0, 'Default backend', fallbackText);
  writeTls(description, listAt(spec, 'tls'));
  description.write(0, 'Rules:\n  Host\tPath\tBackends\n');
  description.write(1, '----\t----\t--------\n');
  const rules = listAt(spec, 'rules').filter((rule) => at(rule, 'http') !== undefined);
  for (const rule of rules) {
    description.write(1, `${textAt(rule, 'host') || '*'}\t\n`);
    for (const path of listAt(rule, 'http', 'paths')) {
      const backend = yield* backendText(described, objectAt(path, 'backend'));
      description.write(2, `\t${textAt(path, 'path')} \t${backend}\n`);
    }
  }
  if (rules.length === 0) description.write(1, `*\t*\t${fallbackText}\n`);
  writeAnnotations(description, 'Annotations', at(object, 'metadata', 'annotations'));
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}

export function* describeIngressClass({ client, object, showEvents, now }: Described): Run<string> {
  const description = new Description();
  writeHead(description, object, false);
  description.field(0, 'Controller', textAt(object, 'spec', 'controller'));
  const parameters = at(object, 'spec', 'parameters');
  if (isObject(parameters)) {
    description.write(0, 'Parameters:\n');
    if (at(parameters, 'apiGroup') !== undefined)
      description.field(1, 'APIGroup', textAt(parameters, 'apiGroup'));
    description.field(1, 'Kind', textAt(parameters, 'kind'));
    description.field(1, 'Name', textAt(parameters, 'name'));
  }
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}

const indent = '    ';

function writePeer(description: Description, peer: Json): void {
  const block = at(peer, 'ipBlock');
  const selectors = [
    ['NamespaceSelector', at(peer, 'namespaceSelector')],
    ['PodSelector', at(peer, 'podSelector')],
  ] as const;
  for (const [title, selector] of selectors)
    if (selector !== undefined)
      description.write(1, `${indent}${title}: ${selectorText(selector) || '<none>'}\n`);
  if (!isObject(block) || selectors.some(([, selector]) => selector !== undefined)) return;
  description.write(1, `${indent}IPBlock:\n`);
  description.write(2, `${indent}CIDR: ${textAt(block, 'cidr')}\n`);
  description.write(2, `${indent}Except: ${listAt(block, 'except').map(String).join(', ')}\n`);
}

const directions = {
  Ingress: { title: 'ingress', member: 'from', word: 'From', end: 'source' },
  Egress: { title: 'egress', member: 'to', word: 'To', end: 'destination' },
} as const;

function writeRules(
  description: Description,
  rules: readonly Json[],
  direction: keyof typeof directions,
): void {
  const { title, member, word, end } = directions[direction];
  if (rules.length === 0)
    description.write(0, `${indent}<none> (Selected pods are isolated for ${title} connectivity)\n`);
  rules.forEach((rule, index) => {
    const ports = listAt(rule, 'ports');
    if (ports.length === 0) description.write(0, `${indent}To Port: <any> (traffic allowed to all ports)\n`);
    for (const port of ports) {
      const protocol = textAt(port, 'protocol') || 'TCP';
      const last = at(port, 'endPort');
      const number = at(port, 'port') === undefined ? '<nil>' : String(at(port, 'port'));
      description.write(
        0,
        last === undefined
          ? `${indent}To Port: ${number}/${protocol}\n`
          : `${indent}To Port Range: ${number}-${String(last)}/${protocol}\n`,
      );
    }
    const peers = listAt(rule, member);
    if (peers.length === 0)
      description.write(0, `${indent}${word}: <any> (traffic not restricted by ${end})\n`);
    for (const peer of peers) {
      description.write(0, `${indent}${word}:\n`);
      writePeer(description, peer);
    }
    if (index < rules.length - 1) description.write(0, `${indent}----------\n`);
  });
}

/** Go's print of a moment: `2023-04-18 09:00:00 +0000 UTC`. */
function goTime(text: string): string {
  return `${text.replace('T', ' ').replace('Z', '')} +0000 UTC`;
}

export function* describeNetworkPolicy({ object }: Described): Run<string> {
  const description = new Description();
  const spec = objectAt(object, 'spec');
  description.field(0, 'Name', textAt(object, 'metadata', 'name'));
  description.field(0, 'Namespace', textAt(object, 'metadata', 'namespace'));
  description.field(0, 'Created on', goTime(textAt(object, 'metadata', 'creationTimestamp')));
  writeTexts(description, 'Labels', at(object, 'metadata', 'labels'));
  writeAnnotations(description, 'Annotations', at(object, 'metadata', 'annotations'));
  description.write(0, 'Spec:\n');
  description.write(1, 'PodSelector: ');
  const selector = selectorText(at(spec, 'podSelector'));
  const everyPod = '<none> (Allowing the specific traffic to all pods in this namespace)';
  description.write(2, `${selector === '' ? everyPod : selector}\n`);
  const types = listAt(spec, 'policyTypes').map(String);
  for (const direction of ['Ingress', 'Egress'] as const) {
    const { title } = directions[direction];
    if (types.includes(direction)) {
      description.write(1, `Allowing ${title} traffic:\n`);
      writeRules(description, listAt(spec, title), direction);
    } else description.write(1, `Not affecting ${title} traffic\n`);
  }
  description.write(1, `Policy Types: ${types.join(', ') || '<none>'}\n`);
  yield* out('');
  return description.end();
}

export function* describeIpAddress({ client, object, showEvents, now }: Described): Run<string> {
  const description = new Description();
  writeHead(description, object, false);
  const parent = at(object, 'spec', 'parentRef');
  if (isObject(parent)) {
    description.write(0, 'Parent Reference:\n');
    for (const [title, member] of [
      ['Group', 'group'],
      ['Resource', 'resource'],
      ['Namespace', 'namespace'],
      ['Name', 'name'],
    ] as const)
      description.field(1, title, textAt(parent, member));
  }
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}

export function* describeServiceCidr({ client, object, showEvents, now }: Described): Run<string> {
  const description = new Description();
  writeHead(description, object, false);
  description.field(0, 'CIDRs', listAt(object, 'spec', 'cidrs').map(String).join(', '));
  const conditions = listAt(object, 'status', 'conditions');
  if (conditions.length > 0) description.write(0, 'Status:\n');
  writeConditions(description, conditions);
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}
