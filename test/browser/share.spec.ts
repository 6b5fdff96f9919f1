/** Links in a real browser: hostile ones change nothing, sound ones are shown and asked about, and lead to the same hash. */
import type { Page } from '@playwright/test';
import type { Opened } from '../../src/runtime/browser/door.ts';
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
  let before = '';
  await expect.poll(async () => before === (before = await stored(page))).toBe(true);
  // A world needs kernels, and a replay breathes: neither happens for a link that is refused.
  const [worker] = page.workers();
  await worker?.evaluate(() => {
    const { instantiate } = WebAssembly;
    const counted = globalThis as { worlds?: number };
    counted.worlds = 0;
    WebAssembly.instantiate = ((...given: Parameters<typeof instantiate>) => {
      counted.worlds = (counted.worlds ?? 0) + 1;
      return instantiate(...given);
    }) as typeof instantiate;
  });
  const answers = await page.evaluate(
    async (fragments) => {
      const result: Opened[] = [];
      for (const fragment of fragments) result.push(await sandbox.door.open({ type: 'link', fragment }));
      return result;
    },
    hostileLinks.map(({ fragment }) => fragment),
  );
  for (const [index, { what, says }] of hostileLinks.entries()) {
    const opened = answers[index];
    expect(opened?.state, what).toBe('refused');
    const why = opened?.state === 'refused' ? opened.why : '';
    expect(why, what).toMatch(says);
    expect(why.length, what).toBeLessThan(300);
  }
  expect(await worker?.evaluate(() => (globalThis as { worlds?: number }).worlds)).toBe(0);
  expect(await door.hash()).toBe(hash);
  expect((await door.state()).preview).toBeUndefined();
  expect(await stored(page)).toBe(before);
  expect(called.filter((url) => !url.startsWith(site))).toEqual([]);
  expect(await page.evaluate(() => sandbox.violations)).toEqual([]);
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

  // In the browser that had a workspace it comes beside it, and the one before is as it was.
  await door.write('POST', configMapsPath, configMap('b'));
  const mine = await door.hash();
  const [{ id } = { id: '' }] = await page.evaluate(async () => await sandbox.door.workspaces());
  await door.open({ type: 'link', fragment: link.fragment });
  expect(await door.accept()).toEqual({ state: 'open' });
  expect(await door.hash()).toBe(link.hash);
  await page.reload();
  await door.open({ type: 'workspace', preset: 'four-hosts', id });
  expect(await door.hash()).toBe(mine);
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
        replicas: 30,
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
    let answers = 0;
    const number = await sandbox.telling();
    while (!isOpen) {
      await sandbox.door.request({ method: 'GET', path: '/api/v1/nodes' });
      answers += 1;
    }
    const progress = new Set(sandbox.told[number]?.map((state) => state.opening?.done));
    return { opened: await opening, answers, progress: progress.size };
  }, made.link.fragment);
  expect(measured.opened).toEqual({ state: 'open' });
  expect(await door.hash()).toBe(world.hash());
  // Requests are answered all the time, before, between and after those of the link.
  expect(measured.answers).toBeGreaterThan(20);
  expect(measured.progress).toBeGreaterThan(3);
  await door.drop();
  expect(await givenUp(page, made.link.fragment)).toEqual(['refused', 'open']);
});

/** Opens a link, and something else as soon as its replay is under way: how either ends. */
function givenUp(page: Page, fragment: string): Promise<readonly string[]> {
  return page.evaluate(async (given) => {
    const opening = sandbox.door.open({ type: 'link', fragment: given });
    while ((await sandbox.state()).opening === undefined)
      await sandbox.door.request({ method: 'GET', path: '/api/v1/nodes' });
    const dropped = await sandbox.door.dropPreview();
    return [(await opening).state, dropped.state];
  }, fragment);
}

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

test('a link that asks for all that a link may: bounded, and the world on show stays as it was', async ({
  page,
  site,
}) => {
  const door = await visit(page, site);
  await door.open();
  await door.clock({ type: 'pause' });
  const hash = await door.hash();
  // One with as many hosts as may be, and a wish that no cluster could fulfil: opened, and the wish told.
  const large = {
    ...soundContent(),
    scenario: { hosts: { count: 128 } },
    clock: 3_000,
    records: [record(deployments, deployment(2_147_483_647, 'nginx:1.25'))],
  };
  expect(await door.open({ type: 'link', fragment: fragmentOf(large) })).toEqual({ state: 'open' });
  const { body } = await door.request({ method: 'GET', path: `${deployments}/web` });
  expect(JSON.parse(body)).toMatchObject({ spec: { replicas: 2_147_483_647 } });
  expect(await door.drop()).toEqual({ state: 'open' });
  // With the time to make them all there are too many objects.
  const greedy = { ...large, clock: 600_000 };
  expect(await door.open({ type: 'link', fragment: fragmentOf(greedy) })).toEqual({
    state: 'refused',
    why: 'The link cannot be opened: it makes more than 20000 objects.',
  });
  expect((await door.state()).preview).toBeUndefined();
  expect(await door.hash()).toBe(hash);
});

test('a link with ten years of a crash loop is given up for something else', async ({ page, site }) => {
  const door = await visit(page, site);
  await door.open();
  const endless = {
    ...soundContent(),
    clock: 10 * 366 * 86_400_000,
    records: Array.from({ length: 20 }, (_, index) =>
      record('/api/v1/namespaces/demo/pods', {
        metadata: { name: `p${index}` },
        spec: { containers: [{ name: 'web', image: 'crash-loop:1' }] },
      }),
    ),
  };
  expect(await givenUp(page, fragmentOf(endless))).toEqual(['refused', 'open']);
});
