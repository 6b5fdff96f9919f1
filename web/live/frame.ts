/** One update a frame: what changed in between is told together. A hidden page draws no frames, so it is told by a timer. */
const hiddenMs = 250;

let due = new Set<() => void>();
let asked = false;

function run(): void {
  asked = false;
  const now = due;
  due = new Set();
  for (const update of now) update();
}

/** Runs an update with the next frame, once however often it is asked for. */
export function nextFrame(update: () => void): void {
  due.add(update);
  if (asked) return;
  asked = true;
  if (document.hidden) setTimeout(run, hiddenMs);
  else requestAnimationFrame(run);
}
