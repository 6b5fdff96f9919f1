// What a Pod's volumes say about where it can run, in the words of kube-scheduler's VolumeBinding plugin. A claim that waits for its
// first consumer gets its node from here. Source: kubernetes pkg/scheduler/framework/plugins/volumebinding.
import type { Node } from '../../kinds/core/node.ts';
import type {
  PersistentVolume,
  PersistentVolumeClaim,
} from '../../kinds/core/persistent-volume/claim-ref.ts';
import { classOf, selectedNodeAnnotation } from '../../kinds/core/persistent-volume/claim-ref.ts';
import { claimNameOf, claimNamesOf, notMadeFor } from '../../kinds/core/pod/claims.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { matchesTerm } from '../../kinds/core/node-affinity.ts';
import { storageClassesKind, type StorageClass } from '../../kinds/storage/storage-class.ts';
import { isDeleting } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';

/** The kinds that `volumesOf` reads. */
export const volumeKinds = ['core/persistentvolumeclaims', 'core/persistentvolumes', storageClassesKind];

export interface PodVolumes {
  /** Why no node at all will do, or undefined. */
  readonly refusal: string | undefined;
  /** Why a node will not do; undefined where every node will. */
  readonly reason?: (node: Node) => string | undefined;
  /** Claims that wait for the Pod's node. */
  readonly delayed: readonly PersistentVolumeClaim[];
}

/** All that a vSphere Pod sees of its host: the logs of its own containers, which it cannot write. */
const hostPathsOnHosts = ['/var/log/pods', '/var/log/pods/'];

const isHost = (node: Node): boolean => node.metadata.labels?.['node-role.kubernetes.io/agent'] !== undefined;

/** Whether the Pod wants files of its node that an ESXi host does not lend a vSphere Pod. */
function wantsHostFiles({ spec }: Pod): boolean {
  for (const { name, hostPath } of spec.volumes ?? []) {
    if (hostPath === undefined) continue;
    if (!hostPathsOnHosts.includes(hostPath.path)) return true;
    const mounts = [...(spec.initContainers ?? []), ...spec.containers].flatMap(
      ({ volumeMounts = [] }) => volumeMounts,
    );
    if (mounts.some((mount) => mount.name === name && mount.readOnly !== true)) return true;
  }
  return false;
}

// The words are ours: what a Supervisor's scheduler says is not published.
const noHostFiles = "node(s) didn't support the Pod's hostPath volumes";
const noLocalVolumes = "node(s) didn't support the Pod's local volumes";

const nowhereOnHosts = (node: Node): string | undefined => (isHost(node) ? noHostFiles : undefined);

const anywhere: PodVolumes = { refusal: undefined, delayed: [] };

const refused = (refusal: string): PodVolumes => ({ ...anywhere, refusal });

/** True where the volume can be used on the node. */
function reaches(volume: PersistentVolume, node: Node): boolean {
  const required = volume.spec.nodeAffinity?.required;
  return required === undefined || required.nodeSelectorTerms.some((term) => matchesTerm(term, node));
}

/** A volume of the class that the claim could have on the node, where nobody makes one. */
function isOffered(claim: PersistentVolumeClaim, node: Node, view: ReadView): boolean {
  const modes = claim.spec.accessModes ?? [];
  return view
    .list<PersistentVolume>('core/persistentvolumes', { index: ['class', classOf(claim)] })
    .some(
      ({ spec, status, ...volume }) =>
        status?.phase === 'Available' &&
        spec.claimRef === undefined &&
        modes.every((mode) => spec.accessModes?.includes(mode) === true) &&
        reaches({ ...volume, spec }, node),
    );
}

/** Works out what the Pod's volumes allow; a Pod without claims, and without files of its node, may go anywhere. */
export function volumesOf(pod: Pod, view: ReadView): PodVolumes {
  const names = claimNamesOf(pod);
  const needsNode = wantsHostFiles(pod);
  if (names.length === 0) return needsNode ? { ...anywhere, reason: nowhereOnHosts } : anywhere;
  const isOwn = new Set(
    (pod.spec.volumes ?? []).flatMap(({ name, ephemeral }) =>
      ephemeral === undefined ? [] : [claimNameOf(pod, name)],
    ),
  );
  const bound: PersistentVolume[] = [];
  const delayed: PersistentVolumeClaim[] = [];
  const madeByHand: PersistentVolumeClaim[] = [];
  for (const name of names) {
    const claim = view.get<PersistentVolumeClaim>(
      'core/persistentvolumeclaims',
      name,
      pod.metadata.namespace,
    );
    if (claim === undefined)
      return refused(
        isOwn.has(name)
          ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`
          : `persistentvolumeclaim "${name}" not found`,
      );
    if (claim.status?.phase === 'Lost')
      return refused(
        `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName ?? ''}"`,
      );
    if (isDeleting(claim)) return refused(`persistentvolumeclaim "${name}" is being deleted`);
    const stranger = isOwn.has(name) ? notMadeFor(pod, claim) : undefined;
    if (stranger !== undefined) return refused(stranger);
    if (claim.status?.phase === 'Bound') {
      const volume = view.get<PersistentVolume>('core/persistentvolumes', claim.spec.volumeName ?? '');
      if (volume !== undefined) bound.push(volume);
      continue;
    }
    const found = view.get<StorageClass>(storageClassesKind, classOf(claim));
    if (found?.volumeBindingMode !== 'WaitForFirstConsumer' || claim.spec.volumeName)
      return refused('pod has unbound immediate PersistentVolumeClaims');
    delayed.push(claim);
    if (found.provisioner === 'kubernetes.io/no-provisioner') madeByHand.push(claim);
  }
  return {
    refusal: undefined,
    delayed,
    reason(node) {
      if (needsNode && isHost(node)) return noHostFiles;
      if (bound.some(({ spec }) => spec.local !== undefined) && isHost(node)) return noLocalVolumes;
      if (!bound.every((volume) => reaches(volume, node))) return 'node(s) had volume node affinity conflict';
      return madeByHand.every((claim) => isOffered(claim, node, view))
        ? undefined
        : "node(s) didn't find available persistent volumes to bind";
    },
  };
}

/** The claim as it is once its Pod's node is known. */
export function withNode(claim: PersistentVolumeClaim, node: string): PersistentVolumeClaim {
  const annotations = { ...claim.metadata.annotations, [selectedNodeAnnotation]: node };
  return { ...claim, metadata: { ...claim.metadata, annotations } };
}
