// Namespace and its end: once deleted it stays, terminating, until everything in it is gone.
// Source: kubernetes pkg/controller/namespace/deletion.
import type { Namespace as NamespaceType, NamespaceCondition } from '#types';
import type { Controller } from '../../control/controller.ts';
import type { Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { limits } from '../../std/limits.ts';
import { isDns1123Label } from '../../std/names.ts';
import { formatTime } from '../../std/time.ts';
import { kindId, type Kind } from '../../store/kind.ts';
import { isDeleting, type Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind, statusSubresource } from '../kubernetes-kind.ts';

export type Namespace = Stored<NamespaceType>;

/** What keeps a deleted namespace until its content is gone. */
const ownFinalizer = 'kubernetes';

const undeletable = ['default', 'kube-system', 'kube-public'];

export const namespaces = kubernetesKind<Namespace>({
  group: '',
  kind: 'Namespace',
  plural: 'namespaces',
  short: ['ns'],
  namespaced: false,
  // Every verb but deletecollection.
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [{ name: 'finalize', verbs: ['update'] }, statusSubresource],
  nameCauses: isDns1123Label,
  prepare(next, prev) {
    const { metadata } = next;
    if (metadata.name) metadata.labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name };
    if (prev === undefined) {
      next.spec = { finalizers: [ownFinalizer] };
      next.status = { phase: 'Active' };
    } else {
      next.spec = { ...prev.spec, finalizers: [...(prev.spec.finalizers ?? [])] };
    }
  },
  holds: (namespace) => (namespace.spec.finalizers ?? []).length > 0,
  deleting(next) {
    next.status = { ...next.status, phase: 'Terminating' };
  },
  undeletable: (namespace) =>
    undeletable.includes(namespace.metadata.name) ? 'this namespace may not be deleted' : undefined,
  fields: { 'status.phase': (namespace) => namespace.status?.phase ?? '' },
  columns: [nameColumn, { name: 'Status', cell: (namespace) => namespace.status?.phase ?? '' }, ageColumn],
});

interface Content {
  readonly kind: Kind;
  readonly count: number;
}

/** What is left in the namespace, by kind, and how many of it wait for finalizers. */
function contentOf(namespace: string, view: View): readonly Content[] {
  return view.kinds
    .filter((kind) => kind.namespaced)
    .map((kind) => ({ kind, count: view.count(kindId(kind), { namespace }) }))
    .filter(({ count }) => count > 0);
}

function conditions(
  remaining: readonly Content[],
  namespace: Namespace,
  now: number,
): readonly NamespaceCondition[] {
  const said = (type: string, status: boolean, reason: string, message: string): NamespaceCondition => {
    const before = namespace.status?.conditions?.find((condition) => condition.type === type);
    const same = before?.status === (status ? 'True' : 'False');
    const lastTransitionTime =
      same && before?.lastTransitionTime ? before.lastTransitionTime : formatTime(now);
    return { type, status: status ? 'True' : 'False', lastTransitionTime, reason, message };
  };
  const left = remaining
    .map(({ kind, count }) => `${kind.plural}.${kind.group} has ${count} resource instances`)
    .sort()
    .join(', ');
  return [
    said(
      'NamespaceDeletionDiscoveryFailure',
      false,
      'ResourcesDiscovered',
      'All resources successfully discovered',
    ),
    said(
      'NamespaceDeletionGroupVersionParsingFailure',
      false,
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ),
    said(
      'NamespaceDeletionContentFailure',
      false,
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ),
    remaining.length === 0
      ? said('NamespaceContentRemaining', false, 'ContentRemoved', 'All content successfully removed')
      : said(
          'NamespaceContentRemaining',
          true,
          'SomeResourcesRemain',
          `Some resources are remaining: ${left}`,
        ),
    said(
      'NamespaceFinalizersRemaining',
      false,
      'ContentHasNoFinalizers',
      'All content-preserving finalizers finished',
    ),
  ];
}

export const namespaceController: Controller<Namespace> = {
  kind: namespaces,
  name: 'namespace-controller',
  // Only a removal can free a namespace that waits.
  observesAll: (_kind, prev, next) =>
    next === undefined && prev?.metadata.namespace !== undefined ? [`/${prev.metadata.namespace}`] : [],
  reconcile(namespace, view) {
    if (!isDeleting(namespace) || !namespaces.holds?.(namespace)) return undefined;
    const { name } = namespace.metadata;
    const remaining = contentOf(name, view);
    const status = {
      ...namespace.status,
      phase: 'Terminating',
      conditions: conditions(remaining, namespace, view.now),
    };
    const writes: Write[] = [];
    for (const { kind } of remaining) {
      for (const object of view.list(kindId(kind), { namespace: name })) {
        if (writes.length >= limits.writesPerEventMax) return { status, writes, again: 1 };
        if (isDeleting(object)) continue;
        writes.push({ verb: 'delete', kind: kind, object, why: 'its namespace is deleted' });
      }
    }
    if (remaining.length > 0) return { status, writes, ...(writes.length > 0 ? { again: 1 } : {}) };
    const freed = { ...namespace, spec: { ...namespace.spec, finalizers: [] } };
    return {
      writes: [
        {
          verb: 'update',
          kind: namespaces,
          object: freed,
          why: 'finalize: everything in it is gone',
        },
      ],
    };
  },
};
