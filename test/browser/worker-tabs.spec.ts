/** Two tabs of one browser on one workspace: one writes, the other follows, takes over when it may, and nothing answered is lost. */
import type { BrowserContext } from '@playwright/test';
import { configMap, configMapsPath, expect, type PageDoor, test, visit } from './worker-page/site.ts';

async function tab(context: BrowserContext, site: string): Promise<PageDoor> {
  const door = await visit(await context.newPage(), site);
  expect(await door.open()).toEqual({ state: 'open' });
  return door;
}

test('the second tab follows and says so; what it asks is done by the first and seen by both', async ({
  context,
  site,
}) => {
  const first = await tab(context, site);
  await first.clock({ type: 'pause' });
  const second = await tab(context, site);
  expect((await first.state()).keeping).toEqual({ state: 'saved' });
  expect((await second.state()).keeping).toEqual({ state: 'follower', asleep: false });
  await first.write('POST', configMapsPath, configMap('a'));
  expect((await second.write('POST', configMapsPath, configMap('b'))).status).toBe(201);
  expect(await second.configMaps()).toEqual(['a', 'b']);
  expect(await first.configMaps()).toEqual(['a', 'b']);
  await second.clock({ type: 'advance', ms: 86_400_000 });
  await expect.poll(async () => await second.hash()).toBe(await first.hash());
});

test('a clock that runs fast with much to do: the second tab keeps up and ends in the same state', async ({
  context,
  site,
}) => {
  const first = await tab(context, site);
  const second = await tab(context, site);
  await first.clock({ type: 'play', speed: 100 });
  const pods = Array.from({ length: 30 }, (_, index) => `p${index}`);
  await Promise.all(
    pods.map((name, index) =>
      (index % 2 === 0 ? first : second).write('POST', '/api/v1/namespaces/demo/pods', {
        metadata: { name },
        spec: { containers: [{ name: 'web', image: 'nginx:1.25' }] },
      }),
    ),
  );
  const { now } = await first.state();
  await expect.poll(async () => (await first.state()).now).toBeGreaterThan(now + 60_000);
  await first.clock({ type: 'pause' });
  await expect.poll(async () => (await second.state()).running).toBe(false);
  await expect.poll(async () => await second.hash()).toBe(await first.hash());
});

test('the first tab is closed: the second one writes as soon as its lock is free, its watches go on', async ({
  context,
  site,
}) => {
  for (let time = 0; time < 3; time++) {
    const first = await tab(context, site);
    await first.clock({ type: 'pause' });
    const second = await tab(context, site);
    const watch = await second.page.evaluate(
      (path) => sandbox.watch({ method: 'GET', path: `${path}?watch=true` }),
      configMapsPath,
    );
    await first.write('POST', configMapsPath, configMap(`before-${time}`));
    const told = await second.page.evaluate(() => sandbox.telling());
    await first.page.close();
    await expect.poll(async () => (await second.state()).keeping.state, { intervals: [20] }).toBe('saved');
    // By the lock, not because the first one was silent for too long.
    const states = () =>
      second.page.evaluate((number) => (sandbox.told[number] ?? []).map(({ keeping }) => keeping), told);
    // What it answers when asked, it tells by itself a moment later.
    await expect.poll(async () => (await states()).at(-1)).toEqual({ state: 'saved' });
    expect(await states()).not.toContainEqual({ state: 'follower', asleep: true });
    expect((await second.write('POST', configMapsPath, configMap(`after-${time}`))).status).toBe(201);
    const seen = () =>
      second.page.evaluate(
        (number) => (sandbox.watches[number]?.batches ?? []).flatMap(({ frames }) => frames).join('\n'),
        watch,
      );
    await expect.poll(seen).toContain(`after-${time}`);
    expect(await second.configMaps()).toContain(`before-${time}`);
    await second.page.close();
  }
});

test('the first tab hangs: after 3 s the second may take over; when it wakes, the first one follows', async ({
  context,
  site,
}) => {
  const first = await tab(context, site);
  await first.clock({ type: 'pause' });
  const second = await tab(context, site);
  await first.write('POST', configMapsPath, configMap('a'));
  // A request that is answered only when the test says so holds its worker up.
  let wake = (): void => undefined;
  const awake = new Promise<void>((resolve) => (wake = resolve));
  await first.page.route('**/hold', async (route) => {
    await awake;
    await route.fulfill({ status: 200, body: '' });
  });
  const [worker] = first.page.workers();
  const frozen = worker?.evaluate(() => {
    const request = new XMLHttpRequest();
    request.open('GET', new URL('/hold', location.origin), false);
    request.send();
    return request.status;
  });
  const late = first.write('POST', configMapsPath, configMap('late'));
  await expect.poll(async () => (await second.state()).keeping).toEqual({ state: 'follower', asleep: true });
  const refused = await second.write('POST', configMapsPath, configMap('refused'));
  expect(refused.status).toBe(503);
  expect(await second.takeOver()).toEqual({ state: 'open' });
  expect((await second.state()).keeping).toEqual({ state: 'saved' });
  expect((await second.write('POST', configMapsPath, configMap('b'))).status).toBe(201);
  wake();
  expect(await frozen).toBe(200);
  // Asked of a tab that slept: it either did not happen and that is said, or it was passed on and did.
  const made = (await late).status === 201 ? ['late'] : [];
  expect([201, 503]).toContain((await late).status);
  await expect.poll(async () => (await first.state()).keeping).toEqual({ state: 'follower', asleep: false });
  expect(await first.configMaps()).toEqual(['a', 'b', ...made]);
  expect((await first.write('POST', configMapsPath, configMap('c'))).status).toBe(201);
  await expect.poll(async () => await second.configMaps()).toEqual(['a', 'b', 'c', ...made]);
});
