// `npm run types`: every part of the house against the compiler options that are its own (its globals are what it may use).
// TypeScript 7 checks what it can, since it takes a sixth of the time; AssemblyScript's own declarations and Svelte need version 6.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const checks = [
  ['typescript-7/bin/tsc', '-p', 'src'],
  ['typescript-7/bin/tsc', '-p', 'src/runtime/browser'],
  ['typescript-7/bin/tsc', '-p', 'src/runtime/node'],
  ['typescript-7/bin/tsc', '-p', 'test'],
  ['typescript/bin/tsc', '-p', 'assembly'],
  ['svelte-check/bin/svelte-check', '--tsconfig', 'web/tsconfig.json', '--fail-on-warnings'],
];

for (const [tool, ...args] of checks) {
  const { status } = spawnSync(process.execPath, [`node_modules/${tool}`, ...args], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
