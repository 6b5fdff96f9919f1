// How a volume and a claim point at each other. Source: kubernetes pkg/controller/volume/persistentvolume/util.go.
import type { PersistentVolume as PersistentVolumeType, PersistentVolumeClaim as ClaimType } from '#types';
import type { Stored } from '../../../store/object.ts';

export type PersistentVolume = Stored<PersistentVolumeType>;
export type PersistentVolumeClaim = Stored<ClaimType>;

/** What marks a binding that the controller made, not a person. */
export const boundByControllerAnnotation = 'pv.kubernetes.io/bound-by-controller';
export const bindCompletedAnnotation = 'pv.kubernetes.io/bind-completed';
/** Who provisioned a volume dynamically, and so deletes it. */
export const provisionedByAnnotation = 'pv.kubernetes.io/provisioned-by';
/** On a claim: who is to provision its volume, by its old name and its new one, and the node it was chosen for. */
export const betaProvisionerAnnotation = 'volume.beta.kubernetes.io/storage-provisioner';
export const provisionerAnnotation = 'volume.kubernetes.io/storage-provisioner';
export const selectedNodeAnnotation = 'volume.kubernetes.io/selected-node';
/** What keeps a claim that is used, and a volume that is bound. */
export const claimFinalizer = 'kubernetes.io/pvc-protection';
export const volumeFinalizer = 'kubernetes.io/pv-protection';
/** The class as it was named before the field was there. */
export const betaClassAnnotation = 'volume.beta.kubernetes.io/storage-class';

/** The class that a claim or a volume asks for; empty is none. */
export function classOf(object: PersistentVolume | PersistentVolumeClaim): string {
  return object.metadata.annotations?.[betaClassAnnotation] ?? object.spec.storageClassName ?? '';
}

/** True where the volume names this claim; one that names it without uid was reserved by a person. */
export function isClaimedBy(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const ref = volume.spec.claimRef;
  if (ref === undefined) return false;
  if (ref.name !== claim.metadata.name || ref.namespace !== claim.metadata.namespace) return false;
  return !ref.uid || ref.uid === claim.metadata.uid;
}

const shortModes: readonly (readonly [mode: string, short: string])[] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

/** `RWO,RWX`: the modes as columns show them. */
export function shortAccessModes(modes: readonly string[] = []): string {
  return shortModes
    .filter(([mode]) => modes.includes(mode))
    .map(([, short]) => short)
    .join(',');
}
