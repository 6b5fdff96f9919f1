// Deleting: at once or in the end, with what depends on it or without, and only what the client means.
import { describe, expect, it } from 'vitest';
import { mediaTypes, type WireResponse } from '../../../../src/apis/kubernetes/wire.ts';
import { clusterAdmin, type World } from '../../../../src/world.ts';
import { deployment, pass, paths, podSpec, worldOf, type Body } from '../../../worlds/setup.ts';
import { ask, configMap, maps, mergePatch, refused, watching } from './support.ts';

const web = `${paths.deployments}/web`;

/** A world in which a Deployment of two Pods runs. */
function running(): World {
  const world = worldOf();
  ask(world, 'POST', paths.deployments, { body: deployment('web', 2) });
  pass(world, 60);
  return world;
}

const count = (world: World, path: string): number => ask(world, 'GET', path).body.items.length;

describe('the answer', () => {
  it('is a Status that names what went, where nothing lingers', () => {
    const world = worldOf();
    const { uid } = ask(world, 'POST', paths.deployments, { body: deployment('web', 0) }).body.metadata;
    expect(ask(world, 'DELETE', web).body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: 'web', group: 'apps', kind: 'deployments', uid },
    });
  });

  it.each([
    ['services', { apiVersion: 'v1', kind: 'Service', spec: { ports: [{ port: 80 }] } }],
    ['serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount' }],
    ['pods', { apiVersion: 'v1', kind: 'Pod', spec: podSpec({ cpu: '9000' }) }],
  ])('is the object itself for %s', (resource, object) => {
    const world = worldOf();
    const path = `/api/v1/namespaces/demo/${resource}`;
    const made = ask(world, 'POST', path, { body: { ...object, metadata: { name: 'a' } } }).body;
    const { status, body } = ask(world, 'DELETE', `${path}/a`);
    expect([status, body.kind, body.metadata.uid]).toEqual([200, object.kind, made.metadata.uid]);
    expect(ask(world, 'GET', `${path}/a`).status).toBe(404);
  });

  it('moves the revision by one, which the watch tells', () => {
    const world = worldOf();
    const { metadata } = ask(world, 'POST', maps, { body: configMap('a') }).body;
    const watch = watching(world, `${maps}?watch=1&resourceVersion=${metadata.resourceVersion}`);
    ask(world, 'DELETE', `${maps}/a`);
    const [frame] = watch.frames();
    expect(Number(frame?.object.metadata.resourceVersion)).toBe(Number(metadata.resourceVersion) + 1);
  });
});

