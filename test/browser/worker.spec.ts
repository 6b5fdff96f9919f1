/** The worker in a real browser: asked, watched, ended in mid-write, refused its storage. */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { type Page, chromium as playwright } from '@playwright/test';
import { chromiumWithSettings } from './chromium.ts';
import { replayed } from './worker-page/replay.ts';
import { configMap, configMapsPath, doorOf, expect, test, visit } from './worker-page/site.ts';

/** How often a worker is ended in mid-write. */
const ends = Number(process.env['ENDS'] ?? 15);

const violations = (page: Page): Promise<readonly string[]> => page.evaluate(() => sandbox.violations);

test('it is asked, watched and left under the strict policy, and its prototype takes nothing new', async ({
  page,
  site,
}) => {
  const door = await visit(page, site);
  expect(await door.open()).toEqual({ state: 'open' });
  await door.clock({ type: 'pause' });
  const watch = await page.evaluate(
    (path) => sandbox.watch({ method: 'GET', path: `${path}?watch=true&resourceVersion=0` }),
    configMapsPath,
  );
  for (const name of ['a', 'b', 'c'])
    expect((await door.write('POST', configMapsPath, configMap(name))).status).toBe(201);
  const seen = () =>
    page.evaluate(
      (number) =>
        (sandbox.watches[number]?.batches ?? [])
          .flatMap(({ frames }) => frames)
          .map(
            (frame) => (JSON.parse(frame) as { object: { metadata: { name: string } } }).object.metadata.name,
          ),
      watch,
    );
  await expect.poll(seen).toEqual(['kube-root-ca.crt', 'a', 'b', 'c']);
  // A port that is closed frees its watch: the browser says so to the worker.
  await page.evaluate((number) => sandbox.watches[number]?.port.close(), watch);
  await door.write('POST', configMapsPath, configMap('d'));
  expect(await seen()).toEqual(['kube-root-ca.crt', 'a', 'b', 'c']);
  const explained = await door.request({ method: 'GET', path: '/openapi/v3/api/v1' });
  expect(explained.body).toContain('"description"');
  const [worker] = page.workers();
  expect(await worker?.evaluate(() => Object.isSealed(Object.prototype))).toBe(true);
  expect(await violations(page)).toEqual([]);
});

test('reload: everything is there again', async ({ page, site }) => {
  const door = await visit(page, site);
  await door.open();
  await door.clock({ type: 'pause' });
  for (const name of ['a', 'b']) await door.write('POST', configMapsPath, configMap(name));
  await door.clock({ type: 'advance', ms: 3_600_000 });
  const hash = await door.hash();
  for (let time = 0; time < 3; time++) {
    await page.reload();
    await door.open();
    expect(await door.hash()).toBe(hash);
    expect(await door.state()).toMatchObject({ running: false, keeping: { state: 'saved' }, notices: [] });
    await door.hide();
  }
});

test(`the worker is ended in mid-write, ${ends} times: no answered write is lost, none is half done`, async ({
  page,
  site,
}) => {
  test.setTimeout(240_000 + ends * 3_000);
  await visit(page, site);
  const result = await page.evaluate(
    async ({ path, ends }) => {
      const name = (index: number): string => `c${String(index).padStart(5, '0')}`;
      const trouble: string[] = [];
      let next = 0;
      let asked = 0;
      for (let round = 0; round < ends; round++) {
        const opened = await sandbox.door.open({ type: 'workspace', preset: 'four-hosts' });
        if (opened.state !== 'open') trouble.push(opened.why);
        const { body } = await sandbox.door.request({ method: 'GET', path });
        const kept = (JSON.parse(body) as { items: { metadata: { name: string } }[] }).items
          .map(({ metadata }) => metadata.name)
          .filter((known) => known.startsWith('c'));
        const expected = Array.from({ length: kept.length }, (_, index) => name(index));
        if (kept.join() !== expected.join()) trouble.push(`round ${round}: ${kept.join()} is no prefix`);
        if (kept.length < next)
          trouble.push(`round ${round}: ${next} were answered, ${kept.length} are kept`);
        if (kept.length > asked) trouble.push(`round ${round}: ${kept.length} are kept, ${asked} were asked`);
        const { notices = [], keeping } = await sandbox.state();
        if (notices.length > 0 || keeping.state === 'memory')
          trouble.push(`round ${round}: ${keeping.state} ${notices.join()}`);
        asked = next = kept.length;
        // Ended after so many answers, with two more under way; every third round while a checkpoint is written too.
        const enough = 1 + ((round * 7) % 20);
        await new Promise<void>((done) => {
          let answered = 0;
          const send = async (): Promise<void> => {
            while (answered < enough) {
              const index = asked++;
              const request = {
                method: 'POST',
                path,
                headers: { 'content-type': 'application/json' },
                body: JSON.stringify({ metadata: { name: name(index) } }),
              };
              const answer = await sandbox.door.request(request);
              if (answer.status !== 201) trouble.push(`${name(index)}: ${answer.status} ${answer.body}`);
              next = Math.max(next, index + 1);
              answered += 1;
              if (answered === enough) done();
            }
          };
          for (let sender = 0; sender < 3; sender++) void send();
          if (round % 3 === 0) void sandbox.door.hide();
        });
        sandbox.restart();
      }
      return { trouble, next };
    },
    { path: configMapsPath, ends },
  );
  expect(result.trouble).toEqual([]);
  expect(result.next).toBeGreaterThanOrEqual(ends);
});

