// One kept workspace in this tab: its writer, or a follower of the tab that is. Changes from one to the other by itself: a follower
// takes over when the writer's lock comes free, a writer that lost its lock follows.
import { assert } from '../../std/assert.ts';
import type { World } from '../../world.ts';
import type { WorkspaceEntry } from './kept/database.ts';
import { whyNotKept } from './kept/database.ts';
import { tailAfter } from './kept/records.ts';
import { recover, type Recovered, type RecoveryTools } from './kept/recovery.ts';
import { WorkspaceKeeper } from './kept/workspace-keeper.ts';
import { WorkspaceStore } from './kept/workspace-store.ts';
import { LiveSession } from './live-session.ts';
import { memorySession } from './memory-session.ts';
import type { PaceState, Session } from './session.ts';
import { runInSlices, Turns } from './slices.ts';
import { Follower } from './tabs/follower.ts';
import { Leader } from './tabs/leader.ts';
import { stealLock, tryLock, waitForLock, type Held } from './tabs/lock.ts';

export interface WorkspaceOptions {
  readonly entry: WorkspaceEntry;
  /** Made just now: that nothing of it is in storage is as it should be. */
  readonly isNew: boolean;
  readonly tools: Omit<RecoveryTools, 'wholeJournal'>;
  readonly onChange: () => void;
  /** Another world, or another way of keeping it, is on show from now on. */
  readonly onReplaced: () => void;
}

/** Nothing of what is kept can be opened. */
export class Unreadable extends Error {}

/** Another tab has the workspace and cannot be followed. */
export class Unreachable extends Error {}

/** A world that this tab has already, and how its clock goes on. */
interface Own {
  readonly world: World;
  /** Not in storage yet. */
  readonly isNew: boolean;
  readonly pace: PaceState;
}

interface Writer {
  readonly session: LiveSession;
  readonly keeper: WorkspaceKeeper;
  readonly leader: Leader;
  readonly held: Held;
}

interface Follows {
  readonly session: Follower;
  readonly waiting: AbortController;
}

const goneNotice =
  'Nothing of this workspace was left in the browser’s storage: the browser, or somebody, cleared it. It begins anew.';