describe('finalizers', () => {
  const held = () => {
    const world = worldOf();
    const metadata = { name: 'a', finalizers: ['example.com/one', 'example.com/two'] };
    ask(world, 'POST', maps, { body: { ...configMap('a'), metadata } });
    return world;
  };
  const finalizers = (world: World, list: readonly string[] | null) =>
    ask(world, 'PATCH', `${maps}/a`, { type: mergePatch, body: { metadata: { finalizers: list } } });

  it('keep an object that is marked, until the last one is taken off', () => {
    const world = held();
    const { status, body } = ask(world, 'DELETE', `${maps}/a`);
    expect([status, body.kind]).toEqual([200, 'ConfigMap']);
    expect(body.metadata).toMatchObject({
      deletionTimestamp: '2023-04-18T09:00:00Z',
      deletionGracePeriodSeconds: 0,
      finalizers: ['example.com/one', 'example.com/two'],
    });
    expect(ask(world, 'GET', `${maps}/a`).body).toEqual(body);
    expect(finalizers(world, ['example.com/two']).status).toBe(200);
    expect(ask(world, 'GET', `${maps}/a`).status).toBe(200);
    const watch = watching(world, `${maps}?watch=1&resourceVersion=0`);
    watch.frames();
    const last = finalizers(world, null);
    expect([last.status, last.body.kind]).toEqual([200, 'ConfigMap']);
    expect(ask(world, 'GET', `${maps}/a`).status).toBe(404);
    expect(watch.told()).toEqual(['DELETED a']);
  });

  it('do not keep an object that is not marked', () => {
    const world = held();
    expect(finalizers(world, null).status).toBe(200);
    expect(ask(world, 'GET', `${maps}/a`).status).toBe(200);
  });

  it('let an object be deleted twice, and changed meanwhile', () => {
    const world = held();
    const first = ask(world, 'DELETE', `${maps}/a`).body;
    pass(world, 5);
    expect(ask(world, 'DELETE', `${maps}/a`).body).toEqual(first);
    const changed = ask(world, 'PATCH', `${maps}/a`, { type: mergePatch, body: { data: { x: '1' } } });
    expect(changed.status).toBe(200);
    expect(changed.body.metadata.deletionTimestamp).toBe(first.metadata.deletionTimestamp);
  });

  it('cannot be added any more', () => {
    const world = held();
    ask(world, 'DELETE', `${maps}/a`);
    const { status, body } = finalizers(world, ['example.com/one', 'example.com/three']);
    expect([status, body.message]).toEqual([
      422,
      'ConfigMap "a" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being ' +
        'deleted, found new finalizers []string{"example.com/three"}',
    ]);
  });

  it('count as a change of the spec for kinds that have generations', () => {
    const world = worldOf();
    const body = deployment('web', 0);
    ask(world, 'POST', paths.deployments, {
      body: { ...body, metadata: { ...body.metadata, finalizers: ['example.com/one'] } },
    });
    expect(ask(world, 'DELETE', web).body.metadata.generation).toBe(2);
  });
});

describe('propagation', () => {
  const gone = (world: World): readonly number[] => [
    ask(world, 'GET', web).status,
    count(world, paths.replicaSets),
    count(world, paths.pods),
  ];

  it.each([
    ['in the background', { propagationPolicy: 'Background' }],
    ['by default', {}],
    ['by the older word', { orphanDependents: false }],
  ])('%s: the owner goes at once, then what it owned', (_, body) => {
    const world = running();
    expect(ask(world, 'DELETE', web, { body }).body.kind).toBe('Status');
    expect(ask(world, 'GET', web).status).toBe(404);
    pass(world, 120);
    expect(gone(world)).toEqual([404, 0, 0]);
  });

  it('in the foreground: the owner waits for what it owned', () => {
    const world = running();
    const { body } = ask(world, 'DELETE', web, { body: { propagationPolicy: 'Foreground' } });
    expect(body).toMatchObject({ kind: 'Deployment', metadata: { finalizers: ['foregroundDeletion'] } });
    expect(ask(world, 'GET', web).body.metadata.deletionTimestamp).toBeDefined();
    pass(world, 120);
    expect(gone(world)).toEqual([404, 0, 0]);
  });

  it.each([
    ['leaving orphans', { propagationPolicy: 'Orphan' }],
    ['leaving orphans, by the older word', { orphanDependents: true }],
  ])('%s: what it owned stays, and is nobody’s', (_, body) => {
    const world = running();
    ask(world, 'DELETE', web, { body });
    pass(world, 60);
    expect(gone(world)).toEqual([404, 1, 2]);
    const [set] = ask(world, 'GET', paths.replicaSets).body.items;
    expect(set?.metadata).not.toHaveProperty('ownerReferences');
  });

  it('is asked in the query too, which a body overrules', () => {
    const world = running();
    expect(ask(world, 'DELETE', `${web}?propagationPolicy=Foreground&dryRun=All`).body.kind).toBe(
      'Deployment',
    );
    expect(
      ask(world, 'DELETE', `${web}?propagationPolicy=Foreground`, { body: { dryRun: ['All'] } }).body.kind,
    ).toBe('Status');
  });

  it('has three words', () => {
    const world = running();
    expect(refused(world, 'DELETE', web, { body: { propagationPolicy: 'Sideways' } })).toMatchObject({
      code: 422,
      message:
        'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": ' +
        'supported values: "Foreground", "Background", "Orphan", "nil"',
    });
    expect(
      refused(world, 'DELETE', web, { body: { propagationPolicy: 'Orphan', orphanDependents: true } })
        .message,
    ).toContain('orphanDependents and deletionPropagation cannot be both set');
  });
});

