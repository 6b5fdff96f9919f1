/**
 * The world's state as the worker tells it, once a frame: clock, pace, scenario, where it is kept. What does not change from frame to
 * frame keeps its identity, so that a running clock wakes only what shows the time.
 */
import { humanDuration } from '../../src/std/time.ts';
import type {
  ClockCommand,
  Keeping,
  LinkPreview,
  Opened,
  Opening,
  Speed,
  WorldState,
} from '../../src/runtime/browser/door.ts';
import { door, followState, onWorkerFailed } from './door.ts';
import { restartWatches } from './watches.ts';

export type Opens =
  | { readonly state: 'opening' }
  | { readonly state: 'open' }
  | { readonly state: 'failed'; readonly why: string };

/** The value before where nothing in it differs. */
function kept<T>(before: T, next: T): T {
  return JSON.stringify(before) === JSON.stringify(next) ? before : next;
}

class LiveWorld {
  #now = $state(0);
  #startsAt = $state(0);
  #running = $state(false);
  #advancing = $state(false);
  #speed = $state<Speed>(1);
  #next = $state.raw<WorldState['next']>();
  #scenario = $state.raw<WorldState['scenario']>();
  #names = $state.raw<WorldState['names']>();
  #keeping = $state.raw<Keeping>({ state: 'saving' });
  #preview = $state.raw<LinkPreview>();
  #notices = $state.raw<readonly string[]>([]);
  #replay = $state.raw<WorldState['opening']>();
  #opens = $state.raw<Opens>({ state: 'opening' });
  #generation = $state(0);
  /** The simulated second, for what shows ages. */
  readonly second = $derived(Math.floor(this.#now / 1_000));

  /** Simulated milliseconds since the Unix epoch. */
  get now(): number {
    return this.#now;
  }

  get startsAt(): number {
    return this.#startsAt;
  }

  get running(): boolean {
    return this.#running;
  }

  get advancing(): boolean {
    return this.#advancing;
  }

  get speed(): Speed {
    return this.#speed;
  }

  get next(): WorldState['next'] {
    return this.#next;
  }

  get scenario(): WorldState['scenario'] | undefined {
    return this.#scenario;
  }

  get names(): WorldState['names'] | undefined {
    return this.#names;
  }

  get keeping(): Keeping {
    return this.#keeping;
  }

  /** Set while a link's world is shown that nobody has accepted yet. */
  get preview(): LinkPreview | undefined {
    return this.#preview;
  }

  /** What was lost or differs about how the workspace was opened. */
  get notices(): readonly string[] {
    return this.#notices;
  }

  /** How far the replay of a link is. */
  get replay(): WorldState['opening'] {
    return this.#replay;
  }

  get opens(): Opens {
    return this.#opens;
  }

  /** Rises with every other world that comes behind the door. */
  get generation(): number {
    return this.#generation;
  }

  /** Who the page is when nobody else is signed in. */
  get administrator(): string {
    return `administrator@${this.#names?.ssoDomain ?? 'vsphere.local'}`;
  }

  /** How long ago a moment was, as Kubernetes writes ages: `6m12s`. Follows the clock by the second. */
  age(time: string | number | undefined): string {
    const at = typeof time === 'string' ? Date.parse(time) : time;
    return at === undefined || Number.isNaN(at) ? '<unknown>' : humanDuration(this.second * 1_000 - at);
  }

  /** Opens a world; every list is read anew. */
  async open(opening: Opening): Promise<Opened> {
    const before = this.#opens;
    this.#opens = { state: 'opening' };
    try {
      const opened = await door().open(opening);
      if (opened.state === 'refused') {
        // What was open still is.
        this.#opens = before.state === 'open' ? before : { state: 'failed', why: opened.why };
        return opened;
      }
      await this.#follow();
      this.#opens = { state: 'open' };
      this.#generation += 1;
      restartWatches();
      return opened;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#opens = { state: 'failed', why };
      return { state: 'refused', why };
    }
  }

  /** Keeps the preview, or goes back to what was open before. */
  async settlePreview(accept: boolean): Promise<Opened> {
    const opened = await (accept ? door().acceptPreview() : door().dropPreview());
    if (opened.state === 'open') this.#generation += 1;
    restartWatches();
    return opened;
  }

  /** Makes this tab the one that writes. */
  async takeOver(): Promise<Opened> {
    const opened = await door().takeOver();
    restartWatches();
    return opened;
  }

  clock(command: ClockCommand): Promise<void> {
    return door().clock(command);
  }

  #following = false;

  async #follow(): Promise<void> {
    if (this.#following) return;
    this.#following = true;
    await followState((state) => this.#hear(state));
  }

  #hear(state: WorldState): void {
    this.#now = state.now;
    this.#startsAt = state.startsAt;
    this.#running = state.running;
    this.#advancing = state.advancing;
    this.#speed = state.speed;
    this.#next = kept(this.#next, state.next);
    this.#scenario = kept(this.#scenario, state.scenario);
    this.#names = kept(this.#names, state.names);
    this.#keeping = kept(this.#keeping, state.keeping);
    this.#preview = kept(this.#preview, state.preview);
    this.#notices = kept(this.#notices, state.notices ?? []);
    this.#replay = kept(this.#replay, state.opening);
  }

  constructor() {
    onWorkerFailed((why) => (this.#opens = { state: 'failed', why }));
    // A page out of sight may be ended at any time: everything is kept now.
    const hide = (): void => void (this.#following && door().hide());
    document.addEventListener('visibilitychange', () => document.hidden && hide());
    window.addEventListener('pagehide', hide);
  }
}

export const world = new LiveWorld();
