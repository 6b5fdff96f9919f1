// A new item of a local library, whose content is there with it.
import { libraryItems, type LibraryItem } from '../../../kinds/vsphere/library-item.ts';
import { uuidFrom } from '../../../std/hash.ts';
import { alreadyExists } from '../failure.ts';
import type { Call } from '../operation.ts';
import { checkOwn, itemsOf } from './found.ts';

/** What an item is to be; of a description that is undefined nothing is kept. */
type Wanted = Omit<LibraryItem['spec'], 'description'> & { readonly description: string | undefined };

/** Of a local library, and by a name that none of its items has. */
export function checkNewItem(call: Call, library: string, name: string): void {
  checkOwn(call, library);
  if (itemsOf(call.fabric, library).some(({ spec }) => spec.displayName === name))
    throw alreadyExists(`The library already has an item with the name '${name}'.`, [name]);
}

/** @returns its id */
export function addItem(
  call: Call,
  { description, ...wanted }: Wanted,
  words = 'Create Library Item',
): string {
  const { library, displayName: name } = wanted;
  checkNewItem(call, library, name);
  const id = uuidFrom(call.write.revision, 'library item', library, name);
  const spec = { ...wanted, ...(description === undefined ? {} : { description }) };
  const status = { cached: true, modifiedAt: call.fabric.now, contentVersion: 1 };
  call.write.create(libraryItems, { metadata: { name: id }, spec, status }, words);
  return id;
}
