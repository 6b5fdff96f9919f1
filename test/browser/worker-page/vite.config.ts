/** Builds the page with nothing but the worker, with the policy of the site. Only tests see it. */
import { defineConfig } from 'vite';
import { beginnings } from '../../../web/vite/beginnings.ts';
import { contentPolicy, headers } from '../../../web/vite/policy.ts';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  logLevel: 'warn',
  plugins: [contentPolicy()],
  worker: { format: 'es', plugins: () => [beginnings()] },
  build: { outDir: '../../../build/worker-page', emptyOutDir: true, modulePreload: { polyfill: false } },
  preview: { headers },
});
