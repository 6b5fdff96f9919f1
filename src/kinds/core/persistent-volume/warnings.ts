// What is right of a volume and still not wise. Source: kubernetes pkg/api/persistentvolume/util.go.
import { termWarnings } from '../deprecated-labels.ts';
import type { PersistentVolume } from './claim-ref.ts';
import { deprecatedVolume } from './deprecated.ts';

export const classAnnotation = 'volume.beta.kubernetes.io/storage-class';
export const classAnnotationWarning = `metadata.annotations[${classAnnotation}]: deprecated since v1.8; use "storageClassName" attribute instead`;

const optionsAnnotation = 'volume.beta.kubernetes.io/mount-options';
const recycling =
  'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use ' +
  'dynamic provisioning.';

export function volumeWarnings({ metadata, spec }: PersistentVolume): readonly string[] {
  const annotations = metadata.annotations ?? {};
  const terms = spec.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  return [
    ...(classAnnotation in annotations ? [classAnnotationWarning] : []),
    ...(optionsAnnotation in annotations
      ? [
          `metadata.annotations[${optionsAnnotation}]: deprecated since v1.31; use "mountOptions" attribute instead`,
        ]
      : []),
    ...(spec.persistentVolumeReclaimPolicy === 'Recycle' ? [recycling] : []),
    ...terms.flatMap((term, index) =>
      termWarnings(term, `spec.nodeAffinity.required.nodeSelectorTerms[${index}]`),
    ),
    ...deprecatedVolume(spec, 'spec'),
  ];
}
