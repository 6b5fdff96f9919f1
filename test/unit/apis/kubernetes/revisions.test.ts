// Revisions and generations: what moves them, what does not, and who is told that somebody was faster.
import { describe, expect, it } from 'vitest';
import { deployment, paths, podSpec, worldOf, type Body } from '../../../worlds/setup.ts';
import { samples } from './samples.ts';
import { ask, configMap, maps, mergePatch, refused, strategicPatch, watching } from './support.ts';

const revisionOf = (body: Body) => Number(body.metadata.resourceVersion);

/** Kinds whose updates must say which version they change. */
const needVersion = [
  ...['leases', 'poddisruptionbudgets', 'runtimeclasses', 'customresourcedefinitions', 'apiservices'],
  ...['csidrivers', 'csinodes', 'csistoragecapacities', 'volumeattachments'],
  ...['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
  ...['validatingadmissionpolicies', 'validatingadmissionpolicybindings'],
];

describe('resourceVersion', () => {
  it('rises by one with each change of the scope, whatever the kind', () => {
    const world = worldOf();
    const first = ask(world, 'POST', maps, { body: configMap('a') }).body;
    const second = ask(world, 'POST', '/api/v1/namespaces/demo/secrets', {
      body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } },
    }).body;
    expect(revisionOf(second)).toBe(revisionOf(first) + 1);
    expect(revisionOf(ask(world, 'GET', maps).body)).toBe(revisionOf(second));
    expect(ask(world, 'GET', `${maps}/a`).body.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  });

  it('is well above 1 in a new world', () => {
    expect(revisionOf(ask(worldOf(), 'GET', '/api/v1/namespaces').body)).toBeGreaterThan(1000);
  });

  it('may be left out of a replacement, and then the last writer wins', () => {
    const world = worldOf();
    ask(world, 'POST', maps, { body: configMap('a', { x: '1' }) });
    const { status, body } = ask(world, 'PUT', `${maps}/a`, { body: configMap('a', { x: '2' }) });
    expect([status, (body as unknown as { data: object }).data]).toEqual([200, { x: '2' }]);
  });

  it('of zero is none', () => {
    const world = worldOf();
    ask(world, 'POST', maps, { body: configMap('a', { x: '1' }) });
    const body = { ...configMap('a', { x: '2' }), metadata: { name: 'a', resourceVersion: '0' } };
    expect(ask(world, 'PUT', `${maps}/a`, { body }).body).toMatchObject({ data: { x: '2' } });
    const type = mergePatch;
    expect(ask(world, 'PATCH', `${maps}/a`, { body, type }).status).toBe(200);
  });

  it.each(samples)('may be left out of $row as Kubernetes has it', ({ row, path, object }) => {
    const world = worldOf();
    const { metadata } = ask(world, 'POST', path, { body: object }).body;
    const body = { ...object, metadata: { ...object.metadata, resourceVersion: '0', labels: { a: 'b' } } };
    const { status, body: told } = ask(world, 'PUT', `${path}/${metadata.name}`, { body });
    if (/^v1 pods$/.test(row)) return; // What admission put into it may not go again.
    if (!needVersion.some((plural) => row.endsWith(` ${plural}`))) expect(status).toBe(200);
    else
      expect(told.message).toMatch(
        /metadata.resourceVersion: Invalid value: 0x0: must be specified for an update$/,
      );
  });

  it.each(['PUT', 'PATCH'])('that is stale makes %s a conflict, that is fresh does not', (method) => {
    const world = worldOf();
    const { metadata } = ask(world, 'POST', maps, { body: configMap('a', { x: '1' }) }).body;
    const write = (resourceVersion: string, x: string) =>
      ask(world, method, `${maps}/a`, {
        type: method === 'PUT' ? 'application/json' : mergePatch,
        body: { ...configMap('a', { x }), metadata: { name: 'a', resourceVersion } },
      });
    expect(write(metadata.resourceVersion, '2').status).toBe(200);
    const late = write(metadata.resourceVersion, '3');
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({
      reason: 'Conflict',
      message:
        'Operation cannot be fulfilled on configmaps "a": the object has been modified; ' +
        'please apply your changes to the latest version and try again',
    });
    expect(ask(world, 'GET', `${maps}/a`).body).toMatchObject({ data: { x: '2' } });
  });

  it.each([
    ['a ConfigMap', maps, configMap('a'), '/registry/configmaps/demo/a'],
    [
      'a Service',
      '/api/v1/namespaces/demo/services',
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { ports: [{ port: 80 }] } },
      '/registry/services/specs/demo/a',
    ],
  ])('of %s that was made anew is another object’s', (_, path, object, key) => {
    const world = worldOf();
    const { uid } = ask(world, 'POST', path, { body: object }).body.metadata;
    const body = { ...object, metadata: { name: 'a', uid: 'other' } };
    expect(refused(world, 'PUT', `${path}/a`, { body }).message).toContain(
      `"a": StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ` +
        `Precondition failed: UID in precondition: other, UID in object meta: ${uid}`,
    );
  });

  it('must be given for kinds that are not Kubernetes’ own', () => {
    const world = worldOf();
    const path = '/scopes/fabric/apis/vsphere.sandbox/v1/users';
    const [user] = ask(world, 'GET', path).body.items;
    const { name } = user?.metadata ?? { name: '' };
    const { resourceVersion: _rv, ...metadata } = ask(world, 'GET', `${path}/${name}`).body.metadata;
    const body = { ...ask(world, 'GET', `${path}/${name}`).body, metadata };
    expect(refused(world, 'PUT', `${path}/${name}`, { body })).toMatchObject({
      code: 422,
      message: `users.vsphere.sandbox "${name}" is invalid: metadata.resourceVersion: Invalid value: 0x0: must be specified for an update`,
      details: { name, group: 'vsphere.sandbox', kind: 'users' },
    });
  });
});

