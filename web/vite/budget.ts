/**
 * Weighs the built page and stops the build over budget: script that loads before anything is opened, and all style sheets.
 * Also keeps the terminal and the editor out of that script, whose weight would come unseen through one wrong import.
 */
import { gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';

export const scriptMaxBytes = 60_000;
export const styleMaxBytes = 25_000;
const lazyPackages = /node_modules\/@(xterm|codemirror|lezer)\//;

const weight = (content: string | Uint8Array): number => gzipSync(content, { level: 9 }).length;

interface Weighed {
  /** Script that loads before anything is opened, bytes gzip. */
  readonly script: number;
  /** All style sheets, bytes gzip. */
  readonly style: number;
  /** A module of the first load that is to be loaded when it is needed. */
  readonly heavy: string | undefined;
}

/** Weighs what a build makes for the browser. */
export function weigh(bundle: Rollup.OutputBundle): Weighed {
  const initial = new Set<string>();
  let heavy: string | undefined;
  const queue = Object.values(bundle).flatMap((item) =>
    item.type === 'chunk' && item.isEntry ? [item.fileName] : [],
  );
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const chunk = bundle[name];
    if (initial.has(name) || chunk?.type !== 'chunk') continue;
    initial.add(name);
    queue.push(...chunk.imports);
    heavy ??= Object.keys(chunk.modules).find((id) => lazyPackages.test(id));
  }
  let script = 0;
  let style = 0;
  for (const item of Object.values(bundle)) {
    if (item.type === 'chunk' && initial.has(item.fileName)) script += weight(item.code);
    if (item.type === 'asset' && item.fileName.endsWith('.css')) style += weight(item.source);
  }
  return { script, style, heavy };
}

export function budget(): Plugin {
  return {
    name: 'budget',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      if (this.environment.config.consumer !== 'client') return;
      const { script, style, heavy } = weigh(bundle);
      if (heavy !== undefined)
        this.error(
          `${heavy} is in the first load; import what opens the terminal or the editor with import()`,
        );
      this.info(`first load: ${script} bytes of script, ${style} bytes of style sheets, gzip`);
      if (script > scriptMaxBytes)
        this.error(
          `${script} bytes of script load first, over ${scriptMaxBytes}: load screens with import()`,
        );
      if (style > styleMaxBytes) this.error(`${style} bytes of style sheets, over ${styleMaxBytes}`);
    },
  };
}
