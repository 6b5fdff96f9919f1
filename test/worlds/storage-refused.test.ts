// What the storage driver of a Supervisor refuses: volumes of files, growth without room, snapshots that are not a guest cluster's.
import { describe, expect, it } from 'vitest';
import {
  claims,
  vsan,
  claim,
  made,
  mounting,
  ns,
  pod,
  said,
  phase,
  fabric,
  disks,
  freeMiB,
  volume,
  volumes,
} from './claims.ts';
import type { World } from '../../src/world.ts';
import { get, list, mergePatch, pass, send, worldOf } from './setup.ts';

describe('a claim that the driver refuses', () => {
  it.each(['ReadWriteMany', 'ReadOnlyMany'])('of %s is refused: nothing here serves files', (mode) => {
    const world = worldOf();
    made(world, claims, claim('shared', { accessModes: [mode] }));
    pass(world, 5);
    expect(said(world, 'PersistentVolumeClaim', 'shared').at(-1)).toBe(
      `ProvisioningFailed: failed to provision volume with StorageClass "${vsan}": rpc error: code = FailedPrecondition desc = no datastores found to create file volume, vsan file service may be disabled`,
    );
    expect(phase(world, `${claims}/shared`)).toBe('Pending');
  });

  it('grows no further than its datastore has room, and once there is room', () => {
    const world = worldOf();
    const half = Math.floor((freeMiB(world) * 6) / 10);
    const asking = (mebibytes: number) => ({ resources: { requests: { storage: `${mebibytes}Mi` } } });
    made(world, claims, claim('large', asking(half)));
    made(world, claims, claim('small'));
    pass(world, 20);
    const free = freeMiB(world);
    send(world, 'PATCH', `${claims}/small`, { spec: asking(half) }, mergePatch);
    pass(world, 20);
    expect(freeMiB(world)).toBe(free);
    const { volumeName } = get(world, `${claims}/small`).spec as { volumeName: string };
    const disk = disks(world).find(({ spec }) => (spec['volume'] as { name: string }).name === volumeName);
    const datastore = list(world, fabric('datastores'))[0]?.metadata.name ?? '';
    expect(said(world, 'PersistentVolumeClaim', 'small').at(-1)).toBe(
      `VolumeResizeFailed: resize volume "${volumeName}" by resizer "csi.vsphere.vmware.com" failed: rpc error: code = Internal desc = failed to expand volume: "${disk?.metadata.name ?? ''}" to size: ${half} err failed to extend volume: fault: "Insufficient disk space on datastore '${datastore}'."`,
    );
    send(world, 'DELETE', `${claims}/large`);
    pass(world, 400);
    const grown = disks(world).find(({ metadata }) => metadata.name === disk?.metadata.name);
    expect(grown?.spec['capacityMiB']).toBe(half);
  });
});

describe('the webhook of the driver', () => {
  const denied = (why: string) =>
    `admission webhook "validation.csi.vsphere.vmware.com" denied the request: ${why}`;
  const snapshots = '/apis/snapshot.storage.k8s.io/v1/namespaces/demo/volumesnapshots';
  const snapshot = {
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshot',
    metadata: { name: 'now', annotations: {} },
    spec: { source: { persistentVolumeClaimName: 'data' } },
  };

  it('refuses snapshots, but those of guest clusters', () => {
    const world = worldOf();
    const why =
      'Snapshot creation initiated directly from the Supervisor cluster is not supported. Please initiate snapshot creation from the Guest cluster.';
    const { status, body } = send(world, 'POST', snapshots, snapshot);
    expect([status, body.reason, body.message]).toEqual([403, why, denied(why)]);
    const annotations = { 'csi.vsphere.guest-initiated-csi-snapshot': 'yes' };
    made(world, snapshots, { ...snapshot, metadata: { name: 'now', annotations } });
  });

  it('lets nobody else say how a volume is', () => {
    const world = worldOf();
    const key = 'volumehealth.storage.kubernetes.io/health';
    const annotations = { [key]: 'accessible' };
    const healthy = { ...claim('data'), metadata: { name: 'data', annotations } };
    expect(send(world, 'POST', claims, healthy).body.message).toBe(
      denied(`PVC Annotation ${key} cannot be created by user kubernetes-admin`),
    );
    made(world, claims, claim('data'));
    const patch = { metadata: { annotations } };
    expect(send(world, 'PATCH', `${claims}/data`, patch, mergePatch).body.message).toBe(
      denied(`PVC Annotation ${key} is not mutable by user kubernetes-admin`),
    );
  });
});

describe('files of a host', () => {
  const message = (world: World, name: string) => {
    const { conditions } = get(world, `${ns}/pods/${name}`)['status'] as {
      conditions: readonly { type: string; message?: string }[];
    };
    return conditions.find(({ type }) => type === 'PodScheduled')?.message;
  };

  it('are lent to no vSphere Pod, but its own logs to read', () => {
    const world = worldOf();
    const reading = (name: string, path: string, readOnly: boolean) => {
      const { spec, ...rest } = pod(name, [{ name: 'host', hostPath: { path } }]);
      const volumeMounts = [{ name: 'host', mountPath: '/host', readOnly }];
      const containers = spec.containers.map((container) => ({ ...container, volumeMounts }));
      made(world, `${ns}/pods`, { ...rest, spec: { ...spec, containers } });
    };
    reading('logs', '/var/log/pods', true);
    reading('writer', '/var/log/pods', false);
    reading('docker', '/var/run/docker.sock', true);
    pass(world, 60);
    expect(message(world, 'logs')).toBeUndefined();
    for (const name of ['writer', 'docker'])
      expect(message(world, name)).toMatch(/\d node\(s\) didn't support the Pod's hostPath volumes/);
  });

  it('are no local volumes either', () => {
    const world = worldOf();
    const hosts = list(world, '/api/v1/nodes').map(({ metadata }) => metadata.name);
    const terms = [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: hosts }] }];
    const local = {
      hostPath: undefined,
      local: { path: '/disks/a' },
      nodeAffinity: { required: { nodeSelectorTerms: terms } },
    };
    made(world, volumes, volume('disk', local));
    made(world, claims, claim('data', { storageClassName: 'manual' }));
    pass(world, 20);
    made(world, `${ns}/pods`, pod('db', mounting('data')));
    pass(world, 20);
    expect(message(world, 'db')).toMatch(/\d node\(s\) didn't support the Pod's local volumes/);
  });
});

it('a volume of a driver that no host has is waited for in vain', () => {
  const world = worldOf();
  made(world, `${ns}/pods`, pod('p', [{ name: 'vault', csi: { driver: 'secrets-store.csi.k8s.io' } }]));
  pass(world, 120);
  expect(phase(world, `${ns}/pods/p`)).toBe('Pending');
  expect(said(world, 'Pod', 'p')).toContain(
    'FailedMount: MountVolume.SetUp failed for volume "vault" : kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name secrets-store.csi.k8s.io not found in the list of registered CSI drivers',
  );
});
