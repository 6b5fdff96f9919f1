// `npm run bench -- kernels --chromium`: the kernels' figures in a page of their own, in a Chromium that the tests found.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build } from 'vite';
import { printRows } from '../bundle.mjs';

export async function measureInChromium() {
  const places = JSON.parse(
    readFileSync(new URL('../browser/chromium-places.json', import.meta.url), 'utf8'),
  );
  const executablePath = process.env.PLAYWRIGHT_CHROMIUM ?? places.find((place) => existsSync(place));
  const script = await bundleForPage();
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: script, type: 'module' });
    await page.waitForFunction(() => globalThis.kernelFigures !== undefined);
    console.log(`Chromium ${browser.version()}`);
    printRows(await page.evaluate(() => globalThis.kernelFigures?.() ?? []));
  } finally {
    await browser.close();
  }
}

/** One script, with the module in it. */
async function bundleForPage() {
  const outDir = fileURLToPath(new URL('../../build/bench/kernels-page/', import.meta.url));
  await build({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: true,
      lib: { entry: fileURLToPath(new URL('page.ts', import.meta.url)), formats: ['es'], fileName: 'page' },
    },
  });
  return readFileSync(`${outDir}page.js`, 'utf8');
}
