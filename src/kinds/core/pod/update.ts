// Which parts of a Pod may change once it is there. Source: kubernetes pkg/apis/core/validation, ValidatePodUpdate.
import type { PodSpec } from '#types';
import { equal } from '../../../std/draft.ts';
import type { Causes } from '../../../store/causes.ts';

const allowed =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,' +
  '`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),' +
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** The spec without what may change. */
function fixed(spec: PodSpec): unknown {
  const bare = (container: object) => ({ ...container, image: '' });
  return {
    ...spec,
    containers: spec.containers.map(bare),
    initContainers: (spec.initContainers ?? []).map(bare),
    activeDeadlineSeconds: 0,
    tolerations: [],
  };
}

export function checkPodUpdate(next: PodSpec, prev: PodSpec, causes: Causes): void {
  for (const list of ['containers', 'initContainers'] as const) {
    if ((next[list] ?? []).length !== (prev[list] ?? []).length) {
      causes.forbidden(`spec.${list}`, 'pod updates may not add or remove containers');
      return;
    }
  }
  const lost = (prev.tolerations ?? []).some(
    (toleration) => !(next.tolerations ?? []).some((kept) => equal(kept, toleration)),
  );
  if (lost || !equal(fixed(next), fixed(prev))) causes.forbidden('spec', allowed);
}