describe('a write that changes nothing', () => {
  it.each(samples)('of $row moves no revision and tells nobody', ({ row, path, object }) => {
    const world = worldOf();
    const made = ask(world, 'POST', path, { body: object }).body;
    const watch = watching(world, `${path}?watch=1&resourceVersion=${made.metadata.resourceVersion}`);
    const named = `${path}/${object.metadata.name}`;
    const metadata = { ...object.metadata, resourceVersion: made.metadata.resourceVersion };
    expect(ask(world, 'PUT', named, { body: made }).body).toEqual(made);
    // The manifests of Pods and nodes lack what admission added.
    if (row !== 'v1 pods' && row !== 'v1 nodes')
      expect(ask(world, 'PUT', named, { body: { ...object, metadata } }).body).toEqual(made);
    expect(ask(world, 'PATCH', named, { body: {}, type: mergePatch }).body).toEqual(made);
    expect(ask(world, 'PATCH', named, { body: {}, type: strategicPatch }).body).toEqual(made);
    expect(ask(world, 'PATCH', named, { body: made, type: mergePatch }).body).toEqual(made);
    expect(watch.frames()).toEqual([]);
  });
});

describe('metadata.generation', () => {
  const named = `${paths.deployments}/web`;

  const web = () => {
    const world = worldOf();
    const { body } = ask(world, 'POST', paths.deployments, { body: deployment('web', 0) });
    return { world, body };
  };

  it('begins at 1 and counts changes of the spec only', () => {
    const { world, body } = web();
    const after = (patch: object, path = named) =>
      ask(world, 'PATCH', path, { type: mergePatch, body: patch }).body.metadata.generation;
    expect(body.metadata.generation).toBe(1);
    expect(after({ spec: { replicas: 1 } })).toBe(2);
    expect(after({ spec: { replicas: 1 } })).toBe(2);
    expect(after({ metadata: { labels: { a: 'b' } } })).toBe(2);
    expect(after({ status: { replicas: 7 } }, `${named}/status`)).toBe(2);
    expect(after({ spec: { paused: true } })).toBe(3);
  });

  it('counts no binding of a Pod, and what else changes in its spec', () => {
    const world = worldOf();
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: podSpec() };
    expect(ask(world, 'POST', paths.pods, { body: pod }).body.metadata.generation).toBe(1);
    const target = { apiVersion: 'v1', kind: 'Node', name: 'n' };
    const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'p' }, target };
    expect(ask(world, 'POST', `${paths.pods}/p/binding`, { body: binding }).status).toBe(201);
    const body = { spec: { activeDeadlineSeconds: 5 } };
    const changed = ask(world, 'PATCH', `${paths.pods}/p`, { type: mergePatch, body });
    expect(changed.body.metadata.generation).toBe(2);
    expect(changed.body.spec['nodeName']).toBe('n');
  });

  it('is not the client’s to set', () => {
    const { world, body } = web();
    const next = { ...body, metadata: { ...body.metadata, generation: 99 } };
    expect(ask(world, 'PUT', named, { body: next }).body.metadata.generation).toBe(1);
    const given = { ...deployment('given', 0), metadata: { name: 'given', generation: 99 } };
    expect(ask(world, 'POST', paths.deployments, { body: given }).body.metadata.generation).toBe(1);
  });

  const counted =
    /^apps\/(?!.*revisions$)|^batch\/|^(admissionregistration|apiextensions|flowcontrol|policy|scheduling)|^networking.k8s.io\/v1 (ingress|network)|replicationcontrollers$|^v1 pod(template)?s$|endpointslices$/;
  it.each(samples.filter(({ row }) => !counted.test(row)))('is not counted for $row', ({ path, object }) => {
    const { body } = ask(worldOf(), 'POST', path, { body: object });
    expect(body.metadata.generation).toBeUndefined();
  });
});

