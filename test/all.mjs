// `npm test`: every check there is, stage by stage; the steps of a stage run side by side, the longest first.
// Prints what each took, and the output of each as it comes where it runs alone, else when it has ended; what failed comes
// once more at the very end, where people look for it.
import { spawn } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** How many steps of a stage run at once, and the steps. @type {readonly { atOnce: number, steps: readonly (readonly [name: string, command: string])[] }[]} */
const stages = [
  { atOnce: 1, steps: [['generate', 'npm run generate']] },
  {
    atOnce: 2,
    steps: [
      ['types', 'npm run types'],
      ['lint', 'npm run lint'],
      // Before the tests: real clients and the browser use what is built.
      ['bundle', 'npm run bundle'],
      ['imports', 'npm run imports'],
      ['format', 'npm run format'],
    ],
  },
  {
    // Real clients and the browser wait half of their time; journals take what is left.
    atOnce: 3,
    steps: [
      ['browser', 'npm run browser'],
      ['unit', 'npm run unit'],
      ['journals', 'npm run soak -- journals --cases 240'],
    ],
  },
];

/** What takes the processors that others leave: programs and a browser wait for much, and are waited for. */
const patient = new Set(['journals']);
const patience = 10;

/** Where there is room for it, what tests and browsers write goes to memory: no disk is waited for. */
const memory = '/dev/shm';
const memoryMinBytes = 2 ** 31;
if (process.env.TMPDIR === undefined && existsSync(memory)) {
  const { bavail, bsize } = statfsSync(memory);
  if (bavail * bsize >= memoryMinBytes) process.env.TMPDIR = memory;
}

/** How many lines of a failed step's output are printed once more at the end. */
const failedLines = 60;

/** @returns {Promise<void>} when it has ended; `failures` gets its last lines if it failed */
function run(name, command, alone, failures) {
  const began = performance.now();
  const child = spawn(command, {
    cwd: root,
    shell: true,
    stdio: alone ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  if (patient.has(name) && child.pid !== undefined) setPriority(child.pid, patience);
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      const printed = Buffer.concat(output);
      process.stdout.write(printed);
      const seconds = Math.round((performance.now() - began) / 1000);
      const end = `-- ${name}: ${code === 0 ? 'well' : `failed with ${code}`} after ${seconds} s`;
      console.log(`\n${end}\n`);
      if (code !== 0) failures.push([...printed.toString().split('\n').slice(-failedLines), end].join('\n'));
      resolve();
    });
  });
}

for (const { atOnce, steps } of stages) {
  const waiting = [...steps];
  const failures = [];
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      await run(...step, steps.length === 1, failures);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (failures.length > 0) {
    console.log(failures.join('\n\n'));
    process.exit(1);
  }
}
