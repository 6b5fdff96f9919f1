// Volumes and claims are held while they are used. Source: kubernetes plugin/pkg/admission/storage/storageobjectinuseprotection.
import { claimFinalizer, volumeFinalizer } from '../../../kinds/core/persistent-volume/claim-ref.ts';
import { kindId } from '../../../store/kind.ts';
import type { Admission } from '../../../store/admission.ts';

const finalizers: Readonly<Record<string, string>> = {
  'core/persistentvolumeclaims': claimFinalizer,
  'core/persistentvolumes': volumeFinalizer,
};

export const volumeProtection: Admission = {
  name: 'StorageObjectInUseProtection',
  kinds: Object.keys(finalizers),
  admit({ verb, kind, next }) {
    const finalizer = verb === 'create' ? finalizers[kindId(kind)] : undefined;
    if (finalizer === undefined || next === undefined) return;
    next.metadata.finalizers ??= [];
    if (!next.metadata.finalizers.includes(finalizer)) next.metadata.finalizers.push(finalizer);
  },
};
