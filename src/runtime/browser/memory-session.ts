// A world that is kept nowhere: a preview, or any where the browser stores nothing. It runs like any other and says why it is not kept.
import type { World } from '../../world.ts';
import type { Keeper } from './kept/keeper.ts';
import { noWholeJournal } from './kept/whole-journal.ts';
import { LiveSession } from './live-session.ts';
import type { Wall } from './wall.ts';

export interface MemoryTools {
  readonly wall: Wall;
  readonly onChange: () => void;
}

export function memorySession(world: World, why: string, { wall, onChange }: MemoryTools): LiveSession {
  return new LiveSession({ world, keeper: memoryKeeper(why, world), wall, notices: [], onChange });
}

function memoryKeeper(why: string, world: World): Keeper {
  return {
    keeping: { state: 'memory', why },
    keep: () => Promise.resolve('not-kept'),
    note: () => undefined,
    flush: () => Promise.resolve('not-kept'),
    rest: () => undefined,
    // Of a world that was opened from a checkpoint the earlier records are not here.
    journal: () =>
      Promise.resolve(
        world.journal.length === world.journalEnd.seq ? { records: world.journal } : noWholeJournal,
      ),
    close: () => Promise.resolve(),
  };
}
