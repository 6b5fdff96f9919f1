/**
 * One update a frame: what changed in between is told together, and drawn before the frame ends, so that what it costs is known. A
 * hidden page draws no frames, so it is told by a timer.
 */
import { flushSync } from 'svelte';

const hiddenMs = 250;

let due = new Set<() => void>();
let asked = false;
let tookMs = 0;

function run(): void {
  asked = false;
  const now = due;
  due = new Set();
  const startedAt = performance.now();
  for (const update of now) update();
  flushSync();
  tookMs = performance.now() - startedAt;
}

/** Runs an update with the next frame, once however often it is asked for. */
export function nextFrame(update: () => void): void {
  due.add(update);
  if (asked) return;
  asked = true;
  if (document.hidden) setTimeout(run, hiddenMs);
  else requestAnimationFrame(run);
}

/** What the last frame's updates took with all that they made the page draw anew, ms. */
export const lastUpdateMs = (): number => tookMs;
