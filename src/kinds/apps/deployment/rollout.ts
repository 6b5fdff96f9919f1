// How many replicas each ReplicaSet of a Deployment should have: rolling update, recreate, proportional scaling. Pure
// arithmetic over what there is. Source: kubernetes pkg/controller/deployment/{rolling,recreate,sync}.go and util.
import type { Deployment } from './deployment.ts';
import type { ReplicaSet } from '../replica-set.ts';
import { shareOf } from '../shares.ts';

export interface Bounds {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

export function boundsOf(deployment: Deployment): Bounds {
  const { replicas = 1, strategy } = deployment.spec;
  if (strategy?.type !== 'RollingUpdate') return { maxSurge: 0, maxUnavailable: 0 };
  const maxSurge = shareOf(strategy.rollingUpdate?.maxSurge, replicas, 'up');
  const unavailable = shareOf(strategy.rollingUpdate?.maxUnavailable, replicas, 'down');
  // Both rounded to nothing would block: then one may be missing.
  const maxUnavailable = maxSurge === 0 && unavailable === 0 ? 1 : unavailable;
  return { maxSurge, maxUnavailable: Math.min(maxUnavailable, replicas) };
}

export const sizeOf = (set: ReplicaSet): number => set.spec.replicas ?? 1;

export const sum = (sets: readonly ReplicaSet[], of: (set: ReplicaSet) => number): number =>
  sets.reduce((total, set) => total + of(set), 0);

const availableOf = (set: ReplicaSet): number => set.status?.availableReplicas ?? 0;

/** The sizes that the sets should have; sets that are not named keep theirs. */
export type Sizes = ReadonlyMap<string, number>;

/** How large a new set may become now. `present` is its size, 0 if it does not exist yet. */
export function newSize(deployment: Deployment, all: readonly ReplicaSet[], present: number): number {
  const wanted = deployment.spec.replicas ?? 1;
  if (deployment.spec.strategy?.type !== 'RollingUpdate') return wanted;
  const most = wanted + boundsOf(deployment).maxSurge;
  const current = sum(all, sizeOf);
  if (current >= most) return present;
  return present + Math.min(most - current, wanted - present);
}

/** One step of a rolling update over the sets that exist. */
export function rollingSizes(
  deployment: Deployment,
  newSet: ReplicaSet | undefined,
  oldSets: readonly ReplicaSet[],
): Sizes {
  const sizes = new Map<string, number>();
  const wanted = deployment.spec.replicas ?? 1;
  const all = newSet === undefined ? oldSets : [...oldSets, newSet];
  if (newSet !== undefined) {
    const present = sizeOf(newSet);
    const size = present > wanted ? wanted : newSize(deployment, all, present);
    if (size !== present) {
      sizes.set(newSet.metadata.name, size);
      return sizes;
    }
  }
  const oldTotal = sum(oldSets, sizeOf);
  if (oldTotal === 0) return sizes;
  const { maxUnavailable } = boundsOf(deployment);
  const least = wanted - maxUnavailable;
  const newUnavailable = newSet === undefined ? 0 : sizeOf(newSet) - availableOf(newSet);
  const spare = sum(all, sizeOf) - least - newUnavailable;
  if (spare <= 0) return sizes;
  // Unhealthy old replicas go first: they serve nobody.
  const oldestFirst = [...oldSets].sort(byCreation);
  let cleaned = 0;
  for (const set of oldestFirst) {
    if (cleaned >= spare || sizeOf(set) === 0 || sizeOf(set) === availableOf(set)) continue;
    const down = Math.min(spare - cleaned, sizeOf(set) - availableOf(set));
    if (down <= 0) continue;
    cleaned += down;
    sizes.set(set.metadata.name, sizeOf(set) - down);
  }
  const now = (set: ReplicaSet): number => sizes.get(set.metadata.name) ?? sizeOf(set);
  let left = sum(all, availableOf) - least;
  for (const set of oldestFirst) {
    if (left <= 0) break;
    const down = Math.min(now(set), left);
    if (down === 0) continue;
    left -= down;
    sizes.set(set.metadata.name, now(set) - down);
  }
  return sizes;
}

export function byCreation(a: ReplicaSet, b: ReplicaSet): number {
  if (a.metadata.creationTimestamp !== b.metadata.creationTimestamp) {
    return a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1;
  }
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

/** What a scaling of the whole Deployment gives to each of several active sets: in proportion to their size. */
export function proportionalSizes(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  maxReplicasBefore: (set: ReplicaSet) => number,
): Sizes {
  const sizes = new Map<string, number>();
  const wanted = deployment.spec.replicas ?? 1;
  const active = sets.filter((set) => sizeOf(set) > 0);
  const allowed = wanted > 0 ? wanted + boundsOf(deployment).maxSurge : 0;
  const toAdd = allowed - sum(active, sizeOf);
  if (toAdd === 0) return sizes;
  // Larger sets first; of equals the newer when growing, the older when shrinking.
  const ordered = [...active].sort(
    (a, b) => sizeOf(b) - sizeOf(a) || (toAdd > 0 ? byCreation(b, a) : byCreation(a, b)),
  );
  let added = 0;
  for (const set of ordered) {
    const size = sizeOf(set);
    const fraction = Math.round((size * allowed) / Math.max(1, maxReplicasBefore(set))) - size;
    const room = toAdd - added;
    const change = toAdd > 0 ? Math.min(Math.max(fraction, 0), room) : Math.max(Math.min(fraction, 0), room);
    sizes.set(set.metadata.name, Math.max(0, size + change));
    added += change;
  }
  const first = ordered[0];
  if (first !== undefined && added !== toAdd) {
    const size = sizes.get(first.metadata.name) ?? sizeOf(first);
    sizes.set(first.metadata.name, Math.max(0, size + toAdd - added));
  }
  return sizes;
}
