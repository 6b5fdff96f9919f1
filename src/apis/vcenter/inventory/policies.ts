// Which datastores storage policies resolve to, by their rules: tags that a datastore has, or that it is vSAN.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { storagePolicies, type StoragePolicy } from '../../../kinds/vsphere/storage-policy.ts';
import type { Tag, TagCategory } from '../../../kinds/vsphere/tag.ts';
import type { ReadView } from '../../../store/view.ts';
import type { Call } from '../operation.ts';
import { list } from './places.ts';

/** Where rules about tags have their names. */
export const tagNamespace = 'http://www.vmware.com/storage/tag';
export const vsanNamespace = 'VSAN';

type Rule = NonNullable<StoragePolicy['spec']['rules']>[number];

function satisfies(fabric: ReadView, { spec }: Datastore, { namespace, id, values }: Rule): boolean {
  if (namespace === vsanNamespace) return spec.type === 'vsan';
  const category = list<TagCategory>(fabric, 'tagcategories').find((known) => known.spec.displayName === id);
  return list<Tag>(fabric, 'tags').some(
    (tag) =>
      tag.spec.category === category?.metadata.name &&
      values.includes(tag.spec.displayName) &&
      tag.spec.on.some((target) => target.type === 'Datastore' && target.id === spec.moid),
  );
}

/** Names of the datastores that satisfy all of these rules; without rules those of vSAN. */
export function resolve(fabric: ReadView, rules: readonly Rule[] | undefined): readonly string[] {
  return list<Datastore>(fabric, 'datastores')
    .filter((datastore) =>
      rules === undefined
        ? datastore.spec.type === 'vsan'
        : rules.every((rule) => satisfies(fabric, datastore, rule)),
    )
    .map(({ metadata }) => metadata.name);
}

/** Policies say anew which datastores they mean, after tags or datastores have changed. */
export function resolvePolicies({ fabric, write }: Pick<Call, 'fabric' | 'write'>): void {
  for (const policy of list<StoragePolicy>(fabric, 'storagepolicies')) {
    const datastores = resolve(fabric, policy.spec.rules);
    if (datastores.join() === policy.spec.datastores.join()) continue;
    const object = { ...policy, spec: { ...policy.spec, datastores } } as StoragePolicy;
    write.update(storagePolicies, object, 'Its datastores have changed');
  }
}
