// Subresources: what each shows and changes of its object, and nothing else.
import { describe, expect, it } from 'vitest';
import type { World } from '../../../../src/world.ts';
import { deployment, pass, paths, podSpec, worldOf, type Body } from '../../../worlds/setup.ts';
import { samples } from './samples.ts';
import { ask, mergePatch, refused, strategicPatch, jsonPatch, tableType, watching } from './support.ts';

const web = `${paths.deployments}/web`;

function withWeb(replicas: number): World {
  const world = worldOf();
  ask(world, 'POST', paths.deployments, { body: deployment('web', replicas) });
  return world;
}

describe('status', () => {
  it('is the whole object, read', () => {
    const world = withWeb(0);
    expect(ask(world, 'GET', `${web}/status`).body).toEqual(ask(world, 'GET', web).body);
  });

  it('is written apart, by each way of writing', () => {
    const world = withWeb(0);
    const put = (replicas: number) => {
      const current = ask(world, 'GET', web).body;
      return ask(world, 'PUT', `${web}/status`, { body: { ...current, spec: {}, status: { replicas } } })
        .body;
    };
    expect(put(1).status).toEqual({ replicas: 1 });
    expect(put(1).spec['replicas']).toBe(0);
    const patch = (type: string, body: unknown) =>
      ask(world, 'PATCH', `${web}/status`, { type, body }).body.status;
    expect(patch(mergePatch, { status: { replicas: 2 } })).toEqual({ replicas: 2 });
    expect(patch(strategicPatch, { status: { readyReplicas: 2 } })).toEqual({
      replicas: 2,
      readyReplicas: 2,
    });
    expect(patch(jsonPatch, [{ op: 'remove', path: '/status/readyReplicas' }])).toEqual({ replicas: 2 });
  });

  it.each([
    ['v1 namespaces', ['annotations', 'labels']],
    ['v1 services', ['annotations', 'labels']],
    ['apps/v1 statefulsets', ['annotations', 'labels']],
    ['certificates.k8s.io/v1 certificatesigningrequests', ['annotations', 'labels']],
    ['apps/v1 deployments', ['annotations']],
    ['flowcontrol.apiserver.k8s.io/v1 flowschemas', []],
    ['apiextensions.k8s.io/v1 customresourcedefinitions', []],
  ])('of %s is written with %j of the metadata', (row, members) => {
    const world = worldOf();
    const { path, object } = samples.find((sample) => sample.row === row) as (typeof samples)[number];
    ask(world, 'POST', path, { body: object });
    const body = { metadata: { annotations: { written: 'x' }, labels: { written: 'x' } } };
    const named = `${path}/${object.metadata.name}`;
    const { metadata } = ask(world, 'PATCH', `${named}/status`, { type: mergePatch, body }).body;
    const written = (['annotations', 'labels'] as const).filter(
      (member) => metadata[member]?.['written'] === 'x',
    );
    expect(written).toEqual(members);
    const owners = (metadata.managedFields ?? []).filter(({ subresource }) => subresource === 'status');
    const owned = owners.flatMap(({ fieldsV1 }) => Object.keys(fieldsV1?.['f:metadata'] ?? {}));
    expect(owned).toEqual(members.map((member) => `f:${member}`));
  });

  it('minds revisions and names as the main resource does', () => {
    const world = withWeb(0);
    const body = { metadata: { resourceVersion: '1' }, status: { replicas: 1 } };
    expect(refused(world, 'PATCH', `${web}/status`, { type: mergePatch, body }).code).toBe(409);
    expect(refused(world, 'PUT', `${web}/status`, { body: deployment('other', 0) }).code).toBe(400);
    expect(refused(world, 'POST', `${web}/status`, { body: {} }).reason).toBe('MethodNotAllowed');
  });

  it('is of the kinds that have one', () => {
    expect(
      refused(worldOf(), 'GET', '/api/v1/namespaces/demo/configmaps/kube-root-ca.crt/status'),
    ).toMatchObject({
      code: 404,
      message: 'the server could not find the requested resource',
    });
    expect(refused(worldOf(), 'GET', '/api/v1/namespaces/demo/pods/x/constructor').code).toBe(404);
  });
});

