// A namespace that somebody signed in by vCenter makes is their own: the Supervisor's webhook says so on it, and what makes a vSphere Namespace
// of it goes by that.
import {
  ownerAnnotation,
  ownerCountAnnotation,
  selfServiceAnnotation,
} from '../../../kinds/vsphere/namespace-template.ts';
import type { Admission } from '../../../store/admission.ts';

const signedIn = 'sso:';

export const selfService: Admission = {
  name: 'NamespaceSelfService',
  kinds: ['core/namespaces'],
  admit({ verb, next, context }) {
    if (verb !== 'create' || next === undefined || !context.by.startsWith(signedIn)) return;
    next.metadata.annotations = {
      ...next.metadata.annotations,
      [selfServiceAnnotation]: 'true',
      [ownerAnnotation]: context.by.slice(signedIn.length),
      [ownerCountAnnotation]: '1',
    };
  },
};
