// Growing volumes: the external resizer grows the disk, then the node that has it the file system; a volume that nobody uses waits
// for its next Pod. Source: kubernetes-csi external-resizer pkg/controller, kubernetes pkg/volume/util/resize_util.go.
import type { PersistentVolumeClaimCondition } from '#types';
import { attemptOf } from '../../control/backoff.ts';
import { latency } from '../../control/latency.ts';
import { nobody, type Loop, type Note, type Outcome, type Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { persistentVolumeClaims } from '../../kinds/core/persistent-volume-claim/persistent-volume-claim.ts';
import type {
  PersistentVolume,
  PersistentVolumeClaim,
} from '../../kinds/core/persistent-volume/claim-ref.ts';
import { persistentVolumes } from '../../kinds/core/persistent-volume/persistent-volume.ts';
import { isTerminal, type Pod } from '../../kinds/core/pod/pod.ts';
import { datastores, type Datastore } from '../../kinds/vsphere/datastore.ts';
import {
  firstClassDisks,
  firstClassDisksKind,
  type FirstClassDisk,
} from '../../kinds/vsphere/first-class-disk.ts';
import { fabricScope } from '../../kinds/vsphere/supervisor.ts';
import { compareQuantities, parseQuantity } from '../../std/quantity.ts';
import { formatTime, parseTime } from '../../std/time.ts';
import { isDeleting, keyOfObject, splitKey } from '../../store/object.ts';
import { driver, isProvisioned, mebibytes } from './csi.ts';

const resizerComponent = `external-resizer ${driver}`;
const pendingMessage = 'Waiting for user to (re-)start a pod to finish file system resize of volume on node.';

function exceeds(a: string, b: string): boolean {
  const [x, y] = [parseQuantity(a), parseQuantity(b)];
  return x !== undefined && y !== undefined && compareQuantities(x, y) > 0;
}

function conditionOf(claim: PersistentVolumeClaim, type: string): PersistentVolumeClaimCondition | undefined {
  return claim.status?.conditions?.find(
    (condition) => condition.type === type && condition.status === 'True',
  );
}

type Stage = 'ControllerResizeInProgress' | 'NodeResizePending' | undefined;

/** The claim's status while it grows, or, with no stage, once it has grown. */
function staged(
  claim: PersistentVolumeClaim,
  amount: string,
  stage: Stage,
  now: number,
): PersistentVolumeClaim {
  const { conditions: _conditions, allocatedResourceStatuses: _statuses, ...status } = claim.status ?? {};
  if (stage === undefined) {
    const grown = { ...status, capacity: { ...status.capacity, storage: amount } };
    return { ...claim, status: { ...grown, allocatedResources: { storage: amount } } };
  }
  const at = formatTime(now);
  const condition: PersistentVolumeClaimCondition =
    stage === 'NodeResizePending'
      ? { type: 'FileSystemResizePending', status: 'True', lastTransitionTime: at, message: pendingMessage }
      : { type: 'Resizing', status: 'True', lastTransitionTime: at };
  return {
    ...claim,
    status: {
      ...status,
      allocatedResources: { storage: amount },
      allocatedResourceStatuses: { storage: stage },
      conditions: [condition],
    },
  };
}

const writeClaim = (object: PersistentVolumeClaim, why: string): Write => ({
  verb: 'update',
  kind: persistentVolumeClaims,
  object,
  why,
});

interface Room {
  readonly disk: FirstClassDisk;
  readonly datastore: Datastore;
  /** What its datastore has free once the disk has the size; may be negative. */
  readonly freeMiB: number;
}

function roomFor(volume: PersistentVolume, sizeMiB: number, view: View): Room | undefined {
  const fabric = view.in(fabricScope);
  const disk = fabric.get<FirstClassDisk>(firstClassDisksKind, volume.spec.csi?.volumeHandle ?? '');
  const datastore = disk && fabric.get<Datastore>('vsphere.sandbox/datastores', disk.spec.datastore);
  if (disk === undefined || datastore === undefined) return undefined;
  return {
    disk,
    datastore,
    freeMiB: (datastore.status?.freeMiB ?? 0) - (sizeMiB - disk.spec.capacityMiB),
  };
}

function growDisk(volume: PersistentVolume, sizeMiB: number, room: Room): readonly Write[] {
  const { disk, datastore, freeMiB } = room;
  const grown: FirstClassDisk = { ...disk, spec: { ...disk.spec, capacityMiB: sizeMiB } };
  const fuller: Datastore = { ...datastore, status: { ...datastore.status, freeMiB } };
  const why = `${volume.metadata.name} grows`;
  return [
    { verb: 'update', kind: firstClassDisks, in: fabricScope, object: grown, why },
    { verb: 'update', kind: datastores, in: fabricScope, object: fuller, why },
  ];
}

/** What the driver says of a disk for whose size its datastore has no room. */
function noRoom(volume: PersistentVolume, sizeMiB: number, { disk, datastore }: Room): string {
  const id = JSON.stringify(disk.metadata.name);
  const fault = `failed to extend volume: fault: "Insufficient disk space on datastore '${datastore.metadata.name}'."`;
  return (
    `resize volume "${volume.metadata.name}" by resizer "${driver}" failed: ` +
    `rpc error: code = Internal desc = failed to expand volume: ${id} to size: ${sizeMiB} err ${fault}`
  );
}

/** A Pod on a node that has the volume mounted: its node grows the file system. */
function userOf(claim: PersistentVolumeClaim, view: View): Pod | undefined {
  return view
    .list<Pod>('core/pods', { index: ['claim', keyOfObject(claim)] })
    .find((pod) => pod.status?.phase === 'Running' && !isTerminal(pod) && !isDeleting(pod));
}

function resize(claim: PersistentVolumeClaim, volume: PersistentVolume, view: View): Outcome | undefined {
  const wanted = claim.spec.resources?.requests?.['storage'] ?? '0';
  const say = (reason: string, message: string, more: Partial<Note> = {}): Note => ({
    about: claim,
    type: 'Normal',
    reason,
    message,
    component: resizerComponent,
    ...more,
  });
  const resizing = conditionOf(claim, 'Resizing');
  const pending = conditionOf(claim, 'FileSystemResizePending');
  if (resizing === undefined && exceeds(wanted, volume.spec.capacity?.['storage'] ?? '0')) {
    const asked = say('ExternalExpanding', 'waiting for an external controller to expand this PVC', {
      component: 'volume_expand',
    });
    return {
      writes: [writeClaim(staged(claim, wanted, 'ControllerResizeInProgress', view.now), 'it asks for more')],
      notes: [asked, say('Resizing', `External resizer is resizing volume ${volume.metadata.name}`)],
      again: view.draw(claim.metadata.uid, `resize ${wanted}`, latency.volumeResizedMs),
    };
  }
  if (resizing !== undefined) {
    const since = parseTime(resizing.lastTransitionTime ?? '') ?? view.now;
    const due = since + view.draw(claim.metadata.uid, `resize ${wanted}`, latency.volumeResizedMs);
    if (due > view.now) return { again: due - view.now };
    const sizeMiB = mebibytes(wanted);
    const room = roomFor(volume, sizeMiB, view);
    if (room !== undefined && room.freeMiB < 0) {
      const { nextMs } = attemptOf(due, view.now, latency.provisioningBackoffMs);
      const failed = say('VolumeResizeFailed', noRoom(volume, sizeMiB, room), { type: 'Warning' });
      return { notes: [failed], again: nextMs };
    }
    const grown = { ...volume, spec: { ...volume.spec, capacity: { storage: wanted } } };
    const isBlock = claim.spec.volumeMode === 'Block';
    const next = staged(claim, wanted, isBlock ? undefined : 'NodeResizePending', view.now);
    return {
      writes: [
        ...(room === undefined ? [] : growDisk(volume, sizeMiB, room)),
        { verb: 'update', kind: persistentVolumes, object: grown, why: 'its disk has grown' },
        writeClaim(next, 'its disk has grown'),
      ],
      notes: [
        isBlock
          ? say('VolumeResizeSuccessful', 'Resize volume succeeded')
          : say('FileSystemResizeRequired', 'Require file system resize of volume on node'),
      ],
      ...(isBlock ? {} : { again: 1 }),
    };
  }
  const pod = pending === undefined ? undefined : userOf(claim, view);
  if (pod === undefined) return undefined;
  const node = pod.spec.nodeName ?? '';
  const message = `MountVolume.NodeExpandVolume succeeded for volume "${volume.metadata.name}" ${node}`;
  const done = { component: 'kubelet', host: node };
  return {
    writes: [writeClaim(staged(claim, wanted, undefined, view.now), 'its file system has grown')],
    notes: [
      say('FileSystemResizeSuccessful', message, done),
      { ...say('FileSystemResizeSuccessful', message, done), about: pod },
    ],
  };
}

export const resizer: Loop = {
  name: 'external-resizer',
  observes: {
    'core/persistentvolumeclaims': (_prev, next) => {
      const claim = next as PersistentVolumeClaim | undefined;
      if (claim?.status?.phase !== 'Bound') return nobody;
      const grows = exceeds(
        claim.spec.resources?.requests?.['storage'] ?? '0',
        claim.status.capacity?.['storage'] ?? '0',
      );
      return grows || claim.status.conditions !== undefined ? [keyOfObject(claim)] : nobody;
    },
    'core/pods': (prev, next) => {
      const pod = next as Pod | undefined;
      if (pod?.status?.phase !== 'Running' || (prev as Pod | undefined)?.status?.phase === 'Running')
        return nobody;
      const namespace = pod.metadata.namespace ?? '';
      return (pod.spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
        persistentVolumeClaim === undefined ? [] : [`${namespace}/${persistentVolumeClaim.claimName}`],
      );
    },
  },
  consults: ['core/persistentvolumes', firstClassDisksKind, 'vsphere.sandbox/datastores'],
  run(key, view) {
    const { namespace, name } = splitKey(key);
    const claim = view.get<PersistentVolumeClaim>('core/persistentvolumeclaims', name, namespace);
    if (claim?.status?.phase !== 'Bound') return undefined;
    const volume = view.get<PersistentVolume>('core/persistentvolumes', claim.spec.volumeName ?? '');
    return volume === undefined || !isProvisioned(volume) ? undefined : resize(claim, volume, view);
  },
};
