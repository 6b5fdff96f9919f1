/**
 * Tests in a browser, on what is built: `vite preview` serves the site (baseURL; built first where it is not), for the specs of parts
 * the gallery (GALLERY_URL), for those of the worker a page with nothing else (WORKER_PAGE_URL), with their headers, on ports that are free
 * now.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromium } from './chromium.ts';
import { freePort } from './free-port.ts';

const root = resolve(import.meta.dirname, '../..');

// Workers read this file again: they take the ports that the first reading chose.
const sitePort = (process.env.SITE_PORT ??= String(await freePort()));
const galleryPort = (process.env.GALLERY_PORT ??= String(await freePort()));
const workerPort = (process.env.WORKER_PAGE_PORT ??= String(await freePort()));
const site = `http://127.0.0.1:${sitePort}/`;
const gallery = `http://127.0.0.1:${galleryPort}/`;
const workerPage = `http://127.0.0.1:${workerPort}/`;
process.env.GALLERY_URL = gallery;
process.env.WORKER_PAGE_URL = workerPage;

const preview = (port: string): string => `--host 127.0.0.1 --port ${port} --strictPort`;
const server = { cwd: root, reuseExistingServer: false, timeout: 120_000, stdout: 'ignore' } as const;
/** Of the tests themselves: built anew. */
const built = (folder: string, port: string): string => {
  const config = `--config test/browser/${folder}/vite.config.ts`;
  return `npx vite build ${config} && npx vite preview ${config} ${preview(port)}`;
};

export default defineConfig({
  testDir: '.',
  outputDir: resolve(root, 'test-results'),
  fullyParallel: true,
  workers: 2,
  // A hang is told; a machine that is busy with something else is none.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'line',
  use: {
    baseURL: site,
    browserName: 'chromium',
    launchOptions: chromium,
    screenshot: 'only-on-failure',
  },
  webServer: [
    {
      ...server,
      command: `${existsSync(resolve(root, 'build/site/index.html')) ? '' : 'npx vite build && '}npx vite preview ${preview(sitePort)}`,
      url: site,
    },
    { ...server, command: built('gallery', galleryPort), url: gallery },
    { ...server, command: built('worker-page', workerPort), url: workerPage },
  ],
});
