/**
 * The same scenario, seed and journal lead to the same state hash in Node and in Chromium. Work done live in the worker, replayed from
 * Node's link in the worker, from the worker's link in Node; random journals run, gone back in, and gone on from otherwise.
 * SEEDS sets how many of each.
 */
import type { Browser } from '@playwright/test';
import { makeLink, readLink, replayLink } from '../../src/runtime/browser/link.ts';
import { createWall } from '../../src/runtime/browser/wall.ts';
import { instantiateKernels } from '../../src/runtime/node/kernels.ts';
import { scenarioFrom } from '../../src/scenarios/index.ts';
import { World } from '../../src/world.ts';
import { dice } from '../dice.ts';
import { operate } from '../worlds/operations.ts';
import { worldOf } from '../worlds/setup.ts';
import { busyWork, doStep, type Step } from './worker-page/busy.ts';
import { historyOf } from './worker-page/history.ts';
import { expect, test, visit, type PageDoor } from './worker-page/site.ts';
import { guestbook } from './worker-page/story.ts';

const seeds = Number(process.env['SEEDS'] ?? 2);
const words = { title: '', text: '', view: '' };

test.describe.configure({ timeout: 180_000 });

/** Does the steps in the worker and here; answers how many changed something. */
async function doBoth(door: PageDoor, seed: number, steps: readonly Step[]) {
  await door.open({ type: 'new', preset: 'four-hosts', seed });
  await door.clock({ type: 'pause' });
  const read = scenarioFrom({ preset: 'four-hosts', seed });
  if ('causes' in read) throw new Error(read.causes.join());
  const world = World.create({ scenario: read.scenario, kernels: instantiateKernels() });
  world.runTo((await door.state()).now);
  const every = 10;
  const there = await door.steps(steps, every);
  const hashes: string[] = [];
  const statuses = steps.map((step, index) => {
    const status = doStep(world, step);
    if ((index + 1) % every === 0) hashes.push(world.hash());
    return status;
  });
  expect(there).toEqual({ statuses, hashes });
  expect(await door.hash()).toBe(world.hash());
  return { world, changes: statuses.filter((status) => status === 200 || status === 201).length };
}

/** Node's link in a browser that was never used, and the worker's link in Node. */
async function shareBoth(browser: Browser, site: string, door: PageDoor, world: World): Promise<void> {
  const fromNode = await makeLink(world, world.journal, words);
  if ('error' in fromNode) throw new Error(fromNode.error);
  const context = await browser.newContext();
  const other = await visit(await context.newPage(), site);
  expect(await other.open({ type: 'link', fragment: fromNode.link.fragment })).toEqual({ state: 'open' });
  expect((await other.state()).preview?.differences).toEqual([]);
  expect(await other.hash()).toBe(world.hash());
  await context.close();

  const fromChromium = await readLink((await door.share()).fragment);
  if ('error' in fromChromium) throw new Error(fromChromium.error);
  const replayed = await replayLink(fromChromium, {
    kernels: instantiateKernels(),
    options: {},
    wall: createWall(),
    onProgress: () => undefined,
    isUnwanted: () => false,
  });
  if ('error' in replayed) throw new Error(replayed.error);
  expect(replayed.preview.differences).toEqual([]);
  expect(replayed.world.hash()).toBe(world.hash());
}

for (let seed = 1; seed <= seeds; seed++)
  test(`busy work ${seed}: live and by links, one hash`, async ({ page, browser, site }) => {
    const door = await visit(page, site);
    const { world, changes } = await doBoth(door, seed, busyWork(seed, 60));
    expect(changes).toBeGreaterThan(15);
    await shareBoth(browser, site, door, world);
  });

test('the guestbook’s story: live and by links, one hash', async ({ page, browser, site }) => {
  const door = await visit(page, site);
  const steps = guestbook();
  const { world, changes } = await doBoth(door, 42, steps);
  expect(changes).toBe(steps.filter(({ type }) => type === 'request').length);
  const pods = JSON.parse(
    (await door.request({ method: 'GET', path: '/api/v1/namespaces/demo/pods' })).body,
  ) as {
    items: readonly { readonly status: { readonly phase: string } }[];
  };
  expect(pods.items.filter(({ status }) => status.phase === 'Running').length).toBeGreaterThan(200);
  await shareBoth(browser, site, door, world);
});

for (let seed = 1; seed <= seeds; seed++)
  test(`random journal ${seed}: run, gone back in, forked: one hash each`, async ({ page, site }) => {
    const world = worldOf();
    const roll = dice(seed, 0);
    for (let step = 0; step < 40; step++) operate(world, roll);
    const { scenario, journal, now } = world;
    const exported = { scenario, journal, now, hash: world.hash() };
    const here = historyOf(instantiateKernels(), exported);
    await page.goto(site);
    expect(await page.evaluate((given) => sandbox.history(given), exported)).toEqual(here);
    expect(here.hashes.length).toBeGreaterThan(2);
    expect(here.end).toBe(exported.hash);
    expect(here.endAfter).toBe(here.end);
    expect(here.fork).not.toBe(here.end);
    const twice = here.past.filter(({ fromMiddle }) => fromMiddle !== undefined);
    expect(twice.length).toBeGreaterThan(0);
    for (const { hash, fromMiddle } of twice) expect(fromMiddle).toBe(hash);
  });
