import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UsageError } from '../../../../src/runtime/node/args.ts';
import { loadScenario } from '../../../../src/runtime/node/load-scenario.ts';
import { presetNamed } from '../../../../src/scenarios/index.ts';
import { limits } from '../../../../src/std/limits.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scenario-'));
});

afterAll(() => rm(folder, { recursive: true }));

const preset = presetNamed('four-hosts');

async function file(text: string | Buffer): Promise<string> {
  const path = join(folder, 'scenario.yaml');
  await writeFile(path, text);
  return path;
}

test('a preset by its name', async () => {
  expect(await loadScenario('four-hosts')).toEqual(preset);
});

test.each([
  ['YAML', 'preset: four-hosts\nseed: 7\nhosts:\n  count: 6\n'],
  ['JSON', '{"preset":"four-hosts","seed":7,"hosts":{"count":6}}'],
  ['a file that begins with ---', '---\npreset: four-hosts\nseed: 7\nhosts: {count: 6}\n'],
])('what differs from a preset, in %s', async (_form, text) => {
  const scenario = await loadScenario(await file(text));
  expect(scenario).toEqual({ ...preset, seed: 7, hosts: { ...preset?.hosts, count: 6 } });
});

test.each([
  ['nothing', '', /scenario\.yaml: .*mapping/],
  ['a list', '- four-hosts\n', /scenario\.yaml: .*mapping/],
  ['two documents', 'preset: four-hosts\n---\npreset: four-hosts\n', /scenario\.yaml:3:1: .*one document/],
  ['no YAML', 'preset: [four-hosts\n', /scenario\.yaml:\d+:\d+: /],
  ['an unknown field', 'preset: four-hosts\nhots: 6\n', /scenario\.yaml: hots: unknown field/],
  ['a preset that is none', 'preset: five-hosts\n', /scenario\.yaml: .*four-hosts/],
  ['another type', 'preset: four-hosts\nseed: many\n', /scenario\.yaml: seed: must be a number/],
  ['brackets without end', '['.repeat(3_000), /scenario\.yaml:1:\d+: /],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]), /scenario\.yaml:\d+:\d+: /],
  ['too much', '#'.repeat(limits.yamlBytesMax + 1), /scenario\.yaml has more than 1048576 bytes/],
])('%s is a mistake and says where', async (_what, text, message) => {
  const loading = loadScenario(await file(text));
  await expect(loading).rejects.toThrow(UsageError);
  await expect(loading).rejects.toThrow(message);
});

test('a file just small enough is read to its end', async () => {
  const text = 'preset: four-hosts\nseed: 7\n';
  const padded = '#'.repeat(limits.yamlBytesMax - text.length - 1);
  expect((await loadScenario(await file(`${padded}\n${text}`))).seed).toBe(7);
});

test('neither a preset nor a file', async () => {
  await expect(loadScenario('five-hosts')).rejects.toThrow(
    /^there is no scenario five-hosts: presets are four-hosts, empty, vcf-consolidated, edge-two-hosts, three-zones, vds-four-hosts, large-64, and as a file it cannot be read \(ENOENT/,
  );
  await expect(loadScenario(folder)).rejects.toThrow(/EISDIR/);
});

test.skipIf(process.platform === 'win32')('a file that never ends', async () => {
  await expect(loadScenario('/dev/zero')).rejects.toThrow('/dev/zero has more than');
});
