/**
 * Weighs the built page and stops the build over budget: script that loads before anything is opened, and all style sheets.
 * Also keeps the terminal and the editor out of that script, whose weight would come unseen through one wrong import.
 */
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const scriptMaxBytes = 60_000;
const styleMaxBytes = 25_000;
const lazyPackages = /node_modules\/@(xterm|codemirror|lezer)\//;

const weight = (content: string | Uint8Array): number => gzipSync(content, { level: 9 }).length;

export function budget(): Plugin {
  return {
    name: 'budget',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      if (this.environment.config.consumer !== 'client') return;
      const initial = new Set<string>();
      const queue = Object.values(bundle).flatMap((item) =>
        item.type === 'chunk' && item.isEntry ? [item.fileName] : [],
      );
      for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
        const chunk = bundle[name];
        if (initial.has(name) || chunk?.type !== 'chunk') continue;
        initial.add(name);
        queue.push(...chunk.imports);
        const heavy = Object.keys(chunk.modules).find((id) => lazyPackages.test(id));
        if (heavy !== undefined)
          this.error(
            `${heavy} is in the first load; import what opens the terminal or the editor with import()`,
          );
      }
      let script = 0;
      let style = 0;
      for (const item of Object.values(bundle)) {
        if (item.type === 'chunk' && initial.has(item.fileName)) script += weight(item.code);
        if (item.type === 'asset' && item.fileName.endsWith('.css')) style += weight(item.source);
      }
      this.info(`first load: ${script} bytes of script, ${style} bytes of style sheets, gzip`);
      if (script > scriptMaxBytes)
        this.error(
          `${script} bytes of script load first, over ${scriptMaxBytes}: load screens with import()`,
        );
      if (style > styleMaxBytes) this.error(`${style} bytes of style sheets, over ${styleMaxBytes}`);
    },
  };
}
