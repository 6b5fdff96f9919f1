// The claims that a Pod's volumes name: those that it names itself, and those made for it alone, which bear its name.
import type { PodSpec } from '#types';

interface PodLike {
  readonly metadata: { readonly name: string };
  readonly spec: PodSpec;
}

export function claimNamesOf({ metadata, spec }: PodLike): readonly string[] {
  const names: string[] = [];
  for (const { name, persistentVolumeClaim, ephemeral } of spec.volumes ?? []) {
    if (persistentVolumeClaim !== undefined) names.push(persistentVolumeClaim.claimName);
    else if (ephemeral !== undefined) names.push(`${metadata.name}-${name}`);
  }
  return names;
}
