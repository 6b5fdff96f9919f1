#!/usr/bin/env -S node --max-semi-space-size=128 --use-largepages=silent
// What `npx supervisor-sandbox` starts: the built entry, built first where it is not there or older than its sources. What a step of
// the world makes is gone a step later: it never leaves a young generation as large as that one. The engine's own code is on large
// pages, where the system has them.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const entry = join(root, 'build/node/main.js');

/** Time of the newest source file under a folder. */
function newest(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile())
    .reduce(
      (time, file) => Math.max(time, statSync(join(file.parentPath ?? file.path, file.name)).mtimeMs),
      0,
    );
}

function isFresh() {
  const sources = ['src', 'assembly'].map((folder) => newest(join(root, folder)));
  return existsSync(entry) && statSync(entry).mtimeMs >= Math.max(...sources);
}

/** Runs the build, its progress on stderr; true where it went well. */
function build() {
  process.stderr.write('building the command once...\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  try {
    execFileSync(npm, ['run', '--silent', 'build:command'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return true;
  } catch {
    process.stderr.write(
      'supervisor-sandbox: it could not be built: `npm ci`, then `npm run build:command` says why\n',
    );
    return false;
  }
}

if (isFresh() || build()) {
  const { main } = await import(pathToFileURL(entry).href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.exitCode = 1;
}
