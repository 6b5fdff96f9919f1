// The claims that a Pod's volumes name: those that it names itself, and those made for it alone, which bear its name.
import type { PodSpec } from '#types';
import { controllerOf, type StoredObject } from '../../../store/object.ts';

interface PodLike {
  readonly metadata: { readonly name: string };
  readonly spec: PodSpec;
}

/** The claim that is made for a volume of the Pod. */
export function claimNameOf({ metadata }: Pick<PodLike, 'metadata'>, volume: string): string {
  return `${metadata.name}-${volume}`;
}

export function claimNamesOf({ metadata, spec }: PodLike): readonly string[] {
  const names: string[] = [];
  for (const { name, persistentVolumeClaim, ephemeral } of spec.volumes ?? []) {
    if (persistentVolumeClaim !== undefined) names.push(persistentVolumeClaim.claimName);
    else if (ephemeral !== undefined) names.push(claimNameOf({ metadata }, name));
  }
  return names;
}

/** Why the claim cannot be the one of the Pod's volume, or undefined. */
export function notMadeFor({ metadata }: StoredObject, claim: StoredObject): string | undefined {
  const { namespace = '', name } = metadata;
  if (controllerOf(claim)?.uid === metadata.uid) return undefined;
  return `PVC ${namespace}/${claim.metadata.name} was not created for pod ${namespace}/${name} (pod is not owner)`;
}
