/** The page with nothing but the worker: built and served once a test process, and what tests ask of it. */
import { resolve } from 'node:path';
import { type Page, test as base } from '@playwright/test';
import { build, preview } from 'vite';
import type { WireRequest, WireResponse } from '../../../src/apis/kubernetes/wire.ts';
import type {
  ClockCommand,
  Opened,
  Opening,
  SharedLink,
  WorldState,
} from '../../../src/runtime/browser/door.ts';
import type { Step } from './busy.ts';
import type { Sandbox } from './main.ts';

const root = resolve(import.meta.dirname, '../../..');

declare global {
  var sandbox: Sandbox;
}

async function serve(index: number): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const configFile = resolve(import.meta.dirname, 'vite.config.ts');
  // Each process its own: two that build into one folder would take it from each other.
  const outDir = resolve(root, `build/worker-page-${index}`);
  await build({ configFile, build: { outDir } });
  const server = await preview({ configFile, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('the page is served nowhere');
  return { url, close: () => server.close() };
}

export const test = base.extend<object, { readonly site: string }>({
  site: [
    // Playwright wants a pattern here even where nothing is needed.
    async ({ browserName: _unneeded }, use, { parallelIndex }) => {
      const { url, close } = await serve(parallelIndex);
      await use(url);
      await close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

export { expect } from '@playwright/test';

export interface PageDoor {
  readonly page: Page;
  open(opening?: Opening): Promise<Opened>;
  accept(): Promise<Opened>;
  drop(): Promise<Opened>;
  takeOver(): Promise<Opened>;
  request(request: WireRequest): Promise<WireResponse>;
  write(method: string, path: string, body?: unknown): Promise<WireResponse>;
  clock(command: ClockCommand): Promise<void>;
  share(words?: {
    readonly title: string;
    readonly text: string;
    readonly view: string;
  }): Promise<SharedLink>;
  hash(): Promise<string>;
  /** Does steps one after the other; answers their statuses, 0 for time, and every so many steps the hash. */
  steps(
    steps: readonly Step[],
    hashEvery: number,
  ): Promise<{ readonly statuses: readonly number[]; readonly hashes: readonly string[] }>;
  export(): Promise<string>;
  hide(): Promise<void>;
  state(): Promise<WorldState>;
  /** Names of the config maps of the namespace demo that a test made. */
  configMaps(): Promise<readonly string[]>;
}

const workspace: Opening = { type: 'workspace', preset: 'four-hosts' };

/** What tests ask of a page's worker. */
export function doorOf(page: Page): PageDoor {
  const request = (given: WireRequest): Promise<WireResponse> =>
    page.evaluate(async (asked) => await sandbox.door.request(asked), given);
  return {
    page,
    open: (opening = workspace) =>
      page.evaluate(async (given): Promise<Opened> => await sandbox.door.open(given), opening),
    accept: () => page.evaluate(async (): Promise<Opened> => await sandbox.door.acceptPreview()),
    drop: () => page.evaluate(async (): Promise<Opened> => await sandbox.door.dropPreview()),
    takeOver: () => page.evaluate(async (): Promise<Opened> => await sandbox.door.takeOver()),
    request,
    write: (method, path, body) =>
      request({
        method,
        path,
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    clock: (command) => page.evaluate(async (given) => await sandbox.door.clock(given), command),
    share: (words = { title: '', text: '', view: '' }) =>
      page.evaluate(async (given) => await sandbox.door.share(given), words),
    hash: () => page.evaluate(async () => await sandbox.door.hash()),
    steps: (steps, hashEvery) =>
      page.evaluate(
        async ({ steps, hashEvery }) => {
          const statuses: number[] = [];
          const hashes: string[] = [];
          for (const [index, step] of steps.entries()) {
            if (step.type === 'request') statuses.push((await sandbox.door.request(step.request)).status);
            else statuses.push(await sandbox.door.clock(step).then(() => 0));
            if ((index + 1) % hashEvery === 0) hashes.push(await sandbox.door.hash());
          }
          return { statuses, hashes };
        },
        { steps, hashEvery },
      ),
    export: () => page.evaluate(async () => await sandbox.door.exportWorkspace()),
    hide: () => page.evaluate(async () => await sandbox.door.hide()),
    state: () => page.evaluate(async () => await sandbox.state()),
    async configMaps() {
      const { body } = await request({ method: 'GET', path: '/api/v1/namespaces/demo/configmaps' });
      const { items } = JSON.parse(body) as { items: { metadata: { name: string } }[] };
      return items.map(({ metadata }) => metadata.name).filter((name) => name !== 'kube-root-ca.crt');
    },
  };
}

/** Goes to the page and answers its door. */
export async function visit(page: Page, site: string): Promise<PageDoor> {
  await page.goto(site);
  return doorOf(page);
}

export const configMap = (name: string): unknown => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
});

export const configMapsPath = '/api/v1/namespaces/demo/configmaps';
