// Who may ask for a larger volume. Source: kubernetes plugin/pkg/admission/storage/persistentvolume/resize.
import { classOf, type PersistentVolumeClaim } from '../../../kinds/core/persistent-volume/claim-ref.ts';
import { storageClassesKind, type StorageClass } from '../../../kinds/storage/storage-class.ts';
import { compareQuantities, parseQuantity } from '../../../std/quantity.ts';
import type { Admission } from '../../../store/admission.ts';
import { forbidden } from '../../../store/refusal.ts';

const amountOf = ({ spec }: PersistentVolumeClaim) =>
  parseQuantity(spec?.resources?.requests?.['storage'] ?? '0');

export const volumeResize: Admission = {
  name: 'PersistentVolumeClaimResize',
  kinds: ['core/persistentvolumeclaims'],
  validate({ verb, kind, next, prev, context }) {
    if (verb !== 'update' || next === undefined || prev === undefined || context.subresource !== '') return;
    const before = prev as PersistentVolumeClaim;
    const after = amountOf(next as unknown as PersistentVolumeClaim);
    const had = amountOf(before);
    if (after === undefined || had === undefined || compareQuantities(after, had) <= 0) return;
    if (before.status?.phase !== 'Bound')
      throw forbidden(kind, before.metadata.name, 'Only bound persistent volume claims can be expanded');
    const found = context.view.get<StorageClass>(storageClassesKind, classOf(before));
    if (found?.allowVolumeExpansion === true) return;
    throw forbidden(
      kind,
      before.metadata.name,
      'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    );
  },
};
