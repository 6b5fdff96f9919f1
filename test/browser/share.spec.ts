/** Links in a real browser: hostile ones change nothing, sound ones are shown and asked about, and lead to the same hash. */
import type { Page } from '@playwright/test';
import { makeLink } from '../../src/runtime/browser/link.ts';
import { clientAdministrator } from '../../src/runtime/browser/identities.ts';
import { instantiateKernels } from '../../src/runtime/node/kernels.ts';
import { presets } from '../../src/scenarios/index.ts';
import { World } from '../../src/world.ts';
import { fragmentOf, hostileLinks, soundContent } from './worker-page/hostile-links.ts';
import { configMap, configMapsPath, expect, test, visit } from './worker-page/site.ts';

/** Everything that the page's origin stores, as one text. */
const stored = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const result: unknown[] = [];
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('no storage'));
      });
    const databases = (await indexedDB.databases()).map(({ name = '' }) => name).sort();
    for (const name of databases) {
      const database = await done(indexedDB.open(name));
      for (const store of [...database.objectStoreNames].sort()) {
        const objects = database.transaction(store).objectStore(store);
        result.push([name, store, await done(objects.getAllKeys()), await done(objects.getAll())]);
      }
      database.close();
    }
    return JSON.stringify(result);
  });

test('the link that the hostile ones are made of is sound', async ({ page, site }) => {
  const door = await visit(page, site);
  expect(await door.open({ type: 'link', fragment: fragmentOf(soundContent()) })).toEqual({ state: 'open' });
  expect((await door.state()).preview).toMatchObject({
    title: 'A title',
    text: 'A text',
    view: '#/',
    records: 1,
  });
  expect(await door.configMaps()).toEqual(['a']);
});

test(`${hostileLinks.length} hostile links: each is refused at once, nothing is written, nobody is called, the world is as it was`, async ({
  page,
  site,
}) => {
  test.setTimeout(180_000);
  expect(hostileLinks.length).toBeGreaterThanOrEqual(50);
  const called: string[] = [];
  page.on('request', (request) => called.push(request.url()));
  const door = await visit(page, site);
  await door.open();
  await door.clock({ type: 'pause' });
  await door.write('POST', configMapsPath, configMap('mine'));
  await door.hide();
  const hash = await door.hash();
  // The checkpoint that hiding asked for is written on the side.
  await expect
    .poll(
      async () =>
        (await stored(page)) ===
        (await stored(page).then(async (before) => {
          await page.waitForTimeout(300);
          return before;
        })),
    )
    .toBe(true);
  const before = await stored(page);
  const slow: string[] = [];
  for (const { what, fragment, says } of hostileLinks) {
    const [opened, tookMs] = await page.evaluate(async (given) => {
      const startedAt = performance.now();
      const answer = await sandbox.door.open({ type: 'link', fragment: given });
      return [answer, performance.now() - startedAt] as const;
    }, fragment);
    expect(opened.state, what).toBe('refused');
    expect('why' in opened && opened.why, what).toMatch(says);
    expect('why' in opened && opened.why.length, what).toBeLessThan(300);
    if (tookMs > 200) slow.push(`${what}: ${Math.round(tookMs)} ms`);
    expect(tookMs, what).toBeLessThan(1_000);
  }
  expect(slow.length, slow.join('\n')).toBeLessThanOrEqual(2);
  expect(await door.hash()).toBe(hash);
  expect((await door.state()).preview).toBeUndefined();
  expect(await stored(page)).toBe(before);
  expect(called.filter((url) => !url.startsWith(site))).toEqual([]);
  expect(await page.evaluate(() => sandbox.violations)).toEqual([]);
  const [worker] = page.workers();
  expect(await worker?.evaluate(() => (({}) as { polluted?: number }).polluted)).toBeUndefined();
});

test('shared, opened in a browser that was never used, accepted: the same hash, and nothing kept before', async ({
  page,
  browser,
  site,
}) => {
  const door = await visit(page, site);
  await door.open();
  await door.clock({ type: 'pause' });
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'nginx:1.25' }] },
      },
    },
  };
  await door.write('POST', '/apis/apps/v1/namespaces/demo/deployments', deployment);
  await door.clock({ type: 'advance', ms: 90_000 });
  await door.write('POST', configMapsPath, configMap('a'));
  const words = { title: 'Three Pods <b>', text: '# Look\n<script>alert(1)</script>', view: '#/hosts' };
  const link = await door.share(words);
  expect(link.hash).toBe(await door.hash());
  expect(link.characters).toBe(link.fragment.length);

  const context = await browser.newContext();
  const other = await visit(await context.newPage(), site);
  expect(await other.open({ type: 'link', fragment: link.fragment })).toEqual({ state: 'open' });
  expect(await other.state()).toMatchObject({
    running: false,
    keeping: { state: 'memory' },
    preview: { ...words, records: 2, preset: 'four-hosts', seed: 42, differences: [] },
  });
  expect(await other.hash()).toBe(link.hash);
  expect(await stored(other.page)).toBe('[]');
  expect(await other.accept()).toEqual({ state: 'open' });
  expect(await other.state()).toMatchObject({ preview: undefined, keeping: { state: 'saved' } });
  await other.page.reload();
  await other.open();
  expect(await other.hash()).toBe(link.hash);
  // What was accepted can be shared on, word for word the same world.
  expect((await other.share(words)).hash).toBe(link.hash);
  await context.close();
});

