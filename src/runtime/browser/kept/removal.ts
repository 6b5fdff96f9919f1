// Removing a kept workspace for good. Holds: never one that is open, here or in another tab: whoever has it open has its lock.
import { opened, refused } from '../answers.ts';
import type { Opened } from '../door.ts';
import { tryLock } from '../tabs/lock.ts';
import type { Wall } from '../wall.ts';
import { withCatalogue } from './catalogue.ts';
import { deleteWorkspace, whyNotKept } from './database.ts';

export async function removeWorkspace(id: string, wall: Wall): Promise<Opened> {
  try {
    return await withCatalogue(wall, async (catalogue) => {
      const held = await tryLock(id);
      if (held === undefined)
        return refused('The workspace is open, here or in another tab: close it first.');
      try {
        await catalogue.remove(id);
        await deleteWorkspace(id);
        return opened;
      } finally {
        held.release();
      }
    });
  } catch (error) {
    return refused(whyNotKept(error));
  }
}
