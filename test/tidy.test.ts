import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { limits } from '../src/std/limits.ts';
import { complaints, rules, topLevel } from './tidy.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const notOurs = new Set(['node_modules', 'build', '.git', 'test-results', 'playwright-report']);

function files(folder = ''): readonly string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (notOurs.has(name)) return [];
    return statSync(join(root, path)).isDirectory() ? files(path) : [path];
  });
}

const isText = (path: string): boolean => !/\.(png|woff2|ico|wasm)$/.test(path);
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('the house', () => {
  it('is tidy', () => {
    const found = files()
      .filter(isText)
      .flatMap((path) => complaints(path, read(path)));
    expect(found).toEqual([]);
  });

  it('has at its top only what design and tools ask for', () => {
    const others = readdirSync(root).filter(
      (name) => !topLevel.has(name) && !notOurs.has(name) && !name.endsWith('.log'),
    );
    expect(others).toEqual([]);
  });

  it('has a README in every room', () => {
    const rooms = readdirSync(join(root, 'src')).filter((name) =>
      statSync(join(root, 'src', name)).isDirectory(),
    );
    const without = [...rooms.map((name) => `src/${name}`), 'src', 'web', 'assembly', 'test', '.'].filter(
      (room) => !existsSync(join(root, room, 'README.md')),
    );
    expect(without).toEqual([]);
  });

  it('uses every limit that it names', () => {
    const code = files()
      .filter((path) => /^(src|web)\/.*\.(ts|svelte|mjs)$/.test(path) && path !== 'src/std/limits.ts')
      .map(read)
      .join('\n');
    expect(Object.keys(limits).filter((name) => !code.includes(`limits.${name}`))).toEqual([]);
  });

  it('runs in CI what a stranger runs', () => {
    expect(read('.ci/run').trim().split('\n').at(-1)).toBe('npm ci && npm test');
    expect(statSync(join(root, '.ci/run')).mode & 0o111).not.toBe(0);
  });
});

describe('the rules themselves', () => {
  // What each must catch, and a neighbour that it must not.
  const place = ['', 'work', 'main'].join('/');
  it.each<[string, string, string, string]>([
    [
      'no-work-left-for-later',
      'src/std/a.ts',
      '// What it is.\n// TO' + 'DO: later',
      '// What it is.\nconst todos = [];',
    ],
    ['no-check-switched-off', 'src/std/a.ts', '// A.\n// @ts-' + 'ignore', '// A.\nconst ignored = 1;'],
    [
      'no-check-switched-off',
      'web/parts/A.svelte',
      '<!-- svelte-' + 'ignore a11y_autofocus -->\n',
      '<!-- svelte-' + 'ignore a11y_autofocus (a dialog begins there) -->\n',
    ],
    [
      'no-test-that-runs-alone-or-not-at-all',
      'test/unit/a.test.ts',
      'it.' + "only('x')",
      "it.skipIf(true)('x')",
    ],
    [
      'no-place-of-one-machine',
      'src/std/a.ts',
      `// A.\nconst path = '${place}/x';`,
      '// A.\nconst path = "/workloads/x";',
    ],
    [
      'no-registry-address',
      'package.json',
      '{"x":"https://registry.npmjs' + '.org/x"}',
      '{"x":"https://example.com/x"}',
    ],
    [
      'no-error-made-while-a-module-loads',
      'src/std/a.ts',
      '// A.\nconst gone = new Refusal(410);',
      '// A.\nconst gone = () => new Refusal(410);',
    ],
    [
      'no-secret',
      'src/std/a.ts',
      '// A.\n-----BEGIN PRIV' + 'ATE KEY-----',
      '// A.\n-----BEGIN CERTIFICATE-----',
    ],
    ['no-god-file', 'src/std/a.ts', `// A.\n${'x\n'.repeat(500)}`, `// A.\n${'x\n'.repeat(300)}`],
    [
      'a-file-says-what-it-is',
      'src/std/a.ts',
      'export const a = 1;\n',
      '// What it is.\nexport const a = 1;\n',
    ],
    ['a-rooms-readme-is-short', 'src/std/README.md', 'x\n'.repeat(41), 'x\n'.repeat(40)],
    ['nothing-heavy', 'test/golden/a.json', 'x'.repeat(500_000), 'x'.repeat(100_000)],
    [
      'versions-are-exact',
      'package.json',
      '{"dependencies":{"a":"^1.0.0"}}\n',
      '{"dependencies":{"a":"1.0.0"}}\n',
    ],
    ['ends-with-a-newline', 'src/std/README.md', 'no end', 'an end\n'],
  ])('%s', (name, path, bad, good) => {
    const named = (text: string) =>
      complaints(path, text).filter((complaint) => complaint.includes(`: ${name}: `));
    expect(named(bad)).not.toEqual([]);
    expect(named(good)).toEqual([]);
  });

  it.each([
    ['names-are-kebab-case-and-components-are-not', 'src/std/someFile.ts', 'src/std/some-file.ts'],
    ['names-are-kebab-case-and-components-are-not', 'web/parts/button.svelte', 'web/parts/Button.svelte'],
    ['no-drawer', 'src/std/utils.ts', 'src/std/utility-rates.ts'],
    ['no-drawer', 'web/helpers/a.ts', 'web/parts/a.ts'],
  ])('%s: %s, but not %s', (name, bad, good) => {
    const named = (path: string) =>
      complaints(path, '// What it is.\n').filter((complaint) => complaint.includes(`: ${name}: `));
    expect(named(bad)).not.toEqual([]);
    expect(named(good)).toEqual([]);
  });

  it('each has a name of its own', () => {
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  });
});
