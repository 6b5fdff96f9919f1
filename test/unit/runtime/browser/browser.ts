/**
 * What of a browser the rooms under test need, in Node: IndexedDB in memory (fake-indexeddb), Web Locks, a wall clock that keeps no
 * process alive. A host is one tab's worker.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import type { WireRequest, WireResponse } from '../../../../src/apis/kubernetes/wire.ts';
import { Host } from '../../../../src/runtime/browser/host.ts';
import type { Opening, WorldState } from '../../../../src/runtime/browser/door.ts';
import type { Wall } from '../../../../src/runtime/browser/wall.ts';
import { instantiateKernels } from '../../../../src/runtime/node/kernels.ts';
import { MemoryLocks } from './locks.ts';

export let locks = new MemoryLocks();

/** A browser that was never used. */
export function freshBrowser(): void {
  globalThis.indexedDB = new IDBFactory();
  locks = new MemoryLocks();
  Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
}

export interface TestWall extends Wall {
  /** From now on nothing that waits goes on, until `wake`. */
  readonly sleepNow: () => void;
  readonly wake: () => void;
}

/** A wall clock that may run faster, and stands still while its tab is asleep: for good when that was killed. */
export function newWall(speed = 1): TestWall {
  let held: (() => void)[] | undefined;
  const later = (run: () => void, ms: number): void => {
    const live = (): void => {
      if (held === undefined) run();
      else held.push(run);
    };
    if (ms > 0) setTimeout(live, ms / speed).unref();
    else setImmediate(live);
  };
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => later(resolve, ms));
  return {
    now: () => performance.now() * speed,
    later,
    sleep,
    breathe: () => sleep(0),
    sleepNow: () => (held = []),
    wake: () => {
      const runs = held ?? [];
      held = undefined;
      for (const run of runs) run();
    },
  };
}

export const kernels = () => Promise.resolve(instantiateKernels());

export interface Tab {
  readonly host: Host;
  /** The state as it tells it now. */
  readonly state: () => Promise<WorldState>;
  readonly request: (method: string, path: string, body?: unknown) => Promise<WireResponse>;
  /** Ends it as the browser ends a tab: in the middle of whatever it does. Its locks are `locks.free()`'s. */
  readonly kill: () => void;
  /** Lets it go on after a kill that was only a freeze. */
  readonly wake: () => void;
}

export function newTab(speed = 1): Tab {
  const wall = newWall(speed);
  const host = new Host({ kernels, options: {}, wall, describe: () => Promise.resolve() });
  return {
    host,
    state: () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }: MessageEvent<WorldState>) => {
          port1.close();
          resolve(data);
        };
        void host.follow(port2 as unknown as Parameters<Host['follow']>[0]);
      }),
    request: (method, path, body) => host.request(requestOf(method, path, body)),
    kill: () => wall.sleepNow(),
    wake: () => wall.wake(),
  };
}

export const requestOf = (method: string, path: string, body?: unknown): WireRequest => ({
  method,
  path,
  headers: { 'content-type': 'application/json' },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
});

/** A tab with something open. */
export async function openTab(
  opening: Opening = { type: 'workspace', preset: 'four-hosts' },
  speed = 1,
): Promise<Tab> {
  const tab = newTab(speed);
  const opened = await tab.host.open(opening);
  if (opened.state === 'refused') throw new Error(opened.why);
  return tab;
}

const configMaps = '/api/v1/namespaces/demo/configmaps';

export const createConfigMap = (tab: Tab, name: string, data = 'x'): Promise<WireResponse> =>
  tab.request('POST', configMaps, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data: { data },
  });

/** Names of the config maps that a tab's world has, in order. */
export async function configMapsOf(tab: Tab): Promise<readonly string[]> {
  const { body } = await tab.request('GET', configMaps);
  const { items } = JSON.parse(body) as { items: { metadata: { name: string } }[] };
  return items.map(({ metadata }) => metadata.name);
}

export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  ms = 5_000,
): Promise<void> {
  const end = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`it did not come to pass: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
