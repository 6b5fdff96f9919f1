// `npm run bench -- kernels --instructions`: how many instructions the route kernels take for a prefix, which a busy machine does
// not change. The module without SIMD goes through wasm2c, which knows none, and a C compiler; callgrind counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildScalarRoutes } from '../../assembly/build.mjs';
import { bundled, printRows } from '../bundle.mjs';

/** Program and the Debian package that has it. */
const tools = { wasm2c: 'wabt', cc: 'gcc', valgrind: 'valgrind' };
/** Where that package has wasm2c's own sources, one of them. */
const runtimes = ['/usr/share/wabt/wasm2c', '/usr/src/wasm2c'];
const stages = /** @type {const} */ (['read', 'work', 'print']);

export async function measureInstructions() {
  const missing = Object.entries(tools).filter(
    ([name]) => spawnSync(name, ['--version']).error !== undefined,
  );
  if (missing.length > 0) {
    const names = missing.map(([name, debian]) => `${name} (Debian package ${debian})`).join(', ');
    console.error(`counting instructions takes what is not on PATH: ${names}`);
    process.exitCode = 2;
    return;
  }
  const { vipText, bgpText, fibText, ipv6Text } = await bundled('kernels/route-sets.ts');
  const folder = mkdtempSync(join(tmpdir(), 'instructions-'));
  try {
    const program = compile(folder, await buildScalarRoutes());
    printRows([
      ...rows(program, folder, 'exact', 'vip 100k', vipText(100_000)),
      ...rows(program, folder, 'exact', 'bgp 100k', bgpText(100_000)),
      ...rows(program, folder, 'exact', 'ipv6 200k', ipv6Text(200_000)),
      ...rows(program, folder, 'ortc', 'fib 100k, 16 next hops', fibText(100_000, 16)),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {string} folder
 * @param {string} wasm
 */
function compile(folder, wasm) {
  const source = fileURLToPath(new URL('instructions.c', import.meta.url));
  const program = join(folder, 'instructions');
  const paths = [folder, ...runtimes].map((path) => `-I${path}`);
  run('wasm2c', [wasm, '-n', 'routes', '-o', join(folder, 'routes.c')]);
  run('cc', ['-O2', ...paths, source, join(folder, 'routes.c'), '-lwasm-rt-impl', '-lm', '-o', program]);
  return program;
}

/**
 * @param {string} program
 * @param {string} folder
 * @param {'exact' | 'ortc'} kernel
 * @param {string} name of the set
 * @param {string} text
 */
function rows(program, folder, kernel, name, text) {
  const file = join(folder, 'routes.txt');
  const counts = join(folder, 'counts');
  writeFileSync(file, text);
  const left = run('valgrind', ['--tool=callgrind', `--callgrind-out-file=${counts}`, program, kernel, file]);
  const lines = text.split('\n').length - 1;
  return stages.map((stage, index) => {
    const total = Number(/^totals: (\d+)$/m.exec(readFileSync(`${counts}.${index + 1}`, 'utf8'))?.[1]);
    const note = `${lines} lines, ${left.trim()} left; ${(total / Number(left)).toFixed(0)} for each that is left`;
    const work = stage === 'work' ? kernel : stage;
    return { name: `${work}, ${name}`, value: total / lines, unit: 'instructions/prefix', note };
  });
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
function run(program, args) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}\n${stderr}`);
  return stdout;
}
