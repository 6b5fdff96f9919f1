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
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await first.clock({ type: 'pause' });
  await expect.poll(async () => (await second.state()).running).toBe(false);
  await expect.poll(async () => await second.hash()).toBe(await first.hash());
});

test('the first tab is closed: within a second the second one writes, its watches go on', async ({
  context,
  site,
}) => {
  for (let time = 0; time < 5; time++) {
    const first = await tab(context, site);
    await first.clock({ type: 'pause' });
    const second = await tab(context, site);
    const watch = await second.page.evaluate(
      (path) => sandbox.watch({ method: 'GET', path: `${path}?watch=true` }),
      configMapsPath,
    );
    await first.write('POST', configMapsPath, configMap(`before-${time}`));
    const closedAt = Date.now();
    await first.page.close();
    await expect.poll(async () => (await second.state()).keeping.state, { intervals: [20] }).toBe('saved');
    const tookMs = Date.now() - closedAt;
    expect(tookMs).toBeLessThan(1_500);
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
  const [worker] = first.page.workers();
  const frozen = worker?.evaluate(() => {
    const end = Date.now() + 8_000;
    while (Date.now() < end) continue;
  });
  const late = first.write('POST', configMapsPath, configMap('late'));
  await expect
    .poll(async () => (await second.state()).keeping, { timeout: 6_000 })
    .toEqual({ state: 'follower', asleep: true });
  const refused = await second.write('POST', configMapsPath, configMap('refused'));
  expect(refused.status).toBe(503);
  expect(await second.takeOver()).toEqual({ state: 'open' });
  expect((await second.state()).keeping).toEqual({ state: 'saved' });
  expect((await second.write('POST', configMapsPath, configMap('b'))).status).toBe(201);
  await frozen;
  // Asked of a tab that slept: it either did not happen and that is said, or it was passed on and did.
  const made = (await late).status === 201 ? ['late'] : [];
  expect([201, 503]).toContain((await late).status);
  await expect.poll(async () => (await first.state()).keeping).toEqual({ state: 'follower', asleep: false });
  expect(await first.configMaps()).toEqual(['a', 'b', ...made]);
  expect((await first.write('POST', configMapsPath, configMap('c'))).status).toBe(201);
  await expect.poll(async () => await second.configMaps()).toEqual(['a', 'b', 'c', ...made]);
});
