/**
 * What of a browser the rooms under test need, in Node: IndexedDB in memory (fake-indexeddb), Web Locks, a wall clock of its
 * own. A host is one tab's worker.
 */
import { createHash } from 'node:crypto';
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterAll } from 'vitest';
import type { WireRequest, WireResponse } from '../../../../src/apis/kubernetes/wire.ts';
import { Host } from '../../../../src/runtime/browser/host.ts';
import type { Opening, WorldState } from '../../../../src/runtime/browser/door.ts';
import type { Wall } from '../../../../src/runtime/browser/wall.ts';
import { instantiateKernels } from '../../../../src/runtime/node/kernels.ts';
import { MemoryLocks } from './locks.ts';

/** Web Crypto's answers come when another thread has them: here within the turn, so that a session is the same on every machine. */
crypto.subtle.digest = (algorithm, data) => {
  const name = typeof algorithm === 'string' ? algorithm : algorithm.name;
  const bytes = ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
  const digest = createHash(name.replace('-', '')).update(bytes).digest();
  return Promise.resolve(new Uint8Array(digest).buffer);
};

export let locks = new MemoryLocks();

/** A browser that was never used. */
export function freshBrowser(): void {
  stopWalls();
  globalThis.indexedDB = new IDBFactory();
  locks = new MemoryLocks();
  Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
}

export interface TestWall extends Wall {
  /** From now on nothing that waits goes on, until `wake`. */
  readonly sleepNow: () => void;
  readonly wake: () => void;
}

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
}

/** What a look at the clock takes, so that work which looks at it comes to the end of its slice. */
const lookMs = 0.25;

let walls = new Set<{ stop: () => void }>();

/**
 * A wall clock that goes by with the turns of Node's event loop, a millisecond each, and stands still while its tab is asleep: for good
 * when that was killed. However slow the machine is, nothing comes too late.
 */
export function newWall(): TestWall {
  let nowMs = 0;
  let timers: Timer[] = [];
  let isAsleep = false;
  let isTurning = false;
  const turn = (): void => {
    isTurning = false;
    if (isAsleep) return;
    nowMs = Math.floor(nowMs) + 1;
    const due = timers.filter(({ dueMs }) => dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs);
    timers = timers.filter(({ dueMs }) => dueMs > nowMs);
    for (const { run } of due) run();
    turnLater();
  };
  const turnLater = (): void => {
    if (isTurning || isAsleep || timers.length === 0) return;
    isTurning = true;
    setImmediate(turn);
  };
  const later = (run: () => void, ms: number): void => {
    timers.push({ dueMs: nowMs + ms, run });
    turnLater();
  };
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => later(resolve, ms));
  walls.add({ stop: () => (isAsleep = true) });
  return {
    now: () => (nowMs += lookMs),
    later,
    sleep,
    breathe: () => sleep(0),
    sleepNow: () => (isAsleep = true),
    wake: () => {
      isAsleep = false;
      turnLater();
    },
  };
}

function stopWalls(): void {
  for (const { stop } of walls) stop();
  walls = new Set();
}

afterAll(stopWalls);

export const kernels = () => Promise.resolve(instantiateKernels());

export interface Tab {
  readonly host: Host;
  /** By its own clock, which no slow machine holds up. */
  readonly nowMs: () => number;
  /** The state as it tells it now. */
  readonly state: () => Promise<WorldState>;
  readonly request: (method: string, path: string, body?: unknown) => Promise<WireResponse>;
  /** Ends it as the browser ends a tab: in the middle of whatever it does. Its locks are `locks.free()`'s. */
  readonly kill: () => void;
  /** Lets it go on after a kill that was only a freeze. */
  readonly wake: () => void;
}

export function newTab(): Tab {
  const wall = newWall();
  const host = new Host({ kernels, options: {}, wall, describe: () => Promise.resolve() });
  return {
    host,
    nowMs: wall.now,
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
export async function openTab(opening: Opening = { type: 'workspace', preset: 'four-hosts' }): Promise<Tab> {
  const tab = newTab();
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

export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  // A test that waits in vain ends here, with what it waited for.
  const end = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`it did not come to pass: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
