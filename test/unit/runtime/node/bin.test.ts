import { spawnSync } from 'node:child_process';
import { appendFile, copyFile, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../../../../src/runtime/node/bin.mjs', import.meta.url));

/** A project of its own around the same bin.mjs: its build writes an entry that says what it was called with. */
let root: string;

const make = `
import { mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('build/node', { recursive: true });
writeFileSync('build/node/main.js', 'export const main = async (args) => { console.log(JSON.stringify(args)); return 3; };');
`;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'command-'));
  await mkdir(join(root, 'src/runtime/node'), { recursive: true });
  await mkdir(join(root, 'assembly'));
  await copyFile(bin, join(root, 'src/runtime/node/bin.mjs'));
  await writeFile(join(root, 'assembly/index.ts'), '');
  await writeFile(join(root, 'make.mjs'), make);
  const scripts = { 'build:command': 'node make.mjs' };
  await writeFile(join(root, 'package.json'), JSON.stringify({ type: 'module', scripts }));
});

afterAll(() => rm(root, { recursive: true }));

const run = (...args: readonly string[]) => {
  const command = [join(root, 'src/runtime/node/bin.mjs'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    cwd: tmpdir(),
  });
  return { status, stdout, stderr };
};

const building = 'building the command once...\n';

test('builds itself once, and again when a source is newer', async () => {
  const called = { status: 3, stdout: '["serve","--port","0"]\n' };
  expect(run('serve', '--port', '0')).toEqual({ ...called, stderr: building });
  expect(run('serve', '--port', '0')).toEqual({ ...called, stderr: '' });
  // However long a build takes, the source is newer than what came of it.
  const later = new Date(Date.now() + 3_600_000);
  await utimes(join(root, 'assembly/index.ts'), later, later);
  expect(run()).toEqual({ status: 3, stdout: '[]\n', stderr: building });
});

test('says that it could not be built', async () => {
  await appendFile(join(root, 'make.mjs'), 'console.error("out of paper"); process.exit(1);');
  const { status, stdout, stderr } = run('serve');
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('out of paper');
  expect(stderr).toContain('supervisor-sandbox: it could not be built');
  expect(stderr).not.toContain('    at ');
});
