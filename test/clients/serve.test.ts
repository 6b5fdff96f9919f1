// The command as people start and end it: what it prints, where, and with which exit code it goes.
import { readFile, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { CoreV1Api, KubeConfig, VersionApi } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundledCommand, type Command, type Serving } from './command.ts';
import { requester, type Requester } from './requester.ts';

let command: Command;

beforeAll(async () => {
  command = await bundledCommand();
});

afterAll(() => command.remove());

describe.concurrent('before it serves', () => {
  test.each([
    [
      ['--help'],
      /^Usage: supervisor-sandbox <command> \[flags\]\n[^]*\n {2}serve {7}serve a simulated Supervisor/,
    ],
    [['serve', '--port', '1', '--help'], /^Usage: supervisor-sandbox serve \[flags\]\n/],
  ])('%j is answered on stdout', async (args, text) => {
    const { code, stdout, stderr } = await command.run(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(text);
  });

  test.each([
    [[], /^Usage: supervisor-sandbox <command> \[flags\]\n/],
    [['sreve'], /^supervisor-sandbox: there is no command sreve; commands are serve, routes, place\n$/],
    [
      ['constructor'],
      /^supervisor-sandbox: there is no command constructor; commands are serve, routes, place\n$/,
    ],
    [['serve', '--prot', '1'], /^supervisor-sandbox: unknown flag --prot; known are --port, [^\n]*\n$/],
    [['serve', '--speed', 'warp'], /^supervisor-sandbox: --speed warp: a number above 0[^\n]*\n$/],
    [
      ['serve', '--scenario', 'five-hosts'],
      /^supervisor-sandbox: there is no scenario five-hosts: [^\n]*\n$/,
    ],
  ])('%j is a mistake: stderr, exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await command.run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('a scenario file that is wrong is named with its place', async () => {
    const path = join(command.folder, 'wrong.yaml');
    await writeFile(path, 'preset: four-hosts\nhosts: {cuont: 5}\n');
    const stderr = `supervisor-sandbox: ${path}: hosts.cuont: unknown field\n`;
    expect(await command.run('serve', '--scenario', path)).toEqual({ code: 2, stdout: '', stderr });
  });

  test('a kubeconfig that cannot be written ends it, though it listens already', async () => {
    const path = join(command.folder, 'no', 'kubeconfig');
    const { code, stdout, stderr } = await command.run('serve', '--port', '0', '--kubeconfig', path);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(`supervisor-sandbox: ENOENT: no such file or directory, open '${path}'\n`);
  });
});

