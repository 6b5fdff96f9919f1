import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kubeconfig, writeKubeconfig } from '../../../../src/runtime/node/kubeconfig.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
});

afterAll(() => rm(folder, { recursive: true }));

const options = {
  server: 'https://127.0.0.1:6443',
  authority: '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n',
  token: 'a'.repeat(64),
  namespace: 'demo',
};

test('a client reads server, authority, token and namespace out of it', () => {
  const read = new KubeConfig();
  read.loadFromString(kubeconfig(options));
  expect(read.getCurrentCluster()).toMatchObject({ server: options.server, skipTLSVerify: false });
  const authority = Buffer.from(read.getCurrentCluster()?.caData ?? '', 'base64').toString();
  expect(authority).toBe(options.authority);
  expect(read.getCurrentUser()?.token).toBe(options.token);
  expect(read.getContextObject(read.getCurrentContext())?.namespace).toBe('demo');
});

test('is for its owner only', async () => {
  const path = join(folder, 'new');
  await writeKubeconfig(path, options);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readFile(path, 'utf8')).toBe(kubeconfig(options));
});

test('takes the place of what was there, and its permissions away', async () => {
  const path = join(folder, 'old');
  await writeFile(path, 'x'.repeat(100_000));
  await chmod(path, 0o644);
  await writeKubeconfig(path, options);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readFile(path, 'utf8')).toBe(kubeconfig(options));
});

test('says where it cannot be written', async () => {
  const path = join(folder, 'no', 'such', 'folder');
  await expect(writeKubeconfig(path, options)).rejects.toThrow(path);
});
