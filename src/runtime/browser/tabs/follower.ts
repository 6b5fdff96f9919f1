// A tab that shows what another one does: the same records in a world of its own, run no further than the writer has run. What is
// written here is done over there and answered from there. Holds: nothing is stored by this tab.
import type { WireRequest, WireResponse } from '../../../apis/kubernetes/wire.ts';
import type { World, WorldRecord } from '../../../world.ts';
import type { ClockCommand, Keeping } from '../door.ts';
import { whyNotKept } from '../kept/database.ts';
import type { WholeJournal } from '../kept/keeper.ts';
import { recordsOf } from '../kept/records.ts';
import { recover, type RecoveryTools } from '../kept/recovery.ts';
import { keptJournal } from '../kept/whole-journal.ts';
import type { WorkspaceStore } from '../kept/workspace-store.ts';
import { ask, failure, isRead, wholeAnswer, type PaceState, type Session } from '../session.ts';
import { runInSlices, Turns } from '../slices.ts';
import { TabChannel, type Pulse, type Question, type TabMessage } from './messages.ts';

export interface FollowerOptions {
  readonly id: string;
  readonly store: WorkspaceStore;
  readonly tools: Omit<RecoveryTools, 'wholeJournal'>;
  readonly onChange: () => void;
  /** The world was exchanged for another: what watches it starts anew. */
  readonly onReplaced: () => void;
}

/** Without a sign of life for so long, the writer counts as asleep. */
const asleepMs = 3_000;
/** An answer is held back at most so long for its records to be seen here. */
const catchUpMs = 1_000;

/** Records that are told faster than this tab follows; the rest is read from storage. */
const inboxMax = 10_000;

type Asked = (answer: { readonly response?: WireResponse; readonly seq: number } | 'asleep') => void;

export class Follower implements Session {
  readonly notices: readonly string[] = [];
  readonly #options: FollowerOptions;
  readonly #channel: TabChannel;
  readonly #asked = new Map<string, Asked>();
  #world: World | undefined;
  #inbox: WorldRecord[] = [];
  #pulse: Pulse | undefined;
  #heardAt: number;
  #isAsleep = false;
  #isStrange = false;
  #trouble: string | undefined;
  #isChasing = false;
  #isClosed = false;
  #questions = 0;

  private constructor(options: FollowerOptions) {
    this.#options = options;
    this.#heardAt = options.tools.wall.now();
    this.#channel = new TabChannel(
      options.id,
      (message) => this.#hear(message),
      () => (this.#isStrange = true),
    );
  }