describe.each([
  ['Deployment', paths.deployments, 'deployments'],
  ['ReplicaSet', paths.replicaSets, 'replicasets'],
])('the scale of a %s', (kind, path, resource) => {
  const named = `${path}/web`;
  const made = (replicas = 0) => {
    const world = worldOf();
    const body = ask(world, 'POST', path, { body: { ...deployment('web', replicas), kind } }).body;
    return { world, body };
  };

  it('shows replicas and the selector', () => {
    const { world, body } = made();
    const { name, namespace, uid, resourceVersion } = body.metadata;
    const scale = {
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      metadata: { name, namespace, uid, resourceVersion, creationTimestamp: '2023-04-18T09:00:00Z' },
      spec: {},
      status: { replicas: 0, selector: 'app=web' },
    };
    expect(ask(world, 'GET', `${named}/scale`).body).toEqual(scale);
    const { body: table } = ask(world, 'GET', `${named}/scale`, { accept: tableType });
    expect(table).toMatchObject({
      kind: 'Table',
      columnDefinitions: [{ name: 'Name' }, { name: 'Desired' }, { name: 'Available' }, { name: 'Age' }],
      rows: [{ cells: ['web', 0, 0, '0s'] }],
    });
  });

  it('changes the replicas and nothing else, and counts in the generation', () => {
    const { world, body } = made();
    const patched = ask(world, 'PATCH', `${named}/scale`, {
      type: mergePatch,
      body: { spec: { replicas: 3 } },
    });
    expect([patched.status, patched.body.kind, patched.body.spec]).toEqual([200, 'Scale', { replicas: 3 }]);
    const after = ask(world, 'GET', named).body;
    expect(after.spec).toEqual({ ...body.spec, replicas: 3 });
    expect(after.metadata.generation).toBe(2);
    const put = { ...patched.body, spec: { replicas: 1 } };
    expect(ask(world, 'PUT', `${named}/scale`, { body: put }).body.spec).toEqual({ replicas: 1 });
    expect(ask(world, 'GET', named).body.spec['replicas']).toBe(1);
  });

  it('minds revisions, names and sense', () => {
    const { world } = made();
    const scale = ask(world, 'GET', `${named}/scale`).body;
    const put = (change: object) =>
      refused(world, 'PUT', `${named}/scale`, { body: { ...scale, ...change } });
    expect(put({ metadata: { ...scale.metadata, resourceVersion: '1' } })).toMatchObject({
      code: 409,
      message: expect.stringMatching(
        new RegExp(`^Operation cannot be fulfilled on ${resource}.apps "web": `),
      ) as unknown,
    });
    expect(put({ metadata: { ...scale.metadata, name: 'other' } }).message).toBe(
      'the name of the object (other) does not match the name on the URL (web)',
    );
    expect(put({ spec: { replicas: -1 } })).toMatchObject({
      code: 422,
      message:
        'Scale.autoscaling "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    });
    expect(put({ kind: 'Deployment', apiVersion: 'apps/v1' }).message).toBe(
      'Deployment in version "v1" cannot be handled as a Scale: converting (v1.Deployment) to (autoscaling.Scale): unknown conversion',
    );
  });

  it('of nothing is not found', () => {
    const nothing = `${path}/nope/scale`;
    const why = `${resource}.apps "nope" not found`;
    expect(refused(worldOf(), 'GET', nothing).message).toBe(why);
    const patch = { type: mergePatch, body: { spec: { replicas: 1 } } };
    expect(refused(worldOf(), 'PATCH', nothing, patch).message).toBe(why);
  });
});

describe('replicas without bounds', () => {
  it('are taken, as far as a number of 32 bits goes', () => {
    const world = withWeb(0);
    const body = { spec: { replicas: 2_147_483_647 } };
    expect(ask(world, 'PATCH', `${web}/scale`, { type: mergePatch, body }).body.spec).toEqual(body.spec);
    const tooMany = { spec: { replicas: 2_147_483_648 } };
    expect(refused(world, 'PATCH', `${web}/scale`, { type: mergePatch, body: tooMany })).toMatchObject({
      code: 422,
    });
  });
});

describe('binding', () => {
  const path = `${paths.pods}/p`;
  const lone = () => {
    const world = worldOf();
    const spec = { ...podSpec(), schedulerName: 'nobody' };
    ask(world, 'POST', paths.pods, {
      body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec },
    });
    return world;
  };
  const to = (name: string, rest: object = {}) => ({
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name: 'p' },
    target: { kind: 'Node', name },
    ...rest,
  });

  it('puts a Pod on a node, once', () => {
    const world = lone();
    const { status, body } = ask(world, 'POST', `${path}/binding`, { body: to('esxi-01.sandbox.lab') });
    expect([status, body]).toEqual([
      201,
      { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
    ]);
    const pod = ask(world, 'GET', path).body;
    expect(pod.spec['nodeName']).toBe('esxi-01.sandbox.lab');
    expect(pod.status).toMatchObject({ conditions: [{ type: 'PodScheduled', status: 'True' }] });
    expect(refused(world, 'POST', `${path}/binding`, { body: to('esxi-02.sandbox.lab') })).toMatchObject({
      code: 409,
      message:
        'Operation cannot be fulfilled on pods/binding "p": pod p is already assigned to node "esxi-01.sandbox.lab"',
    });
  });

  it('is made without the Pod in the path as well', () => {
    const world = lone();
    const bindings = '/api/v1/namespaces/demo/bindings';
    expect(ask(world, 'POST', bindings, { body: to('esxi-01.sandbox.lab') }).status).toBe(201);
    expect(ask(world, 'GET', path).body.spec['nodeName']).toBe('esxi-01.sandbox.lab');
    const nobody = to('esxi-01.sandbox.lab', { metadata: { name: 'nobody' } });
    expect(refused(world, 'POST', bindings, { body: nobody }).message).toBe('pods "nobody" not found');
    expect(refused(world, 'GET', bindings).code).toBe(405);
  });

  it.each<readonly [string, object, number, string]>([
    ['no node', to(''), 500, 'target.name: Required value'],
    ['no target', { ...to(''), target: undefined }, 500, 'target.name: Required value'],
    [
      'no kind of node',
      to('x', { target: { kind: 'Host', name: 'x' } }),
      500,
      'target.kind: Unsupported value: "Host": supported values: "Node", "<empty>"',
    ],
    [
      'another Pod',
      to('x', { metadata: { name: 'q' } }),
      400,
      'name in URL does not match name in Binding object',
    ],
  ])('refuses %s', (_, body, code, message) => {
    expect(refused(lone(), 'POST', `${path}/binding`, { body })).toMatchObject({ code, message });
  });

  it('of no Pod finds none, and tried out binds none', () => {
    expect(refused(worldOf(), 'POST', `${path}/binding`, { body: to('x') }).message).toBe(
      'pods "p" not found',
    );
    const world = lone();
    expect(ask(world, 'POST', `${path}/binding?dryRun=All`, { body: to('x') }).status).toBe(201);
    expect(ask(world, 'GET', path).body.spec['nodeName']).toBeUndefined();
  });
});

describe('eviction', () => {
  it('is taken in the older version as well', () => {
    const world = worldOf();
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: podSpec() };
    ask(world, 'POST', paths.pods, { body: pod });
    const body = { apiVersion: 'policy/v1beta1', kind: 'Eviction', metadata: { name: 'p' } };
    expect(ask(world, 'POST', `${paths.pods}/p/eviction`, { body }).status).toBe(201);
  });
});