describe('the options', () => {
  it('come in protobuf from typed clients', () => {
    const world = running();
    const field = (number: number, bytes: readonly number[]) => [(number << 3) | 2, bytes.length, ...bytes];
    const text = (number: number, value: string) => field(number, [...Buffer.from(value)]);
    const type = field(1, [...text(1, 'apps/v1'), ...text(2, 'DeleteOptions')]);
    const message = field(2, text(4, 'Foreground'));
    const request = {
      method: 'DELETE',
      path: web,
      headers: { 'content-type': mediaTypes.protobuf },
      body: Buffer.from([0x6b, 0x38, 0x73, 0, ...type, ...message]).toString('base64'),
      binary: true,
    };
    const { status, body } = world.request(request, clusterAdmin) as WireResponse;
    expect([status, (JSON.parse(body) as Body).metadata.finalizers]).toEqual([200, ['foregroundDeletion']]);
  });

  it.each<readonly [string, unknown, string]>([
    [
      'another kind',
      { kind: 'Pod', apiVersion: 'v1' },
      'no kind "Pod" is registered for version "v1" in scheme ' +
        '"k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27"',
    ],
    [
      'another kind of the same group',
      { kind: 'Status', apiVersion: 'v1' },
      'decoded object cannot be converted to DeleteOptions',
    ],
    [
      'no JSON',
      'nonsense',
      "couldn't get version/kind; json parse error: invalid character 'o' in literal null (expecting 'u')",
    ],
    [
      'words where a number should be',
      { gracePeriodSeconds: 'soon' },
      'json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64',
    ],
  ])('are refused: %s', (_, body, message) => {
    expect(refused(running(), 'DELETE', web, { body })).toMatchObject({ code: 500, message });
  });

  it('in the query are numbers where they should be', () => {
    expect(refused(running(), 'DELETE', `${web}?gracePeriodSeconds=soon`)).toMatchObject({
      code: 400,
      message: 'strconv.ParseInt: parsing "soon": invalid syntax',
    });
  });
});

describe('preconditions', () => {
  it('let a delete through that means this object at this revision', () => {
    const world = worldOf();
    const { uid, resourceVersion } = ask(world, 'POST', maps, { body: configMap('a') }).body.metadata;
    const wrong = { preconditions: { uid, resourceVersion: '1' } };
    expect(refused(world, 'DELETE', `${maps}/a`, { body: wrong }).code).toBe(409);
    expect(refused(world, 'DELETE', `${maps}/a`, { body: { preconditions: { uid: 'x' } } }).code).toBe(409);
    expect(
      ask(world, 'DELETE', `${maps}/a`, { body: { preconditions: { uid, resourceVersion } } }).status,
    ).toBe(200);
  });
});

