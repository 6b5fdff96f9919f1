// Looking up categories and tags, with the refusals where they are not there or a name is taken.
import type { Tag, TagCategory } from '../../../kinds/vsphere/tag.ts';
import { fnv1a32, uuidFrom } from '../../../std/hash.ts';
import type { ReadView } from '../../../store/view.ts';
import { alreadyExists, invalidArgument, notFound } from '../failure.ts';
import { list } from '../inventory/places.ts';

/** Characters of a name, and of a description. */
const charactersMax = 256;

export const categoriesIn = (fabric: ReadView): readonly TagCategory[] => list(fabric, 'tagcategories');
export const tagsIn = (fabric: ReadView): readonly Tag[] => list(fabric, 'tags');

/** Ids below /rest stand behind `id:`. */
const bare = (id: string): string => id.replace(/^id:/, '');

export function categoryOf(fabric: ReadView, id: string): TagCategory {
  const found = fabric.get<TagCategory>('vsphere.sandbox/tagcategories', bare(id));
  if (found === undefined) throw notFound('Tag category', id);
  return found;
}

export function tagOf(fabric: ReadView, id: string): Tag {
  const found = fabric.get<Tag>('vsphere.sandbox/tags', bare(id));
  if (found === undefined) throw notFound('Tag', id);
  return found;
}

/** An id of the inventory service, out of a number that nothing else has. */
export function newId(type: 'Category' | 'Tag', number: number): string {
  return `urn:vmomi:InventoryService${type}:${uuidFrom(fnv1a32(type), String(number))}:GLOBAL`;
}

export function checkWords(name: string, description: string): void {
  if (name.trim() === '' || name.length > charactersMax)
    throw invalidArgument(`The name '${name}' is invalid.`, [name]);
  if (description.length > charactersMax * 4) throw invalidArgument('The description is too long.', []);
}

export function checkFree(
  what: string,
  name: string,
  others: readonly { readonly spec: { readonly displayName: string } }[],
): void {
  if (others.some(({ spec }) => spec.displayName === name))
    throw alreadyExists(`${what} with name '${name}' already exists.`, [name]);
}
