// Bootstrap tokens: whom they let in, when they do not, and when they are gone.
import { describe, expect, it } from 'vitest';
import type { World } from '../../../../../src/world.ts';
import { formatTime } from '../../../../../src/std/time.ts';
import { call, pass, send, worldOf } from '../../../../worlds/setup.ts';
import { review } from './setting.ts';

const path = '/api/v1/namespaces/kube-system/secrets';
const token = 'abcdef.0123456789abcdef';
const bootstrapType = 'bootstrap.kubernetes.io/token';

function worldWith(
  more: Readonly<Record<string, string>> = {},
  type = 'bootstrap.kubernetes.io/token',
): World {
  const world = worldOf();
  const stringData = {
    'token-id': 'abcdef',
    'token-secret': '0123456789abcdef',
    'usage-bootstrap-authentication': 'true',
    ...more,
  };
  const body = { metadata: { name: 'bootstrap-token-abcdef' }, type, stringData };
  expect(send(world, 'POST', path, body).status).toBe(201);
  return world;
}

const prove = (world: World, said = token) =>
  review(world, 'authentication', 'TokenReview', { token: said }).body.status;

describe('a bootstrap token', () => {
  it('proves a bootstrapper with its groups', () => {
    const world = worldWith({ 'auth-extra-groups': 'system:bootstrappers:kubeadm:default-node-token' });
    expect(prove(world)).toMatchObject({
      authenticated: true,
      user: {
        username: 'system:bootstrap:abcdef',
        groups: [
          'system:bootstrappers',
          'system:bootstrappers:kubeadm:default-node-token',
          'system:authenticated',
        ],
      },
    });
  });

  it.each<readonly [string, Readonly<Record<string, string>>, string, string]>([
    ['another secret', {}, 'abcdef.fedcba9876543210', bootstrapType],
    ['another id', { 'token-id': 'fedcba' }, token, bootstrapType],
    ['a use that is not signing in', { 'usage-bootstrap-authentication': 'false' }, token, bootstrapType],
    ['a group that is not its own', { 'auth-extra-groups': 'system:masters' }, token, bootstrapType],
    ['an end that has come', { expiration: '2020-01-01T00:00:00Z' }, token, bootstrapType],
    ['an end that nobody can read', { expiration: 'soon' }, token, bootstrapType],
    ['a Secret of another type', {}, token, 'Opaque'],
    ['no Secret', {}, 'zzzzzz.0123456789abcdef', bootstrapType],
  ])('proves nobody with %s', (_, more, said, type) => {
    expect(prove(worldWith(more, type), said)).toEqual({ user: {}, error: 'invalid bearer token' });
  });

  it('is removed when it has ended', () => {
    const world = worldWith({ expiration: formatTime(worldOf().now + 60_000) });
    const named = `${path}/bootstrap-token-abcdef`;
    pass(world, 50);
    expect(prove(world)).toMatchObject({ authenticated: true });
    pass(world, 20);
    expect(call(world, { method: 'GET', path: named }).status).toBe(404);
  });
});