  /** Follows the tab that writes the workspace; undefined where nothing is kept that could be shown. */
  static async open(options: FollowerOptions): Promise<Follower | undefined> {
    const follower = new Follower(options);
    const { wall } = options.tools;
    follower.#channel.tell({ type: 'hello' });
    // A writer that just began says so once there is something to read; one that sleeps is read as it left things.
    const until = wall.now() + asleepMs;
    while (follower.#pulse === undefined && !follower.#isStrange && wall.now() < until) await wall.sleep(20);
    follower.#world = follower.#isStrange ? undefined : await follower.#read();
    if (follower.#world === undefined) {
      await follower.close();
      return undefined;
    }
    follower.#beat();
    follower.#chase();
    return follower;
  }

  get world(): World {
    if (this.#world === undefined) throw new Error('Broken invariant: a follower shows a world');
    return this.#world;
  }

  get pace(): PaceState {
    const { lastPace } = this;
    return this.#isAsleep ? { ...lastPace, running: false, advancing: false } : lastPace;
  }

  /** The pace that the writer told last, asleep or not. */
  get lastPace(): PaceState {
    return this.#pulse?.pace ?? { running: false, speed: 1, advancing: false };
  }

  get keeping(): Keeping {
    if (this.#trouble !== undefined) return { state: 'failed', why: this.#trouble };
    if (this.#isAsleep) return { state: 'follower', asleep: true };
    return this.#pulse?.keeping.state === 'failed'
      ? this.#pulse.keeping
      : { state: 'follower', asleep: false };
  }

  async request(request: WireRequest): Promise<WireResponse> {
    if (isRead(request)) return wholeAnswer(ask(this.world, request));
    const answer = await this.#ask({ call: 'request', request });
    if (answer === 'asleep')
      return failure(
        503,
        'The tab that keeps this workspace does not answer. Whether the request was done shows when it wakes; take the workspace over to go on here.',
      );
    await this.#caughtUp(answer.seq);
    return answer.response ?? failure(503, 'The tab that keeps this workspace gave no answer.');
  }

  async command(command: ClockCommand): Promise<void> {
    const answer = await this.#ask({ call: 'command', command });
    if (answer !== 'asleep') await this.#caughtUp(answer.seq);
  }

  journal(): Promise<WholeJournal> {
    return keptJournal(this.#options.store, this.world);
  }

  hide(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.release();
    this.#options.store.close();
    return Promise.resolve();
  }

  /** Stops following, for the world to go on here. */
  release(): void {
    this.#isClosed = true;
    this.#channel.close();
    for (const asked of this.#asked.values()) asked('asleep');
    this.#asked.clear();
  }

  /** Resolves once the present step of the chase is done, so that nobody else runs the world. */
  async settled(): Promise<void> {
    while (this.#isChasing) await this.#options.tools.wall.sleep(1);
  }

  #hear(message: TabMessage): void {
    if (this.#isClosed) return;
    if (message.type === 'answer') {
      const asked = this.#asked.get(message.id);
      this.#asked.delete(message.id);
      asked?.(message);
      return;
    }
    if (message.type !== 'pulse' && message.type !== 'records') return;
    this.#heardAt = this.#options.tools.wall.now();
    this.#isAsleep = false;
    if (message.type === 'pulse') this.#pulse = message;
    else if (this.#inbox.length < inboxMax) this.#inbox.push(...recordsOf([message]));
    this.#chase();
  }

  #ask(question: Question): Promise<{ readonly response?: WireResponse; readonly seq: number } | 'asleep'> {
    if (this.#isClosed || this.#isAsleep) return Promise.resolve('asleep');
    this.#questions += 1;
    const id = `${crypto.randomUUID()} ${this.#questions}`;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.#channel.tell({ type: 'ask', id, question });
    });
  }

  async #caughtUp(seq: number): Promise<void> {
    const { wall } = this.#options.tools;
    const until = wall.now() + catchUpMs;
    while (!this.#isClosed && this.world.journalEnd.seq < seq && wall.now() < until) await wall.sleep(2);
  }

  #beat(): void {
    if (this.#isClosed) return;
    const { wall } = this.#options.tools;
    if (!this.#isAsleep && wall.now() - this.#heardAt >= asleepMs) {
      this.#isAsleep = true;
      for (const asked of this.#asked.values()) asked('asleep');
      this.#asked.clear();
      this.#options.onChange();
    }
    wall.later(() => this.#beat(), 250);
  }

  #chase(): void {
    if (this.#isChasing || this.#isClosed || this.#world === undefined) return;
    this.#isChasing = true;
    void this.#chaseOn()
      .catch((error: unknown) => (this.#trouble = whyNotKept(error)))
      .finally(() => {
        this.#isChasing = false;
        this.#options.onChange();
      });
  }

  async #chaseOn(): Promise<void> {
    const turns = new Turns(this.#options.tools.wall);
    for (;;) {
      if (this.#isClosed) return;
      const record = this.#inbox.shift();
      if (record !== undefined) {
        if (!(await this.#follow(record, turns))) await this.#replace();
        continue;
      }
      const { world } = this;
      const pulse = this.#pulse;
      if (pulse === undefined || world.journalEnd.seq < pulse.seq) {
        // Records were told before this tab listened: they are in storage.
        if (pulse !== undefined) await this.#replace();
        return;
      }
      if (world.now >= pulse.until) return;
      await runInSlices(world, pulse.until, turns, () => this.#isClosed || this.#inbox.length > 0);
      this.#options.onChange();
    }
  }

  /** Does what a record says; false where this world is not the one that it was written for. */
  async #follow(record: WorldRecord, turns: Turns): Promise<boolean> {
    const { world } = this;
    const { seq } = world.journalEnd;
    if (record.seq <= seq) return true;
    if (record.seq > seq + 1) return false;
    await runInSlices(world, record.at, turns, () => this.#isClosed);
    if (this.#isClosed) return true;
    world.replay(record);
    await turns.end();
    return world.journalEnd.sum === record.sum;
  }

  async #replace(): Promise<void> {
    const world = await this.#read();
    if (world === undefined || this.#isClosed) return;
    this.#world = world;
    this.#options.onReplaced();
  }

  async #read(): Promise<World | undefined> {
    const { store, tools } = this.#options;
    const recovered = await recover(await store.read(), {
      ...tools,
      wholeJournal: () => store.readSegments(0),
    });
    return recovered?.world;
  }
}
