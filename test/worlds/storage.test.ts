// Storage as a whole: from a claim to a disk on a datastore and back to nothing, with what is said on the way.
import { describe, expect, it } from 'vitest';
import {
  ns,
  claims,
  volumes,
  classes,
  attachments,
  vsan,
  claim,
  volume,
  pod,
  mounting,
  made,
  said,
  phase,
  disks,
  freeMiB,
} from './claims.ts';
import { get, list, mergePatch, pass, send, worldOf } from './setup.ts';

describe('a claim of the class that a Supervisor shows', () => {
  it('gets a disk, a volume, and gives both back', () => {
    const world = worldOf();
    const before = freeMiB(world);
    const { metadata, status } = made(world, claims, claim('data'));
    expect(metadata.finalizers).toEqual(['kubernetes.io/pvc-protection']);
    expect(status).toEqual({ phase: 'Pending' });
    pass(world, 30);
    const name = `pvc-${metadata.uid}`;
    expect(get(world, `${claims}/data`)).toMatchObject({
      metadata: {
        annotations: {
          'pv.kubernetes.io/bind-completed': 'yes',
          'pv.kubernetes.io/bound-by-controller': 'yes',
          'volume.beta.kubernetes.io/storage-provisioner': 'csi.vsphere.vmware.com',
          'volume.kubernetes.io/storage-provisioner': 'csi.vsphere.vmware.com',
        },
      },
      spec: { volumeName: name },
      status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' } },
    });
    const [disk] = disks(world);
    expect(get(world, `${volumes}/${name}`)).toMatchObject({
      metadata: {
        annotations: { 'pv.kubernetes.io/provisioned-by': 'csi.vsphere.vmware.com' },
        finalizers: ['kubernetes.io/pv-protection'],
      },
      spec: {
        capacity: { storage: '1Gi' },
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: 'data', namespace: 'demo' },
        csi: { driver: 'csi.vsphere.vmware.com', fsType: 'ext4', volumeHandle: disk?.metadata.name },
        persistentVolumeReclaimPolicy: 'Delete',
        storageClassName: vsan,
        volumeMode: 'Filesystem',
      },
      status: { phase: 'Bound' },
    });
    expect(said(world, 'PersistentVolumeClaim', 'data').toSorted()).toEqual([
      "ExternalProvisioning: Waiting for a volume to be created either by the external provisioner 'csi.vsphere.vmware.com' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
      'Provisioning: External provisioner is provisioning volume for claim "demo/data"',
      `ProvisioningSucceeded: Successfully provisioned volume ${name}`,
    ]);
    expect(freeMiB(world)).toBe(before - 1024);
    send(world, 'DELETE', `${claims}/data`);
    pass(world, 30);
    expect(list(world, claims)).toEqual([]);
    expect(list(world, volumes)).toEqual([]);
    expect(disks(world)).toEqual([]);
    expect(freeMiB(world)).toBe(before);
  });

  it('is attached where its Pod runs, stays while it is used, and grows', () => {
    const world = worldOf();
    const { metadata } = made(world, claims, claim('data'));
    const name = `pvc-${metadata.uid}`;
    made(world, `${ns}/pods`, pod('p', mounting('data')));
    pass(world, 90);
    const running = get(world, `${ns}/pods/p`);
    expect(running.status?.['phase']).toBe('Running');
    const [attachment] = list(world, attachments);
    expect(attachment).toMatchObject({
      spec: {
        attacher: 'csi.vsphere.vmware.com',
        nodeName: running.spec['nodeName'],
        source: { persistentVolumeName: name },
      },
      status: { attached: true },
    });
    const events = said(world, 'Pod', 'p');
    expect(events).toContain(`SuccessfulAttachVolume: AttachVolume.Attach succeeded for volume "${name}" `);
    expect(events[0]).toMatch(
      /^FailedScheduling: 0\/7 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0\/7 nodes are available: 7 Preemption is not helpful for scheduling.$/,
    );
    expect(disks(world)[0]?.status?.['attachedTo']).toEqual([expect.stringMatching(/^vm-\d+$/)]);

    send(world, 'DELETE', `${claims}/data`);
    pass(world, 60);
    expect(get(world, `${claims}/data`).metadata.deletionTimestamp).toBeDefined();
    expect(phase(world, `${volumes}/${name}`)).toBe('Bound');
    send(world, 'DELETE', `${ns}/pods/p`);
    pass(world, 120);
    expect([list(world, claims), list(world, volumes), list(world, attachments), disks(world)]).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  it('grows while it is used, and says how far it is', () => {
    const world = worldOf();
    const { metadata } = made(world, claims, claim('data'));
    const name = `pvc-${metadata.uid}`;
    pass(world, 20);
    const grow = { spec: { resources: { requests: { storage: '3Gi' } } } };
    const { status, body } = send(world, 'PATCH', `${claims}/data`, grow, mergePatch);
    expect(status, body.message).toBe(200);
    pass(world, 30);
    expect(get(world, `${volumes}/${name}`).spec['capacity']).toEqual({ storage: '3Gi' });
    expect(get(world, `${claims}/data`).status).toMatchObject({
      capacity: { storage: '1Gi' },
      conditions: [{ type: 'FileSystemResizePending', status: 'True' }],
      allocatedResourceStatuses: { storage: 'NodeResizePending' },
    });
    made(world, `${ns}/pods`, pod('p', mounting('data')));
    pass(world, 90);
    expect(get(world, `${claims}/data`).status).toEqual({
      phase: 'Bound',
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '3Gi' },
      allocatedResources: { storage: '3Gi' },
    });
    expect(disks(world)[0]?.spec['capacityMiB']).toBe(3 * 1024);
    expect(said(world, 'PersistentVolumeClaim', 'data')).toEqual(
      expect.arrayContaining([
        `Resizing: External resizer is resizing volume ${name}`,
        'FileSystemResizeRequired: Require file system resize of volume on node',
      ]),
    );
    const less = { spec: { resources: { requests: { storage: '2Gi' } } } };
    expect(send(world, 'PATCH', `${claims}/data`, less, mergePatch).body.message).toBe(
      'PersistentVolumeClaim "data" is invalid: spec.resources.requests.storage: Forbidden: field can not be less than status.capacity',
    );
  });

  it.each<[string, object, string]>([
    ['class', { storageClassName: 'nowhere' }, 'ProvisioningFailed'],
    ['any class', { storageClassName: '' }, 'FailedBinding'],
    ['Pod', { storageClassName: 'late' }, 'WaitForFirstConsumer'],
  ])('is told again and again that it has no %s, and seldom after a while', (_, spec, reason) => {
    const world = worldOf();
    made(world, classes, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'late' },
      provisioner: 'csi.vsphere.vmware.com',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    made(world, claims, claim('data', spec));
    const told = () =>
      (list(world, '/api/v1/events') as unknown as readonly { reason: string; count: number }[]).find(
        (event) => event.reason === reason,
      )?.count;
    const counts = [1, 61, 360, 900, 86_400].map((seconds, index, all) => {
      pass(world, seconds - (all[index - 1] ?? 0));
      return told() ?? 0;
    });
    expect(counts.slice(0, 4)).toEqual([1, 5, 25, 28]);
    expect(counts[4]).toBeLessThan(320);
  });

  it('waits where its policy, its class or room is missing', () => {
    const world = worldOf();
    made(world, classes, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'odd' },
      provisioner: 'csi.vsphere.vmware.com',
      parameters: { storagePolicyID: 'nobody' },
    });
    made(world, claims, claim('no-policy', { storageClassName: 'odd' }));
    made(world, claims, claim('no-class', { storageClassName: 'nowhere' }));
    made(world, claims, claim('no-room', { resources: { requests: { storage: '1Pi' } } }));
    made(world, claims, claim('none', { storageClassName: undefined }));
    pass(world, 5);
    expect(said(world, 'PersistentVolumeClaim', 'no-class')).toEqual([
      'ProvisioningFailed: storageclass.storage.k8s.io "nowhere" not found',
    ]);
    expect(said(world, 'PersistentVolumeClaim', 'none')).toEqual([
      'FailedBinding: no persistent volumes available for this claim and no storage class is set',
    ]);
    for (const name of ['no-policy', 'no-room']) {
      expect(said(world, 'PersistentVolumeClaim', name).join('\n')).toContain(
        'failed to provision volume with StorageClass',
      );
      expect(phase(world, `${claims}/${name}`)).toBe('Pending');
    }
    expect(disks(world)).toEqual([]);
  });
});

