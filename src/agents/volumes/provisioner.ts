// The external provisioner of the vSphere CSI driver: a claim that asks it gets a First Class Disk on a datastore that its policy
// allows, and the volume that stands for it; a volume that is released takes its disk with it. The disk is there from
// the first moment and says when it is ready, so a run at any time goes on from there.
// Source: kubernetes-csi external-provisioner, sig-storage-lib-external-provisioner controller.go.
import { attemptOf } from '../../control/backoff.ts';
import { latency } from '../../control/latency.ts';
import { nobody, type Loop, type Note, type Outcome } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import {
  classOf,
  provisionedByAnnotation,
  provisionerAnnotation,
  type PersistentVolume,
  type PersistentVolumeClaim,
} from '../../kinds/core/persistent-volume/claim-ref.ts';
import { persistentVolumes } from '../../kinds/core/persistent-volume/persistent-volume.ts';
import { storageClassesKind, type StorageClass } from '../../kinds/storage/storage-class.ts';
import { datastores, isSharedIn, type Datastore } from '../../kinds/vsphere/datastore.ts';
import type { Host } from '../../kinds/vsphere/host.ts';
import { hostsKind } from '../../kinds/vsphere/machine.ts';
import {
  firstClassDisks,
  firstClassDisksKind,
  type FirstClassDisk,
} from '../../kinds/vsphere/first-class-disk.ts';
import type { StoragePolicy } from '../../kinds/vsphere/storage-policy.ts';
import { clustersOf, fabricScope, supervisorOf } from '../../kinds/vsphere/supervisor.ts';
import { uuidFrom } from '../../std/hash.ts';
import { parseTime } from '../../std/time.ts';
import { isDeleting, keyOfObject, splitKey } from '../../store/object.ts';
import { amountOf, driver, isProvisioned, isShared, mebibytes } from './csi.ts';

const datastoresKind = 'vsphere.sandbox/datastores';
const policiesKind = 'vsphere.sandbox/storagepolicies';

/** The Pod of the controller that says it: its identity stands behind the driver's name. */
function component(view: View): string {
  return `${driver}_vsphere-csi-controller_${uuidFrom(0, view.scope, driver)}`;
}

const volumeName = (claim: PersistentVolumeClaim): string => `pvc-${claim.metadata.uid}`;

function diskOf(name: string, view: View): FirstClassDisk | undefined {
  return view
    .in(fabricScope)
    .list<FirstClassDisk>(firstClassDisksKind, { index: ['volume', `${view.scope}/${name}`] })[0];
}

/** Why the driver makes no volume, with its gRPC code. */
interface Fault {
  readonly code: 'FailedPrecondition' | 'Internal';
  readonly why: string;
}

const internal = (why: string): Fault => ({ code: 'Internal', why });

/** vSAN's file service, which the sandbox has not. */
const noFileService: Fault = {
  code: 'FailedPrecondition',
  why: 'no datastores found to create file volume, vsan file service may be disabled',
};

/** The datastore with the most room among those that the policy allows, or why there is none. */
function place(policy: string | undefined, sizeMiB: number, view: View): Datastore | Fault {
  const fabric = view.in(fabricScope);
  const found =
    policy === undefined ? undefined : fabric.list<StoragePolicy>(policiesKind, { index: ['id', policy] })[0];
  if (policy !== undefined && found === undefined)
    return internal(`failed to get storage policy with ID: "${policy}"`);
  const supervisor = supervisorOf(view);
  const clusters = supervisor === undefined ? [] : clustersOf(supervisor);
  const hosts = fabric.list<Host>(hostsKind);
  const free = fabric
    .list<Datastore>(datastoresKind)
    .filter((each) => clusters.some((cluster) => isSharedIn(each, cluster, hosts)))
    .filter(({ metadata }) => found === undefined || found.spec.datastores.includes(metadata.name))
    .filter(({ status }) => (status?.freeMiB ?? 0) >= sizeMiB)
    .toSorted((a, b) => (b.status?.freeMiB ?? 0) - (a.status?.freeMiB ?? 0))[0];
  return free ?? internal('failed to create volume. fault: "CNS: Insufficient disk space on datastore"');
}

function withFree(datastore: Datastore, changeMiB: number): Datastore {
  const freeMiB = (datastore.status?.freeMiB ?? 0) + changeMiB;
  return { ...datastore, status: { ...datastore.status, freeMiB } };
}

