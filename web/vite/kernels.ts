/**
 * Rebuilds the Wasm kernels when their AssemblyScript changes while developing. The compiler takes seconds, so changes that arrive
 * during a build lead to one more, not to one each. An error shows in the page's overlay.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';

interface KernelBuild {
  readonly buildKernels: () => Promise<unknown>;
}

const isKernelBuild = (module: unknown): module is KernelBuild =>
  typeof module === 'object' &&
  module !== null &&
  typeof (module as { buildKernels?: unknown }).buildKernels === 'function';

export function kernels(): Plugin {
  const folder = resolve('assembly');
  const script = resolve(folder, 'build.mjs');
  return {
    name: 'kernels',
    apply: 'serve',
    configureServer(server) {
      let running = false;
      let again = false;
      const build = async (): Promise<void> => {
        if (running) {
          again = true;
          return;
        }
        running = true;
        try {
          const module: unknown = await import(pathToFileURL(script).href);
          if (!isKernelBuild(module)) throw new Error(`${script} exports no buildKernels()`);
          await module.buildKernels();
        } catch (cause) {
          const error = cause instanceof Error ? cause : new Error(String(cause));
          server.config.logger.error(error.message);
          server.ws.send({ type: 'error', err: { message: error.message, stack: error.stack ?? '' } });
        } finally {
          running = false;
        }
        if (again) {
          again = false;
          await build();
        }
      };
      server.watcher.add(folder);
      server.watcher.on('change', (path) => {
        if (path.startsWith(folder) && path.endsWith('.ts') && existsSync(script)) void build();
      });
    },
  };
}