describe('Pods', () => {
  const lone = (spec: object) => {
    const world = worldOf();
    ask(world, 'POST', paths.pods, {
      body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec },
    });
    pass(world, 60);
    return world;
  };
  const path = `${paths.pods}/p`;

  it('that have no node yet go at once', () => {
    const world = lone(podSpec({ cpu: '9000' }));
    expect(ask(world, 'GET', path).body.spec['nodeName']).toBeUndefined();
    ask(world, 'DELETE', path);
    expect(ask(world, 'GET', path).status).toBe(404);
  });

  it.each([
    ['their own grace', {}, 30],
    ['the grace that is asked', { gracePeriodSeconds: 7 }, 7],
    ['a second, where less than none is asked', { gracePeriodSeconds: -5 }, 1],
  ])('that run are marked, with %s', (_, body, seconds) => {
    const world = lone(podSpec());
    const { metadata } = ask(world, 'DELETE', path, { body }).body;
    const at = new Date(world.now + seconds * 1000).toISOString().replace('.000Z', 'Z');
    expect(metadata).toMatchObject({ deletionGracePeriodSeconds: seconds, deletionTimestamp: at });
    pass(world, 60);
    expect(ask(world, 'GET', path).status).toBe(404);
  });

  it('that are VMs wait for the end of the VM even where no grace is given', () => {
    const world = lone(podSpec());
    const { metadata } = ask(world, 'DELETE', path, { body: { gracePeriodSeconds: 0 } }).body;
    expect(metadata).toMatchObject({
      deletionGracePeriodSeconds: 0,
      finalizers: ['lifecycle-controller/system.vmware.com'],
    });
    pass(world, 20);
    expect(ask(world, 'GET', path).status).toBe(404);
  });

  it('get less grace when asked again, never more', () => {
    const world = lone({ ...podSpec(), terminationGracePeriodSeconds: 600 });
    const grace = (seconds: number) =>
      (
        ask(world, 'DELETE', path, { body: { gracePeriodSeconds: seconds } }).body.metadata as {
          deletionGracePeriodSeconds?: number;
        }
      ).deletionGracePeriodSeconds;
    expect([grace(300), grace(500), grace(100)]).toEqual([300, 300, 100]);
  });
});

describe('namespaces', () => {
  it('are marked, take nothing new, and go when everything in them is gone', () => {
    const world = worldOf();
    ask(world, 'POST', '/api/v1/namespaces', {
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    });
    const inside = '/api/v1/namespaces/shop/configmaps';
    const metadata = { name: 'held', finalizers: ['example.com/one'] };
    ask(world, 'POST', inside, { body: { ...configMap(''), metadata } });
    ask(world, 'POST', inside, { body: configMap('free') });
    const { status, body } = ask(world, 'DELETE', '/api/v1/namespaces/shop');
    expect([status, body.kind, body.status]).toMatchObject([200, 'Namespace', { phase: 'Terminating' }]);
    expect(refused(world, 'POST', inside, { body: configMap('late') })).toMatchObject({
      code: 403,
      reason: 'Forbidden',
      message:
        'configmaps "late" is forbidden: unable to create new content in namespace shop because it is being terminated',
      details: {
        name: 'late',
        kind: 'configmaps',
        causes: [
          {
            reason: 'NamespaceTerminating',
            message: 'namespace shop is being terminated',
            field: 'metadata.namespace',
          },
        ],
      },
    });
    pass(world, 60);
    expect(ask(world, 'GET', inside).body.items.map((item) => item.metadata.name)).toEqual(['held']);
    ask(world, 'PATCH', `${inside}/held`, { type: mergePatch, body: { metadata: { finalizers: null } } });
    pass(world, 60);
    expect(ask(world, 'GET', '/api/v1/namespaces/shop').status).toBe(404);
  });

  it('that are not there take nothing', () => {
    expect(
      refused(worldOf(), 'POST', '/api/v1/namespaces/nope/configmaps', { body: configMap('a') }),
    ).toMatchObject({
      code: 404,
      message: 'namespaces "nope" not found',
    });
  });
});

describe('a collection', () => {
  it('goes in one request, and not what another page holds', () => {
    const world = worldOf();
    for (const name of ['a', 'b', 'c']) ask(world, 'POST', maps, { body: configMap(name) });
    const { body } = ask(world, 'DELETE', `${maps}?limit=2`);
    expect(body.items.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
    expect(ask(world, 'GET', maps).body.items.map(({ metadata }) => metadata.name)).toEqual([
      'c',
      'kube-root-ca.crt',
    ]);
  });

  it('is of one namespace', () => {
    expect(refused(worldOf(), 'DELETE', '/api/v1/configmaps').reason).toBe('MethodNotAllowed');
    expect(refused(worldOf(), 'DELETE', '/api/v1/namespaces').reason).toBe('MethodNotAllowed');
  });
});
