// A claim that names no storage class gets the default one, an Ingress without class the default one of its kind.
// Source: kubernetes plugin/pkg/admission/{storage/storageclass/setdefault,network/defaultingressclass}.
import {
  betaClassAnnotation,
  type PersistentVolumeClaim,
} from '../../../kinds/core/persistent-volume/claim-ref.ts';
import {
  ingressClassesKind,
  isDefaultIngressClass,
  type IngressClass,
} from '../../../kinds/networking/ingress-class.ts';
import { ingressClassAnnotation, type Ingress } from '../../../kinds/networking/ingress.ts';
import { defaultClass } from '../../../kinds/storage/storage-class.ts';
import type { Draft } from '../../../std/draft.ts';
import type { Admission } from '../../../store/admission.ts';
import { forbidden } from '../../../store/refusal.ts';

export const defaultStorageClass: Admission = {
  name: 'DefaultStorageClass',
  kinds: ['core/persistentvolumeclaims'],
  admit({ verb, next, context }) {
    if (verb !== 'create' || next === undefined) return;
    const { metadata, spec } = next as unknown as Draft<PersistentVolumeClaim>;
    if (spec === undefined || spec.storageClassName !== undefined) return;
    if (metadata.annotations?.[betaClassAnnotation] !== undefined) return;
    const found = defaultClass(context.view);
    if (found !== undefined) spec.storageClassName = found.metadata.name;
  },
};

export const defaultIngressClass: Admission = {
  name: 'DefaultIngressClass',
  kinds: ['networking.k8s.io/ingresses'],
  admit({ verb, kind, next, context }) {
    if (verb !== 'create' || next === undefined) return;
    const { metadata, spec } = next as unknown as Draft<Ingress>;
    if (spec === undefined || spec.ingressClassName !== undefined) return;
    if (metadata.annotations?.[ingressClassAnnotation] !== undefined) return;
    const defaults = context.view.list<IngressClass>(ingressClassesKind).filter(isDefaultIngressClass);
    if (defaults.length > 1) {
      const why = `${defaults.length} default IngressClasses were found, only 1 allowed`;
      throw forbidden(kind, metadata.name, why);
    }
    const [only] = defaults;
    if (only !== undefined) spec.ingressClassName = only.metadata.name;
  },
};
