// Tags on First Class Disks, by the names of tags and of their categories. Source: vim25 VcenterVStorageObjectManager, VslmTagEntry.
import { firstClassDisksKind, type FirstClassDisk } from '../../../kinds/vsphere/first-class-disk.ts';
import { tags, type Tag } from '../../../kinds/vsphere/tag.ts';
import type { Json } from '../../../std/draft.ts';
import { categoriesIn, tagsIn } from '../tagging/found.ts';
import { textArg } from './arguments.ts';
import { member, VimFault, type VimCall, type VimMethod } from './method.ts';

const type = 'VcenterVStorageObjectManager';
/** What a tag calls such a disk. */
const tagged = 'VStorageObject';

const missing = (): VimFault =>
  new VimFault('NotFound', 'The object or item referred to could not be found.');

function diskOf({ fabric, body }: VimCall): string {
  const id = member(body['id'], 'id');
  if (typeof id !== 'string' || fabric.get<FirstClassDisk>(firstClassDisksKind, id) === undefined)
    throw missing();
  return id;
}

function tagOf({ fabric, body }: VimCall): Tag {
  const [category, name] = [textArg(body, 'category'), textArg(body, 'tag')];
  const ids = categoriesIn(fabric)
    .filter(({ spec }) => spec.displayName === category)
    .map(({ metadata }) => metadata.name);
  const found = tagsIn(fabric).find(({ spec }) => spec.displayName === name && ids.includes(spec.category));
  if (found === undefined) throw missing();
  return found;
}

const isOn = ({ spec }: Tag, disk: string): boolean =>
  spec.on.some((target) => target.type === tagged && target.id === disk);

/** Put on where it is not, taken off where it is. */
const change =
  (isPut: boolean) =>
  (call: VimCall): undefined => {
    const disk = diskOf(call);
    const tag = tagOf(call);
    if (isOn(tag, disk) === isPut) {
      if (isPut) return undefined;
      throw missing();
    }
    const others = tag.spec.on.filter((target) => target.type !== tagged || target.id !== disk);
    const on = isPut ? [...others, { type: tagged, id: disk }] : others;
    const why = `${isPut ? 'Attach tag to' : 'Detach tag from'} virtual disk object`;
    call.write.update(tags, { ...tag, spec: { ...tag.spec, on } } as Tag, why);
    return undefined;
  };

function tagsOn(call: VimCall): Json {
  const disk = diskOf(call);
  const categories = new Map(
    categoriesIn(call.fabric).map(({ metadata, spec }) => [metadata.name, spec.displayName]),
  );
  return tagsIn(call.fabric)
    .filter((tag) => isOn(tag, disk))
    .map(({ spec }) => ({
      _typeName: 'VslmTagEntry',
      tagName: spec.displayName,
      parentCategoryName: categories.get(spec.category) ?? '',
    }));
}

/** Of disks that are still there. */
const disksOf = (call: VimCall): Json =>
  tagOf(call)
    .spec.on.filter(
      ({ type: of, id }) =>
        of === tagged && call.fabric.get<FirstClassDisk>(firstClassDisksKind, id) !== undefined,
    )
    .map(({ id }) => ({ _typeName: 'ID', id }));

const attach = 'InventoryService.Tagging.AttachTag';

export const diskTagMethods: readonly VimMethod[] = [
  { type, name: 'AttachTagToVStorageObject', privilege: attach, answer: change(true) },
  { type, name: 'DetachTagFromVStorageObject', privilege: attach, answer: change(false) },
  { type, name: 'ListTagsAttachedToVStorageObject', privilege: 'Datastore.Browse', answer: tagsOn },
  { type, name: 'ListVStorageObjectsAttachedToTag', privilege: 'Datastore.Browse', answer: disksOf },
];
