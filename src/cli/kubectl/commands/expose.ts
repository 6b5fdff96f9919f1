// kubectl expose: a Service for what already runs. Source: kubectl pkg/cmd/expose/expose.go.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { recorded } from './record.ts';
import { setOwn } from '../../../std/own.ts';
import { out, type Run } from '../../effect.ts';
import { resourceOfKind } from '../api/mapper.ts';
import type { Call, Command } from '../command.ts';
import { completeObjects } from '../complete-objects.ts';
import { Failure } from '../failure.ts';
import {
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  printFlags,
  recordFlag,
  saveConfigFlag,
} from '../flags/common.ts';
import { at, listAt, numberAt, objectAt, textAt, textsAt } from '../json.ts';
import type { Info } from '../resources/info.ts';
import { plan, noMatch } from '../resources/select.ts';
import { visit } from '../resources/visit.ts';
import { annotatedAsMade } from './last-applied.ts';
import { sourcesOf } from './object-selection.ts';
import { overridden, overrideFlags } from './overrides.ts';
import { createObject, dryRunOf, structPrinter, type DryRun } from './writing.ts';

const exposable = ['Deployment', 'Pod', 'ReplicaSet', 'ReplicationController', 'Service'];
const nameLengthMax = 63;

interface ExposedPort {
  readonly port: string;
  readonly protocol: string;
}

function labelsText(value: Json | undefined): string {
  return textsAt(value)
    .map(([key, text]) => `${key}=${text}`)
    .join(',');
}

/** The labels by which the Pods of an object are found. */
function selectorFor(object: JsonObject, kind: string): string {
  if (kind === 'Pod') {
    const labels = labelsText(at(object, 'metadata', 'labels'));
    if (labels === '') throw couldNot('the pod has no labels and cannot be exposed');
    return labels;
  }
  if (kind === 'Service') {
    if (at(object, 'spec', 'selector') === undefined) throw couldNot('the service has no pod selector set');
    return labelsText(at(object, 'spec', 'selector'));
  }
  if (kind === 'ReplicationController') return labelsText(at(object, 'spec', 'selector'));
  const selector = objectAt(object, 'spec', 'selector');
  const labels = labelsText(selector['matchLabels']);
  if (labels === '') {
    const what = kind === 'Deployment' ? 'deployment' : 'replicaset';
    throw couldNot(`invalid ${what}: no selectors, therefore cannot be exposed`);
  }
  const expressions = listAt(selector, 'matchExpressions').map(
    (each) =>
      `{Key:${textAt(each, 'key')} Operator:${textAt(each, 'operator')} Values:[${listAt(each, 'values').join(' ')}]}`,
  );
  if (expressions.length > 0) {
    throw couldNot(
      `couldn't convert expressions - "[${expressions.join(' ')}]" to map-based selector format`,
    );
  }
  return labels;
}

function couldNot(why: string): Failure {
  return new Failure(`couldn't retrieve selectors via --selector flag or introspection: ${why}`);
}

function portsOf(object: JsonObject, kind: string): readonly ExposedPort[] {
  if (kind === 'Service') {
    return listAt(object, 'spec', 'ports').map((port) => ({
      port: String(numberAt(port, 'port')),
      protocol: textAt(port, 'protocol') || 'TCP',
    }));
  }
  const spec = kind === 'Pod' ? objectAt(object, 'spec') : objectAt(object, 'spec', 'template', 'spec');
  return listAt(spec, 'containers').flatMap((container) =>
    listAt(container, 'ports').map((port) => ({
      port: String(numberAt(port, 'containerPort')),
      protocol: textAt(port, 'protocol') || 'TCP',
    })),
  );
}

/** Labels as a flag says them: `app=web,tier=front`. */
export function labelSelectorOf(text: string): JsonObject {
  const labels: { [key: string]: Json } = {};
  for (const part of text.split(',')) {
    const [key = '', value, ...more] = part.split('=');
    if (value === undefined || more.length > 0) throw new Failure(`unexpected label spec: ${part}`);
    if (key === '') throw new Failure('unexpected empty label key');
    setOwn(labels, key, value);
  }
  return labels;
}