function says(about: Note['about'], view: View) {
  return (type: Note['type'], reason: string, message: string): Note => ({
    about,
    type,
    reason,
    message,
    component: component(view),
  });
}

function begin(claim: PersistentVolumeClaim, storageClass: StorageClass, view: View): Outcome {
  const { namespace = '', name, uid } = claim.metadata;
  const say = says(claim, view);
  const starts = say(
    'Normal',
    'Provisioning',
    `External provisioner is provisioning volume for claim "${namespace}/${name}"`,
  );
  const sizeMiB = mebibytes(claim.spec.resources?.requests?.['storage']);
  const policy = storageClass.parameters?.['storagePolicyID'] ?? storageClass.parameters?.['storagepolicyid'];
  const placed = isShared(claim) ? noFileService : place(policy, sizeMiB, view);
  if ('why' in placed) {
    const why = `failed to provision volume with StorageClass "${storageClass.metadata.name}": rpc error: code = ${placed.code} desc = ${placed.why}`;
    const since = parseTime(claim.metadata.creationTimestamp) ?? view.now;
    const { nextMs } = attemptOf(since, view.now, latency.provisioningBackoffMs);
    return { notes: [starts, say('Warning', 'ProvisioningFailed', why)], again: nextMs };
  }
  const takenMs = view.draw(uid, 'provision', latency.volumeProvisionedMs);
  const disk = {
    metadata: { name: uuidFrom(view.roll(uid, 'disk', 0x1_0000_0000), uid, 'disk') },
    spec: {
      datastore: placed.metadata.name,
      capacityMiB: sizeMiB,
      ...(policy === undefined ? {} : { storagePolicy: policy }),
      volume: { scope: view.scope, name: volumeName(claim), namespace, claim: name },
      readyAt: view.now + takenMs,
    },
  };
  const why = `volume of ${namespace}/${name}`;
  return {
    writes: [
      { verb: 'create', kind: firstClassDisks, in: fabricScope, object: disk, why },
      { verb: 'update', kind: datastores, in: fabricScope, object: withFree(placed, -sizeMiB), why },
    ],
    notes: [starts],
    again: takenMs,
  };
}

/** The disk is ready: the volume that stands for it. */
function finish(
  claim: PersistentVolumeClaim,
  storageClass: StorageClass,
  disk: FirstClassDisk,
  view: View,
): Outcome {
  const { namespace, name: claimName, uid, resourceVersion } = claim.metadata;
  const name = volumeName(claim);
  const isBlock = claim.spec.volumeMode === 'Block';
  const object = {
    metadata: { name, annotations: { [provisionedByAnnotation]: driver } },
    spec: {
      accessModes: claim.spec.accessModes,
      capacity: { storage: amountOf(disk.spec.capacityMiB) },
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name: claimName,
        namespace,
        resourceVersion,
        uid,
      },
      csi: {
        driver,
        ...(isBlock ? {} : { fsType: 'ext4' }),
        volumeAttributes: {
          'storage.kubernetes.io/csiProvisionerIdentity': `${parseTime(disk.metadata.creationTimestamp) ?? 0}-8081-${driver}`,
          type: 'vSphere CNS Block Volume',
        },
        volumeHandle: disk.metadata.name,
      },
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy,
      storageClassName: storageClass.metadata.name,
      volumeMode: claim.spec.volumeMode,
      ...(storageClass.mountOptions === undefined ? {} : { mountOptions: storageClass.mountOptions }),
    },
  };
  const note = says(claim, view)(
    'Normal',
    'ProvisioningSucceeded',
    `Successfully provisioned volume ${name}`,
  );
  return {
    writes: [{ verb: 'create', kind: persistentVolumes, object, why: 'its disk is ready' }],
    notes: [note],
  };
}

function provision(claim: PersistentVolumeClaim, view: View): Outcome | undefined {
  const name = volumeName(claim);
  const storageClass = view.get<StorageClass>(storageClassesKind, classOf(claim));
  if (storageClass === undefined || view.get('core/persistentvolumes', name) !== undefined) return undefined;
  const disk = diskOf(name, view);
  if (disk === undefined) return begin(claim, storageClass, view);
  const leftMs = disk.spec.readyAt - view.now;
  return leftMs > 0 ? { again: leftMs } : finish(claim, storageClass, disk, view);
}

