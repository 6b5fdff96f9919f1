// StatefulSets and DaemonSets at work: order, names, replacement, history.
import { describe, expect, it } from 'vitest';
import type { World } from '../../src/world.ts';
import { get, list, mergePatch, pass, paths, podSpec, send, service, worldOf, type Body } from './setup.ts';

const { statefulSets: sets, daemonSets: daemons } = paths;
const revisions = '/apis/apps/v1/namespaces/demo/controllerrevisions';
const labels = { app: 'web' };
const template = (image = 'nginx:1.25') => ({ metadata: { labels }, spec: podSpec({ image }) });

function statefulSet(replicas: number, spec: object = {}) {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'web' },
    spec: { serviceName: 'web', replicas, selector: { matchLabels: labels }, template: template(), ...spec },
  };
}

function daemonSet(spec: object = {}) {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'web' },
    spec: { selector: { matchLabels: labels }, template: template(), ...spec },
  };
}

function withSet(body: object, seconds = 240, path: string = sets): World {
  const world = worldOf();
  expect(send(world, 'POST', path, body).status).toBe(201);
  pass(world, seconds);
  return world;
}

const patch = (world: World, spec: object, path: string = sets) =>
  send(world, 'PATCH', `${path}/web`, { spec }, mergePatch);
const pods = (world: World) => list(world, paths.pods);
const names = (world: World) => pods(world).map(({ metadata }) => metadata.name);
const imageOf = ({ spec }: Body) => (spec['containers'] as { image: string }[])[0]?.image;
const images = (world: World) =>
  Object.fromEntries(pods(world).map((pod) => [pod.metadata.name, imageOf(pod)]));
const isReady = ({ status }: Body) =>
  ((status?.['conditions'] ?? []) as { type: string; status: string }[]).some(
    ({ type, status: is }) => type === 'Ready' && is === 'True',
  );
const eventsOf = (world: World, kind: string) =>
  list(world, '/api/v1/namespaces/demo/events')
    .map((event) => event as unknown as { involvedObject: { kind: string }; reason: string; message: string })
    .filter(({ involvedObject }) => involvedObject.kind === kind)
    .map(({ reason, message }) => `${reason}: ${message}`);

/** The most Pods that are to stay at once, the most made or unready at once, while everything due until then happens. */
function extremes(world: World, seconds: number) {
  const end = world.now + seconds * 1000;
  let most = 0;
  let mostUnready = 0;
  let fewestReady = Infinity;
  do {
    const all = pods(world);
    most = Math.max(most, all.filter(({ metadata }) => metadata.deletionTimestamp === undefined).length);
    mostUnready = Math.max(mostUnready, all.filter((pod) => !isReady(pod)).length);
    fewestReady = Math.min(fewestReady, all.filter(isReady).length);
  } while (world.runToChange(end));
  return { most, mostUnready, fewestReady };
}

