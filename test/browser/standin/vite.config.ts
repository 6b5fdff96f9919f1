import { resolve } from 'node:path';
import { mergeConfig } from 'vite';
import main from '../../../vite.config.ts';
export default mergeConfig(main, {
  plugins: [{ name: 'standin', enforce: 'pre', async resolveId(id: string) { if (/src\/runtime\/browser\/worker\.ts\?worker&url/.test(id)) return resolve('test/browser/standin/worker.ts') + '?worker&url'; return null; } }],
  build: { outDir: '../build/standin' },
});