describe('volumes that are there before', () => {
  it('go to the smallest that will do, are reserved, released, kept', () => {
    const world = worldOf();
    made(world, volumes, volume('large', { capacity: { storage: '10Gi' } }));
    made(world, volumes, volume('small', { capacity: { storage: '2Gi' } }));
    made(world, volumes, volume('tiny', { capacity: { storage: '500Mi' } }));
    made(world, volumes, volume('labelled', {}, { labels: { tier: 'gold' } }));
    pass(world, 1);
    expect(list(world, volumes).map(({ status }) => status?.['phase'])).toEqual(
      Array.from({ length: 4 }, () => 'Available'),
    );
    const manual = { storageClassName: 'manual' };
    made(world, claims, claim('picks', { ...manual, selector: { matchLabels: { tier: 'gold' } } }));
    made(world, claims, claim('any', manual));
    made(world, claims, claim('names', { ...manual, volumeName: 'large' }));
    made(world, claims, claim('mismatched', { ...manual, volumeName: 'tiny' }));
    made(world, claims, claim('late', manual));
    pass(world, 5);
    const bound = Object.fromEntries(
      list(world, claims).map(({ metadata, spec, status }) => [
        metadata.name,
        `${String(status?.['phase'])} ${String(spec['volumeName'] ?? '')}`,
      ]),
    );
    expect(bound).toEqual({
      any: 'Bound small',
      late: 'Pending ',
      mismatched: 'Pending tiny',
      names: 'Bound large',
      picks: 'Bound labelled',
    });
    expect(said(world, 'PersistentVolumeClaim', 'mismatched')).toEqual([
      'VolumeMismatch: Cannot bind to requested volume "tiny": requested PV is too small',
    ]);
    send(world, 'DELETE', `${claims}/any`);
    pass(world, 5);
    expect(phase(world, `${volumes}/small`)).toBe('Released');
    expect(phase(world, `${claims}/late`)).toBe('Pending');
    const free = { spec: { claimRef: null } };
    expect(send(world, 'PATCH', `${volumes}/small`, free, mergePatch).status).toBe(200);
    pass(world, 5);
    expect(get(world, `${claims}/late`).spec['volumeName']).toBe('small');
  });

  it('are recycled, or say why they cannot be deleted; a claim without its volume is lost', () => {
    const world = worldOf();
    made(world, volumes, volume('again', { persistentVolumeReclaimPolicy: 'Recycle' }));
    made(world, claims, claim('one', { storageClassName: 'manual' }));
    pass(world, 5);
    send(world, 'DELETE', `${claims}/one`);
    pass(world, 60);
    expect(phase(world, `${volumes}/again`)).toBe('Available');
    expect(said(world, 'PersistentVolume', 'again', 'default')).toEqual(['VolumeRecycled: Volume recycled']);

    made(world, claims, claim('two', { storageClassName: 'manual' }));
    pass(world, 5);
    const keep = { spec: { persistentVolumeReclaimPolicy: 'Delete' } };
    expect(send(world, 'PATCH', `${volumes}/again`, keep, mergePatch).status).toBe(200);
    send(world, 'DELETE', `${claims}/two`);
    pass(world, 60);
    expect(get(world, `${volumes}/again`).status).toMatchObject({
      phase: 'Failed',
      message: 'host_path deleter only supports /tmp/.+ but received provided /data',
    });

    made(world, volumes, volume('gone'));
    made(world, claims, claim('three', { storageClassName: 'manual' }));
    pass(world, 5);
    send(world, 'DELETE', `${volumes}/gone`);
    pass(world, 5);
    expect(get(world, `${volumes}/gone`).metadata.deletionTimestamp).toBeDefined();
    send(world, 'PATCH', `${volumes}/gone`, { metadata: { finalizers: null } }, mergePatch);
    pass(world, 5);
    expect(phase(world, `${claims}/three`)).toBe('Lost');
    expect(said(world, 'PersistentVolumeClaim', 'three')).toEqual([
      'ClaimLost: Bound claim has lost its PersistentVolume. Data on the volume is lost!',
    ]);
  });
});

