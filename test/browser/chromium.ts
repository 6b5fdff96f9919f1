/**
 * Which Chromium the tests start, and how: without what a browser does in the background, and without a sandbox where we are root. One
 * without windows is the first choice: another draws the frame of a window for every page, a second of a processor each.
 */
import { existsSync, readFileSync } from 'node:fs';

const places: unknown = JSON.parse(readFileSync(new URL('./chromium-places.json', import.meta.url), 'utf8'));

const candidates = [process.env.PLAYWRIGHT_CHROMIUM, ...(Array.isArray(places) ? places : [])];

const path = candidates.find((place): place is string => typeof place === 'string' && existsSync(place));

/** `executablePath` is absent where only Playwright's own browser is left. */
export const chromium = {
  ...(path === undefined ? {} : { executablePath: path }),
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
