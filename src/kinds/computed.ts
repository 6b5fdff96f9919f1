// Objects that nobody stores beside those that somebody does: what is stored is shown in the place of one of the same name.
import { uuidFrom } from '../std/hash.ts';
import type { Computed } from '../store/kind.ts';
import { keyOf, keyOfObject, type StoredObject } from '../store/object.ts';
import { notFound } from '../store/refusal.ts';
import type { ReadView } from '../store/view.ts';

interface Resource {
  readonly group: string;
  readonly plural: string;
}

/** `own`: what there is now, in any order. `fixed` as in `Computed`. */
export function besideStored<T extends StoredObject>(
  resource: Resource,
  own: (view: ReadView) => readonly T[],
  fixed?: string,
): Computed<T> {
  const id = `${resource.group}/${resource.plural}`;
  const list = (view: ReadView, namespace: string): readonly T[] => {
    const stored = view.list<T>(id, namespace === '' ? {} : { namespace });
    const taken = new Set(stored.map(keyOfObject));
    const others = own(view).filter(
      (object) =>
        !taken.has(keyOfObject(object)) && (namespace === '' || object.metadata.namespace === namespace),
    );
    return [...stored, ...others].sort((a, b) => (keyOfObject(a) < keyOfObject(b) ? -1 : 1));
  };
  return {
    ...(fixed === undefined ? {} : { fixed }),
    list,
    get(view, namespace, name) {
      const key = keyOf(namespace === '' ? undefined : namespace, name);
      const found = view.at<T>(id, key) ?? own(view).find((object) => keyOfObject(object) === key);
      if (found === undefined) throw notFound(resource, name);
      return found;
    },
  };
}

/** The metadata of an object that nobody stores: as old as its scope, unless it says since when it is. */
export function computedMetadata(
  view: ReadView,
  { group, plural }: Resource,
  name: string,
  namespace?: string,
  since?: string,
): StoredObject['metadata'] {
  const begun = view.get('core/namespaces', 'kube-system')?.metadata;
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: uuidFrom(
      0,
      view.scope,
      `${group}/${plural}`,
      namespace === undefined ? name : keyOf(namespace, name),
    ),
    resourceVersion: begun?.resourceVersion ?? '',
    generation: 1,
    creationTimestamp: since ?? begun?.creationTimestamp ?? '',
  };
}
