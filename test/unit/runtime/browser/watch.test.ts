/** Watches over ports: batches, their end from either side, bookmarks and time by the wall clock. */
import { beforeEach, expect, test } from 'vitest';
import type { WatchBatch } from '../../../../src/runtime/browser/door.ts';
import { WatchPort } from '../../../../src/runtime/browser/watch-port.ts';
import { createConfigMap, freshBrowser, newWall, openTab, until, type Tab } from './browser.ts';

beforeEach(freshBrowser);

const configMaps = '/api/v1/namespaces/demo/configmaps';

async function watch(tab: Tab, query: string) {
  const { port1, port2 } = new MessageChannel();
  const batches: WatchBatch[] = [];
  port1.onmessage = ({ data }: MessageEvent<WatchBatch>) => batches.push(data);
  const request = { method: 'GET', path: `${configMaps}?watch=true&${query}` };
  const answer = await tab.host.watch(request, port2 as unknown as Parameters<Tab['host']['watch']>[1]);
  const frames = () =>
    batches
      .flatMap(({ frames }) => frames)
      .map((frame) => JSON.parse(frame) as { type: string; object: { metadata: { name: string } } });
  return {
    answer,
    port: port1,
    batches,
    frames,
    names: () => frames().map(({ type, object }) => `${type} ${object.metadata.name}`),
    ended: () => batches.some(({ ended }) => ended === true),
  };
}

test('what comes within a frame of the screen goes out as one batch', async () => {
  const { port1, port2 } = new MessageChannel();
  const batches: number[] = [];
  port1.onmessage = ({ data }: MessageEvent<WatchBatch>) => batches.push(data.frames.length);
  let nowMs = 0;
  const timers: { dueMs: number; run: () => void }[] = [];
  const wall = { ...newWall(), now: () => nowMs };
  wall.later = (run, ms) => timers.push({ dueMs: nowMs + ms, run });
  const passTo = (untilMs: number): void => {
    nowMs = untilMs;
    for (const timer of timers.filter(({ dueMs }) => dueMs <= untilMs)) {
      timers.splice(timers.indexOf(timer), 1);
      timer.run();
    }
  };
  let frame: (json: string) => void = () => undefined;
  const watch = new WatchPort(port2 as never, wall, () => undefined);
  watch.open({ status: 200, headers: {}, open: (sink) => ((frame = sink.frame), () => undefined) });
  const send = (count: number): void => {
    for (let index = 0; index < count; index++) frame('{}');
  };
  send(3);
  passTo(0);
  send(50);
  passTo(15);
  send(7);
  passTo(16);
  passTo(60);
  send(1);
  passTo(60);
  await until('three batches', () => batches.length === 3);
  expect(batches).toEqual([3, 57, 1]);
  port1.close();
});

test('frames come in order, in few batches', async () => {
  const tab = await openTab();
  const watched = await watch(tab, 'resourceVersion=0');
  expect(watched.answer).toMatchObject({ status: 200, body: '' });
  await Promise.all(Array.from({ length: 50 }, (_, index) => createConfigMap(tab, `c${index}`)));
  await until('all of them', () => watched.frames().length >= 51);
  expect(watched.names().slice(1)).toEqual(Array.from({ length: 50 }, (_, index) => `ADDED c${index}`));
  expect(watched.batches.length).toBeLessThan(15);
  watched.port.close();
});

test.each([
  [
    'the word to close',
    (port: { postMessage: (value: unknown) => void }) => port.postMessage({ close: true }),
  ],
  ['a closed port', (port: { close: () => void }) => port.close()],
])('%s frees the watch', async (_what, close) => {
  const tab = await openTab();
  const watched = await watch(tab, 'resourceVersion=0');
  await until('the first frame', () => watched.frames().length === 1);
  close(watched.port as never);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await createConfigMap(tab, 'later');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(watched.names()).not.toContain('ADDED later');
  watched.port.close();
});

test('timeoutSeconds ends it by the wall clock, bookmarks come by the wall clock', async () => {
  const tab = await openTab();
  await tab.host.clock({ type: 'pause' });
  const watched = await watch(tab, 'resourceVersion=0&allowWatchBookmarks=true&timeoutSeconds=130');
  await until('the end', () => watched.ended());
  const types = watched.frames().map(({ type }) => type);
  // After a minute, after two, and before the end.
  expect(types).toEqual(['ADDED', 'BOOKMARK', 'BOOKMARK', 'BOOKMARK']);
  watched.port.close();
});

test('a watch from too long ago says so in one frame and ends', async () => {
  const tab = await openTab();
  const watched = await watch(tab, 'resourceVersion=1');
  await until('the end', () => watched.ended());
  expect(watched.frames()).toMatchObject([{ type: 'ERROR', object: { code: 410, reason: 'Expired' } }]);
  watched.port.close();
});

test('an answer that is no stream is given as it is, and the page closes the port', async () => {
  const tab = await openTab();
  const { port1, port2 } = new MessageChannel();
  const answer = await tab.host.watch(
    { method: 'GET', path: '/api/v1/namespaces/demo/nowhere?watch=true' },
    port2 as unknown as Parameters<Tab['host']['watch']>[1],
  );
  expect(answer.status).toBe(404);
  port1.close();
});

test('a request for a watch at the other door is refused, not left hanging', async () => {
  const tab = await openTab();
  expect((await tab.request('GET', `${configMaps}?watch=true`)).status).toBe(400);
});

test('another world on show ends the watches of the one before', async () => {
  const tab = await openTab();
  const watched = await watch(tab, 'resourceVersion=0');
  await tab.host.open({ type: 'new', preset: 'four-hosts' });
  await until('the end', () => watched.ended());
  watched.port.close();
});
