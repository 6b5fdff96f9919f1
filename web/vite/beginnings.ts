/**
 * Puts the beginnings of the presets into the page: each is run once here, by the same engine, so that a worker needs no time for it.
 * Only a build does so; while developing the engine changes under the page.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'vite';

interface Begin {
  readonly beginnings: () => unknown;
}

/** Runs the engine as one file: module after module would take five times as long. */
async function begun(): Promise<unknown> {
  const ssr = resolve('src/runtime/node/beginnings.ts');
  // A folder of its own, where packages are found: two that build at once would take it from each other.
  const outDir = await mkdtemp(resolve('build/beginnings-'));
  try {
    await build({ configFile: false, logLevel: 'warn', build: { ssr, outDir, target: 'node20' } });
    const { href } = pathToFileURL(resolve(outDir, 'beginnings.js'));
    return ((await import(href)) as Begin).beginnings();
  } finally {
    await rm(outDir, { recursive: true });
  }
}

export function beginnings(): Plugin {
  const place = resolve('src/runtime/browser/beginnings.ts');
  return {
    name: 'beginnings',
    apply: 'build',
    async load(id) {
      if (id !== place) return undefined;
      const text = JSON.stringify(await begun());
      return `export const beginnings = JSON.parse(${JSON.stringify(text)});`;
    },
  };
}