describe('serving', () => {
  let serving: Serving;
  let ask: Requester;

  beforeAll(async () => {
    serving = await command.serve('--epoch', '2024-02-29T12:00:00Z', '--kubernetes', 'v1.29.9');
    ask = await requester(serving.kubeconfig);
  });

  test('the kubeconfig is for its owner only, and all that a client needs', async () => {
    expect((await stat(serving.kubeconfig)).mode & 0o777).toBe(0o600);
    const config = new KubeConfig();
    config.loadFromFile(serving.kubeconfig);
    expect(config.getCurrentCluster()).toMatchObject({ server: serving.address, skipTLSVerify: false });
    const version = await config.makeApiClient(VersionApi).getCode();
    expect(version).toMatchObject({ gitVersion: 'v1.29.9', major: '1', minor: '29' });
    const { items } = await config.makeApiClient(CoreV1Api).listNode();
    expect(items.filter(({ metadata }) => metadata?.name?.startsWith('esxi-'))).toHaveLength(4);
  });

  test('a default namespace is set', async () => {
    const config = new KubeConfig();
    config.loadFromFile(serving.kubeconfig);
    expect(config.getContextObject(config.getCurrentContext())?.namespace).toBe('demo');
  });

  test('the scenario begins at the epoch', async () => {
    const { json } = await ask({ path: '/api/v1/namespaces', body: { metadata: { name: 'young' } } });
    expect(json.metadata.creationTimestamp).toMatch(/^2024-02-29T12:0\d:\d\dZ$/);
  });

  test.each([
    ['no token', undefined],
    ['a password', 'Basic YWRtaW46YWRtaW4='],
  ])('%s is a stranger, who may ask what version this is', async (_what, authorization) => {
    for (const path of ['/api', '/api/v1/nodes', '/scopes/fabric/apis', '/openapi/v3']) {
      const { status, json } = await ask({ path, headers: { authorization } });
      expect(status, path).toBe(403);
      expect(json).toMatchObject({ kind: 'Status', reason: 'Forbidden' });
    }
    expect((await ask({ path: '/version', headers: { authorization } })).status).toBe(200);
  });

  test('another token is 401, in Kubernetes’ words', async () => {
    const authorization = `Bearer ${'0'.repeat(64)}`;
    for (const path of [
      '/api',
      '/api/v1/nodes',
      '/version',
      '/scopes/fabric/apis',
      '/sandbox/x',
      '/openapi/v3',
    ]) {
      const { status, json } = await ask({ path, headers: { authorization } });
      expect(status, path).toBe(401);
      expect(json).toMatchObject({ kind: 'Status', reason: 'Unauthorized', message: 'Unauthorized' });
    }
  });

  test('a request line may be long', async () => {
    const names = Array.from({ length: 2_000 }, (_, index) => `a-rather-long-value-${index}`);
    const selector = encodeURIComponent(`app in (${names.join()})`);
    const { status, json } = await ask({ path: `/api/v1/pods?labelSelector=${selector}` });
    expect([status, json.items]).toEqual([200, []]);
  });

  test('every answer has an id, and is for nobody else', async () => {
    const { headers } = await ask({ path: '/api/v1/nodes' });
    expect(headers['audit-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers['cache-control']).toBe('no-cache, private');
    const named = await ask({ path: '/api/v1/nodes', headers: { 'audit-id': 'mine' } });
    expect(named.headers['audit-id']).toBe('mine');
  });

  test.each([
    ['a long answer', '/openapi/v3/api/v1', 'deflate, gzip', 'gzip'],
    ['a short one', '/api/v1/namespaces', 'gzip', undefined],
    ['one to who does not take it', '/openapi/v3/api/v1', 'deflate', undefined],
  ])('%s is compressed or not', async (_what, path, encodings, encoding) => {
    const { status, headers, json } = await ask({ path, headers: { 'accept-encoding': encodings } });
    expect([status, headers['content-encoding']]).toEqual([200, encoding]);
    expect(Object.keys(json).length).toBeGreaterThan(1);
  });

  test('each of several headers names a group, whatever is in it', async () => {
    const headers = { 'impersonate-user': 'eve', 'impersonate-group': ['a', ',,b'] };
    const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
    const { json } = await ask({ path, headers, body: {} });
    expect(json.status).toEqual({
      userInfo: { username: 'eve', groups: ['a', ',,b', 'system:authenticated'] },
    });
  });

  test('other hosts and web pages are refused', async () => {
    const other = await ask({ path: '/version', headers: { host: 'rebound.example' } });
    expect(other.status).toBe(403);
    const page = await ask({ path: '/version', headers: { origin: 'https://rebound.example' } });
    expect(page.status).toBe(403);
    expect((await ask({ path: '/version' })).status).toBe(200);
  });

  test('a body that is too large is 413 and changes nothing', async () => {
    const body = { metadata: { name: 'large' }, data: { text: 'x'.repeat(3 * 1024 * 1024) } };
    const { status, json } = await ask({ path: '/api/v1/namespaces/demo/configmaps', body });
    expect(status).toBe(413);
    expect(json).toMatchObject({ reason: 'RequestEntityTooLarge' });
    expect((await ask({ path: '/api/v1/namespaces/demo/configmaps/large' })).status).toBe(404);
  });

  test.each([
    ['application/yaml', '['],
    ['application/yaml', '{a: '],
    ['application/yaml', '- '],
    ['application/json', '['],
    ['application/json', '{"a":'],
  ])('a body of %s that nests too deep ends no process: %s', async (type, opening) => {
    for (const depth of [900, 1_800, 900, 100_000]) {
      const body = opening.repeat(depth);
      const headers = { 'content-type': type };
      const { status } = await ask({ path: '/api/v1/namespaces/demo/configmaps', headers, body });
      expect(status).toBe(400);
    }
    expect((await ask({ path: '/version' })).status).toBe(200);
  });

  test('a port that is taken is said, with what to do', async () => {
    const ended = await command.run('serve', '--port', String(serving.port));
    const stderr = `supervisor-sandbox: port ${serving.port} is in use: name another with --port, or let --port 0 pick one\n`;
    expect(ended).toEqual({ code: 1, stdout: '', stderr });
  });
});

describe('the scenario and its speed', () => {
  test('a scenario file', async () => {
    const path = join(command.folder, 'six.yaml');
    await writeFile(
      path,
      'preset: four-hosts\nhosts:\n  count: 6\nnamespaces:\n  - {name: shop, description: "", access: []}\n',
    );
    const serving = await command.serve('--scenario', path);
    const ask = await requester(serving.kubeconfig);
    const { json } = await ask({ path: '/api/v1/nodes' });
    expect(json.items.filter(({ metadata }) => metadata.name.startsWith('esxi-'))).toHaveLength(6);
    expect(await readFile(serving.kubeconfig, 'utf8')).toContain('namespace: shop');
    await serving.stop();
  });

  /** Simulated seconds that go by in a second, read from when objects say that they were made. */
  async function pace(...args: readonly string[]): Promise<number> {
    const serving = await command.serve(...args);
    const ask = await requester(serving.kubeconfig);
    const made = async () => {
      const body = { metadata: { generateName: 'x-' } };
      const { json } = await ask({ path: '/api/v1/namespaces/demo/configmaps', body });
      return { wallMs: performance.now(), simMs: Date.parse(json.metadata.creationTimestamp) };
    };
    const first = await made();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const second = await made();
    await serving.stop();
    return (second.simMs - first.simMs) / (second.wallMs - first.wallMs);
  }

  test('one second a second, a thousand, and as many as there can be', async () => {
    const [one, thousand, max] = await Promise.all([pace(), pace('--speed', '1000'), pace('--speed', 'max')]);
    // Times are in whole seconds: over 1.5 s, one second more or less.
    expect(one).toBeGreaterThan(0.3);
    expect(one).toBeLessThan(2);
    expect(thousand).toBeGreaterThan(300);
    expect(thousand).toBeLessThan(1_100);
    expect(max).toBeGreaterThan(100);
  });
});

describe('the end', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it well, whoever is still connected', async (signal) => {
    const serving = await command.serve();
    const ask = await requester(serving.kubeconfig);
    const watch = ask({ path: '/api/v1/pods?watch=true' });
    watch.catch(() => undefined);
    const silent = connect({ host: '127.0.0.1', port: serving.port });
    silent.on('error', () => undefined);
    await new Promise((resolve) => silent.once('connect', resolve));
    serving.kill(signal);
    expect(await serving.ended).toEqual({ code: 0, stdout: `listening on ${serving.address}\n`, stderr: '' });
    await expect(ask({ path: '/version' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