it('a claim whose class waits for its first consumer is bound when a Pod comes', () => {
  const world = worldOf();
  made(world, classes, {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'late', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'csi.vsphere.vmware.com',
    volumeBindingMode: 'WaitForFirstConsumer',
  });
  const { spec } = made(world, claims, claim('data', { storageClassName: undefined }));
  expect(spec['storageClassName']).toBe('late');
  pass(world, 30);
  expect(said(world, 'PersistentVolumeClaim', 'data')).toEqual([
    'WaitForFirstConsumer: waiting for first consumer to be created before binding',
  ]);
  made(world, `${ns}/pods`, pod('p', mounting('data')));
  pass(world, 120);
  expect(phase(world, `${claims}/data`)).toBe('Bound');
  expect(phase(world, `${ns}/pods/p`)).toBe('Running');
});

it('a claim whose consumer fits nowhere says which Pods it waits for', () => {
  const world = worldOf();
  made(world, classes, {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'late' },
    provisioner: 'csi.vsphere.vmware.com',
    volumeBindingMode: 'WaitForFirstConsumer',
  });
  made(world, claims, claim('data', { storageClassName: 'late' }));
  pass(world, 1);
  for (const name of ['a', 'b']) {
    const lost = pod(name, mounting('data'));
    made(world, `${ns}/pods`, { ...lost, spec: { ...lost.spec, nodeSelector: { nowhere: 'at-all' } } });
    pass(world, 100);
  }
  expect(said(world, 'PersistentVolumeClaim', 'data')).toEqual([
    'WaitForFirstConsumer: waiting for first consumer to be created before binding',
    'WaitForPodScheduled: waiting for pod a to be scheduled',
    'WaitForPodScheduled: waiting for pods a,b to be scheduled',
  ]);
});

