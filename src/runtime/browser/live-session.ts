// A world that lives in this tab: paced here, its records handed to a keeper. Holds: a write is answered after everything up to it
// is kept or known not to be; the clock's place is noted while it runs, recorded when a person moves it.
import type { WireRequest, WireResponse } from '../../apis/kubernetes/wire.ts';
import { HOUR_MS } from '../../std/time.ts';
import type { World } from '../../world.ts';
import { Pace, type Speed } from '../pace.ts';
import type { ClockCommand, Keeping } from './door.ts';
import type { Kept, Keeper, WholeJournal } from './kept/keeper.ts';
import { ask, failure, isRead, wholeAnswer, type PaceState, type Session } from './session.ts';
import { Turns } from './slices.ts';
import type { Wall } from './wall.ts';

export interface LiveSessionOptions {
  readonly world: World;
  readonly keeper: Keeper;
  readonly wall: Wall;
  readonly notices: readonly string[];
  /** The state may have changed; called after every slice and every request. */
  readonly onChange: () => void;
}

/** How often a running clock's place is noted. */
const noteMs = 5_000;
/** How often the keeper is given a chance to rest. */
const restMs = 1_000;
/** An advance past this is worth a checkpoint: without one it is run again at the next opening. */
const longAdvanceMs = HOUR_MS;

export class LiveSession implements Session {
  readonly world: World;
  readonly notices: readonly string[];
  readonly #keeper: Keeper;
  readonly #wall: Wall;
  readonly #onChange: () => void;
  readonly #pace: Pace;
  /** Records of the world's journal that the keeper has. */
  #handed: number;
  #notedAt: number;
  #isStepping = false;
  #parked: PaceState | undefined;
  #isClosed = false;

  constructor(options: LiveSessionOptions) {
    this.world = options.world;
    this.notices = options.notices;
    this.#keeper = options.keeper;
    this.#wall = options.wall;
    this.#onChange = options.onChange;
    this.#handed = options.world.journal.length;
    this.#notedAt = options.wall.now();
    this.#pace = new Pace(
      () => this.world,
      options.wall,
      () => this.#sliced(),
    );
    this.#rest();
  }

  get pace(): PaceState {
    const { running, speed, advancing } = this.#pace;
    return { running, speed, advancing: advancing || this.#isStepping };
  }

  get keeping(): Keeping {
    return this.#keeper.keeping;
  }

  async request(request: WireRequest): Promise<WireResponse> {
    const answer = wholeAnswer(ask(this.world, request));
    if (isRead(request)) return answer;
    const kept = await this.#keep();
    this.#onChange();
    return kept === 'lost'
      ? failure(
          503,
          'Another tab took this workspace over before the request was kept: it did not happen. Send it again.',
        )
      : answer;
  }

  async command(command: ClockCommand): Promise<void> {
    if (command.type === 'play') {
      const { speed = this.#pace.speed } = command;
      if (speed === 'max' || (Number.isFinite(speed) && speed > 0)) this.play(speed);
      return;
    }
    if (command.type === 'pause') this.#halt();
    else if (command.type === 'next') await this.#next();
    else await this.#advance(command.ms);
    await this.#record();
    this.#onChange();
  }

  /** Lets the clock run. */
  play(speed: Speed): void {
    this.#pace.play(speed);
    this.#note();
    this.#onChange();
  }

  /** Stops the clock without a record: for a while another world is on show. */
  park(): void {
    this.#parked ??= this.pace;
    this.#halt();
  }

  /** Goes on as before it was parked. */
  unpark(): void {
    const parked = this.#parked;
    this.#parked = undefined;
    if (parked?.running === true) this.play(parked.speed);
  }

  journal(): Promise<WholeJournal> {
    return this.#keeper.journal();
  }

  async hide(): Promise<void> {
    this.#keeper.rest(true);
    this.#note();
    await this.#keeper.flush();
  }

  async close(): Promise<void> {
    this.#note();
    this.#halt();
    this.#isClosed = true;
    await this.#keeper.close();
  }

  /** Stops at once, without another word to the keeper: somebody else has the workspace now. */
  abandon(): void {
    this.#isClosed = true;
    this.#halt();
  }

  #keep(): Promise<Kept> {
    const records = this.world.journal.slice(this.#handed);
    this.#handed += records.length;
    return this.#keeper.keep(records);
  }

  async #record(): Promise<void> {
    if (this.#isClosed) return;
    this.world.markClock();
    this.#note();
    await this.#keep();
  }

  #note(): void {
    if (this.#isClosed) return;
    this.#notedAt = this.#wall.now();
    const { running, speed } = this.#parked ?? this.#pace;
    this.#keeper.note({ now: this.world.now, seq: this.world.journalEnd.seq, running, speed });
  }

  #halt(): void {
    this.#pace.pause();
    // An advance that is under way ends where it is.
    if (this.#pace.advancing) this.#pace.advance(this.world.now, () => undefined);
    this.#isStepping = false;
  }

  async #advance(ms: number): Promise<void> {
    if (!Number.isFinite(ms) || ms <= 0) return;
    const until = this.world.now + Math.floor(ms);
    await new Promise<void>((resolve) => this.#pace.advance(until, resolve));
    if (ms >= longAdvanceMs) this.#keeper.rest(true);
  }

  async #next(): Promise<void> {
    const turns = new Turns(this.#wall);
    const { revision } = this.world;
    this.#isStepping = true;
    while (this.#isStepping && this.world.revision === revision) {
      const { next } = this.world;
      if (next === undefined) break;
      if (!this.world.runToChange(next.at, 1)) await turns.end();
    }
    this.#isStepping = false;
    this.#pace.rebase();
  }

  #sliced(): void {
    this.#onChange();
    if (this.#pace.running && this.#wall.now() - this.#notedAt >= noteMs) this.#note();
  }

  #rest(): void {
    if (this.#isClosed) return;
    this.#keeper.rest(false);
    this.#wall.later(() => this.#rest(), restMs);
  }
}