describe('a StatefulSet', () => {
  it('makes its Pods one after another, each with a name, a host name and labels of its own', () => {
    const world = withSet(statefulSet(3), 0);
    expect(extremes(world, 240)).toMatchObject({ most: 3, mostUnready: 1 });
    expect(names(world)).toEqual(['web-0', 'web-1', 'web-2']);
    const [, pod] = pods(world);
    const [revision] = list(world, revisions);
    expect(pod?.spec).toMatchObject({ hostname: 'web-1', subdomain: 'web' });
    expect(pod?.metadata).toMatchObject({
      generateName: 'web-',
      labels: {
        app: 'web',
        'apps.kubernetes.io/pod-index': '1',
        'controller-revision-hash': revision?.metadata.name,
        'statefulset.kubernetes.io/pod-name': 'web-1',
      },
      ownerReferences: [{ kind: 'StatefulSet', name: 'web', controller: true, blockOwnerDeletion: true }],
    });
    expect(get(world, `${sets}/web`).status).toEqual({
      observedGeneration: 1,
      replicas: 3,
      readyReplicas: 3,
      currentReplicas: 3,
      updatedReplicas: 3,
      currentRevision: revision?.metadata.name,
      updateRevision: revision?.metadata.name,
      collisionCount: 0,
      availableReplicas: 3,
    });
    expect(eventsOf(world, 'StatefulSet')).toEqual(
      [0, 1, 2].map((n) => `SuccessfulCreate: create Pod web-${n} in StatefulSet web successful`),
    );
  });

  it('is all there at once where it says Parallel, from the ordinal that it says', () => {
    const world = withSet(statefulSet(3, { podManagementPolicy: 'Parallel', ordinals: { start: 5 } }), 2);
    expect(names(world)).toEqual(['web-5', 'web-6', 'web-7']);
  });

  it('shrinks from the top, one at a time, and grows again under the same names', () => {
    const world = withSet(statefulSet(3));
    const uid = pods(world)[0]?.metadata.uid;
    patch(world, { replicas: 1 });
    pass(world, 60);
    expect(names(world)).toEqual(['web-0']);
    patch(world, { replicas: 2 });
    pass(world, 60);
    expect(names(world)).toEqual(['web-0', 'web-1']);
    expect(pods(world)[0]?.metadata.uid).toBe(uid);
  });

  it('waits for a Pod that does not become ready', () => {
    const world = withSet(statefulSet(3, { template: template('unready:1') }));
    expect(names(world)).toEqual(['web-0']);
    expect(get(world, `${sets}/web`).status).toMatchObject({ replicas: 1, availableReplicas: 0 });
  });

  it('makes a Pod again that was deleted or has ended', () => {
    const world = withSet(statefulSet(2));
    const before = pods(world).map(({ metadata }) => metadata.uid);
    send(world, 'DELETE', `${paths.pods}/web-0`);
    send(world, 'PATCH', `${paths.pods}/web-1/status`, { status: { phase: 'Failed' } }, mergePatch);
    pass(world, 120);
    expect(names(world)).toEqual(['web-0', 'web-1']);
    expect(pods(world).every(isReady)).toBe(true);
    expect(pods(world).filter(({ metadata }) => before.includes(metadata.uid))).toEqual([]);
  });

  it('is replaced from the top, one at a time, as far down as its partition', () => {
    const world = withSet(statefulSet(3));
    patch(world, { template: template('nginx:1.26'), updateStrategy: { rollingUpdate: { partition: 1 } } });
    expect(extremes(world, 300)).toMatchObject({ most: 3, fewestReady: 2 });
    expect(images(world)).toEqual({ 'web-0': 'nginx:1.25', 'web-1': 'nginx:1.26', 'web-2': 'nginx:1.26' });
    const { status = {} } = get(world, `${sets}/web`);
    expect(status).toMatchObject({ currentReplicas: 1, updatedReplicas: 2, readyReplicas: 3 });
    expect(status['currentRevision']).not.toBe(status['updateRevision']);
    // A Pod below the partition comes back as it was.
    send(world, 'DELETE', `${paths.pods}/web-0`);
    pass(world, 120);
    expect(images(world)['web-0']).toBe('nginx:1.25');
    patch(world, { updateStrategy: { rollingUpdate: { partition: 0 } } });
    pass(world, 240);
    expect(new Set(Object.values(images(world)))).toEqual(new Set(['nginx:1.26']));
    const after = get(world, `${sets}/web`).status ?? {};
    expect(after['currentRevision']).toBe(after['updateRevision']);
  });

  it('leaves its Pods to whoever deletes them where it says OnDelete', () => {
    const world = withSet(statefulSet(2, { updateStrategy: { type: 'OnDelete' } }));
    patch(world, { template: template('nginx:1.26') });
    pass(world, 120);
    expect(images(world)).toEqual({ 'web-0': 'nginx:1.25', 'web-1': 'nginx:1.25' });
    send(world, 'DELETE', `${paths.pods}/web-1`);
    pass(world, 120);
    expect(images(world)).toEqual({ 'web-0': 'nginx:1.25', 'web-1': 'nginx:1.26' });
  });

  it('stays stuck at an image that never runs, as the real one does, until the Pod is deleted', () => {
    const world = withSet(statefulSet(2));
    patch(world, { template: template('does-not-exist:1') });
    pass(world, 300);
    expect(images(world)).toEqual({ 'web-0': 'nginx:1.25', 'web-1': 'does-not-exist:1' });
    patch(world, { template: template('nginx:1.25') });
    pass(world, 300);
    expect(images(world)['web-1']).toBe('does-not-exist:1');
    send(world, 'DELETE', `${paths.pods}/web-1`);
    pass(world, 300);
    expect(images(world)).toEqual({ 'web-0': 'nginx:1.25', 'web-1': 'nginx:1.25' });
  });

  it('keeps as many revisions as it says; one that comes back becomes the newest', () => {
    const world = withSet(statefulSet(1, { revisionHistoryLimit: 1 }));
    for (const image of ['nginx:1.26', 'nginx:1.27', 'nginx:1.26']) {
      patch(world, { template: template(image) });
      pass(world, 120);
    }
    const kept = list(world, revisions).map((each) => ({
      revision: (each as unknown as { revision: number }).revision,
      image: imageOf((each as unknown as { data: { spec: { template: Body } } }).data.spec.template),
    }));
    expect(kept.sort((a, b) => a.revision - b.revision)).toEqual([
      { revision: 3, image: 'nginx:1.27' },
      { revision: 4, image: 'nginx:1.26' },
    ]);
  });

  it('says why a Pod cannot be made', () => {
    const world = withSet(statefulSet(1, { template: { ...template(), spec: { containers: [] } } }), 1);
    expect(names(world)).toEqual([]);
    expect(eventsOf(world, 'StatefulSet')).toEqual([
      'FailedCreate: create Pod web-0 in StatefulSet web failed error: Pod "web-0" is invalid: spec.containers: Required value',
    ]);
  });

  it('takes Pods of its name and labels in that nobody owns, and lets go of those that left', () => {
    const world = withSet(statefulSet(1));
    const uid = pods(world)[0]?.metadata.uid;
    send(world, 'DELETE', `${sets}/web`, { propagationPolicy: 'Orphan' });
    pass(world, 5);
    send(world, 'POST', sets, statefulSet(1));
    pass(world, 30);
    expect(pods(world).map(({ metadata }) => metadata.uid)).toEqual([uid]);
    expect(pods(world)[0]?.metadata.ownerReferences?.[0]?.name).toBe('web');
    send(world, 'PATCH', `${paths.pods}/web-0`, { metadata: { labels: { app: 'other' } } }, mergePatch);
    pass(world, 5);
    expect(pods(world)[0]?.metadata).not.toHaveProperty('ownerReferences');
  });

  it('gives its Pods addresses that a headless Service publishes by host name', () => {
    const world = withSet(statefulSet(2));
    send(world, 'POST', paths.services, {
      ...service('web', 'web'),
      spec: { clusterIP: 'None', selector: labels },
    });
    pass(world, 5);
    const [slice] = list(world, '/apis/discovery.k8s.io/v1/namespaces/demo/endpointslices');
    const { endpoints } = slice as unknown as { endpoints: { hostname?: string }[] };
    expect(endpoints.map(({ hostname }) => hostname).sort()).toEqual(['web-0', 'web-1']);
  });
});

