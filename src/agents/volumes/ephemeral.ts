// The ephemeral volume controller: a Pod whose volume brings a claim along gets that claim, which goes with it.
// Source: kubernetes pkg/controller/volume/ephemeral/controller.go; component-helpers storage/ephemeral.
import { ownerReference } from '../../control/controller.ts';
import { latency } from '../../control/latency.ts';
import { nobody, type Loop, type Note, type Write } from '../../control/loop.ts';
import { persistentVolumeClaims } from '../../kinds/core/persistent-volume-claim/persistent-volume-claim.ts';
import type { PersistentVolumeClaim } from '../../kinds/core/persistent-volume/claim-ref.ts';
import { claimNameOf, notMadeFor } from '../../kinds/core/pod/claims.ts';
import { isTerminal, pods, type Pod } from '../../kinds/core/pod/pod.ts';
import { isDeleting, keyOf, keyOfObject, splitKey, type StoredObject } from '../../store/object.ts';

const claimsKind = 'core/persistentvolumeclaims';

function failed(pod: Pod, volume: string, why: string): Note {
  return {
    about: pod,
    type: 'Warning',
    reason: 'FailedBinding',
    message: `ephemeral volume ${volume}: ${why}`,
    component: 'ephemeral_volume',
  };
}

const volumesOf = ({ spec }: Pod) => (spec.volumes ?? []).filter(({ ephemeral }) => ephemeral !== undefined);

export const ephemeralVolumes: Loop = {
  name: 'ephemeral-volume-controller',
  observes: {
    'core/pods': (_prev, next) => {
      const pod = next as Pod | undefined;
      return pod === undefined || volumesOf(pod).length === 0 ? nobody : [keyOfObject(pod)];
    },
    [claimsKind]: (prev, next) => {
      if (next !== undefined || prev === undefined) return nobody;
      const { ownerReferences = [], namespace } = prev.metadata;
      return ownerReferences.flatMap(({ kind, name }) => (kind === 'Pod' ? [keyOf(namespace, name)] : []));
    },
  },
  run(key, view) {
    const { namespace, name } = splitKey(key);
    const pod = view.get<Pod>('core/pods', name, namespace);
    if (pod === undefined || isDeleting(pod) || isTerminal(pod)) return undefined;
    const writes: Write[] = [];
    const notes: Note[] = [];
    for (const { name: volume, ephemeral } of volumesOf(pod)) {
      const claimName = claimNameOf(pod, volume);
      const present = view.get<PersistentVolumeClaim>(claimsKind, claimName, namespace);
      if (present !== undefined) {
        const stranger = notMadeFor(pod, present);
        if (stranger !== undefined) notes.push(failed(pod, volume, stranger));
        continue;
      }
      const { metadata: { annotations, labels } = {}, spec } = ephemeral?.volumeClaimTemplate ?? {};
      const metadata = {
        name: claimName,
        namespace,
        ...(annotations === undefined ? {} : { annotations }),
        ...(labels === undefined ? {} : { labels }),
        ownerReferences: [ownerReference(pods, pod)],
      };
      const object = { metadata, spec };
      writes.push({
        verb: 'create',
        kind: persistentVolumeClaims,
        object,
        why: `volume ${volume} of ${key}`,
      });
    }
    if (notes.length > 0) return { writes, notes, again: latency.failedSyncRetryMs };
    return writes.length === 0 ? undefined : { writes };
  },
  refused(key, { object }, { message = '' }, view) {
    const { namespace, name } = splitKey(key);
    const pod = view.get<Pod>('core/pods', name, namespace);
    if (pod === undefined) return undefined;
    const claimName = (object as StoredObject).metadata.name;
    const volume = volumesOf(pod).find((each) => claimNameOf(pod, each.name) === claimName)?.name ?? '';
    const note = failed(pod, volume, `create PVC ${claimName}: ${message}`);
    return { notes: [note], again: latency.failedSyncRetryMs };
  },
};