/** What a disk leaves when it goes. */
function removal(disk: FirstClassDisk, view: View): Outcome {
  const datastore = view.in(fabricScope).get<Datastore>(datastoresKind, disk.spec.datastore);
  const why = `volume ${disk.spec.volume?.name ?? ''} is gone`;
  return {
    writes: [
      { verb: 'delete', kind: firstClassDisks, in: fabricScope, object: disk, why },
      ...(datastore === undefined
        ? []
        : [
            {
              verb: 'update',
              kind: datastores,
              in: fabricScope,
              object: withFree(datastore, disk.spec.capacityMiB),
              why,
            } as const,
          ]),
    ],
  };
}

/** A volume of ours that is released and to be deleted, once no VM has its disk. */
function remove(volume: PersistentVolume, view: View): Outcome | undefined {
  const { spec, status, metadata } = volume;
  if (status?.phase !== 'Released' || spec.persistentVolumeReclaimPolicy !== 'Delete') return undefined;
  const disk = diskOf(metadata.name, view);
  if (isDeleting(volume)) return undefined;
  if (view.count('storage.k8s.io/volumeattachments', { index: ['volume', metadata.name] }) > 0) {
    const why = `persistentvolume ${metadata.name} is still attached to node ${attachedNode(metadata.name, view)}`;
    return {
      notes: [says(volume, view)('Warning', 'VolumeFailedDelete', why)],
      again: latency.provisioningBackoffMs[0],
    };
  }
  const since = parseTime(status.lastPhaseTransitionTime ?? '') ?? view.now;
  const due = since + view.draw(metadata.uid, 'delete', latency.volumeDeletedMs);
  if (due > view.now) return { again: due - view.now };
  return {
    writes: [
      ...(disk === undefined ? [] : (removal(disk, view).writes ?? [])),
      { verb: 'delete', kind: persistentVolumes, object: volume, why: 'its disk is gone' },
    ],
  };
}

function attachedNode(name: string, view: View): string {
  const [attachment] = view.list<{ spec: { nodeName: string } } & PersistentVolume>(
    'storage.k8s.io/volumeattachments',
    { index: ['volume', name] },
  );
  return attachment?.spec.nodeName ?? '';
}

/** Removes disks whose claim went before the volume was there. */
function sweep(name: string, claimKey: string, view: View): Outcome | undefined {
  const disk = diskOf(name, view);
  if (disk === undefined || view.get('core/persistentvolumes', name) !== undefined) return undefined;
  const { volume } = disk.spec;
  return volume !== undefined && `${volume.namespace}/${volume.claim}` === claimKey
    ? removal(disk, view)
    : undefined;
}

export const provisioner: Loop = {
  name: driver,
  observes: {
    'core/persistentvolumeclaims': (prev, next) => {
      const claim = (next ?? prev) as PersistentVolumeClaim;
      if (claim.metadata.annotations?.[provisionerAnnotation] !== driver) return nobody;
      if (next === undefined) return [`${keyOfObject(claim)}/${volumeName(claim)}`];
      return claim.spec.volumeName ? nobody : [keyOfObject(claim)];
    },
    'core/persistentvolumes': (_prev, next) =>
      next !== undefined &&
      isProvisioned(next as PersistentVolume) &&
      (next as PersistentVolume).status?.phase === 'Released'
        ? [keyOfObject(next)]
        : nobody,
  },
  consults: [
    storageClassesKind,
    'storage.k8s.io/volumeattachments',
    datastoresKind,
    hostsKind,
    policiesKind,
    firstClassDisksKind,
    'vsphere.sandbox/supervisors',
  ],
  run(key, view) {
    const { namespace, name } = splitKey(key);
    if (namespace === '') {
      const volume = view.get<PersistentVolume>('core/persistentvolumes', name);
      return volume === undefined ? undefined : remove(volume, view);
    }
    const [claimName = '', gone] = name.split('/');
    if (gone !== undefined) return sweep(gone, `${namespace}/${claimName}`, view);
    const claim = view.get<PersistentVolumeClaim>('core/persistentvolumeclaims', claimName, namespace);
    if (claim === undefined || isDeleting(claim) || claim.spec.volumeName) return undefined;
    return claim.metadata.annotations?.[provisionerAnnotation] === driver
      ? provision(claim, view)
      : undefined;
  },
};