describe("a StatefulSet's claims", () => {
  const claimsPath = '/api/v1/namespaces/demo/persistentvolumeclaims';
  const volumeClaimTemplates = [
    {
      metadata: { name: 'data', labels: { kind: 'db' } },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    },
  ];
  const parallel = { podManagementPolicy: 'Parallel', volumeClaimTemplates };
  const claims = (world: World) => list(world, claimsPath);
  const ownersOf = (world: World) =>
    claims(world).map(({ metadata: { name, ownerReferences = [] } }) => [
      name,
      ownerReferences.map(({ kind, name: owner }) => `${kind}/${owner}`).join(),
    ]);

  it('are made before its Pods, labelled as it selects, and mounted by their names', () => {
    const world = withSet(statefulSet(2, parallel), 2);
    expect(ownersOf(world)).toEqual([
      ['data-web-0', ''],
      ['data-web-1', ''],
    ]);
    const [claim] = claims(world);
    expect(claim?.metadata.labels).toEqual({ app: 'web', kind: 'db' });
    expect(claim?.spec).toMatchObject({ accessModes: ['ReadWriteOnce'], volumeMode: 'Filesystem' });
    expect((pods(world)[1]!.spec['volumes'] as object[])[0]).toEqual({
      name: 'data',
      persistentVolumeClaim: { claimName: 'data-web-1' },
    });
    expect(eventsOf(world, 'StatefulSet').slice(0, 2)).toEqual([
      'SuccessfulCreate: create Claim data-web-0 Pod web-0 in StatefulSet web success',
      'SuccessfulCreate: create Pod web-0 in StatefulSet web successful',
    ]);
  });

  it('outlive Pods and set where nothing else is said', () => {
    const world = withSet(statefulSet(2, parallel), 2);
    const uids = claims(world).map(({ metadata }) => metadata.uid);
    patch(world, { replicas: 0 });
    pass(world, 60);
    send(world, 'DELETE', `${sets}/web`);
    pass(world, 60);
    expect(claims(world).map(({ metadata }) => metadata.uid)).toEqual(uids);
  });

  it('belong to the set where they are to go with it', () => {
    const policy = { whenDeleted: 'Delete', whenScaled: 'Retain' };
    const world = withSet(statefulSet(1, { ...parallel, persistentVolumeClaimRetentionPolicy: policy }), 2);
    expect(ownersOf(world)).toEqual([['data-web-0', 'StatefulSet/web']]);
    patch(world, { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain' } });
    pass(world, 2);
    expect(ownersOf(world)).toEqual([['data-web-0', '']]);
  });

  it('go with the Pod that a smaller set gives up where they are to', () => {
    const policy = { whenScaled: 'Delete' };
    const world = withSet(statefulSet(2, { ...parallel, persistentVolumeClaimRetentionPolicy: policy }));
    patch(world, { replicas: 1 });
    pass(world, 60);
    expect(ownersOf(world)).toEqual([['data-web-0', '']]);
  });
});

describe('a DaemonSet', () => {
  const hosts = ['esxi-01', 'esxi-02', 'esxi-03', 'esxi-04'].map((host) => `${host}.sandbox.lab`);
  const places = (world: World) => pods(world).map(({ spec }) => spec['nodeName']);

  it('has one Pod on each node that it tolerates, and puts up with what daemons put up with', () => {
    const world = withSet(daemonSet(), 120, daemons);
    expect(places(world).sort()).toEqual(hosts);
    const [pod] = pods(world);
    expect((pod!.spec['tolerations'] as { key: string }[]).map(({ key }) => key.split('/')[1])).toEqual([
      'not-ready',
      'unreachable',
      'disk-pressure',
      'memory-pressure',
      'pid-pressure',
      'unschedulable',
    ]);
    expect(pod?.metadata.labels).toMatchObject({ app: 'web', 'pod-template-generation': '1' });
    expect(get(world, `${daemons}/web`).status).toEqual({
      currentNumberScheduled: 4,
      desiredNumberScheduled: 4,
      numberAvailable: 4,
      numberMisscheduled: 0,
      numberReady: 4,
      observedGeneration: 1,
      updatedNumberScheduled: 4,
    });
  });

  it('runs on control plane nodes too where it tolerates them', () => {
    const tolerations = [{ operator: 'Exists' }];
    const world = withSet(
      daemonSet({ template: { ...template(), spec: { ...podSpec(), tolerations } } }),
      60,
      daemons,
    );
    expect(places(world)).toHaveLength(7);
  });

  it('follows the labels of nodes', () => {
    const nodeSelector = { disk: 'ssd' };
    const world = withSet(
      daemonSet({ template: { ...template(), spec: { ...podSpec(), nodeSelector } } }),
      5,
      daemons,
    );
    expect(places(world)).toEqual([]);
    const label = (disk: string | null) =>
      send(world, 'PATCH', `${paths.nodes}/${hosts[1]}`, { metadata: { labels: { disk } } }, mergePatch);
    label('ssd');
    pass(world, 60);
    expect(places(world)).toEqual([hosts[1]]);
    label(null);
    pass(world, 60);
    expect(places(world)).toEqual([]);
  });

  it('stays on a node that is cordoned', () => {
    const world = withSet(daemonSet(), 120, daemons);
    const before = names(world);
    send(world, 'PATCH', `${paths.nodes}/${hosts[0]}`, { spec: { unschedulable: true } }, mergePatch);
    pass(world, 60);
    expect(names(world)).toEqual(before);
  });

  it.each([
    ['one Pod less at a time', { maxUnavailable: 1 }, { most: 4, fewestReady: 3 }],
    ['half of them at a time', { maxUnavailable: '50%' }, { most: 4, fewestReady: 2 }],
    ['one Pod more at a time', { maxSurge: 1, maxUnavailable: 0 }, { most: 5, fewestReady: 4 }],
  ])('is replaced with %s', (_, rollingUpdate, bounds) => {
    const world = withSet(daemonSet({ updateStrategy: { rollingUpdate } }), 120, daemons);
    patch(world, { template: template('nginx:1.26') }, daemons);
    expect(extremes(world, 600)).toMatchObject(bounds);
    expect(new Set(Object.values(images(world)))).toEqual(new Set(['nginx:1.26']));
    expect(places(world).sort()).toEqual(hosts);
    expect(get(world, `${daemons}/web`).metadata.annotations).toMatchObject({
      'deprecated.daemonset.template.generation': '2',
    });
    expect(list(world, revisions)).toHaveLength(2);
  });

  it('leaves its Pods to whoever deletes them where it says OnDelete', () => {
    const world = withSet(daemonSet({ updateStrategy: { type: 'OnDelete' } }), 120, daemons);
    patch(world, { template: template('nginx:1.26') }, daemons);
    pass(world, 60);
    expect(get(world, `${daemons}/web`).status?.['updatedNumberScheduled']).toBeUndefined();
    send(world, 'DELETE', `${paths.pods}/${names(world)[0]}`);
    pass(world, 60);
    expect(get(world, `${daemons}/web`).status?.['updatedNumberScheduled']).toBe(1);
  });
});

describe('a ReplicationController', () => {
  it('keeps so many Pods of its labels, like a ReplicaSet', () => {
    const world = worldOf();
    const path = '/api/v1/namespaces/demo/replicationcontrollers';
    const body = { apiVersion: 'v1', kind: 'ReplicationController', metadata: { name: 'web' } };
    send(world, 'POST', path, { ...body, spec: { replicas: 2, template: template() } });
    pass(world, 60);
    expect(get(world, `${path}/web`)).toMatchObject({
      metadata: { labels },
      spec: { selector: labels },
      status: { replicas: 2, readyReplicas: 2, availableReplicas: 2, fullyLabeledReplicas: 2 },
    });
    const scale = send(world, 'PATCH', `${path}/web/scale`, { spec: { replicas: 1 } }, mergePatch);
    expect(scale.body).toMatchObject({ kind: 'Scale', status: { selector: 'app=web' } });
    pass(world, 60);
    expect(pods(world)).toHaveLength(1);
    const [gone] = names(world);
    send(world, 'DELETE', `${paths.pods}/${gone}`);
    pass(world, 60);
    expect(names(world)).not.toContain(gone);
    expect(pods(world)).toHaveLength(1);
    expect(eventsOf(world, 'ReplicationController')[0]).toMatch(
      /^SuccessfulCreate: Created pod: web-[a-z0-9]{5}$/,
    );
  });
});
