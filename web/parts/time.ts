/**
 * What the time bar shows and what it asks for. Places in history are parts of its length, 0 at its beginning and 1 at its end, so
 * that the bar needs no clock of its own.
 */
export type TimeMode = 'running' | 'paused' | 'advancing' | 'replaying' | 'stopped';

export interface TimeTick {
  readonly at: number;
  readonly kind: 'event' | 'warning' | 'danger';
}

/** What a world that can be gone back into shows of its past. */
export interface TimeHistory {
  /** Where in history the world stands. */
  readonly position: number;
  readonly ticks: readonly TimeTick[];
  /** Branches that leave this history and how far they go. */
  readonly forks: readonly { readonly from: number; readonly to: number }[];
  /** `main · live`. */
  readonly branch: string;
  /** This history is a branch of another. */
  readonly forked?: boolean;
}

export interface TimeView {
  /** `advancing` runs on as fast as it can; `replaying` is read-only; `stopped` is at a break, whose words are in `note`. */
  readonly mode: TimeMode;
  /** For machines: `2023-04-18T09:14:22.180`. */
  readonly iso: string;
  /** For people: `09:14:22.180`. */
  readonly clock: string;
  /** `18 Apr 2023`. */
  readonly date: string;
  /** Undefined where none of the offered speeds holds. */
  readonly speed: number | undefined;
  /** `Next in 0.820 s: lease of esxi-03 renews`; in a replay, at a break or while it advances, what is so. */
  readonly note: string;
}

export type TimeCommand =
  | { readonly kind: 'run' }
  | { readonly kind: 'pause' }
  /** Until the next event that changes something. */
  | { readonly kind: 'next' }
  | { readonly kind: 'speed'; readonly speed: number }
  /** So many simulated milliseconds at once. */
  | { readonly kind: 'advance'; readonly ms: number };

export type HistoryCommand =
  | { readonly kind: 'seek'; readonly position: number }
  | { readonly kind: 'live' }
  | { readonly kind: 'fork' }
  /** The history as a table. */
  | { readonly kind: 'history' };

export const speeds = [1, 10, 100, 1000] as const;

/** Finer than a pixel of any window: more ticks than this are not told apart. */
export const scrubberSteps = 1_000;

const tickShapes = {
  event: { top: 9, height: 11 },
  warning: { top: 6, height: 17 },
  danger: { top: 6, height: 17 },
} as const;

const rank = { event: 0, warning: 1, danger: 2 } as const;

/**
 * Ticks of each kind as one path in a box of 400 by 28. Of ticks that fall on the same place only the gravest is drawn, so the paths
 * have a bound whatever the length of history.
 */
export function tickPaths(
  ticks: readonly TimeTick[],
): readonly { readonly kind: TimeTick['kind']; readonly path: string }[] {
  const gravest = new Map<number, TimeTick['kind']>();
  for (const { at, kind } of ticks) {
    const place = Math.round(at * scrubberSteps);
    const there = gravest.get(place);
    if (there === undefined || rank[kind] > rank[there]) gravest.set(place, kind);
  }
  const kinds = ['event', 'warning', 'danger'] as const;
  return kinds.map((kind) => {
    const { top, height } = tickShapes[kind];
    const places = [...gravest].filter(([, there]) => there === kind);
    return {
      kind,
      path: places.map(([place]) => `M${(place * 400) / scrubberSteps} ${top}h1.4v${height}h-1.4z`).join(''),
    };
  });
}

/** A fork's hook: leaves the track, and runs below it as far as the fork goes. */
export function hookPath(from: number, to: number): string {
  const x = from * 400;
  return `M${x} 14q6 9 14 9h${Math.max(4, (to - from) * 400 - 14)}`;
}
