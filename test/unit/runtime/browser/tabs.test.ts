/** Tabs of one workspace: one writes, the others show the same; what was answered is kept whoever goes, sleeps or wakes. */
import { beforeEach, expect, test } from 'vitest';
import { Fenced, WorkspaceStore } from '../../../../src/runtime/browser/kept/workspace-store.ts';
import { presets } from '../../../../src/scenarios/index.ts';
import {
  configMapsOf,
  createConfigMap,
  freshBrowser,
  locks,
  newTab,
  newWall,
  openTab,
  until,
  type Tab,
} from './browser.ts';

beforeEach(freshBrowser);

const workspace = { type: 'workspace', preset: 'four-hosts' } as const;

const isSame = async (a: Tab, b: Tab): Promise<boolean> => (await a.host.hash()) === (await b.host.hash());

test('the second tab says that it follows, shows the same, and what it asks is done by the first', async () => {
  const first = await openTab();
  await first.host.clock({ type: 'pause' });
  await createConfigMap(first, 'before');
  const second = await openTab();
  expect((await second.state()).keeping).toEqual({ state: 'follower', asleep: false });
  expect((await first.state()).keeping).toEqual({ state: 'saved' });
  await createConfigMap(first, 'c1');
  expect((await createConfigMap(second, 'c2')).status).toBe(201);
  // Its own write is there when its answer is.
  expect(await configMapsOf(second)).toEqual(['before', 'c1', 'c2', 'kube-root-ca.crt']);
  expect((await createConfigMap(second, 'c2')).status).toBe(409);
  await second.host.clock({ type: 'advance', ms: 60_000 });
  await until('the same hash', () => isSame(first, second));
  expect((await first.state()).now).toBe((await second.state()).now);
});

test('a clock that runs in the first tab runs in the second, and is stopped from there', async () => {
  const first = await openTab();
  await first.host.clock({ type: 'play', speed: 1000 });
  const second = await openTab();
  const { now } = await second.state();
  await until('time goes by', async () => (await second.state()).now > now + 5_000);
  expect(await second.state()).toMatchObject({ running: true, speed: 1000 });
  await second.host.clock({ type: 'pause' });
  await until(
    'it stands in both',
    async () => !(await first.state()).running && !(await second.state()).running,
  );
  await until('the same hash', () => isSame(first, second));
});

test('random writes from both sides while time goes by: the same hash', async () => {
  const first = await openTab();
  const second = await openTab();
  await first.host.clock({ type: 'play', speed: 1000 });
  const writes = Array.from({ length: 40 }, (_, index) =>
    createConfigMap(index % 3 === 0 ? second : first, `c${index}`),
  );
  for (const { status } of await Promise.all(writes)) expect(status).toBe(201);
  await first.host.clock({ type: 'pause' });
  await until('the same hash', () => isSame(first, second));
  expect((await configMapsOf(second)).length).toBe(41);
});

test('the first tab goes: within a second the second one writes, and nothing answered is lost', async () => {
  const first = await openTab();
  await first.host.clock({ type: 'pause' });
  const second = await openTab();
  for (const name of ['c1', 'c2', 'c3']) await createConfigMap(first, name);
  first.kill();
  const goneAtMs = second.nowMs();
  locks.free();
  await until('it writes', async () => (await second.state()).keeping.state === 'saved');
  expect(second.nowMs() - goneAtMs).toBeLessThan(1_000);
  expect(await configMapsOf(second)).toEqual(['c1', 'c2', 'c3', 'kube-root-ca.crt']);
  expect((await createConfigMap(second, 'c4')).status).toBe(201);
  const hash = await second.host.hash();
  second.kill();
  locks.free();
  const third = await openTab();
  expect(await third.host.hash()).toBe(hash);
});

test('three tabs: the one that takes over is followed by the one that is left', async () => {
  const first = await openTab();
  await first.host.clock({ type: 'pause' });
  const second = await openTab();
  const third = await openTab();
  await createConfigMap(third, 'c1');
  first.kill();
  locks.free();
  await until('it writes', async () => (await second.state()).keeping.state === 'saved');
  expect((await third.state()).keeping.state).toBe('follower');
  expect((await createConfigMap(third, 'c2')).status).toBe(201);
  expect(await configMapsOf(second)).toEqual(['c1', 'c2', 'kube-root-ca.crt']);
  await until('the same hash', () => isSame(second, third));
});

