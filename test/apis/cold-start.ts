// What comes before the first answer of a worker, part by part, in a process that has done nothing else: script, schemas, a world from
// its beginning. Without what a browser adds. Prints one JSON list of rows.
import { performance } from 'node:perf_hooks';

const rows: { name: string; value: number; unit: string }[] = [];

/** Milliseconds that a part took, as a row. */
async function timed<Result>(name: string, part: () => Result | Promise<Result>): Promise<Result> {
  const began = performance.now();
  const result = await part();
  rows.push({ name, value: performance.now() - began, unit: 'ms' });
  return result;
}

await timed('the schemas of all kinds', () => import('#schemas'));
const { clusterAdmin, keepBeginning, World } = await timed(
  'the rest of the program',
  () => import('../../src/world.ts'),
);
const { presetNamed } = await import('../../src/scenarios/index.ts');
const { instantiateKernels } = await import('../../src/runtime/node/kernels.ts');
const kernels = await timed('the kernels', instantiateKernels);
const scenario = presetNamed('four-hosts');
if (scenario === undefined) throw new Error('there is no such preset');
// The built page brings how its presets begin; here a world goes the way there, which is not part of the figure.
const text = JSON.stringify(
  World.create({ scenario: { ...scenario, title: 'another' }, kernels }).checkpoint(),
);
const beginning = await timed(
  'reading how the preset begins',
  () => JSON.parse(text) as Parameters<typeof keepBeginning>[0],
);
keepBeginning({ ...beginning, scenario });
const world = await timed('the world as it begins', () => World.create({ scenario, kernels }));
await timed('the first answer', () =>
  world.request({ method: 'GET', path: '/api/v1/namespaces' }, clusterAdmin),
);
console.log(JSON.stringify(rows));