function portList(call: Call, info: Info): readonly JsonObject[] {
  const { flags } = call;
  const exposed = portsOf(info.object, info.resource.kind);
  const distinct = [...new Set(exposed.map(({ port }) => port))];
  const given = flags.text('port');
  const wanted = given === '' ? distinct : given.split(',');
  if (wanted.length === 0 && flags.text('cluster-ip') !== 'None') {
    throw new Failure("couldn't find port via --port flag or introspection");
  }
  const target = flags.text('target-port');
  const targetPort = /^-?\d{1,9}$/.test(target) ? Number(target) : target;
  return wanted.flatMap((text, index) => {
    if (!/^[+-]?\d{1,9}$/.test(text)) {
      throw new Failure(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
    }
    const found = exposed.filter(({ port }) => port === text).map(({ protocol }) => protocol);
    const asked = flags.text('protocol');
    const protocols = asked !== '' ? [asked] : found.length > 0 ? found : ['TCP'];
    return protocols.map((protocol) => {
      const own = protocols.length > 1 ? `port-${index + 1}-${protocol.toLowerCase()}` : `port-${index + 1}`;
      const named = protocols.length > 1 || wanted.length > 1;
      return {
        ...(named ? { name: own } : {}),
        protocol,
        port: Number(text),
        targetPort: target === '' ? Number(text) : targetPort,
      };
    });
  });
}

function serviceFor(call: Call, info: Info): JsonObject {
  const { flags } = call;
  const { resource, name, object } = info;
  const selector = flags.text('selector') || selectorFor(object, resource.kind);
  const ports = portList(call, info);
  const labels = flags.text('labels') || labelsText(at(object, 'metadata', 'labels'));
  const affinity = flags.text('session-affinity');
  if (affinity !== '' && affinity !== 'None' && affinity !== 'ClientIP') {
    throw new Failure(`unknown session affinity: ${affinity}`);
  }
  const type = flags.text('type');
  const optional = (member: string, value: string) => (value === '' ? {} : { [member]: value });
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: {
      name: flags.text('name') || name.slice(0, nameLengthMax),
      creationTimestamp: null,
      ...(labels === '' ? {} : { labels: labelSelectorOf(labels) }),
    },
    spec: {
      ...(ports.length === 0 ? {} : { ports }),
      selector: labelSelectorOf(selector),
      ...optional('clusterIP', flags.text('cluster-ip')),
      ...optional('type', type),
      ...(flags.text('external-ip') === '' ? {} : { externalIPs: [flags.text('external-ip')] }),
      ...optional('sessionAffinity', affinity),
      ...(type === 'LoadBalancer' ? optional('loadBalancerIP', flags.text('load-balancer-ip')) : {}),
    },
    status: { loadBalancer: {} },
  };
}

function* exposeOne(call: Call, info: Info, dryRun: DryRun): Run<void> {
  const { client, flags } = call;
  const { resource } = info;
  if (!exposable.includes(resource.kind)) {
    throw new Failure(
      `cannot expose a ${resource.group === '' ? resource.kind : `${resource.kind}.${resource.group}`}`,
    );
  }
  const service = recorded(call, yield* overridden(call, 'services', serviceFor(call, info)));
  const print = structPrinter(call, 'exposed', dryRun);
  const { namespace, explicitNamespace } = client.effective();
  if (dryRun === 'client') {
    const { name = '', ...rest } = objectAt(service, 'metadata');
    const metadata = { name, ...(explicitNamespace ? { namespace } : {}), ...rest };
    yield* out(print({ ...service, metadata }));
    return;
  }
  const services = yield* resourceOfKind(client, 'v1', 'Service');
  if (services === undefined) throw new Failure(noMatch('v1', 'Service'));
  const object = flags.is('save-config') ? annotatedAsMade(service) : service;
  const write = { fieldManager: flags.text('field-manager'), dryRun };
  yield* out(print(yield* createObject(client, services, namespace, object, write)));
}

function* run(call: Call): Run<void> {
  const { client } = call;
  const dryRun = yield* dryRunOf(call);
  const selection = {
    args: call.args,
    ...sourcesOf(call),
  };
  yield* visit(client, yield* plan(call.client, selection), { selection, typed: true }, (info) =>
    exposeOne(call, info, dryRun),
  );
}

export const expose: Command = {
  name: 'expose',
  summary: 'make a service for what already runs',
  usage: '(-f FILENAME | TYPE NAME) [--port=PORT] [--target-port=PORT] [--type=TYPE]',
  flags: [
    ...filenameFlags,
    ...printFlags,
    dryRunFlag,
    recordFlag,
    fieldManagerFlag('kubectl-expose'),
    ...overrideFlags,
    { name: 'cluster-ip', type: 'string', help: 'its address, or None for a headless service' },
    { name: 'external-ip', type: 'string', help: 'a further address' },
    { name: 'labels', short: 'l', type: 'string', help: 'labels of the service' },
    { name: 'load-balancer-ip', type: 'string', help: 'address of the load balancer' },
    { name: 'name', type: 'string', help: 'name of the service' },
    { name: 'port', type: 'string', help: 'port of the service' },
    { name: 'protocol', type: 'string', help: 'TCP, UDP or SCTP' },
    saveConfigFlag,
    { name: 'selector', type: 'string', help: 'labels of the Pods' },
    { name: 'session-affinity', type: 'string', choices: ['None', 'ClientIP'], help: 'None or ClientIP' },
    { name: 'target-port', type: 'string', help: 'port of the Pods, number or name' },
    {
      name: 'type',
      type: 'string',
      choices: ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
      help: 'ClusterIP, NodePort, LoadBalancer or ExternalName',
    },
  ],
  examples: ['kubectl expose deploy web --port=80 --type=LoadBalancer'],
  run,
  complete: completeObjects,
};
