// CustomResourceDefinition: a kind that comes as data. Its controller accepts its names and, once it is deleted, removes
// what was made of it; the world serves its kinds from the moment it is established (custom-kind.ts).
// Source: apiextensions-apiserver pkg/apis/apiextensions/v1, pkg/registry/customresourcedefinition, pkg/controller.
import type { CustomResourceDefinition as Type } from '#types';
import type { Controller, Reconciled } from '../../control/controller.ts';
import { nobody, type Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { limits } from '../../std/limits.ts';
import type { Kind } from '../../store/kind.ts';
import { isDeleting, type Stored } from '../../store/object.ts';
import { nameColumn } from '../age.ts';
import { kubernetesPlanes, statusSubresource } from '../kubernetes-kind.ts';
import { brought, broughtIn } from './brought.ts';
import { isTrue, statusOf, withCondition } from './names.ts';
import { checkDefinition, definitionName } from './validate-definition.ts';

export type CustomResourceDefinition = Stored<Type>;
export type DefinitionVersion = Type['spec']['versions'][number];

export const definitionsKind = 'apiextensions.k8s.io/customresourcedefinitions';

/** What keeps a deleted definition until its instances are gone. */
export const cleanupFinalizer = 'customresourcecleanup.apiextensions.k8s.io';

export function instancesKind({ spec }: CustomResourceDefinition): string {
  return `${spec.group}/${spec.names.plural}`;
}

export const customResourceDefinitions: Kind<CustomResourceDefinition> = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  allowUnconditionalUpdate: false,
  short: ['crd', 'crds'],
  categories: ['api-extensions'],
  namespaced: false,
  planes: kubernetesPlanes,
  schema: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition',
  generation: true,
  returnsDeleted: true,
  subresources: [statusSubresource],
  defaults({ spec }) {
    if (spec?.names === undefined) return;
    spec.names.singular ||= (spec.names.kind ?? '').toLowerCase();
    if (spec.names.kind) spec.names.listKind ||= `${spec.names.kind}List`;
    spec.conversion ??= { strategy: 'None' };
    const service = spec.conversion.webhook?.clientConfig?.service;
    if (service !== undefined) service.port ??= 443;
  },
  prepare(next, prev, context) {
    if (context.subresource === 'status') return;
    // The storage version is written down, so that nobody takes it away while objects are kept in it.
    const stored = next.spec?.versions?.find(({ storage }) => storage)?.name;
    const before = prev?.status?.storedVersions ?? [];
    const storedVersions =
      stored === undefined || before.includes(stored) ? [...before] : [...before, stored];
    if (prev !== undefined) next.status = { ...next.status, storedVersions };
    else next.status = { acceptedNames: { kind: '', plural: '' }, conditions: [], storedVersions };
  },
  nameCauses: () => [],
  validate(next, prev, causes) {
    if (prev === undefined)
      for (const cause of definitionName(next)) causes.invalid('metadata.name', next.metadata.name, cause);
    checkDefinition(next, prev, causes);
  },
  computed: brought,
  holds: ({ metadata }) => metadata.deletionTimestamp === undefined,
  deleting(next) {
    const { metadata } = next;
    metadata.finalizers = [...new Set([...(metadata.finalizers ?? []), cleanupFinalizer])];
    const condition = {
      type: 'Terminating',
      status: 'True',
      reason: 'InstanceDeletionPending',
      message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
      lastTransitionTime: metadata.deletionTimestamp ?? '',
    };
    next.status = { ...next.status, conditions: [...(next.status?.conditions ?? []), condition] };
  },
  columns: [
    nameColumn,
    {
      name: 'Created At',
      type: 'date',
      description:
        'CreationTimestamp is a timestamp representing the server time when this object was created.',
      cell: ({ metadata }) => metadata.creationTimestamp,
    },
  ],
};

/** Removes the instances, page by page, then lets the definition go. */
function cleanUp(
  definition: CustomResourceDefinition,
  view: View,
): Reconciled<CustomResourceDefinition> | undefined {
  const finalizers = definition.metadata.finalizers ?? [];
  if (!finalizers.includes(cleanupFinalizer)) return undefined;
  const id = instancesKind(definition);
  const kind = view.kinds.find((candidate) => `${candidate.group}/${candidate.plural}` === id);
  const instances = kind?.custom === undefined ? [] : view.list(id);
  const isWorking = instances.length > 0;
  const conditions = withCondition(
    definition.status?.conditions,
    {
      type: 'Terminating',
      status: isWorking ? 'True' : 'False',
      reason: isWorking ? 'InstanceDeletionInProgress' : 'InstanceDeletionCompleted',
      message: isWorking ? 'CustomResource deletion is in progress' : 'removed all instances',
    },
    view.now,
  );
  const status = { ...definition.status, conditions };
  if (!isWorking || kind === undefined) {
    return { status, metadata: { finalizers: finalizers.filter((name) => name !== cleanupFinalizer) } };
  }
  const open = instances.filter((object) => !isDeleting(object)).slice(0, limits.writesPerEventMax);
  const writes: Write[] = open.map((object) => ({
    verb: 'delete',
    kind,
    object,
    why: 'its definition is deleted',
  }));
  return { status, writes, ...(writes.length > 0 ? { again: 1 } : {}) };
}

export const customResourceDefinitionController: Controller<CustomResourceDefinition> = {
  kind: customResourceDefinitions,
  name: 'kube-apiserver',
  // It works inside the API server, which hears of its own writes at once.
  wakeMs: 1,
  observes: {
    // Names that are given up may be somebody else's now.
    [definitionsKind]: (prev, next) => (next === undefined && prev !== undefined ? ['*'] : nobody),
  },
  // What is gone of a kind whose definition is deleted may have been the last.
  observesCustom: (kind, _prev, next) => (next === undefined ? [`/${kind.plural}.${kind.group}`] : []),
  reconcile(definition, view) {
    if (isDeleting(definition)) return cleanUp(definition, view);
    const others = [...broughtIn(view), ...view.list<CustomResourceDefinition>(definitionsKind)].filter(
      ({ spec, metadata }) =>
        spec.group === definition.spec.group && metadata.name !== definition.metadata.name,
    );
    const status = statusOf(definition, others, view.now);
    return status === definition.status ? undefined : { status };
  },
};

/** Whether its kinds are served. */
export function isEstablished(definition: CustomResourceDefinition): boolean {
  return isTrue(definition, 'Established');
}
