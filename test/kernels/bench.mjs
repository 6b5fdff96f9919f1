// The kernels' figures on plain Node: bundles measure.ts, because Node 20 does not read TypeScript, and runs it.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * Medians of at least nine runs, except where a note says otherwise. Takes some 20 s; needs `npm run generate`.
 * @returns {Promise<{ rows: { name: string, value: number, unit: string, note: string }[] }>}
 */
export async function benchKernels() {
  const outDir = fileURLToPath(new URL('../../build/bench/kernels/', import.meta.url));
  const ssr = fileURLToPath(new URL('measure.ts', import.meta.url));
  await build({
    configFile: false,
    logLevel: 'warn',
    build: { ssr, outDir, emptyOutDir: true, target: 'node20' },
  });
  const { measureKernels } = await import(
    new URL('../../build/bench/kernels/measure.js', import.meta.url).href
  );
  return { rows: measureKernels() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { rows } = await benchKernels();
  for (const { name, value, unit, note } of rows) {
    console.log(`${name.padEnd(48)} ${value.toPrecision(4).padStart(10)} ${unit.padEnd(10)} ${note}`);
  }
}
