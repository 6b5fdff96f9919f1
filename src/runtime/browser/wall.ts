// The host's clock and ways to wait: what pace, saving and tabs share, and tests replace by nothing. `breathe` lets everything in
// that waits (requests, frames, commits) before work goes on.
import type { WallClock } from '../pace.ts';

export interface Wall extends WallClock {
  /** Resolves after so many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Resolves once what already waits to be handled is handled. */
  readonly breathe: () => Promise<void>;
}

/**
 * The wall of a browser thread. A timer of 0 ms is held back to 4 ms when it follows another, so turns at once go through a
 * message channel.
 */
export function createWall(): Wall {
  const waiting: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => waiting.shift()?.();
  const later = (run: () => void, ms: number): void => {
    if (ms > 0) setTimeout(run, ms);
    else {
      waiting.push(run);
      port2.postMessage(undefined);
    }
  };
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => later(resolve, ms));
  return { now: () => performance.now(), later, sleep, breathe: () => sleep(0) };
}
