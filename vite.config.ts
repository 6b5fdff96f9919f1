/**
 * How the page is built: from web/ into build/site, relative addresses, so any folder of any static host serves it. The same
 * configuration bundles the Node entry with `--ssr`, where the page's plugins find nothing to do, but `spreads`.
 */
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { spreads } from './src/runtime/build/spreads.mjs';
import { beginnings } from './web/vite/beginnings.ts';
import { budget } from './web/vite/budget.ts';
import { chunks } from './web/vite/chunks.ts';
import { pagePlugins } from './web/vite/plugins.ts';
import { headers } from './web/vite/policy.ts';
import { unpacked } from './web/vite/unpacked.ts';

export default defineConfig({
  root: 'web',
  base: './',
  plugins: [pagePlugins([resolve('web')]), budget(), spreads(), unpacked()],
  worker: {
    format: 'es',
    plugins: () => [beginnings()],
    // Engines keep and read a script of one-byte characters in half the memory.
    rolldownOptions: { output: { charset: 'ascii' } },
  },
  build: {
    outDir: '../build/site',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: chunks } },
  },
  preview: { headers },
});
