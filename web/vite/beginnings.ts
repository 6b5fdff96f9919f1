/**
 * Puts the beginnings of the presets into the page: each is run once here, by the same engine, so that a worker needs no time for it.
 * Only a build does so; while developing the engine changes under the page.
 */
import { resolve } from 'node:path';
import { type Plugin, runnerImport } from 'vite';

interface Begin {
  readonly beginnings: () => unknown;
}

export function beginnings(): Plugin {
  const place = resolve('src/runtime/browser/beginnings.ts');
  return {
    name: 'beginnings',
    apply: 'build',
    async load(id) {
      if (id !== place) return undefined;
      const { module } = await runnerImport<Begin>(resolve('src/runtime/node/beginnings.ts'));
      const text = JSON.stringify(module.beginnings());
      return `export const beginnings = JSON.parse(${JSON.stringify(text)});`;
    },
  };
}
