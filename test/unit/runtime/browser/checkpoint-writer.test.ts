/** A checkpoint of a large world is written, and read, in pieces: others have their turn after every few of them. */
import { beforeEach, expect, test } from 'vitest';
import { CheckpointWriter } from '../../../../src/runtime/browser/kept/checkpoint-writer.ts';
import { recover } from '../../../../src/runtime/browser/kept/recovery.ts';
import { WorkspaceStore } from '../../../../src/runtime/browser/kept/workspace-store.ts';
import { instantiateKernels } from '../../../../src/runtime/node/kernels.ts';
import { presetNamed } from '../../../../src/scenarios/index.ts';
import { limits } from '../../../../src/std/limits.ts';
import { clusterAdmin, World } from '../../../../src/world.ts';
import { freshBrowser, kernels, newWall, requestOf } from './browser.ts';

beforeEach(freshBrowser);

const scenario = presetNamed('four-hosts')!;
const configMaps = '/api/v1/namespaces/demo/configmaps';

/** A wall that counts its breaths, and the looks at the clock since the last: the most of them is the longest piece. */
function countingWall() {
  const wall = newWall();
  const counted = { breaths: 0, looks: 0, looksMax: 0 };
  return {
    ...wall,
    counted,
    now: () => {
      counted.looks += 1;
      counted.looksMax = Math.max(counted.looksMax, counted.looks);
      return wall.now();
    },
    breathe: async () => {
      counted.breaths += 1;
      counted.looks = 0;
      await wall.breathe();
      counted.looks = 0;
    },
  };
}

test('2,000 objects', async () => {
  const world = World.create({ scenario, kernels: instantiateKernels() });
  for (let index = 0; index < 2_000; index++)
    world.request(requestOf('POST', configMaps, { metadata: { name: `c${index}` } }), clusterAdmin);
  const wall = countingWall();
  const store = await WorkspaceStore.open('w', wall);
  await store.takeOver(scenario);
  await store.replaceTail(0, world.journal, '');
  const writer = new CheckpointWriter(store, wall, { sound: new Set(), generation: undefined });
  const write = () => writer.write(world.checkpoint(), () => Promise.resolve());

  await write();
  // A look after each object, a quarter of a millisecond each: a slice of 8 ms has 32.
  const first = { ...wall.counted };
  expect(first.breaths).toBeGreaterThan(2_000 / 40);
  expect(first.looksMax).toBeLessThan(40);

  // What did not change is neither written out nor hashed again.
  world.request(requestOf('POST', configMaps, { metadata: { name: 'one-more' } }), clusterAdmin);
  Object.assign(wall.counted, { breaths: 0 });
  await write();
  expect(wall.counted.breaths).toBeLessThan(first.breaths / 4);

  Object.assign(wall.counted, { breaths: 0, looks: 0, looksMax: 0 });
  const wholeJournal = () => store.readSegments(0);
  const recovered = await recover(await store.read(), { kernels, options: {}, wall, wholeJournal });
  expect(recovered?.world.hash()).toBe(world.hash());
  expect(recovered?.rung).toBe('checkpoint');
  expect(wall.counted.breaths).toBeGreaterThan(0);
});

test('journalRecordsMax: until then all of the journal stays, past it what both checkpoints hold already goes', async () => {
  const wall = newWall();
  const world = World.create({ scenario, kernels: instantiateKernels() });
  const store = await WorkspaceStore.open('w', wall);
  await store.takeOver(scenario);
  const most = limits.journalRecordsMax;
  await store.write(['segments'], 'relaxed', async (transaction) => {
    for (const first of [1, 50_000, most - 100, most + 2])
      await transaction.objectStore('segments').put({ records: [] }, first);
  });
  const firsts = async () => {
    const { segments } = (await store.dump()) as { segments: [number, unknown][] };
    return segments.map(([first]) => first);
  };
  const writer = new CheckpointWriter(store, wall, { sound: new Set(), generation: undefined });
  const writeAt = (seq: number) =>
    writer.write({ ...world.checkpoint(), journal: { seq, sum: '' } }, () => Promise.resolve());
  await writeAt(60_000);
  await writeAt(most);
  expect(await firsts()).toEqual([1, 50_000, most - 100, most + 2]);
  // The older of the two checkpoints ends in the segment that begins with `most - 100`.
  await writeAt(most + 1);
  expect(await firsts()).toEqual([most - 100, most + 2]);
});
