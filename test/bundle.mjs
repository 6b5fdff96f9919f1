// Bundles a TypeScript measure for plain Node, which does not read TypeScript, and imports it.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { spreads } from '../src/runtime/build/spreads.mjs';

/**
 * @param {string} file TypeScript module, relative to the test folder
 * @param {{ noExternal?: true }} ssr with `noExternal` the packages are in it too, as in a page
 * @returns {Promise<string>} address of the JavaScript made of it; needs `npm run generate`
 */
export async function bundle(file, ssr = {}) {
  const name = file.replace(/\.ts$/, '');
  const outDir = fileURLToPath(new URL(`../build/bench/${name}/`, import.meta.url));
  const entry = fileURLToPath(new URL(file, import.meta.url));
  await build({
    root: fileURLToPath(new URL('..', import.meta.url)),
    configFile: false,
    logLevel: 'warn',
    plugins: [spreads()],
    ssr,
    build: { ssr: entry, outDir, emptyOutDir: true, target: 'node20' },
  });
  return new URL(`../build/bench/${name}/${name.split('/').at(-1)}.js`, import.meta.url).href;
}

/**
 * @param {string} file as of `bundle`
 * @returns {Promise<any>} what it exports
 */
export const bundled = async (file) => import(await bundle(file));

/** @param {readonly { name: string, value: number, unit: string, note: string }[]} rows */
export function printRows(rows) {
  for (const { name, value, unit, note } of rows) {
    console.log(`${name.padEnd(60)} ${value.toPrecision(4).padStart(10)} ${unit.padEnd(12)} ${note}`);
  }
}
