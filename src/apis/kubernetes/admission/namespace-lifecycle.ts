// Nothing new in a namespace that is not there or on its way out. Source: apiserver pkg/admission/plugin/namespace/lifecycle.
import type { Namespace } from '../../../kinds/core/namespace.ts';
import { nameAsked } from '../../../std/names.ts';
import { qualified } from '../../../store/kind.ts';
import type { Admission } from '../../../store/admission.ts';
import { forbidden, notFound } from '../../../store/refusal.ts';
import { isDeleting } from '../../../store/object.ts';

export const namespaceLifecycle: Admission = {
  name: 'NamespaceLifecycle',
  admit({ verb, kind, next, context }) {
    if (verb !== 'create' || !kind.namespaced || next === undefined) return;
    const { namespace = '' } = next.metadata;
    if (namespace === '') return;
    const found = context.view.get<Namespace>('core/namespaces', namespace);
    if (found === undefined) throw notFound({ group: '', plural: 'namespaces' }, namespace);
    if (!isDeleting(found)) return;
    // Events may still be told: they say why it does not end.
    if (qualified(kind.group, kind.plural) === 'events') return;
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
    throw forbidden(kind, nameAsked(next.metadata), why, [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ]);
  },
};
