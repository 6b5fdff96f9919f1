// pvc-protection-controller and pv-protection-controller: a claim that a Pod uses, and a volume that is bound, go only when
// nobody needs them. Source: kubernetes pkg/controller/volume/{pvcprotection,pvprotection}.
import { nobody, type Loop, type Outcome } from '../../control/loop.ts';
import { persistentVolumeClaims } from '../../kinds/core/persistent-volume-claim/persistent-volume-claim.ts';
import {
  claimFinalizer,
  volumeFinalizer,
  type PersistentVolume,
  type PersistentVolumeClaim,
} from '../../kinds/core/persistent-volume/claim-ref.ts';
import { persistentVolumes } from '../../kinds/core/persistent-volume/persistent-volume.ts';
import { claimNamesOf } from '../../kinds/core/pod/claims.ts';
import { isTerminal, type Pod } from '../../kinds/core/pod/pod.ts';
import type { Kind } from '../../store/kind.ts';
import { isDeleting, keyOfObject, splitKey, type StoredObject } from '../../store/object.ts';

function released(kind: Kind, object: StoredObject, finalizer: string): Outcome {
  const finalizers = (object.metadata.finalizers ?? []).filter((name) => name !== finalizer);
  const next = { ...object, metadata: { ...object.metadata, finalizers } };
  return { writes: [{ verb: 'update', kind, object: next, why: 'nobody uses it' }] };
}

const held = (object: StoredObject, finalizer: string): boolean =>
  isDeleting(object) && object.metadata.finalizers?.includes(finalizer) === true;

export const claimProtection: Loop = {
  name: 'pvc-protection-controller',
  observes: {
    'core/persistentvolumeclaims': (_prev, next) =>
      next !== undefined && held(next, claimFinalizer) ? [keyOfObject(next)] : nobody,
    'core/pods': (prev, next) => {
      const pod = prev as Pod | undefined;
      const isDone = next === undefined || isTerminal(next as Pod);
      if (pod === undefined || !isDone) return nobody;
      return claimNamesOf(pod).map((name) => `${pod.metadata.namespace ?? ''}/${name}`);
    },
  },
  run(key, view) {
    const { namespace, name } = splitKey(key);
    const claim = view.get<PersistentVolumeClaim>('core/persistentvolumeclaims', name, namespace);
    if (claim === undefined || !held(claim, claimFinalizer)) return undefined;
    const pods = view.list<Pod>('core/pods', { index: ['claim', key] });
    const isUsed = pods.some((pod) => Boolean(pod.spec.nodeName) && !isTerminal(pod));
    return isUsed ? undefined : released(persistentVolumeClaims, claim, claimFinalizer);
  },
};

export const volumeProtection: Loop = {
  name: 'pv-protection-controller',
  observes: {
    'core/persistentvolumes': (_prev, next) =>
      next !== undefined && held(next, volumeFinalizer) ? [keyOfObject(next)] : nobody,
  },
  run(key, view) {
    const volume = view.get<PersistentVolume>('core/persistentvolumes', splitKey(key).name);
    if (volume === undefined || !held(volume, volumeFinalizer) || volume.status?.phase === 'Bound')
      return undefined;
    return released(persistentVolumes, volume, volumeFinalizer);
  },
};
