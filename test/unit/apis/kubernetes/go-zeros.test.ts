// What JSON has of Go's zeros: an object of every kind against the message table, and the places where people see it.
import { describe, expect, it } from 'vitest';
import { conversionFields } from '../../../../src/apis/kubernetes/protobuf/conversions.ts';
import {
  kindMessage,
  messageOf,
  type Field,
  type Message,
} from '../../../../src/apis/kubernetes/protobuf/table.ts';
import { worldOf } from '../../../worlds/setup.ts';
import { samples } from './samples.ts';
import { ask, mergePatch } from './support.ts';

type Members = Readonly<Record<string, unknown>>;

const structOf = (message: Message, { type }: Field) =>
  conversionFields.has(type) ? undefined : messageOf(message.package, type);

/** Paths at which an object is not as Go writes it. */
function faults(message: Message, value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const members = value as Members;
  return [...message.fields.values()].flatMap((field) => {
    const struct = structOf(message, field);
    if (field.embedded) return struct === undefined ? [] : faults(struct, value, path);
    const at = `${path}.${field.name}`;
    const member = members[field.name];
    if (member === undefined) return field.always === undefined ? [] : [`${at} is missing`];
    const isZero = !conversionFields.has(field.type) && (member === '' || member === 0 || member === false);
    const isEmpty = field.form !== 'single' && Object.keys(member ?? {}).length === 0;
    if (field.always === undefined && (isEmpty || (isZero && !field.keepsZero))) return [`${at} is zero`];
    const inner = field.form === 'single' ? [member] : Object.values(member ?? {});
    return struct === undefined ? [] : inner.flatMap((one) => faults(struct, one, at));
  });
}

describe('an object of every kind', () => {
  it.each(samples)('$row', ({ path, object }) => {
    const message = kindMessage(object.apiVersion, object.kind);
    if (message === undefined) throw new Error(`there is no message of ${object.kind}`);
    const world = worldOf();
    const made = ask(world, 'POST', path, { body: object }).body;
    expect(faults(message, made, '')).toEqual([]);
    world.run(world.now + 5000);
    const now = ask(world, 'GET', `${path}/${object.metadata.name}`).body;
    if (now.kind !== 'Status') expect(faults(message, now, '')).toEqual([]);
  });
});

describe('what nobody set', () => {
  const demo = (group: string, plural: string) => `${group}/namespaces/demo/${plural}`;
  const metadata = { name: 'a' };

  it.each<readonly [string, string, object, object]>([
    [
      'an Event',
      demo('/api/v1', 'events'),
      { metadata, involvedObject: { namespace: 'demo' } },
      {
        source: {},
        firstTimestamp: null,
        lastTimestamp: null,
        eventTime: null,
        reportingComponent: '',
        reportingInstance: '',
      },
    ],
    ['a Role', demo('/apis/rbac.authorization.k8s.io/v1', 'roles'), { metadata }, { rules: null }],
    [
      'an EndpointSlice',
      demo('/apis/discovery.k8s.io/v1', 'endpointslices'),
      { metadata, addressType: 'IPv4', endpoints: [] },
      { endpoints: null, ports: null },
    ],
    [
      'a StatefulSet',
      demo('/apis/apps/v1', 'statefulsets'),
      {
        metadata,
        spec: {
          replicas: 0,
          selector: { matchLabels: { app: 'a' } },
          template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'a', image: 'b' }] } },
        },
      },
      {
        spec: {
          serviceName: '',
          template: { metadata: { creationTimestamp: null }, spec: { containers: [{ resources: {} }] } },
        },
        status: { replicas: 0, availableReplicas: 0 },
      },
    ],
  ])('%s has as Go writes it', (_, path, body, expected) => {
    expect(ask(worldOf(), 'POST', path, { body }).body).toMatchObject(expected);
  });

  it('is left out of a Pod, though it was sent', () => {
    const sent = {
      hostNetwork: false,
      nodeSelector: {},
      volumes: [],
      tolerations: [],
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      containers: [{ name: 'a', image: 'b', tty: false, args: [], env: [{ name: 'empty', value: '' }] }],
    };
    const body = { metadata: { name: 'a', labels: {} }, spec: sent };
    const made = ask(worldOf(), 'POST', demo('/api/v1', 'pods'), { body }).body;
    const spec = made.spec as typeof sent;
    for (const field of ['hostNetwork', 'nodeSelector', 'volumes']) expect(spec).not.toHaveProperty(field);
    expect(made.metadata).not.toHaveProperty('labels');
    for (const field of ['tty', 'args']) expect(spec.containers[0]).not.toHaveProperty(field);
    expect(spec.containers[0]?.env).toEqual([{ name: 'empty' }]);
    expect(spec).toMatchObject({ terminationGracePeriodSeconds: 0, automountServiceAccountToken: false });
  });

  it('changes nothing when it is said again', () => {
    const world = worldOf();
    const path = demo('/api/v1', 'services');
    const body = { metadata, spec: { ports: [{ port: 80 }] } };
    const made = ask(world, 'POST', path, { body }).body;
    const patch = { metadata: { labels: {} }, spec: { clusterIP: '', externalIPs: [] } };
    expect(ask(world, 'PATCH', `${path}/a`, { body: patch, type: mergePatch }).body).toEqual(made);
  });
});
