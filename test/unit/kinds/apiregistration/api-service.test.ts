import { describe, expect, it } from 'vitest';
import {
  deployment,
  get,
  list,
  mergePatch,
  pass,
  paths,
  send,
  worldOf,
  type Body,
} from '../../../worlds/setup.ts';
import { ask } from '../../apis/kubernetes/support.ts';

const services = '/apis/apiregistration.k8s.io/v1/apiservices';
const spec = {
  group: 'things.example.com',
  version: 'v1',
  groupPriorityMinimum: 1_000,
  versionPriority: 15,
  service: { namespace: 'demo', name: 'things' },
};
const things = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1.things.example.com' },
  spec,
};

const condition = ({ status }: Body) =>
  (status!['conditions'] as readonly { status: string; reason: string; message: string }[])[0];

describe('the APIServices of what is served', () => {
  it('are one a version, in the order of their names', () => {
    const all = list(worldOf(), services);
    const names = all.map(({ metadata }) => metadata.name);
    expect(names).toEqual(names.toSorted());
    expect(names).toEqual(
      expect.arrayContaining([
        'v1.',
        'v1.apps',
        'v1.autoscaling',
        'v2.autoscaling',
        'v1beta1.metrics.k8s.io',
      ]),
    );
    expect(names).not.toContain('v1.apiregistration.k8s.io');
    for (const each of all) expect(condition(each)?.status).toBe('True');
  });

  it('come and go with definitions', () => {
    const world = worldOf();
    const names = { kind: 'Thing', plural: 'things' };
    const schema = { openAPIV3Schema: { type: 'object' } };
    const versions = [{ name: 'v1', served: true, storage: true, schema }];
    const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    send(world, 'POST', definitions, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'things.example.com' },
      spec: { group: 'example.com', scope: 'Namespaced', names, versions },
    });
    pass(world, 5);
    const made = get(world, `${services}/v1.example.com`);
    expect(made).toMatchObject({
      metadata: { labels: { 'kube-aggregator.kubernetes.io/automanaged': 'true' } },
      spec: { group: 'example.com', version: 'v1', groupPriorityMinimum: 1_000, versionPriority: 100 },
    });
    expect(condition(made)).toMatchObject({
      reason: 'Local',
      message: 'Local APIServices are always available',
    });
    send(world, 'DELETE', `${definitions}/things.example.com`);
    pass(world, 5);
    expect(get(world, `${services}/v1.example.com`).message).toBe(
      'apiservices.apiregistration.k8s.io "v1.example.com" not found',
    );
  });

  it('are there again when they are removed', () => {
    const world = worldOf();
    expect(send(world, 'DELETE', `${services}/v1.apps`)).toMatchObject({
      status: 200,
      body: { status: 'Success' },
    });
    expect(condition(get(world, `${services}/v1.apps`))?.reason).toBe('Local');
  });
});

describe('an APIService that nobody stores', () => {
  const at = `${services}/v1beta1.metrics.k8s.io`;
  const annotations = (world: ReturnType<typeof worldOf>) => get(world, at).metadata.annotations;

  it('is patched as any other, and is as it was once it is deleted', () => {
    const world = worldOf();
    const before = get(world, at);
    const patched = send(world, 'PATCH', at, { metadata: { annotations: { a: 'b' } } }, mergePatch);
    expect(patched.status).toBe(200);
    expect(patched.body.spec).toEqual(before.spec);
    expect(annotations(world)).toEqual({ a: 'b' });
    expect(condition(get(world, at))?.status).toBe('True');
    expect(send(world, 'DELETE', at).status).toBe(200);
    expect(annotations(world)).toBeUndefined();
  });

  it('is written over by who has read it', () => {
    const world = worldOf();
    const { metadata, ...rest } = get(world, at);
    const labels = { ...metadata.labels, extra: 'yes' };
    expect(send(world, 'PUT', at, { ...rest, metadata: { ...metadata, labels } }).status).toBe(200);
    expect(get(world, at).metadata.labels).toEqual(labels);
  });

  it('is applied', () => {
    const world = worldOf();
    const body = {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1beta1.metrics.k8s.io', labels: { mine: 'yes' } },
    };
    const applied = send(
      world,
      'PATCH',
      `${at}?fieldManager=me&force=true`,
      body,
      'application/apply-patch+yaml',
    );
    expect(applied.status).toBe(200);
    expect(get(world, at).metadata.labels).toEqual({ 'k8s-app': 'metrics-server', mine: 'yes' });
    const other = { ...things, metadata: { name: 'v1.things.example.com' } };
    const path = `${services}/v1.things.example.com?fieldManager=me`;
    expect(send(world, 'PATCH', path, other, 'application/apply-patch+yaml').status).toBe(201);
  });
});

