// `npm test`: every check there is, stage by stage; the steps of a stage run side by side, two at once, the longest first.
// Prints what each took, and the output of each as it comes where it runs alone, else when it has ended.
import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @type {readonly (readonly (readonly [name: string, command: string])[])[]} */
const stages = [
  [['generate', 'npm run generate']],
  [
    ['types', 'npm run types'],
    ['lint', 'npm run lint'],
    // Before the tests: real clients and the browser use what is built.
    ['build', 'npm run build'],
    ['imports', 'npm run imports'],
    ['format', 'npm run format'],
  ],
  [
    ['unit', 'npm run unit'],
    ['journals', 'npm run soak -- journals --cases 2000'],
    ['browser', 'npm run browser'],
  ],
];

/** What takes the processors that others leave: programs and a browser wait for much, and are waited for. */
const patient = new Set(['journals']);
const patience = 10;

/** @returns {Promise<boolean>} whether it ended well */
function run(name, command, alone) {
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
      process.stdout.write(Buffer.concat(output));
      const seconds = Math.round((performance.now() - began) / 1000);
      console.log(`\n-- ${name}: ${code === 0 ? 'well' : `failed with ${code}`} after ${seconds} s\n`);
      resolve(code === 0);
    });
  });
}

for (const stage of stages) {
  const waiting = [...stage];
  let failed = false;
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      if (!(await run(...step, stage.length === 1))) failed = true;
    }
  };
  await Promise.all([work(), work()]);
  if (failed) process.exit(1);
}
