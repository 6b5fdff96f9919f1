// A Service, Endpoints, an EndpointSlice. Source: kubectl pkg/describe/describe.go.
import type { Json, JsonObject } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import { sendJson } from '../api/client.ts';
import { isExpected } from '../failure.ts';
import { formatLabels } from '../print/table.ts';
import { at, listAt, numberAt, objectAt, textAt, textsAt } from '../json.ts';
import { Description } from './description.ts';
import type { Described } from './describer.ts';
import { eventsOf, writeEvents } from './events.ts';
import { writeHead } from './metadata.ts';

const endpointsShown = 3;

function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The first ready endpoints of a port, and how many more there are. */
export function endpointsText(slices: readonly Json[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const shown: string[] = [];
  let count = 0;
  let more = false;
  for (const slice of slices) {
    const ports = listAt(slice, 'ports');
    const matching =
      ports.length === 0 ? [undefined] : ports.filter((port) => textAt(port, 'name') === portName);
    for (const port of matching) {
      for (const endpoint of listAt(slice, 'endpoints')) {
        if (shown.length === endpointsShown) more = true;
        if (at(endpoint, 'conditions', 'ready') === false) continue;
        const address = String(listAt(endpoint, 'addresses')[0] ?? '');
        if (!more) shown.push(port === undefined ? address : hostPort(address, numberAt(port, 'port')));
        count += 1;
      }
    }
  }
  return more ? `${shown.join(',')} + ${count - endpointsShown} more...` : shown.join(',');
}

function* slicesOf({ client, object }: Described): Run<readonly Json[]> {
  const [namespace, name] = [textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name')];
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  try {
    const list = yield* sendJson(client, {
      path,
      query: { labelSelector: `kubernetes.io/service-name=${name}` },
    });
    return listAt(list, 'items');
  } catch (failure) {
    if (isExpected(failure)) return [];
    throw failure;
  }
}

function writePorts(description: Description, spec: JsonObject, slices: readonly Json[]): void {
  for (const port of listAt(spec, 'ports')) {
    const name = textAt(port, 'name');
    const protocol = textAt(port, 'protocol');
    const shown = name || '<unset>';
    description.write(0, `Port:\t${shown}\t${numberAt(port, 'port')}/${protocol}\n`);
    description.field(0, 'TargetPort', `${String(at(port, 'targetPort') ?? 0)}/${protocol}`);
    const nodePort = numberAt(port, 'nodePort');
    if (nodePort !== 0) description.write(0, `NodePort:\t${shown}\t${nodePort}/${protocol}\n`);
    description.field(0, 'Endpoints', endpointsText(slices, name));
  }
}

function ingressText(ingress: readonly Json[]): string {
  return ingress
    .map((each) => {
      const ip = textAt(each, 'ip');
      const mode = textAt(each, 'ipMode');
      return ip === '' ? textAt(each, 'hostname') : ip + (mode === '' ? '' : ` (${mode})`);
    })
    .join(', ');
}

export function* describeService(described: Described): Run<string> {
  const { client, object, showEvents, now } = described;
  const spec = objectAt(object, 'spec');
  const description = new Description();
  writeHead(description, object);
  const joined = (member: string) => listAt(spec, member).map(String).join(',');
  const optional = (title: string, text: string) => {
    if (text !== '') description.field(0, title, text);
  };
  description.field(0, 'Selector', formatLabels(textsAt(spec, 'selector')));
  description.field(0, 'Type', textAt(spec, 'type'));
  optional('IP Family Policy', textAt(spec, 'ipFamilyPolicy'));
  description.field(0, 'IP Families', joined('ipFamilies') || '<none>');
  description.field(0, 'IP', textAt(spec, 'clusterIP'));
  description.field(0, 'IPs', joined('clusterIPs') || '<none>');
  optional('External IPs', joined('externalIPs'));
  optional('Desired LoadBalancer IP', textAt(spec, 'loadBalancerIP'));
  optional('External Name', textAt(spec, 'externalName'));
  optional('LoadBalancer Ingress', ingressText(listAt(object, 'status', 'loadBalancer', 'ingress')));
  writePorts(description, spec, yield* slicesOf(described));
  description.field(0, 'Session Affinity', textAt(spec, 'sessionAffinity'));
  optional('External Traffic Policy', textAt(spec, 'externalTrafficPolicy'));
  optional('Internal Traffic Policy', textAt(spec, 'internalTrafficPolicy'));
  if (numberAt(spec, 'healthCheckNodePort') !== 0) {
    description.field(0, 'HealthCheck NodePort', numberAt(spec, 'healthCheckNodePort'));
  }
  optional('LoadBalancer Source Ranges', joined('loadBalancerSourceRanges'));
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}

export function* describeEndpoints({ client, object, showEvents, now }: Described): Run<string> {
  const description = new Description();
  writeHead(description, object);
  description.write(0, 'Subsets:\n');
  for (const subset of listAt(object, 'subsets')) {
    for (const [title, member] of [
      ['Addresses', 'addresses'],
      ['NotReadyAddresses', 'notReadyAddresses'],
    ] as const) {
      const addresses = listAt(subset, member).map((address) => textAt(address, 'ip'));
      description.field(1, title, addresses.join(',') || '<none>');
    }
    const ports = listAt(subset, 'ports');
    if (ports.length > 0) {
      description.write(1, 'Ports:\n');
      description.write(2, 'Name\tPort\tProtocol\n');
      description.write(2, '----\t----\t--------\n');
      for (const port of ports) {
        const name = textAt(port, 'name') || '<unset>';
        description.write(2, `${name}\t${numberAt(port, 'port')}\t${textAt(port, 'protocol')}\n`);
      }
    }
    description.write(0, '\n');
  }
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}

export function* describeEndpointSlice({ client, object, showEvents, now }: Described): Run<string> {
  const description = new Description();
  writeHead(description, object);
  description.field(0, 'AddressType', textAt(object, 'addressType'));
  const ports = listAt(object, 'ports');
  description.write(0, ports.length === 0 ? 'Ports: <unset>\n' : 'Ports:\n');
  if (ports.length > 0) {
    description.write(1, 'Name\tPort\tProtocol\n');
    description.write(1, '----\t----\t--------\n');
  }
  for (const port of ports) {
    const number = at(port, 'port');
    const shown = number === undefined ? '<unset>' : String(number);
    description.write(1, `${textAt(port, 'name') || '<unset>'}\t${shown}\t${textAt(port, 'protocol')}\n`);
  }
  const endpoints = listAt(object, 'endpoints');
  description.write(0, endpoints.length === 0 ? 'Endpoints: <none>\n' : 'Endpoints:\n');
  for (const endpoint of endpoints) {
    description.field(1, '- Addresses', listAt(endpoint, 'addresses').map(String).join(', ') || '<none>');
    description.write(2, 'Conditions:\n');
    const ready = at(endpoint, 'conditions', 'ready');
    description.field(3, 'Ready', ready === undefined ? '<unset>' : String(ready));
    description.field(2, 'Hostname', textAt(endpoint, 'hostname') || '<unset>');
    if (at(endpoint, 'targetRef') !== undefined) {
      const target = objectAt(endpoint, 'targetRef');
      description.field(2, 'TargetRef', `${textAt(target, 'kind')}/${textAt(target, 'name')}`);
    }
    description.field(2, 'NodeName', textAt(endpoint, 'nodeName') || '<unset>');
    description.field(2, 'Zone', textAt(endpoint, 'zone') || '<unset>');
  }
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}
