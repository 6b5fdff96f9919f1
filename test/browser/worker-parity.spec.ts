/**
 * The same scenario, seed and journal lead to the same state hash in Node and in Chromium: asked live in the worker, replayed from
 * Node's link in the worker, replayed from the worker's link in Node. SEEDS sets how many.
 */
import { makeLink, readLink, replayLink } from '../../src/runtime/browser/link.ts';
import { clientAdministrator } from '../../src/runtime/browser/identities.ts';
import { createWall } from '../../src/runtime/browser/wall.ts';
import { instantiateKernels } from '../../src/runtime/node/kernels.ts';
import { scenarioFrom } from '../../src/scenarios/index.ts';
import { World } from '../../src/world.ts';
import { busyWork, type Step } from './worker-page/busy.ts';
import { expect, test, visit } from './worker-page/site.ts';

const seeds = Number(process.env['SEEDS'] ?? 6);
const steps = 60;
const words = { title: '', text: '', view: '' };

function worldOf(seed: number): World {
  const read = scenarioFrom({ preset: 'four-hosts', seed });
  if ('causes' in read) throw new Error(read.causes.join());
  return World.create({ scenario: read.scenario, kernels: instantiateKernels() });
}

/** Does a step here; answers the status. */
function doStep(world: World, step: Step): number {
  if (step.type === 'request') return world.request(step.request, clientAdministrator(world.scenario)).status;
  world.runTo(world.now + step.ms);
  return 0;
}

for (let seed = 1; seed <= seeds; seed++)
  test(`seed ${seed}: ${steps} steps lead to one hash in Node and in Chromium`, async ({ page, site }) => {
    const door = await visit(page, site);
    await door.open({ type: 'new', preset: 'four-hosts', seed });
    await door.clock({ type: 'pause' });
    const world = worldOf(seed);
    world.runTo((await door.state()).now);
    const work = busyWork(seed, steps);
    let changes = 0;
    for (const [index, step] of work.entries()) {
      const here = doStep(world, step);
      const there = step.type === 'request' ? (await door.request(step.request)).status : 0;
      if (step.type === 'advance') await door.clock(step);
      expect(there, `step ${index}`).toBe(here);
      if (here === 200 || here === 201) changes += 1;
      if (index % 20 === 19) expect(await door.hash(), `after step ${index}`).toBe(world.hash());
    }
    expect(changes).toBeGreaterThan(15);
    expect(await door.hash()).toBe(world.hash());

    const fromNode = await makeLink(world, world.journal, words);
    if ('error' in fromNode) throw new Error(fromNode.error);
    expect(await door.open({ type: 'link', fragment: fromNode.link.fragment })).toEqual({ state: 'open' });
    expect((await door.state()).preview?.differences).toEqual([]);
    expect(await door.hash()).toBe(world.hash());
    await door.drop();

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
  });
