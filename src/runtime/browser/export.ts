// A workspace as one JSON text for a file. Of the one that is open: what it began as and everything that was asked of it, or a
// checkpoint where that is no longer known. Of any other: its rows as they are, for repair by hand.
import { engineVersion, type World } from '../../world.ts';
import type { WholeJournal } from './kept/keeper.ts';
import type { WorkspaceStore } from './kept/workspace-store.ts';

const exportVersion = 1;

export function exportWorld(world: World, journal: WholeJournal): string {
  const { scenario, now } = world;
  const kept =
    'records' in journal
      ? { journal: journal.records }
      : { problem: journal.error, checkpoint: world.checkpoint(), journal: [] };
  return JSON.stringify({
    format: 'supervisor-sandbox-workspace',
    version: exportVersion,
    engine: engineVersion,
    scenario,
    now,
    hash: world.hash(),
    ...kept,
  });
}

export async function exportRows(id: string, store: WorkspaceStore): Promise<string> {
  const stores = await store.dump();
  return JSON.stringify({ format: 'supervisor-sandbox-rows', version: exportVersion, id, stores });
}
