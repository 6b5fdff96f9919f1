// The claims of a StatefulSet's Pods: one of each template for each ordinal, kept when the Pod goes, owned as the set's retention
// policy says. Source: kubernetes pkg/controller/statefulset/{stateful_pod_control,stateful_set_utils}.go.
import { ownerReference } from '../../../control/controller.ts';
import type { Create, Write } from '../../../control/loop.ts';
import type { View } from '../../../control/view.ts';
import { equal } from '../../../std/draft.ts';
import { kindId } from '../../../store/kind.ts';
import { isDeleting } from '../../../store/object.ts';
import { persistentVolumeClaims } from '../../core/persistent-volume-claim/persistent-volume-claim.ts';
import type { PersistentVolumeClaim } from '../../core/persistent-volume/claim-ref.ts';
import { pods, type Pod } from '../../core/pod/pod.ts';
import { claimNameOf, isWished, nameOf } from './identity.ts';
import { statefulSets, type StatefulSet } from './stateful-set.ts';

export const claimsKind = kindId(persistentVolumeClaims);

type Owners = NonNullable<PersistentVolumeClaim['metadata']['ownerReferences']>;

/** Who owns the claims of an ordinal: the set, the Pod that is to go, or nobody. */
function ownerOf(set: StatefulSet, ordinal: number, pod: Pod | undefined): Owners {
  const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  if (whenScaled === 'Delete' && !isWished(set, ordinal))
    return pod === undefined ? [] : [ownerReference(pods, pod)];
  return whenDeleted === 'Delete' ? [ownerReference(statefulSets, set)] : [];
}

interface Found {
  readonly template: NonNullable<StatefulSet['spec']['volumeClaimTemplates']>[number];
  readonly name: string;
  readonly claim: PersistentVolumeClaim | undefined;
}

function claimsOf(set: StatefulSet, ordinal: number, view: View): readonly Found[] {
  return (set.spec.volumeClaimTemplates ?? []).map((template) => {
    const name = claimNameOf(set, template.metadata?.name ?? '', ordinal);
    return { template, name, claim: view.get(claimsKind, name, set.metadata.namespace) };
  });
}

function newClaim(set: StatefulSet, { template, name }: Found, ordinal: number): Create {
  const { namespace } = set.metadata;
  const owners = ownerOf(set, ordinal, undefined);
  const object = {
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...template.metadata?.labels, ...set.spec.selector.matchLabels },
      ...(template.metadata?.annotations === undefined ? {} : { annotations: template.metadata.annotations }),
      ...(owners.length === 0 ? {} : { ownerReferences: owners }),
    },
    spec: template.spec,
  };
  return { verb: 'create', kind: persistentVolumeClaims, object, why: `${nameOf(set, ordinal)} needs it` };
}

export interface Provision {
  /** The claims that are missing. */
  readonly missing: readonly Create[];
  /** Why the Pod has to wait; empty where nobody is told. */
  readonly obstacle: string | undefined;
}

/** What the Pod of an ordinal needs before it can be made. */
export function provisionOf(set: StatefulSet, ordinal: number, view: View): Provision {
  const found = claimsOf(set, ordinal, view);
  const podName = nameOf(set, ordinal);
  // A claim that goes with the Pod that had the name before.
  const isStale = found.some(({ claim }) =>
    claim?.metadata.ownerReferences?.some((owner) => owner.kind === 'Pod' && owner.name === podName),
  );
  if (isStale) return { missing: [], obstacle: '' };
  const going = found.filter(({ claim }) => claim !== undefined && isDeleting(claim));
  const said = going.map(({ name }) => `pvc ${name} is being deleted`);
  return {
    missing: found.filter(({ claim }) => claim === undefined).map((each) => newClaim(set, each, ordinal)),
    obstacle: said.length === 0 ? undefined : said.length === 1 ? said[0] : `[${said.join(', ')}]`,
  };
}

/** Gives the claims of a Pod the owners that the retention policy says. */
export function retention(set: StatefulSet, pod: Pod, ordinal: number, view: View): readonly Write[] {
  const mine = new Set([set.metadata.uid, pod.metadata.uid]);
  const wanted = ownerOf(set, ordinal, pod);
  const writes: Write[] = [];
  for (const { claim } of claimsOf(set, ordinal, view)) {
    if (claim === undefined || isDeleting(claim)) continue;
    const before = claim.metadata.ownerReferences ?? [];
    const others = before.filter(({ uid }) => !mine.has(uid));
    // Somebody else's claim is left alone.
    const after = others.some(({ controller }) => controller === true) ? others : [...others, ...wanted];
    if (equal(before, after)) continue;
    const metadata = { ...claim.metadata, ownerReferences: after };
    const object = { ...claim, metadata };
    writes.push({ verb: 'update', kind: persistentVolumeClaims, object, why: 'retention policy' });
  }
  return writes;
}
