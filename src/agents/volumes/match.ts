// Which volume a claim gets, of those that are there. Source: kubernetes pkg/controller/volume/persistentvolume/index.go,
// pkg/volume/util, FindMatchingVolume.
import {
  classOf,
  isClaimedBy,
  type PersistentVolume,
  type PersistentVolumeClaim,
} from '../../kinds/core/persistent-volume/claim-ref.ts';
import { compareQuantities, parseQuantity, type Quantity } from '../../std/quantity.ts';
import { isDeleting } from '../../store/object.ts';
import { fromLabelSelector, matchesLabels } from '../../store/selectors.ts';

const nothing = parseQuantity('0') as Quantity;

function amount(text: string | undefined): Quantity {
  return parseQuantity(text ?? '0') ?? nothing;
}

function requested(claim: PersistentVolumeClaim): Quantity {
  return amount(claim.spec.resources?.requests?.['storage']);
}

function capacity(volume: PersistentVolume): Quantity {
  return amount(volume.spec.capacity?.['storage']);
}

const modeOf = ({ spec }: PersistentVolume | PersistentVolumeClaim): string =>
  spec.volumeMode ?? 'Filesystem';

function hasModes(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return (claim.spec.accessModes ?? []).every((mode) => volume.spec.accessModes?.includes(mode) === true);
}

/** Why a volume that a claim names cannot be its own, or undefined. */
export function mismatch(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (compareQuantities(capacity(volume), requested(claim)) < 0) return 'requested PV is too small';
  if (classOf(claim) !== classOf(volume)) return 'storageClassName does not match';
  if (modeOf(claim) !== modeOf(volume)) return 'incompatible volumeMode';
  return hasModes(volume, claim) ? undefined : 'incompatible accessMode';
}

function selects(claim: PersistentVolumeClaim, volume: PersistentVolume): boolean {
  if (claim.spec.selector === undefined) return true;
  const parsed = fromLabelSelector(claim.spec.selector);
  return 'requirements' in parsed && matchesLabels(parsed.requirements, volume.metadata.labels);
}

/**
 * The volume that was reserved for the claim, or else the smallest of its class that will do. A claim whose class waits
 * for its first consumer gets none but a reserved one; once it has one, `reaches` says which volumes its node has.
 */
export function bestMatch(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  waitsForConsumer: boolean,
  reaches: (volume: PersistentVolume) => boolean,
): PersistentVolume | undefined {
  let best: PersistentVolume | undefined;
  for (const volume of volumes) {
    if (modeOf(volume) !== modeOf(claim) || isDeleting(volume)) continue;
    if (compareQuantities(capacity(volume), requested(claim)) < 0) continue;
    if (isClaimedBy(volume, claim)) return volume;
    if (waitsForConsumer || volume.spec.claimRef !== undefined) continue;
    if (volume.status?.phase !== 'Available' || classOf(volume) !== classOf(claim)) continue;
    if (!selects(claim, volume) || !hasModes(volume, claim) || !reaches(volume)) continue;
    if (best === undefined || compareQuantities(capacity(volume), capacity(best)) < 0) best = volume;
  }
  return best;
}
