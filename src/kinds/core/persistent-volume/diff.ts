// What changed in a claim's spec or a volume's source, in the words of Go.
import type { PersistentVolumeClaimSpec, PersistentVolumeSpec } from '#types';
import { goDiff } from '../../../std/go-diff/diff.ts';
import { goTree } from '../../../store/go-tree.ts';

export function claimDiff(prev: PersistentVolumeClaimSpec, next: PersistentVolumeClaimSpec): string {
  const type = 'core.PersistentVolumeClaimSpec';
  return goDiff(goTree(type, prev), goTree(type, next));
}

export function sourceDiff(prev: PersistentVolumeSpec, next: PersistentVolumeSpec): string {
  const type = 'core.PersistentVolumeSource';
  return goDiff(goTree(type, prev), goTree(type, next));
}
