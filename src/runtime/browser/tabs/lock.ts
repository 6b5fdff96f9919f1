// The one writer of a workspace among all tabs: whoever holds its Web Lock. The browser frees it when the tab is gone, however
// it went.

export interface Held {
  readonly release: () => void;
  /** Resolves when another tab took the lock away. */
  readonly lost: Promise<void>;
}

const nameOf = (id: string): string => `supervisor-sandbox/${id}`;

/** Whether this page may use locks at all: not in a sandboxed frame. */
export async function hasLocks(): Promise<boolean> {
  try {
    await navigator.locks.query();
    return true;
  } catch {
    return false;
  }
}

function hold(id: string, options: LockOptions): Promise<Held | undefined> {
  return new Promise((resolve, reject) => {
    let lose: () => void = () => undefined;
    const lost = new Promise<void>((resolveLost) => (lose = resolveLost));
    const ended = navigator.locks.request(nameOf(id), options, (lock) => {
      if (lock === null) {
        resolve(undefined);
        return undefined;
      }
      return new Promise<void>((release) => resolve({ release, lost }));
    });
    // Taken away, or no longer waited for; after `resolve` the rejection changes nothing.
    ended.catch((error: unknown) => {
      lose();
      reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
}

/** The lock, or undefined where another tab has it. */
export function tryLock(id: string): Promise<Held | undefined> {
  return hold(id, { ifAvailable: true });
}

/** The lock as soon as it is free; undefined once the signal says that nobody waits any more. */
export async function waitForLock(id: string, signal: AbortSignal): Promise<Held | undefined> {
  try {
    return await hold(id, { signal });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

/** Takes the lock from whoever has it. */
export async function stealLock(id: string): Promise<Held> {
  const held = await hold(id, { steal: true });
  if (held === undefined) throw new Error('a lock that is stolen is always got');
  return held;
}
