// The definitions that came with the product: they are what its kinds were made of, established since the Supervisor began.
// Nobody stores them. Who writes one, as only a control plane's own administrator may, stores another in its place, until that
// is deleted.
import { uuidFrom } from '../../std/hash.ts';
import { notFound } from '../../store/refusal.ts';
import { keyOfObject, type StoredObject } from '../../store/object.ts';
import type { Computed } from '../../store/kind.ts';
import type { ReadView } from '../../store/view.ts';
import type { CustomResourceDefinition } from './custom-resource-definition.ts';

const resource = { group: 'apiextensions.k8s.io', plural: 'customresourcedefinitions' };
const definitionsKind = `${resource.group}/${resource.plural}`;

/** The definition as a scope shows it: as old as the scope. */
function shownIn(view: ReadView, definition: CustomResourceDefinition): CustomResourceDefinition {
  const begun = view.get('core/namespaces', 'kube-system')?.metadata;
  const lastTransitionTime = begun?.creationTimestamp ?? '';
  const { name } = definition.metadata;
  return {
    ...definition,
    metadata: {
      ...definition.metadata,
      uid: uuidFrom(0, view.scope, definitionsKind, name),
      resourceVersion: begun?.resourceVersion ?? '',
      creationTimestamp: lastTransitionTime,
    },
    status: {
      ...definition.status,
      conditions: [
        {
          type: 'NamesAccepted',
          status: 'True',
          lastTransitionTime,
          reason: 'NoConflicts',
          message: 'no conflicts found',
        },
        {
          type: 'Established',
          status: 'True',
          lastTransitionTime,
          reason: 'InitialNamesAccepted',
          message: 'the initial names have been accepted',
        },
      ],
    },
  } as CustomResourceDefinition;
}

/** The definitions of the product that the scope serves. */
export function broughtIn(view: ReadView): readonly CustomResourceDefinition[] {
  const found = new Set<StoredObject>();
  for (const { custom } of view.kinds) if (custom?.brought !== undefined) found.add(custom.brought);
  return [...found] as readonly StoredObject[] as readonly CustomResourceDefinition[];
}

export const brought: Computed<CustomResourceDefinition> = {
  fixed: 'it is a part of the Supervisor, and changes only with its version',
  list(view) {
    const stored = view.list<CustomResourceDefinition>(definitionsKind);
    const own = broughtIn(view).map((definition) => shownIn(view, definition));
    return [...stored, ...own].sort((a, b) => (keyOfObject(a) < keyOfObject(b) ? -1 : 1));
  },
  get(view, _namespace, name) {
    const stored = view.get<CustomResourceDefinition>(definitionsKind, name);
    if (stored !== undefined) return stored;
    const own = broughtIn(view).find(({ metadata }) => metadata.name === name);
    if (own === undefined) throw notFound(resource, name);
    return shownIn(view, own);
  },
};
