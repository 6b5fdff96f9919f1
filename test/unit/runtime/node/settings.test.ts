import { expect, test } from 'vitest';
import { UsageError } from '../../../../src/runtime/node/args.ts';
import { serveUsage, settingsOf } from '../../../../src/runtime/node/settings.ts';
import { presetNamed } from '../../../../src/scenarios/index.ts';

const fourHosts = presetNamed('four-hosts');

test('what holds when nothing is said', async () => {
  const before = Math.floor(Date.now() / 1000) * 1000;
  const settings = await settingsOf([]);
  expect(settings).toMatchObject({ port: 6443, kubeconfig: 'supervisor-sandbox.kubeconfig', speed: 1 });
  expect(settings).not.toHaveProperty('kubernetesVersion');
  const startsAt = Date.parse(settings?.scenario.startsAt ?? '');
  expect(startsAt).toBeGreaterThanOrEqual(before);
  expect(startsAt).toBeLessThanOrEqual(Date.now());
});

test.each([
  [['--port', '0'], { port: 0 }],
  [['--port', '65535'], { port: 65_535 }],
  [['--speed', '0.5'], { speed: 0.5 }],
  [['--speed', '100000'], { speed: 100_000 }],
  [['--speed=max'], { speed: 'max' }],
  [['--kubeconfig', 'a b'], { kubeconfig: 'a b' }],
  [['--kubernetes', 'v1.24.9+vmware.wcp.1'], { kubernetesVersion: 'v1.24.9+vmware.wcp.1' }],
  [['--kubernetes', '1.33.0'], { kubernetesVersion: '1.33.0' }],
])('%j', async (args, expected) => {
  expect(await settingsOf(args)).toMatchObject(expected);
});

test('the epoch moves the scenario in time and nothing else', async () => {
  const settings = await settingsOf(['--epoch', '2024-02-29T12:00:00+02:00']);
  // Enabled 12 days and an hour before it begins, as the preset is.
  expect(settings?.scenario).toEqual({
    ...fourHosts,
    enabledAt: '2024-02-17T09:00:00Z',
    startsAt: '2024-02-29T10:00:00Z',
  });
});

test.each([
  ['--port 65536', /^--port 65536: a port is a number from 0 to 65535$/],
  ['--port=', /^--port : a port is a number/],
  ['--port -1', /^--port -1: a port is a number/],
  ['--port 1e3', /^--port 1e3: a port is a number/],
  ['--port https', /^--port https: a port is a number/],
  ['--speed 0', /^--speed 0: a number above 0, at most 100000, or max$/],
  ['--speed=', /^--speed : a number above 0/],
  ['--speed -1', /^--speed -1: a number above 0/],
  ['--speed 100001', /^--speed 100001: a number above 0/],
  ['--speed Infinity', /^--speed Infinity: a number above 0/],
  ['--speed warp', /^--speed warp: a number above 0/],
  ['--epoch today', /^--epoch today: not an RFC 3339 time such as 2023-04-18T09:00:00Z$/],
  ['--epoch 2023-02-30T00:00:00Z', /^--epoch 2023-02-30T00:00:00Z: not an RFC 3339 time/],
  ['--epoch 0000-01-01T00:00:00Z', /^--epoch 0000-01-01T00:00:00Z: .* before the year 0$/],
  ['--kubernetes newest', /^--kubernetes newest: not a version of Kubernetes such as v1.29.0$/],
  ['--scenario five-hosts', /^there is no scenario five-hosts: presets are four-hosts, empty, /],
  ['--listen 0.0.0.0', /^unknown flag --listen; known are --port, --kubeconfig, /],
  ['now', /^serve takes flags only, not now$/],
])('%s is a mistake', async (line, message) => {
  const settings = settingsOf(line.split(' '));
  await expect(settings).rejects.toThrow(UsageError);
  await expect(settings).rejects.toThrow(message);
});

test('help says every flag, and is asked for whatever else is', async () => {
  expect(await settingsOf(['--port', 'x', '--help'])).toBeUndefined();
  const said = [...serveUsage.matchAll(/^ {2}--(\S+)/gm)].map(([, name]) => name);
  expect(said).toEqual([
    'port',
    'kubeconfig',
    'scenario',
    'speed',
    'epoch',
    'kubernetes',
    'cors-allowed-origins',
    'help',
  ]);
  expect(serveUsage).toContain('four-hosts');
});