it('a Pod waits for a claim, a ConfigMap and a Secret that are not there', () => {
  const world = worldOf();
  made(world, `${ns}/pods`, pod('unbound', mounting('nothing')));
  made(
    world,
    `${ns}/pods`,
    pod('p', [
      { name: 'settings', configMap: { name: 'settings' } },
      { name: 'keys', secret: { secretName: 'keys' } },
      { name: 'extra', configMap: { name: 'extra', optional: true } },
    ]),
  );
  pass(world, 120);
  expect(said(world, 'Pod', 'unbound')).toEqual([
    'FailedScheduling: 0/7 nodes are available: persistentvolumeclaim "nothing" not found. preemption: 0/7 nodes are available: 7 Preemption is not helpful for scheduling.',
  ]);
  expect(said(world, 'Pod', 'p')).toEqual(
    expect.arrayContaining([
      'FailedMount: MountVolume.SetUp failed for volume "settings" : configmap "settings" not found',
      'FailedMount: MountVolume.SetUp failed for volume "keys" : secret "keys" not found',
    ]),
  );
  expect(phase(world, `${ns}/pods/p`)).toBe('Pending');
  made(world, `${ns}/configmaps`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } });
  made(world, `${ns}/secrets`, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys' } });
  pass(world, 300);
  expect(phase(world, `${ns}/pods/p`)).toBe('Running');
});

describe('a claim that a Pod brings along', () => {
  const template = {
    metadata: { labels: { app: 'scratch' } },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      storageClassName: vsan,
    },
  };
  const own = pod('a', [{ name: 'scratch', ephemeral: { volumeClaimTemplate: template } }]);

  it('is made for it, used by it, and goes with it', () => {
    const world = worldOf();
    const { metadata, spec } = made(world, `${ns}/pods`, own);
    expect((spec['volumes'] as readonly object[])[0]).toMatchObject({
      ephemeral: { volumeClaimTemplate: { spec: { volumeMode: 'Filesystem' } } },
    });
    pass(world, 90);
    const found = get(world, `${claims}/a-scratch`);
    expect(found.metadata).toMatchObject({
      labels: { app: 'scratch' },
      ownerReferences: [{ kind: 'Pod', name: 'a', uid: metadata.uid, controller: true }],
    });
    expect(found.status).toMatchObject({ phase: 'Bound' });
    expect(get(world, `${ns}/pods/a`).status).toMatchObject({ phase: 'Running' });
    send(world, 'DELETE', `${ns}/pods/a`);
    pass(world, 60);
    expect(list(world, claims)).toEqual([]);
  });

  it('is not somebody else’s of that name', () => {
    const world = worldOf();
    made(world, claims, claim('a-scratch'));
    made(world, `${ns}/pods`, own);
    pass(world, 10);
    const why = 'PVC demo/a-scratch was not created for pod demo/a (pod is not owner)';
    expect(said(world, 'Pod', 'a')).toEqual(
      expect.arrayContaining([
        `FailedBinding: ephemeral volume scratch: ${why}`,
        expect.stringContaining(`FailedScheduling: 0/7 nodes are available: ${why}.`),
      ]),
    );
  });

  it('may be more than a quota allows', () => {
    const world = worldOf();
    made(world, `${ns}/resourcequotas`, {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'small' },
      spec: { hard: { 'requests.storage': '512Mi' } },
    });
    pass(world, 1);
    made(world, `${ns}/pods`, own);
    pass(world, 10);
    expect(said(world, 'Pod', 'a')).toContain(
      'FailedBinding: ephemeral volume scratch: create PVC a-scratch: persistentvolumeclaims "a-scratch" is forbidden: ' +
        'exceeded quota: small, requested: requests.storage=1Gi, used: requests.storage=0, limited: requests.storage=512Mi',
    );
  });
});
