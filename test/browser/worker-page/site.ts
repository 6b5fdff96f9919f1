/** The page with nothing but the worker, and what tests ask of it. */
import { type Page, test as base } from '@playwright/test';
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

declare global {
  var sandbox: Sandbox;
}

/** Where the page with nothing but the worker is served. */
export const test = base.extend<{ readonly site: string }>({
  // Playwright wants a pattern here even where nothing is needed.
  site: async ({ browserName: _unneeded }, use) => use(process.env.WORKER_PAGE_URL ?? ''),
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
