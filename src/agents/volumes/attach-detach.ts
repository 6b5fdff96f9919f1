// kube-controller-manager's attachdetach-controller with the driver's attacher behind it: the volume of a claim is attached to
// every node where a Pod uses it, and to no other. Keys are claims. On a Supervisor the disk goes to the Pod's own VM.
// Source: kubernetes pkg/controller/volume/attachdetach, pkg/volume/csi/csi_attacher.go.
import { latency } from '../../control/latency.ts';
import { nobody, type Loop, type Note, type Outcome, type Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import type {
  PersistentVolume,
  PersistentVolumeClaim,
} from '../../kinds/core/persistent-volume/claim-ref.ts';
import { claimNamesOf } from '../../kinds/core/pod/claims.ts';
import { isTerminal, type Pod } from '../../kinds/core/pod/pod.ts';
import {
  attachmentName,
  volumeAttachments,
  volumeAttachmentsKind,
  type VolumeAttachment,
} from '../../kinds/storage/volume-attachment.ts';
import {
  firstClassDisks,
  firstClassDisksKind,
  type FirstClassDisk,
} from '../../kinds/vsphere/first-class-disk.ts';
import { crxOf, machinesKind } from '../../kinds/vsphere/machine.ts';
import { fabricScope } from '../../kinds/vsphere/supervisor.ts';
import { equal } from '../../std/draft.ts';
import { hash128 } from '../../std/hash.ts';
import { parseTime } from '../../std/time.ts';
import { keyOfObject, splitKey } from '../../store/object.ts';
import { isShared } from './csi.ts';

/** Pods by the node that they need the volume on. */
type Users = ReadonlyMap<string, readonly Pod[]>;

function usersOf(key: string, view: View): Users {
  const users = new Map<string, Pod[]>();
  for (const pod of view.list<Pod>('core/pods', { index: ['claim', key] })) {
    const node = pod.spec.nodeName;
    if (!node || isTerminal(pod)) continue;
    users.set(node, [...(users.get(node) ?? []), pod]);
  }
  return users;
}

function attach(volume: PersistentVolume, node: string): Write {
  const { driver = '', volumeHandle = '' } = volume.spec.csi ?? {};
  const object = {
    metadata: { name: attachmentName(volumeHandle, driver, node) },
    spec: { attacher: driver, nodeName: node, source: { persistentVolumeName: volume.metadata.name } },
  };
  return { verb: 'create', kind: volumeAttachments, object, why: `a Pod on ${node} uses it` };
}

function multiAttach(volume: PersistentVolume, pod: Pod, users: Users): Note {
  const others = [...users.values()].flat().filter((other) => other.spec.nodeName !== pod.spec.nodeName);
  const names = others.map(({ metadata }) => metadata.name).join(', ');
  const why =
    others.length > 0
      ? `Volume is already used by pod(s) ${names}`
      : "Volume is already exclusively attached to one node and can't be attached to another";
  const message = `Multi-Attach error for volume "${volume.metadata.name}" ${why}`;
  return { about: pod, type: 'Warning', reason: 'FailedAttachVolume', message };
}

/** The attachment is through: it says so, and the Pods hear of it. */
function attached(attachment: VolumeAttachment, volume: PersistentVolume, pods: readonly Pod[]): Outcome {
  const type = volume.spec.csi?.volumeAttributes?.['type'];
  const diskUUID = `6000c29${hash128(attachment.metadata.name).slice(0, 25)}`;
  const object: VolumeAttachment = {
    ...attachment,
    status: { attached: true, attachmentMetadata: { diskUUID, ...(type === undefined ? {} : { type }) } },
  };
  const message = `AttachVolume.Attach succeeded for volume "${volume.metadata.name}" `;
  return {
    writes: [{ verb: 'update', kind: volumeAttachments, object, why: 'the disk is attached' }],
    notes: pods.map((about): Note => ({ about, type: 'Normal', reason: 'SuccessfulAttachVolume', message })),
  };
}

/** The disk names the VMs that have it: a Pod's own on an ESXi host, the node's elsewhere. */
function markDisk(
  volume: PersistentVolume,
  users: Users,
  nodes: readonly string[],
  view: View,
): readonly Write[] {
  const fabric = view.in(fabricScope);
  const disk = fabric.get<FirstClassDisk>(firstClassDisksKind, volume.spec.csi?.volumeHandle ?? '');
  if (disk === undefined) return [];
  const attachedTo = nodes.flatMap((node) =>
    (users.get(node) ?? []).map((pod) => crxOf(pod, view)?.metadata.name ?? node),
  );
  if (equal(disk.status?.attachedTo ?? [], attachedTo)) return [];
  const object: FirstClassDisk = { ...disk, status: { ...disk.status, attachedTo } };
  return [{ verb: 'update', kind: firstClassDisks, in: fabricScope, object, why: 'attachments changed' }];
}

function settle(volume: PersistentVolume, users: Users, view: View): Outcome {
  const writes: Write[] = [];
  const notes: Note[] = [];
  const agains: number[] = [];
  const present = view.list<VolumeAttachment>(volumeAttachmentsKind, {
    index: ['volume', volume.metadata.name],
  });
  const through: string[] = [];
  for (const attachment of present) {
    const pods = users.get(attachment.spec.nodeName);
    if (pods === undefined) {
      writes.push({
        verb: 'delete',
        kind: volumeAttachments,
        object: attachment,
        why: 'nobody uses it there',
      });
      agains.push(1);
      continue;
    }
    const since = parseTime(attachment.metadata.creationTimestamp) ?? view.now;
    const due = since + view.draw(attachment.metadata.uid, 'attach', latency.volumeAttachedMs);
    if (attachment.status?.attached === true) through.push(attachment.spec.nodeName);
    else if (due > view.now) agains.push(due - view.now);
    else {
      const done = attached(attachment, volume, pods);
      writes.push(...(done.writes ?? []));
      notes.push(...(done.notes ?? []));
      through.push(attachment.spec.nodeName);
    }
  }
  let isTaken = present.length > 0 && !isShared(volume);
  for (const [node, pods] of users) {
    if (present.some(({ spec }) => spec.nodeName === node)) continue;
    if (isTaken) {
      notes.push(...pods.map((pod) => multiAttach(volume, pod, users)));
      continue;
    }
    writes.push(attach(volume, node));
    agains.push(1);
    isTaken = !isShared(volume);
  }
  writes.push(...markDisk(volume, users, through, view));
  return { writes, notes, ...(agains.length === 0 ? {} : { again: Math.min(...agains) }) };
}

export const attachDetach: Loop = {
  name: 'attachdetach-controller',
  observes: {
    'core/pods': (prev, next) => {
      const pod = (next ?? prev) as Pod;
      const claims = claimNamesOf(pod);
      if (claims.length === 0 || !pod.spec.nodeName) return nobody;
      const before = prev as Pod | undefined;
      const isSame =
        before?.spec === pod.spec && next !== undefined && isTerminal(before) === isTerminal(pod);
      return isSame ? nobody : claims.map((name) => `${pod.metadata.namespace ?? ''}/${name}`);
    },
    'core/persistentvolumeclaims': (prev, next) => {
      const claim = next as PersistentVolumeClaim | undefined;
      const isNew =
        claim?.status?.phase === 'Bound' &&
        (prev as PersistentVolumeClaim | undefined)?.status?.phase !== 'Bound';
      return claim !== undefined && isNew ? [keyOfObject(claim)] : nobody;
    },
  },
  consults: ['core/persistentvolumes', volumeAttachmentsKind, firstClassDisksKind, machinesKind],
  run(key, view) {
    const { namespace, name } = splitKey(key);
    const [volume] = view
      .list<PersistentVolume>('core/persistentvolumes', { index: ['claim', `${namespace}/${name}`] })
      .filter(({ spec }) => spec.csi !== undefined);
    return volume === undefined ? undefined : settle(volume, usersOf(key, view), view);
  },
};
