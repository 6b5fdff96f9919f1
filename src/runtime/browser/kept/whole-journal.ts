// Everything that was asked of a world since its workspace began: what is kept, and after it what the world itself has.
import type { World } from '../../../world.ts';
import { whyNotKept } from './database.ts';
import type { WholeJournal } from './keeper.ts';
import { journalStart, recordsOf, tailAfter } from './records.ts';
import type { WorkspaceStore } from './workspace-store.ts';

export const noWholeJournal: WholeJournal = {
  error: 'The journal no longer reaches back to where the workspace began.',
};

/** The journal up to where the world is when this resolves, checked link by link; or why there is none. */
export async function keptJournal(store: WorkspaceStore, world: World): Promise<WholeJournal> {
  let segments: readonly unknown[];
  try {
    segments = await store.readSegments(0);
  } catch (error) {
    return { error: whyNotKept(error) };
  }
  const own = world.journal;
  const ownFrom = own[0]?.seq ?? world.journalEnd.seq + 1;
  const kept = recordsOf(segments).filter(({ seq }) => seq < ownFrom);
  const { records } = tailAfter([{ records: [...kept, ...own] }], journalStart);
  return records.length === world.journalEnd.seq ? { records } : noWholeJournal;
}
