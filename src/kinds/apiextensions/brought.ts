// The definitions that came with the product: they are what its kinds were made of, established since the Supervisor began.
// Nobody stores them. Who writes one, as only a control plane's own administrator may, stores another in its place, until that
// is deleted.
import type { StoredObject } from '../../store/object.ts';
import type { Computed } from '../../store/kind.ts';
import type { ReadView } from '../../store/view.ts';
import { besideStored, computedMetadata } from '../computed.ts';
import type { CustomResourceDefinition } from './custom-resource-definition.ts';

const resource = { group: 'apiextensions.k8s.io', plural: 'customresourcedefinitions' };

/** The definition as a scope shows it: as old as the scope. */
function shownIn(view: ReadView, definition: CustomResourceDefinition): CustomResourceDefinition {
  const { name } = definition.metadata;
  const metadata = { ...definition.metadata, ...computedMetadata(view, resource, name) };
  const lastTransitionTime = metadata.creationTimestamp;
  return {
    ...definition,
    metadata,
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

export const brought: Computed<CustomResourceDefinition> = besideStored(
  resource,
  (view) => broughtIn(view).map((definition) => shownIn(view, definition)),
  'it is a part of the Supervisor, and changes only with its version',
);