test('the first tab sleeps: said after 3 s, taken over, and when it wakes it follows', async () => {
  const first = await openTab(workspace);
  await first.host.clock({ type: 'pause' });
  const second = await openTab(workspace);
  await createConfigMap(first, 'c1');
  first.kill();
  await until('it is asleep', async () => {
    const { keeping } = await second.state();
    return keeping.state === 'follower' && keeping.asleep === true;
  });
  const refused = await createConfigMap(second, 'c2');
  expect(refused.status).toBe(503);
  expect(refused.body).toContain('take the workspace over to go on here');
  expect(await second.host.takeOver()).toEqual({ state: 'open' });
  expect((await second.state()).keeping).toEqual({ state: 'saved' });
  expect((await createConfigMap(second, 'c3')).status).toBe(201);
  // Asked of the tab that slept, before it knows.
  const late = createConfigMap(first, 'late');
  first.wake();
  expect((await late).status).toBe(503);
  expect((await late).body).toContain('it did not happen');
  await until('it follows', async () => (await first.state()).keeping.state === 'follower');
  expect(await configMapsOf(first)).toEqual(['c1', 'c3', 'kube-root-ca.crt']);
  expect((await createConfigMap(first, 'c4')).status).toBe(201);
  await until('the same hash', () => isSame(first, second));
});

test('a writer that was replaced cannot write, whatever it believes', async () => {
  const wall = newWall();
  const [scenario] = presets;
  const before = await WorkspaceStore.open('w', wall);
  await before.takeOver(scenario!);
  const after = await WorkspaceStore.open('w', wall);
  await after.takeOver(scenario!);
  const write = (store: WorkspaceStore, now: number) =>
    store.write(['clock'], 'relaxed', async (transaction) => {
      await transaction.objectStore('clock').put({ now, seq: 0, running: false, speed: 1 }, 'clock');
    });
  await expect(write(before, 1)).rejects.toThrow(Fenced);
  await write(after, 2);
  expect((await after.read()).clock).toMatchObject({ now: 2 });
});

test('a tab of another version is not followed, and that is said', async () => {
  const first = await openTab();
  const id = (await first.host.workspaces())[0]!.id;
  first.kill();
  const stranger = new BroadcastChannel(`supervisor-sandbox/${id}`);
  stranger.onmessage = () => stranger.postMessage({ engine: '9.9.9', message: { type: 'pulse' } });
  const opened = await newTab().host.open(workspace);
  stranger.close();
  expect(opened).toEqual({
    state: 'refused',
    why: expect.stringContaining('runs another version of the page') as string,
  });
});

test('what other pages of the origin send over the channel changes nothing', async () => {
  const first = await openTab();
  await first.host.clock({ type: 'pause' });
  const second = await openTab();
  const { id } = (await first.host.workspaces())[0]!;
  const hash = await first.host.hash();
  const channel = new BroadcastChannel(`supervisor-sandbox/${id}`);
  const engine = '0.1.0';
  for (const message of [
    undefined,
    7,
    { engine },
    { engine, message: { type: 'unknown' } },
    { engine, message: { type: 'records', records: [1, null, { seq: 1 }] } },
    { engine, message: { type: 'ask', id: 'x', question: { call: 'request', request: { method: 7 } } } },
    {
      engine,
      message: { type: 'ask', id: 'x', question: { call: 'command', command: { type: 'advance', ms: 'x' } } },
    },
    { engine, message: { type: 'answer', id: 'x', seq: 99 } },
  ])
    channel.postMessage(message);
  await new Promise((resolve) => setTimeout(resolve, 300));
  channel.close();
  expect(await first.host.hash()).toBe(hash);
  expect(await second.host.hash()).toBe(hash);
  expect((await createConfigMap(second, 'c1')).status).toBe(201);
});
