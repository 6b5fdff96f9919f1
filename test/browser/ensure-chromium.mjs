/**
 * Sees to it that there is a Chromium to test in: the one that PLAYWRIGHT_CHROMIUM names, one in a usual place, one from apt when we
 * are root on Debian, else Playwright's own download. Quiet when there is one already.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const places = JSON.parse(readFileSync(new URL('./chromium-places.json', import.meta.url), 'utf8'));
const named = process.env.PLAYWRIGHT_CHROMIUM;
// One without windows is quicker, but reads no settings: it does not do alone.
const found = () => places.find((path) => !path.includes('headless-shell') && existsSync(path));
const run = (command, args) => spawnSync(command, args, { stdio: 'inherit' }).status === 0;

const hasApt = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
const apt = (...args) => run('apt-get', ['-o', 'DPkg::Lock::Timeout=120', '-q', ...args]);
const fromApt = (name) => apt('update') && apt('install', '-y', '--no-install-recommends', name);

function install() {
  return (hasApt && fromApt('chromium') && found()) || run('npx', ['playwright', 'install', 'chromium']);
}

if (named !== undefined && !existsSync(named)) {
  console.error(
    `PLAYWRIGHT_CHROMIUM names ${named}, and there is no such file: correct it, or unset it to have one found.`,
  );
  process.exit(1);
}
if (named === undefined && !found() && !install()) {
  console.error(
    'No Chromium for the tests in the browser, and none could be installed. Install one, or set PLAYWRIGHT_CHROMIUM to its path.',
  );
  process.exit(1);
}
// The quicker one halves what the tests take; they do without.
const [quicker] = places;
if (named === undefined && hasApt && !existsSync(quicker)) fromApt('chromium-headless-shell');
