/**
 * Which Chromium the tests start, and how: without what a browser does in the background, and without a sandbox where we are root. One
 * without windows is the first choice: another draws the frame of a window for every page, a second of a processor each.
 */
import { existsSync, readFileSync } from 'node:fs';

const places: unknown = JSON.parse(readFileSync(new URL('./chromium-places.json', import.meta.url), 'utf8'));

const candidates = [process.env.PLAYWRIGHT_CHROMIUM, ...(Array.isArray(places) ? places : [])];

const found = candidates.filter((place): place is string => typeof place === 'string' && existsSync(place));

const args = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `executablePath` is absent where only Playwright's own browser is left. */
const started = (path: string | undefined) => ({
  ...(path === undefined ? {} : { executablePath: path }),
  args,
});

export const chromium = started(found[0]);

/** One that goes by the settings of a profile, which one without windows does not read. */
export const chromiumWithSettings = started(found.find((place) => !place.includes('headless-shell')));
