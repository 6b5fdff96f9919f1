// What the server says of itself, by release and by wish; and that it is well.
import { describe, expect, it } from 'vitest';
import { instantiateKernels } from '../../../../src/runtime/node/kernels.ts';
import { releases } from '../../../../src/releases/release.ts';
import { World } from '../../../../src/world.ts';
import { fourHosts, worldOf } from '../../../worlds/setup.ts';
import { ask, refused } from './support.ts';

const kernels = instantiateKernels();

describe('/version', () => {
  it.each(releases)('is that of the Supervisor of $id', ({ id, supervisors: [{ supervisor }] }) => {
    const { body } = ask(worldOf({ ...fourHosts, release: id }), 'GET', '/version');
    const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(supervisor) ?? [];
    expect(body).toMatchObject({ major, minor, gitVersion: supervisor, platform: 'linux/amd64' });
  });

  it.each([
    ['1.33', { major: '1', minor: '33', gitVersion: 'v1.33' }],
    ['v1.31.4', { major: '1', minor: '31', gitVersion: 'v1.31.4' }],
  ])('is %s where the host wishes it so', (kubernetesVersion, said) => {
    const world = World.restore({ kernels, kubernetesVersion }, worldOf().checkpoint());
    expect(ask(world, 'GET', '/version').body).toMatchObject(said);
  });

  it('has every member that clients print', () => {
    expect(Object.keys(ask(worldOf(), 'GET', '/version').body)).toEqual([
      'major',
      'minor',
      'gitVersion',
      'gitCommit',
      'gitTreeState',
      'buildDate',
      'goVersion',
      'compiler',
      'platform',
    ]);
  });
});

describe('health', () => {
  it.each([
    ['/livez?verbose', '[+]ping ok', 'livez check passed\n'],
    ['/readyz?verbose&exclude=etcd', '[+]etcd excluded: ok', 'readyz check passed\n'],
    [
      '/readyz?verbose&exclude=b&exclude=a&exclude=etcd',
      'warn: some health checks cannot be excluded: no matches for "a", "b"',
      'readyz check passed\n',
    ],
    ['/readyz?verbose', '[+]shutdown ok', 'readyz check passed\n'],
  ])('%s says each check', (path, line, end) => {
    const { text } = ask(worldOf(), 'GET', path);
    expect(text.split('\n')).toContain(line);
    expect(text.endsWith(end)).toBe(true);
  });

  it('a check that there is not is not found', () => {
    expect(ask(worldOf(), 'GET', '/livez/shutdown').status).toBe(404);
  });

  it.each(['/healthz', '/livez', '/readyz', '/livez/ping'])('%s is ok', (path) => {
    const { status, headers, text } = ask(worldOf(), 'GET', path);
    expect([status, headers['content-type'], text]).toEqual([200, 'text/plain; charset=utf-8', 'ok']);
  });

  it('is only read', () => {
    expect(refused(worldOf(), 'POST', '/healthz').code).toBe(405);
  });
});
