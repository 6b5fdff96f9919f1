/**
 * Asks the worker of the built page itself, for what no screen shows: the page's own worker is kept as the page starts it, and spoken to
 * as comlink speaks.
 */
import type { Page } from '@playwright/test';
import type { Door } from '../../../src/runtime/browser/door.ts';

declare global {
  var startedWorkers: Worker[];
}

type Methods = {
  [Name in keyof Door]: Door[Name] extends (...args: never) => Promise<unknown> ? Name : never;
}[keyof Door];

/** To be called before the page is opened. */
export async function keepWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    globalThis.startedWorkers = [];
    const Started = globalThis.Worker;
    globalThis.Worker = class extends Started {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        globalThis.startedWorkers.push(this);
      }
    };
  });
}

/** Calls a method of the worker's door with plain data. */
export async function ask<Name extends Methods>(
  page: Page,
  method: Name,
  ...args: Parameters<Door[Name]>
): Promise<Awaited<ReturnType<Door[Name]>>> {
  return (await page.evaluate(
    ([path, values]) =>
      new Promise((resolve, reject) => {
        const worker = globalThis.startedWorkers.at(-1);
        if (worker === undefined) return reject(new Error('the page started no worker'));
        const id = crypto.randomUUID();
        worker.addEventListener('message', function hear({ data }: MessageEvent) {
          if (data?.id !== id) return;
          worker.removeEventListener('message', hear);
          if (data.type === 'RAW') resolve(data.value);
          else reject(new Error(JSON.stringify(data.value)));
        });
        worker.postMessage({
          id,
          type: 'APPLY',
          path: [path],
          argumentList: values.map((value) => ({ type: 'RAW', value })),
        });
      }),
    [method, args as readonly unknown[]] as const,
  )) as Awaited<ReturnType<Door[Name]>>;
}