describe('HEAD', () => {
  it('is no way to ask for an object or a list, as no route of the API has it', () => {
    const world = worldOf();
    for (const path of ['/api/v1/namespaces/demo', '/api/v1/namespaces'])
      expect(refused(world, 'HEAD', path).reason).toBe('MethodNotAllowed');
    expect(ask(world, 'HEAD', '/healthz').status).toBe(200);
  });
});

describe('finalize', () => {
  const path = '/api/v1/namespaces/shop';
  const made = () => {
    const world = worldOf();
    ask(world, 'POST', '/api/v1/namespaces', {
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    });
    return world;
  };

  it('writes what keeps a namespace', () => {
    const world = made();
    const current = ask(world, 'GET', path).body;
    expect(current.spec).toEqual({ finalizers: ['kubernetes'] });
    const finalizers = ['kubernetes', 'example.com/own'];
    const { status, body } = ask(world, 'PUT', `${path}/finalize`, {
      body: { ...current, spec: { finalizers } },
    });
    expect([status, body.kind, body.spec]).toEqual([200, 'Namespace', { finalizers }]);
    expect(ask(world, 'PUT', path, { body: { ...body, spec: { finalizers: [] } } }).body.spec).toEqual({
      finalizers,
    });
  });

  it('minds revisions and names', () => {
    const world = made();
    const current: Body = ask(world, 'GET', path).body;
    const put = (metadata: object) =>
      refused(world, 'PUT', `${path}/finalize`, {
        body: { ...current, metadata: { ...current.metadata, ...metadata } },
      });
    expect(put({ resourceVersion: '1' }).code).toBe(409);
    expect(put({ name: 'other' }).code).toBe(400);
  });
});

