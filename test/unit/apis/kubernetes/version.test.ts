// What the server says of itself, by release and by wish; and that it is well.
import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
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

describe('OpenID discovery', () => {
  it('says who issues tokens and where their keys are', () => {
    const { headers, body } = ask(worldOf(), 'GET', '/.well-known/openid-configuration');
    expect(body).toEqual({
      issuer: 'https://kubernetes.default.svc.cluster.local',
      jwks_uri: 'https://10.15.8.1:6443/openid/v1/jwks',
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
    });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'public, max-age=3600',
    });
    const keys = ask(worldOf(), 'GET', '/openid/v1/jwks');
    expect(keys.headers['content-type']).toBe('application/jwk-set+json');
  });

  it('tells the key that a token is signed with', () => {
    const world = worldOf();
    const made = ask(world, 'POST', '/api/v1/namespaces/demo/serviceaccounts/default/token', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }),
    }).body as unknown as { readonly status: { readonly token: string } };
    const [header = '', claims = '', signature = ''] = made.status.token.split('.');
    const { keys } = JSON.parse(ask(world, 'GET', '/openid/v1/jwks').text) as {
      readonly keys: readonly (JsonWebKey & { readonly kid: string })[];
    };
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { readonly kid: string };
    const jwk = keys.find((key) => key.kid === kid) as JsonWebKey;
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const text = Buffer.from(`${header}.${claims}`);
    const isGood = verify(
      'sha256',
      text,
      { key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    expect(isGood).toBe(true);
  });

  it('is told to service accounts, and not to strangers', () => {
    const account = {
      user: 'system:serviceaccount:demo:default',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:demo', 'system:authenticated'],
    };
    const stranger = { user: 'system:anonymous', groups: ['system:unauthenticated'] };
    const path = '/openid/v1/jwks';
    expect(ask(worldOf(), 'GET', path, { actor: account }).status).toBe(200);
    expect(refused(worldOf(), 'GET', path, { actor: stranger }).message).toBe(
      'forbidden: User "system:anonymous" cannot get path "/openid/v1/jwks"',
    );
  });
});
