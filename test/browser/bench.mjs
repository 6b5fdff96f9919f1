// The page's figures in Chromium, as a program of their own: `npm run generate` first, and a Chromium that the tests found.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundled, printRows } from '../bundle.mjs';

const places = JSON.parse(readFileSync(new URL('./chromium-places.json', import.meta.url), 'utf8'));
const executablePath = process.env.PLAYWRIGHT_CHROMIUM ?? places.find((place) => existsSync(place));

// The site's own configuration counts its folders from the root.
process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const { measurePage } = await bundled('browser/measure.ts');
printRows(await measurePage(executablePath));