describe('log', () => {
  const path = `${paths.pods}/p`;
  const lone = (containers: readonly object[], rest: object = {}, seconds = 60) => {
    const world = worldOf();
    const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers, ...rest } };
    ask(world, 'POST', paths.pods, { body });
    pass(world, seconds);
    return world;
  };
  const nginx = { name: 'main', image: 'nginx:1.25' };
  const read = (world: World, query = '') => ask(world, 'GET', `${path}/log${query}`);

  it('is plain text, whole or a part', () => {
    const world = lone([nginx]);
    const { status, headers, text } = read(world);
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    const lines = text.split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThan(1);
    expect(read(world, '?container=main').text).toBe(text);
    expect(read(world, '?tailLines=1').text).toBe(`${lines.at(-1)}\n`);
    expect(read(world, '?tailLines=0').text).toBe('');
    expect(read(world, '?limitBytes=7').text).toBe(text.slice(0, 7));
    expect(read(world, '?sinceSeconds=1').text).toBe('');
    expect(read(world, '?sinceSeconds=3600').text).toBe(text);
    expect(read(world, '?sinceTime=2023-04-18T08:00:00Z').text).toBe(text);
    expect(read(world, '?timestamps=true').text).toMatch(/^2023-04-18T09:00:\d\d\.\d{9}Z \S/);
  });

  it.each([
    ['tailLines=-1', 'tailLines: Invalid value: -1: must be greater than or equal to 0'],
    ['limitBytes=0', 'limitBytes: Invalid value: 0: must be greater than 0'],
    ['sinceSeconds=0', 'sinceSeconds: Invalid value: 0: must be greater than 0'],
    [
      'sinceSeconds=1&sinceTime=2023-04-18T08:00:00Z',
      ': Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
    ],
  ])('refuses %s', (query, why) => {
    expect(refused(lone([nginx]), 'GET', `${path}/log?${query}`)).toMatchObject({
      code: 422,
      message: `PodLogOptions "p" is invalid: ${why}`,
    });
  });

  it('of several containers needs a name', () => {
    const world = lone([nginx, { name: 'side', image: 'fluentd' }], {
      initContainers: [{ name: 'i', image: 'busybox', command: ['sleep', '1'] }],
    });
    expect(refused(world, 'GET', `${path}/log`).message).toBe(
      'a container name must be specified for pod p, choose one of: [main side] or one of the init containers: [i]',
    );
    expect(refused(world, 'GET', `${path}/log?container=nope`).message).toBe(
      'container nope is not valid for pod p',
    );
    expect(read(world, '?container=side').status).toBe(200);
  });

  it('of one container among init containers is that one’s', () => {
    const world = lone([nginx], {
      initContainers: [{ name: 'i', image: 'busybox', command: ['sleep', '1'] }],
    });
    expect(read(world).text).toContain('start worker processes');
  });

  it('of a Pod without a node is nothing', () => {
    const world = lone([{ ...nginx, resources: { requests: { cpu: '9000' } } }]);
    expect(read(world)).toMatchObject({ status: 204, text: '' });
  });

  it('of a container that waits says what for', () => {
    expect(refused(lone([{ name: 'main', image: 'does-not-exist' }]), 'GET', `${path}/log`)).toMatchObject({
      code: 400,
      message: 'container "main" in pod "p" is waiting to start: trying and failing to pull image',
    });
    expect(refused(lone([nginx], {}, 1), 'GET', `${path}/log`).message).toBe(
      'container "main" in pod "p" is waiting to start: ContainerCreating',
    );
  });

  it('of the run before is there once there was one', () => {
    const first = refused(lone([nginx]), 'GET', `${path}/log?previous=true`);
    expect(first.message).toBe('previous terminated container "main" in pod "p" not found');
    const world = lone([{ name: 'main', image: 'crash' }], {}, 120);
    expect(read(world, '?previous=true').text).toContain('fatal');
    const followed = watching(world, `${path}/log?previous=true&follow=true`, {});
    expect(followed.ended()).toBe(true);
  });

  it('of no Pod is not found', () => {
    expect(refused(worldOf(), 'GET', `${path}/log`).message).toBe('pods "p" not found');
  });
});
