// `npm run soak -- [journals|switch|kernels|kubectl] --seeds N --cases N [--from SEED]`: random cases on every processor, until all are done.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const help = `usage: npm run soak -- [journals|switch|kernels|kubectl ...] [--seeds N] [--cases N] [--from SEED] [--show N]

  journals      random things done to worlds: invariants, replay, checkpoint and tail
  switch        the same on a distributed switch alone
  kernels       placement and routes against the plain oracle
  kubectl       random lines by the page's kubectl and by a real one, which SUPERVISOR_SANDBOX_KUBECTL or PATH names
  --seeds N     seeds, each a stream of cases of its own (default 1)
  --cases N     cases of each seed (default 2000)
  --from SEED   first seed (default 1)
  --show N      failures shown (default 10)

Without a name: journals and kernels.
A failure says its seed and number; the rest goes on. Exit code 1 when anything failed, 2 on a wrong argument.`;

const names = ['journals', 'switch', 'kernels', 'kubectl'];
/** Cases that a worker takes at once: the first that fails ends the share. One of kubectl's takes a second by itself. */
const shareSize = (/** @type {string} */ name) => (name === 'kubectl' ? 1 : 20);

if (isMainThread) await main();
else await work();

async function main() {
  const { values, positionals } = parsed();
  const { bundle } = await import('./bundle.mjs');
  const module = await bundle('soak.ts');
  for (const name of positionals.length > 0 ? positionals : ['journals', 'kernels']) {
    await soak(module, name, values);
  }
}

function parsed() {
  const number = { type: /** @type {const} */ ('string') };
  try {
    const options = {
      seeds: number,
      cases: number,
      from: number,
      show: number,
      help: { type: /** @type {const} */ ('boolean') },
    };
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (values.help === true) {
      console.log(help);
      process.exit(0);
    }
    const unknown = positionals.filter((name) => !names.includes(name));
    if (unknown.length > 0) throw new Error(`nothing named ${unknown.join(', ')} soaks`);
    return {
      values: {
        seeds: count(values.seeds, 1),
        cases: count(values.cases, 2_000),
        from: count(values.from, 1),
        show: count(values.show, 10),
      },
      positionals,
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${help}`);
    process.exit(2);
  }
}

/** @param {string | undefined} text @param {number} otherwise */
function count(text, otherwise) {
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new Error(`${text} is no number above 0`);
  return Number(text);
}

/** @param {{ seeds: number, cases: number, from: number }} asked @param {number} size */
function* shares({ seeds, cases, from }, size) {
  for (let seed = from; seed < from + seeds; seed++) {
    for (let first = 0; first < cases; first += size) {
      yield { seed, first, cases: Math.min(size, cases - first) };
    }
  }
}

/** @param {string} module @param {string} name @param {{ seeds: number, cases: number, from: number, show: number }} asked */
async function soak(module, name, asked) {
  const waiting = shares(asked, shareSize(name));
  const start = performance.now();
  let done = 0;
  /** @type {string[]} */
  const failures = [];
  const report = () =>
    `${name}: ${done} cases, ${failures.length} failures, ${Math.round((performance.now() - start) / 1000)} s`;
  const ticker = setInterval(() => process.stderr.isTTY && process.stderr.write(`\r${report()}`), 500);
  const runner = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(fileURLToPath(import.meta.url), {
        workerData: { module, name },
        resourceLimits: { maxYoungGenerationSizeMb: 96 },
      });
      const next = () => {
        const { value } = waiting.next();
        if (value === undefined) resolve(worker.terminate());
        else worker.postMessage(value);
      };
      worker.on('error', reject);
      worker.on('message', ({ cases, failure }) => {
        done += cases;
        if (failure !== undefined) failures.push(failure);
        next();
      });
      next();
    });
  await Promise.all(Array.from({ length: availableParallelism() }, runner));
  clearInterval(ticker);
  if (process.stderr.isTTY) process.stderr.write('\r');
  console.log(report());
  for (const failure of failures.slice(0, asked.show)) console.error(failure);
  if (failures.length > 0) process.exitCode = 1;
}

async function work() {
  const { soaks } = await import(workerData.module);
  parentPort?.on('message', async (share) => {
    let failure;
    try {
      await soaks[workerData.name](share);
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    parentPort?.postMessage({ cases: share.cases, failure });
  });
}
