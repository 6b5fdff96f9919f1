// Namespace and its end: once deleted it stays, terminating, until everything in it is gone.
// Source: kubernetes pkg/controller/namespace/deletion.
import type { Namespace as NamespaceType, NamespaceCondition } from '#types';
import type { Controller } from '../../control/controller.ts';
import { nobody, type Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import type { Draft } from '../../std/draft.ts';
import { limits } from '../../std/limits.ts';
import { isDns1123Label, isQualifiedName } from '../../std/names.ts';
import type { Causes } from '../../store/causes.ts';
import { formatTime } from '../../std/time.ts';
import { kindId, type Kind } from '../../store/kind.ts';
import { isDeleting, type Stored, type StoredObject } from '../../store/object.ts';
import { isUnqualifiedFinalizer } from '../../store/meta.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind, statusSubresource } from '../kubernetes-kind.ts';

export type Namespace = Stored<NamespaceType>;

/** What keeps a deleted namespace until its content is gone. */
const ownFinalizer = 'kubernetes';

const undeletable = ['default', 'kube-system', 'kube-public'];

/** Its name is a label, too, whatever anybody says. */
function named({ metadata }: Draft<Namespace>): void {
  if (metadata.name) metadata.labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name };
}

function checkFinalizer(name: string, field: string, causes: Causes): void {
  causes.invalidEach(field, name, isQualifiedName(name));
  if (isUnqualifiedFinalizer(name))
    causes.invalid(field, name, 'name is neither a standard finalizer name nor is it fully qualified');
}

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
  defaults: named,
  prepare(next, prev) {
    named(next);
    if (prev === undefined) {
      const said = next.spec?.finalizers ?? [];
      next.spec = { finalizers: said.includes(ownFinalizer) ? said : [...said, ownFinalizer] };
      next.status = { phase: 'Active' };
    } else {
      next.spec = { ...prev.spec, finalizers: [...(prev.spec.finalizers ?? [])] };
    }
  },
  validate({ spec }, prev, causes) {
    if (prev !== undefined) return;
    for (const name of spec.finalizers ?? []) checkFinalizer(name, 'spec.finalizers', causes);
  },
  validateStatus({ metadata, status }, _prev, causes) {
    const isGoing = metadata.deletionTimestamp !== undefined;
    const [wanted, words] = isGoing ? ['Terminating', 'is not empty'] : ['Active', 'is empty'];
    const phase = status?.phase ?? '';
    if (phase !== wanted)
      causes.invalid('status.Phase', phase, `may only be '${wanted}' if \`deletionTimestamp\` ${words}`);
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
  readonly objects: readonly StoredObject[];
}

/** What is left in the namespace, by kind; as long as there are Pods, they alone: nothing that they need goes before them. */
function contentOf(namespace: string, view: View): readonly Content[] {
  const content = view.kinds
    .filter((kind) => kind.namespaced && view.count(kindId(kind), { namespace }) > 0)
    .map((kind) => ({ kind, objects: view.list(kindId(kind), { namespace }) }));
  const pods = content.filter(({ kind }) => kindId(kind) === 'core/pods');
  return pods.length > 0 ? pods : content;
}

/** What keeps the rest: each finalizer with how many objects have it. */
function finalizersIn(content: readonly Content[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { objects } of content)
    for (const { metadata } of objects)
      for (const finalizer of metadata.finalizers ?? [])
        counts.set(finalizer, (counts.get(finalizer) ?? 0) + 1);
  return [...counts].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`).sort();
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
    .map(({ kind, objects }) => `${kind.plural}.${kind.group} has ${objects.length} resource instances`)
    .sort()
    .join(', ');
  const finalizers = finalizersIn(remaining);
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
    finalizers.length === 0
      ? said(
          'NamespaceFinalizersRemaining',
          false,
          'ContentHasNoFinalizers',
          'All content-preserving finalizers finished',
        )
      : said(
          'NamespaceFinalizersRemaining',
          true,
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${finalizers.join(', ')}`,
        ),
  ];
}

export const namespaceController: Controller<Namespace> = {
  kind: namespaces,
  name: 'namespace-controller',
  // Only a removal can free a namespace that waits; what it waits for changes with the finalizers of what is left.
  observesAll(_kind, prev, next) {
    const namespace = prev?.metadata.namespace;
    if (namespace === undefined) return nobody;
    const isFreer =
      next !== undefined && isDeleting(next) && prev?.metadata.finalizers !== next.metadata.finalizers;
    return next === undefined || isFreer ? [`/${namespace}`] : nobody;
  },
  reconcile(namespace, view) {
    if (!isDeleting(namespace) || !namespaces.holds?.(namespace)) return undefined;
    const { name } = namespace.metadata;
    const remaining = contentOf(name, view);
    const writes: Write[] = [];
    for (const { kind, objects } of remaining)
      for (const object of objects) {
        if (isDeleting(object)) continue;
        if (writes.length >= limits.writesPerEventMax) return { writes, again: 1 };
        writes.push({
          verb: 'delete',
          kind,
          object,
          propagation: 'Background',
          why: 'its namespace is deleted',
        });
      }
    // What is left is told once all of it was asked to go.
    if (writes.length > 0) return { writes, again: 1 };
    if (remaining.length > 0) {
      // Nothing is counted before the Pods are gone: until then it is told as if nothing else were there.
      const counted = remaining.some(({ kind }) => kindId(kind) === 'core/pods') ? [] : remaining;
      const told = conditions(counted, namespace, view.now);
      return { status: { ...namespace.status, phase: 'Terminating', conditions: told } };
    }
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
