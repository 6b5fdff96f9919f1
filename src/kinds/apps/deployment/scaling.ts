// Sizes that depend on what the sets say of themselves: a Deployment made larger or smaller, and Recreate.
// Source: kubernetes pkg/controller/deployment/{sync,recreate}.go.
import type { Deployment } from './deployment.ts';
import { boundsOf, byCreation, proportionalSizes, sizeOf, type Sizes } from './rollout.ts';
import { desiredAnnotation, maxAnnotation, numberIn, type Sets } from './sets.ts';

/** True while the whole Deployment is being made larger or smaller, as against rolled out. */
export function isScaling(deployment: Deployment, { all }: Sets): boolean {
  const wanted = deployment.spec.replicas ?? 1;
  return all.some((set) => {
    const desired = numberIn(set, desiredAnnotation);
    return sizeOf(set) > 0 && desired !== undefined && desired !== wanted;
  });
}

export function scaledSizes(deployment: Deployment, { newSet, oldSets, all }: Sets): Sizes {
  const wanted = deployment.spec.replicas ?? 1;
  const active = all.filter((set) => sizeOf(set) > 0);
  const only =
    active.length === 1
      ? active[0]
      : active.length === 0
        ? (newSet ?? [...oldSets].sort(byCreation).at(-1))
        : undefined;
  if (only !== undefined) return new Map([[only.metadata.name, wanted]]);
  if (
    newSet !== undefined &&
    sizeOf(newSet) === wanted &&
    (newSet.status?.availableReplicas ?? 0) === wanted
  ) {
    return new Map(oldSets.map((set) => [set.metadata.name, 0]));
  }
  if (deployment.spec.strategy?.type !== 'RollingUpdate') return new Map();
  return proportionalSizes(
    deployment,
    all,
    (set) => numberIn(set, maxAnnotation) ?? wanted + boundsOf(deployment).maxSurge,
  );
}

/** Recreate: nothing new before the last old Pod is gone. */
export function recreateSizes(deployment: Deployment, { newSet, oldSets }: Sets, oldPodsRun: boolean): Sizes {
  const sizes = new Map<string, number>();
  for (const set of oldSets) if (sizeOf(set) > 0) sizes.set(set.metadata.name, 0);
  if (sizes.size === 0 && !oldPodsRun && newSet !== undefined)
    sizes.set(newSet.metadata.name, deployment.spec.replicas ?? 1);
  return sizes;
}