describe('an APIService that somebody registers', () => {
  it('tells how far a call would come', () => {
    const world = worldOf();
    expect(send(world, 'POST', services, things).status).toBe(201);
    const seen = () => condition(get(world, `${services}/v1.things.example.com`));
    expect(seen()).toMatchObject({
      status: 'False',
      reason: 'ServiceNotFound',
      message: 'service/things in "demo" is not present',
    });
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'things' } };
    send(world, 'POST', paths.services, {
      ...service,
      spec: { selector: { app: 'things' }, ports: [{ port: 80 }] },
    });
    expect(seen()).toMatchObject({
      reason: 'ServicePortError',
      message: 'service/things in "demo" is not listening on port 443',
    });
    const ports = [{ port: 443, targetPort: 80 }];
    send(world, 'PATCH', `${paths.services}/things`, { spec: { ports } }, mergePatch);
    pass(world, 5);
    expect(seen()).toMatchObject({
      reason: 'MissingEndpoints',
      message: 'endpointslices for service/things in "demo" have no addresses with port name ""',
    });
    send(world, 'POST', paths.deployments, deployment('things', 1));
    pass(world, 90);
    expect(seen()).toMatchObject({ reason: 'FailedDiscoveryCheck' });
    expect(seen()?.message).toMatch(
      /^failing or missing response from (https:\/\/[\d.]+:443\/apis\/things\.example\.com\/v1): Get "\1": dial tcp [\d.]+:443: connect: connection refused$/,
    );
  });

  it('has a group that discovery tells as stale, and that answers nothing', () => {
    const world = worldOf();
    send(world, 'POST', services, things);
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    expect(ask(world, 'GET', '/apis', { accept }).body.items.at(-1)).toMatchObject({
      metadata: { name: spec.group },
      versions: [{ version: 'v1', freshness: 'Stale' }],
    });
    expect(get(world, '/apis')).toMatchObject({
      groups: expect.arrayContaining([expect.objectContaining({ name: spec.group })]) as unknown,
    });
    expect(get(world, `/apis/${spec.group}`)).toMatchObject({ preferredVersion: { version: 'v1' } });
    for (const path of ['', '/namespaces/demo/things', '/things/one']) {
      const answer = ask(world, 'GET', `/apis/${spec.group}/v1${path}`);
      expect([answer.status, answer.text]).toEqual([503, 'service unavailable\n']);
    }
    expect(ask(world, 'GET', `/apis/${spec.group}/v2/things`).status).toBe(404);
    send(world, 'DELETE', `${services}/v1.things.example.com`);
    expect(ask(world, 'GET', `/apis/${spec.group}/v1/things`).status).toBe(404);
  });

  it.each<[object, string]>([
    [
      { version: 'v2' },
      'metadata.name: Invalid value: "v1.things.example.com": must be `spec.version+"."+spec.group`: "v2.things.example.com"',
    ],
    [
      { groupPriorityMinimum: 0 },
      'spec.groupPriorityMinimum: Invalid value: 0: must be positive and less than 20000',
    ],
    [
      { versionPriority: 1_001 },
      'spec.versionPriority: Invalid value: 1001: must be positive and less than 1000',
    ],
    [{ service: { name: 'a' } }, 'spec.service.namespace: Required value'],
    [
      { service: undefined, insecureSkipTLSVerify: true },
      'spec.insecureSkipTLSVerify: Invalid value: true: local APIServices may not have insecureSkipTLSVerify',
    ],
  ])('is refused with %j', (change, why) => {
    const { status, body } = send(worldOf(), 'POST', services, { ...things, spec: { ...spec, ...change } });
    expect(status).toBe(422);
    expect(body.message).toBe(`APIService.apiregistration.k8s.io "v1.things.example.com" is invalid: ${why}`);
  });
});
