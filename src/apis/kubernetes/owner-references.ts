// Owner references that stand twice in an object count once, and the client is told.
// Source: apiserver pkg/endpoints/handlers/rest.go, dedupOwnerReferencesAndAddWarning.
import { equal, type Draft } from '../../std/draft.ts';
import type { StoredObject } from '../../store/object.ts';

/** Of a patch, when it is first known which references there are. */
const later = ' after mutating admission happens';

export function dedupOwners(
  { metadata }: Draft<StoredObject>,
  isPatch: boolean,
  say: (warning: string) => void,
): void {
  const { ownerReferences = [] } = metadata;
  const kept: typeof ownerReferences = [];
  const twice: string[] = [];
  for (const owner of ownerReferences) {
    if (kept.some((known) => known.uid === owner.uid && equal(known, owner))) twice.push(owner.uid);
    else kept.push(owner);
  }
  if (twice.length === 0) return;
  metadata.ownerReferences = kept;
  say(
    `.metadata.ownerReferences contains duplicate entries${isPatch ? later : ''}; API server dedups owner references in ` +
      '1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ' +
      twice.join(', '),
  );
}
