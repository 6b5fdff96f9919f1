/** Builds the gallery of parts into build/gallery, with the plugins and the policy of the page. Only tests see it. */
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { pagePlugins } from '../../../web/vite/plugins.ts';
import { headers } from '../../../web/vite/policy.ts';

export default defineConfig({
  root: 'test/browser/gallery',
  base: './',
  plugins: [pagePlugins([resolve('web'), resolve('test/browser/gallery')])],
  build: { outDir: '../../../build/gallery', emptyOutDir: true, modulePreload: { polyfill: false } },
  preview: { headers },
});
