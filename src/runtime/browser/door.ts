// The one door between the page and the worker that holds the world: what can be asked, and what is told unasked. Plain data
// only; watches and state come over transferred MessagePorts, in batches, because a proxied callback an event is too slow.
import type { WireRequest, WireResponse } from '../../apis/kubernetes/wire.ts';

/** Simulated seconds a second, or as fast as the machine can. */
export type Speed = number | 'max';

/** Where what is done goes: kept in the browser, only in memory, or in another tab that holds the workspace. */
export type Keeping =
  | { readonly state: 'saved' | 'saving' }
  /** Nothing is kept: why, in words for the person. */
  | { readonly state: 'memory'; readonly why: string }
  /** Another tab writes; this one shows what that one does. `asleep`: it has given no sign of life for 3 s, take over? */
  | { readonly state: 'follower'; readonly asleep?: boolean }
  /** Something could not be kept; what is left can be exported. */
  | { readonly state: 'failed'; readonly why: string };

/** What the header and the time bar show; told whenever it changed, at most once a frame. */
export interface WorldState {
  /** Simulated milliseconds since the Unix epoch. */
  readonly now: number;
  readonly startsAt: number;
  readonly running: boolean;
  readonly speed: Speed;
  /** True while an advance runs. */
  readonly advancing: boolean;
  readonly next: { readonly at: number; readonly what: string } | undefined;
  readonly revision: number;
  readonly scenario: {
    readonly preset: string;
    readonly title: string;
    readonly seed: number;
    readonly release: string;
  };
  readonly names: {
    readonly vcenter: string;
    readonly ssoDomain: string;
    readonly supervisorFqdn: string;
    readonly developer: string;
  };
  readonly keeping: Keeping;
  /** Set while the world is a preview of a link that nobody has accepted yet. */
  readonly preview: LinkPreview | undefined;
  /** What the person should know about how the workspace was opened: what was lost, what differs. */
  readonly notices?: readonly string[];
  /** Set while a link is replayed: how many of its requests are done. */
  readonly opening?: { readonly done: number; readonly of: number };
}

export interface PresetSummary {
  readonly preset: string;
  readonly title: string;
  /** The one that it is of unless another is asked for. */
  readonly release: string;
}

/** A workspace that this browser keeps. */
export interface WorkspaceSummary {
  readonly id: string;
  readonly title: string;
  readonly preset: string;
  /** Milliseconds since the Unix epoch, by the wall clock. */
  readonly createdAt: number;
  /** The one that opens next time. */
  readonly current: boolean;
  /** Why it can no longer be opened; it can still be exported. */
  readonly aside?: string;
}

export type ClockCommand =
  | { readonly type: 'play'; readonly speed?: Speed }
  | { readonly type: 'pause' }
  /** To the next event that changes something. */
  | { readonly type: 'next' }
  | { readonly type: 'advance'; readonly ms: number };

/** What a link holds, told before anything of it is kept. */
export interface LinkPreview {
  readonly title: string;
  /** Markdown, at most 2,000 characters. */
  readonly text: string;
  /** The page's route that the link opens at. */
  readonly view: string;
  readonly preset: string;
  readonly seed: number;
  readonly records: number;
  readonly engine: string;
  /** What differs: another engine's version, or a hash that the replay did not reach. Empty when all is as it was. */
  readonly differences: readonly string[];
}

export type Opening =
  /** The kept workspace (the one with the id, or the last one), or a new one of the preset where there is none. */
  | { readonly type: 'workspace'; readonly preset: string; readonly id?: string }
  /** A new world of a preset; the one that was open stays kept. */
  | { readonly type: 'new'; readonly preset: string; readonly seed?: number; readonly release?: string }
  /** A link's fragment, as a preview beside the workspace. */
  | { readonly type: 'link'; readonly fragment: string };

export type Opened = { readonly state: 'open' } | { readonly state: 'refused'; readonly why: string };

export interface SharedLink {
  /** `#s=...`, to be put behind the page's address. */
  readonly fragment: string;
  readonly characters: number;
  readonly hash: string;
}

/** A batch of a watch: frames as JSON texts in order, or its end. */
export type WatchBatch = { readonly frames: readonly string[]; readonly ended?: boolean };

export interface Door {
  open(opening: Opening): Promise<Opened>;
  /** Keeps the preview as the workspace (the present one is exported first by the page, if it wants) or drops it. */
  acceptPreview(): Promise<Opened>;
  dropPreview(): Promise<Opened>;
  /**
   * A request of any face. Without an `authorization` or `vmware-api-session-id` header it comes from the vSphere Client's
   * administrator; with one from whoever the token names. A write is answered once it is kept (or cannot be kept).
   */
  request(request: WireRequest): Promise<WireResponse>;
  /**
   * A watch, a followed log or, where the request wants an upgrade, a conversation (conversation-port.ts); batches of frames come
   * over the port. Closing the port, or `{ close: true }`, ends it.
   */
  watch(request: WireRequest, port: MessagePort): Promise<WireResponse>;
  /** Tells the state over the port, now and whenever it changes. */
  follow(port: MessagePort): Promise<void>;
  /** Resolves once it is done and kept: an advance when it has arrived. */
  clock(command: ClockCommand): Promise<void>;
  /** Rejects where the workspace does not fit into a link; the error's message says why and what to do. */
  share(options: {
    readonly title: string;
    readonly text: string;
    readonly view: string;
  }): Promise<SharedLink>;
  /** The state hash of the world, for tests and for the curious. */
  hash(): Promise<string>;
  /** Everything as one JSON text: scenario, journal, clock; of another workspace its rows as they are. Works at every rung. */
  exportWorkspace(id?: string): Promise<string>;
  /** The page goes out of sight (`visibilitychange`, `pagehide`): everything is kept now. */
  hide(): Promise<void>;
  /** Makes this tab the one that writes, whatever the other one does. */
  takeOver(): Promise<Opened>;
  /** What a new world may begin with; the first is what a first visit gets. */
  presets(): Promise<readonly PresetSummary[]>;
  /** Releases that a new world may be of, the oldest first. */
  releases(): Promise<readonly string[]>;
  /** What this browser keeps, the newest first. */
  workspaces(): Promise<readonly WorkspaceSummary[]>;
  /** Removes a kept workspace for good; not one that is open. */
  removeWorkspace(id: string): Promise<Opened>;
}