export class Workspace {
  readonly entry: WorkspaceEntry;
  readonly #options: WorkspaceOptions;
  /** On show; between two roles it is still the one of the role before. */
  #session: Session | undefined;
  #writer: Writer | undefined;
  #follows: Follows | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  private constructor(options: WorkspaceOptions) {
    this.#options = options;
    this.entry = options.entry;
  }

  /** Rejects with Unreadable, Unreachable, or the browser's refusal. */
  static async open(options: WorkspaceOptions): Promise<Workspace> {
    const workspace = new Workspace(options);
    const held = await tryLock(options.entry.id);
    if (held === undefined) await workspace.#follow();
    else await workspace.#lead(held, undefined);
    return workspace;
  }

  /** Keeps a world that was made elsewhere as a workspace of its own. */
  static async adopt(options: WorkspaceOptions, world: World): Promise<Workspace> {
    const workspace = new Workspace(options);
    const held = await tryLock(options.entry.id);
    if (held === undefined) throw new Unreachable('a new workspace is already open');
    const pace = { running: false, speed: 1, advancing: false };
    await workspace.#lead(held, { world, isNew: true, pace });
    return workspace;
  }

  get session(): Session {
    assert(this.#session !== undefined, 'a workspace that is open has a session');
    return this.#session;
  }

  /** Stops the clock while another world is on show; a follower has none to stop. */
  park(): void {
    this.#writer?.session.park();
  }

  unpark(): void {
    this.#writer?.session.unpark();
  }

  /** Makes this tab the writer, whatever the other one does. */
  takeOver(): Promise<void> {
    return this.#inTurn(async () => {
      const follows = this.#follows;
      if (follows === undefined) return;
      follows.waiting.abort();
      await this.#promote(await stealLock(this.entry.id));
    });
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      this.#isClosed = true;
      this.#follows?.waiting.abort();
      this.#writer?.leader.close();
      await this.#session?.close();
      this.#writer?.held.release();
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #lead(held: Held, own: Own | undefined): Promise<void> {
    const { entry, tools, onChange } = this.#options;
    let store: WorkspaceStore | undefined;
    try {
      store = await WorkspaceStore.open(entry.id, tools.wall);
      const wasKept = await store.takeOver(entry.scenario);
      if (own?.isNew === true) await store.replaceTail(0, own.world.journal, 'a new workspace');
      const recovered = (await this.#goOnWith(own?.world, store)) ?? (await this.#recover(store));
      const { world, replaceAfter, clock, base } = recovered;
      const notices = wasKept || this.#options.isNew ? recovered.notices : [goneNotice];
      if (replaceAfter !== undefined) await store.replaceTail(replaceAfter, world.journal, notices.join(' '));
      const keeper: WorkspaceKeeper = new WorkspaceKeeper({
        store,
        wall: tools.wall,
        world,
        base,
        isCheckpointed: base.generation !== undefined && world.journal.length === 0,
        onChange,
        onKept: (records) => this.#writer?.leader.kept(records),
        onFenced: () => this.#lost(held),
      });
      const session = new LiveSession({ world, keeper, wall: tools.wall, notices, onChange });
      const leader = new Leader(entry.id, session, tools.wall, () => keeper.firstPendingAt);
      this.#writer = { session, keeper, leader, held };
      this.#session = session;
      void held.lost.then(() => this.#lost(held));
      // A workspace that nobody opened before begins to run.
      const { running, speed } = own?.pace ?? clock ?? { running: true, speed: 1 };
      if (running) session.play(speed);
      // The clock may stand later than the last record.
      if (own?.isNew === true) await session.hide();
    } catch (error) {
      store?.close();
      held.release();
      throw error;
    }
  }

  /** The world that this tab has already, brought to where storage is; undefined where it does not follow from it. */
  async #goOnWith(world: World | undefined, store: WorkspaceStore): Promise<Recovered | undefined> {
    if (world === undefined) return undefined;
    const end = world.journalEnd;
    const { records, lost } = tailAfter(await store.readSegments(end.seq), end);
    if (lost > 0) return undefined;
    const turns = new Turns(this.#options.tools.wall);
    for (const record of records) {
      await runInSlices(world, record.at, turns);
      world.replay(record);
    }
    if (world.journalEnd.sum !== (records.at(-1)?.sum ?? end.sum)) return undefined;
    return {
      world,
      rung: 'checkpoint',
      notices: [],
      clock: undefined,
      replaceAfter: undefined,
      base: { sound: new Set(), generation: undefined },
    };
  }

  async #recover(store: WorkspaceStore): Promise<Recovered> {
    const wholeJournal = () => store.readSegments(0);
    const recovered = await recover(await store.read(), { ...this.#options.tools, wholeJournal });
    if (recovered === undefined) throw new Unreadable('Nothing of the workspace could be read.');
    return recovered;
  }

  async #follow(): Promise<void> {
    const { entry, tools, onChange, onReplaced } = this.#options;
    const store = await WorkspaceStore.open(entry.id, tools.wall);
    const session = await Follower.open({ id: entry.id, store, tools, onChange, onReplaced });
    if (session === undefined)
      throw new Unreachable(
        'Another tab has this workspace open and cannot be followed: it does not answer, or runs another version of the page. Close or reload that tab.',
      );
    const waiting = new AbortController();
    this.#follows = { session, waiting };
    this.#session = session;
    void waitForLock(entry.id, waiting.signal)
      .then((held) => (held === undefined ? undefined : this.#inTurn(() => this.#promote(held))))
      .catch(() => undefined);
  }

  async #promote(held: Held): Promise<void> {
    const follows = this.#follows;
    if (this.#isClosed || follows === undefined) {
      held.release();
      return;
    }
    const { session } = follows;
    const pace = session.lastPace;
    session.release();
    await session.settled();
    const { world } = session;
    try {
      await this.#lead(held, { world, isNew: false, pace });
      this.#follows = undefined;
    } catch (error) {
      this.#follows = undefined;
      this.#goOnInMemory(world, whyNotKept(error));
    }
    await session.close();
    // Watches go on where the world is the same.
    if (this.session.world !== world) this.#options.onReplaced();
    this.#options.onChange();
  }

  /** The lock or the right to write is gone: from now on this tab follows. */
  #lost(held: Held): void {
    void this.#inTurn(async () => {
      const writer = this.#writer;
      if (this.#isClosed || writer === undefined || writer.held !== held) return;
      writer.keeper.abandon();
      writer.session.abandon();
      writer.leader.close();
      held.release();
      this.#writer = undefined;
      try {
        await this.#follow();
      } catch (error) {
        this.#goOnInMemory(
          writer.session.world,
          error instanceof Unreachable ? error.message : whyNotKept(error),
        );
      }
      this.#options.onReplaced();
      this.#options.onChange();
    });
  }

  #goOnInMemory(world: World, why: string): void {
    const { tools, onChange } = this.#options;
    this.#session = memorySession(world, why, { wall: tools.wall, onChange });
  }
}