test('where the browser stores nothing: memory only, and why', async ({ site }, info) => {
  const profile = info.outputPath('profile');
  await mkdir(`${profile}/Default`, { recursive: true });
  const settings = { profile: { default_content_setting_values: { cookies: 2 } } };
  await writeFile(`${profile}/Default/Preferences`, JSON.stringify(settings));
  const context = await playwright.launchPersistentContext(profile, chromiumWithSettings);
  const door = await visit(await context.newPage(), site);
  expect(await door.open()).toEqual({ state: 'open' });
  expect((await door.state()).keeping).toMatchObject({
    state: 'memory',
    why: expect.stringContaining('lets this page store nothing'),
  });
  expect((await door.write('POST', configMapsPath, configMap('a'))).status).toBe(201);
  expect(await door.configMaps()).toEqual(['a']);
  expect((await door.state()).keeping.state).toBe('memory');
  await context.close();
});

test('storage is full: said with the answer, what was kept stays, and saving goes on when there is room', async ({
  page,
  site,
}) => {
  const protocol = await page.context().newCDPSession(page);
  const origin = new URL(site).origin;
  // Set before the first write: the browser goes by what it knew for half a minute.
  await protocol.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 4_000_000 });
  const door = await visit(page, site);
  await door.open();
  await door.clock({ type: 'pause' });
  const kept: string[] = [];
  const fill = async (name: string): Promise<void> => {
    // Of what can be compressed the browser counts little.
    const body = { ...(configMap(name) as object), data: { text: randomBytes(600_000).toString('base64') } };
    expect((await door.write('POST', configMapsPath, body)).status).toBe(201);
    kept.push(name);
  };
  while ((await door.state()).keeping.state !== 'failed' && kept.length < 20) await fill(`c${kept.length}`);
  expect((await door.state()).keeping).toMatchObject({
    state: 'failed',
    why: expect.stringContaining('no room left'),
  });
  expect(await door.configMaps()).toEqual(kept);
  const exported = await door.export();
  expect(exported).toContain(`c${kept.length - 1}`);
  await protocol.send('Storage.overrideQuotaForOrigin', { origin });
  await fill('d');
  expect((await door.state()).keeping).toEqual({ state: 'saved' });
  await page.reload();
  await door.open();
  expect(await door.configMaps()).toEqual(kept);
});

test('a page that is left in the middle of a write comes back with it, or without it', async ({
  page,
  site,
}) => {
  const door = await visit(page, site);
  await door.open();
  for (let time = 0; time < 5; time++) {
    await page.evaluate(
      ({ path, number }) => {
        for (let index = 0; index < 20; index++)
          void sandbox.door.request({
            method: 'POST',
            path,
            body: JSON.stringify({ metadata: { name: `c${number}-${index}` } }),
          });
      },
      { path: configMapsPath, number: time },
    );
    await page.reload();
    expect(await doorOf(page).open()).toEqual({ state: 'open' });
    const kept = (await door.configMaps()).filter((name) => name.startsWith(`c${time}-`));
    expect(kept.length).toBeLessThanOrEqual(20);
    expect((await door.state()).notices).toEqual([]);
  }
});

test('site data is cleared while the page is open: said with the next write, and all can be exported', async ({
  page,
  site,
}) => {
  const door = await visit(page, site);
  await door.open();
  await door.clock({ type: 'pause' });
  await door.write('POST', configMapsPath, configMap('a'));
  const protocol = await page.context().newCDPSession(page);
  const { origin } = new URL(site);
  await protocol.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  expect((await door.write('POST', configMapsPath, configMap('b'))).status).toBe(201);
  expect((await door.state()).keeping).toMatchObject({
    state: 'failed',
    why: expect.stringContaining('was removed from the browser while it was open'),
  });
  const { named, reached, records } = replayed(await door.export());
  expect(reached).toBe(named);
  expect(records).toBe(3);
  await page.reload();
  expect(await door.open()).toEqual({ state: 'open' });
  expect(await door.configMaps()).toEqual([]);
  expect((await door.state()).keeping).toEqual({ state: 'saved' });
});