test('a long replay lets others in, and is given up for something else', async ({ page, site }) => {
  const [scenario] = presets;
  if (scenario === undefined) throw new Error('there are no presets');
  const world = World.create({ scenario, kernels: instantiateKernels() });
  for (let index = 0; index < 12; index++) {
    const name = `web-${index}`;
    const body = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name },
      spec: {
        replicas: 60,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: [{ name: 'web', image: 'nginx:1.25' }] },
        },
      },
    };
    const path = '/apis/apps/v1/namespaces/demo/deployments';
    const headers = { 'content-type': 'application/json' };
    world.request(
      { method: 'POST', path, headers, body: JSON.stringify(body) },
      clientAdministrator(scenario),
    );
    world.runTo(world.now + 60_000);
  }
  const made = await makeLink(world, world.journal, { title: '', text: '', view: '' });
  if ('error' in made) throw new Error(made.error);
  const door = await visit(page, site);
  await door.open();
  const measured = await page.evaluate(async (fragment) => {
    let isOpen = false;
    const opening = sandbox.door.open({ type: 'link', fragment }).then((opened) => {
      isOpen = true;
      return opened;
    });
    const times: number[] = [];
    while (!isOpen) {
      const startedAt = performance.now();
      await sandbox.door.request({ method: 'GET', path: '/api/v1/nodes' });
      times.push(performance.now() - startedAt);
    }
    return { opened: await opening, times: times.sort((a, b) => b - a) };
  }, made.link.fragment);
  expect(measured.opened).toEqual({ state: 'open' });
  expect(await door.hash()).toBe(world.hash());
  expect(measured.times.length).toBeGreaterThan(20);
  // One piece of work is whole: the state hash at the end. Everything else is cut.
  expect(measured.times[0]).toBeLessThan(5_000);
  expect(measured.times[2]).toBeLessThan(400);
  await door.drop();
  const [first, second] = await page.evaluate(
    async (fragment) =>
      await Promise.all([
        sandbox.door.open({ type: 'link', fragment }),
        new Promise<void>((resolve) => setTimeout(resolve, 200)).then(
          async () => await sandbox.door.dropPreview(),
        ),
      ]),
    made.link.fragment,
  );
  expect([first?.state, second?.state]).toEqual(['refused', 'open']);
});

const deployments = '/apis/apps/v1/namespaces/demo/deployments';

function deployment(replicas: number, image: string): unknown {
  return {
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image }] } },
    },
  };
}

const record = (path: string, body: unknown): unknown => [1_000, 0, 0, 'POST', path, body];

test('a link that asks for all that a link may: opened, bounded, and gone when it is dropped', async ({
  page,
  site,
}) => {
  test.setTimeout(120_000);
  const door = await visit(page, site);
  await door.open();
  await door.clock({ type: 'pause' });
  const hash = await door.hash();
  const greedy = {
    ...soundContent(),
    scenario: { hosts: { count: 128 } },
    clock: 600_000,
    records: [record(deployments, deployment(2_147_483_647, 'nginx:1.25'))],
  };
  expect(await door.open({ type: 'link', fragment: fragmentOf(greedy) })).toEqual({ state: 'open' });
  const { body } = await door.request({ method: 'GET', path: `${deployments}/web` });
  expect(JSON.parse(body)).toMatchObject({ spec: { replicas: 2_147_483_647 } });
  expect(await door.drop()).toEqual({ state: 'open' });
  expect(await door.hash()).toBe(hash);
});

test('a link with ten years of a crash loop is given up within a second', async ({ page, site }) => {
  const door = await visit(page, site);
  await door.open();
  const endless = {
    ...soundContent(),
    clock: 10 * 366 * 86_400_000,
    records: Array.from({ length: 20 }, (_, index) =>
      record('/api/v1/namespaces/demo/pods', {
        metadata: { name: `p${index}` },
        spec: { containers: [{ name: 'web', image: 'crash:1' }] },
      }),
    ),
  };
  const [first, tookMs] = await page.evaluate(async (fragment) => {
    const opening = sandbox.door.open({ type: 'link', fragment });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const startedAt = performance.now();
    await sandbox.door.dropPreview();
    return [await opening, performance.now() - startedAt] as const;
  }, fragmentOf(endless));
  expect(first).toEqual({
    state: 'refused',
    why: expect.stringContaining('something else was asked for'),
  });
  expect(tookMs).toBeLessThan(1_000);
});
