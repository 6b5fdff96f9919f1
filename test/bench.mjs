// `npm run bench [-- kernels|world|scale|api|page]`: figures of this machine, printed, never asserted. `-- kernels
// --instructions` counts instead of measuring, `--chromium` measures in a page.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * What a step of the world makes is gone a step later: it never leaves a young generation as large as this. The engine's own code on
 * large pages costs fewer look-ups of where it is. Both as the program itself is started (src/runtime/node/bin.mjs).
 */
const engine = ['--max-semi-space-size=128', '--use-largepages=silent'];

const parts = {
  kernels: ['kernels/bench.mjs'],
  world: ['--expose-gc', ...engine, 'worlds/bench.mjs'],
  // Garbage that nobody has collected yet is memory too, so its room is bounded; a lower bound has the engine mark the whole heap once
  // more on the way.
  scale: ['--expose-gc', ...engine, '--max-old-space-size=2500', 'worlds/scale.mjs'],
  api: ['apis/bench.mjs'],
  page: ['browser/bench.mjs'],
};

const ways = process.argv.slice(2).filter((arg) => arg.startsWith('--'));
const asked = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const unknown = asked.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`there is no bench ${unknown.join(', ')}; known are ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
const strange = ways.filter((way) => !['--instructions', '--chromium'].includes(way));
if (strange.length > 0 || (ways.length > 0 && asked.join() !== 'kernels') || ways.length > 1) {
  console.error('flags are --instructions or --chromium, and for the bench kernels alone');
  process.exit(2);
}
for (const [name, args] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n${name}`);
  const { status } = spawnSync(process.execPath, [...args, ...ways], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = status ?? 1;
}