describe('what the server fills in', () => {
  it('is not the client’s to choose for a new object', () => {
    const world = worldOf();
    const metadata = {
      name: 'a',
      uid: '11111111-1111-1111-1111-111111111111',
      creationTimestamp: '2001-01-01T00:00:00Z',
      deletionTimestamp: '2001-01-01T00:00:00Z',
      deletionGracePeriodSeconds: 7,
      selfLink: '/x',
      generation: 5,
    };
    const { body } = ask(world, 'POST', maps, { body: { ...configMap('a', { b: '1' }), metadata } });
    expect(Object.keys(body.metadata).sort()).toEqual([
      'creationTimestamp',
      'managedFields',
      'name',
      'namespace',
      'resourceVersion',
      'uid',
    ]);
    expect(body.metadata.uid).not.toBe(metadata.uid);
    expect(body.metadata).toMatchObject({ creationTimestamp: '2023-04-18T09:00:00Z' });
  });

  it('keeps the namespace of the address, and none for kinds that have none', () => {
    const world = worldOf();
    expect(ask(world, 'POST', maps, { body: configMap('a') }).body.metadata.namespace).toBe('demo');
    const metadata = { name: 'cluster-wide', namespace: 'demo' };
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata, rules: [] };
    const path = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
    expect(ask(world, 'POST', path, { body: role }).body.metadata.namespace).toBeUndefined();
    const { status, body } = ask(world, 'PUT', `${path}/cluster-wide`, { body: role });
    expect([status, body.metadata.namespace]).toEqual([200, undefined]);
  });

  it('makes names of generateName: five letters after the prefix, cut at 58', () => {
    const world = worldOf();
    const nameOf = (generateName: string) =>
      ask(world, 'POST', maps, { body: { ...configMap(''), metadata: { generateName } } }).body.metadata.name;
    expect(nameOf('web-')).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(nameOf('web-')).not.toBe(nameOf('web-'));
    expect(nameOf('x'.repeat(80))).toMatch(/^x{58}[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });
});

describe('what an update keeps', () => {
  it('fills in uid and creation where the client leaves them out', () => {
    const world = worldOf();
    const made = ask(world, 'POST', maps, { body: configMap('a', { b: '1' }) }).body;
    const { metadata } = ask(world, 'PUT', `${maps}/a`, { body: configMap('a', { b: '2' }) }).body;
    expect(metadata).toEqual({ ...made.metadata, resourceVersion: metadata.resourceVersion });
  });

  it('refuses another object under the same name', () => {
    const world = worldOf();
    ask(world, 'POST', maps, { body: configMap('a') });
    const metadata = { name: 'a', uid: '11111111-1111-1111-1111-111111111111' };
    expect(refused(world, 'PUT', `${maps}/a`, { body: { ...configMap('a'), metadata } })).toMatchObject({
      code: 409,
      reason: 'Conflict',
    });
  });

  it('of the main resource leaves the status alone, of the status everything else', () => {
    const world = worldOf();
    ask(world, 'POST', paths.deployments, { body: { ...deployment('web', 0), status: { replicas: 9 } } });
    const named = `${paths.deployments}/web`;
    const patch = (path: string) =>
      ask(world, 'PATCH', path, {
        type: mergePatch,
        body: { metadata: { labels: { a: 'b' } }, spec: { replicas: 3 }, status: { replicas: 5 } },
      }).body;
    expect(ask(world, 'GET', named).body.status).not.toMatchObject({ replicas: 9 });
    const main = patch(named);
    expect([main.spec['replicas'], main.status?.['replicas'] ?? 0, main.metadata.labels]).toEqual([
      3,
      0,
      { a: 'b' },
    ]);
    ask(world, 'PATCH', named, {
      type: mergePatch,
      body: { metadata: { labels: null }, spec: { replicas: 1 } },
    });
    const status = patch(`${named}/status`);
    expect([status.spec['replicas'], status.status?.['replicas'], status.metadata.labels]).toEqual([
      1,
      5,
      undefined,
    ]);
  });
});

/** Kinds that an update makes where they are not. */
const madeByUpdate = [
  ...['services', 'endpoints', 'events', 'limitranges', 'leases', 'runtimeclasses'],
  ...['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'],
];

describe('an update of what is not there', () => {
  it.each(samples)('of $row makes it where Kubernetes lets it', ({ row, path, object }) => {
    const world = worldOf();
    const body = { ...object, metadata: { ...object.metadata, resourceVersion: '7' } };
    const named = `${path}/${object.metadata.name}`;
    const expected = madeByUpdate.includes(row.split(' ')[1] ?? '') ? 201 : 404;
    expect(ask(world, 'PUT', named, { body }).status).toBe(expected);
    expect(ask(world, 'GET', named).status).toBe(expected === 201 ? 200 : 404);
  });

  it('makes nothing for who may only update', () => {
    const world = worldOf();
    const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/demo';
    const typed = (kind: string) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind,
      metadata: { name: 'u' },
    });
    const rules = [{ apiGroups: [''], resources: ['services'], verbs: ['update'] }];
    ask(world, 'POST', `${rbac}/roles`, { body: { ...typed('Role'), rules } });
    const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'u' }];
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'u' };
    ask(world, 'POST', `${rbac}/rolebindings`, { body: { ...typed('RoleBinding'), subjects, roleRef } });
    const body = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's' },
      spec: { ports: [{ port: 80 }] },
    };
    const actor = { user: 'u', groups: ['system:authenticated'] };
    expect(refused(world, 'PUT', '/api/v1/namespaces/demo/services/s', { body, actor }).message).toBe(
      'services "s" is forbidden: User "u" cannot create resource "services" in API group "" in the namespace "demo"',
    );
  });
});

it('a Pod that is replaced tolerates silent nodes still, and keeps its priority', () => {
  const world = worldOf();
  const container = { name: 'c', image: 'nginx' };
  const body = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', labels: { a: 'b' } },
    spec: { serviceAccountName: 'default', automountServiceAccountToken: false, containers: [container] },
  };
  const pods = '/api/v1/namespaces/demo/pods';
  const { spec } = ask(world, 'POST', pods, { body }).body;
  const next = { ...body, metadata: { name: 'p', labels: { a: 'c' } } };
  const replaced = ask(world, 'PUT', `${pods}/p`, { body: next });
  expect(replaced.text).toContain('"labels":{"a":"c"}');
  expect(replaced.body.spec).toEqual(spec);
});
