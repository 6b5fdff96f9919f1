// Containers that cannot be made of what they say: what is told of them, and that they start once they can.
import { describe, expect, it } from 'vitest';
import type { World } from '../../../src/world.ts';
import { get, list, pass, paths, send, worldOf } from '../../worlds/setup.ts';

const image = 'nginx:1.25';
const volumes = [{ name: 'v', emptyDir: {} }];
const mounted = (subPathExpr: string) => ({ volumeMounts: [{ name: 'v', mountPath: '/v', subPathExpr }] });

function running(spec: object): World {
  const world = worldOf();
  send(world, 'POST', paths.configMaps, { metadata: { name: 'there' }, data: { key: 'value' } });
  send(world, 'POST', '/api/v1/namespaces/demo/secrets', { metadata: { name: 'there' } });
  send(world, 'POST', paths.pods, { metadata: { name: 'a' }, spec: { containers: [spec], volumes } });
  pass(world, 60);
  return world;
}

const status = (world: World) => get(world, `${paths.pods}/a`).status as Record<string, unknown>;

const stateOf = (world: World) =>
  (status(world)['containerStatuses'] as { state: { waiting?: object; running?: object } }[])[0]?.state;

const failures = (world: World) =>
  list(world, '/api/v1/namespaces/demo/events')
    .filter(({ reason }) => reason === 'Failed')
    .map((event) => ({ message: event.message, count: (event as unknown as { count: number }).count }));

const uid = (world: World) => get(world, `${paths.pods}/a`).metadata.uid;

describe('a container that cannot be made', () => {
  const ref = (more: object) => ({ name: 'V', valueFrom: more });

  it.each<readonly [string, object, string]>([
    ['a ConfigMap', { envFrom: [{ configMapRef: { name: 'none' } }] }, 'configmap "none" not found'],
    ['a Secret', { envFrom: [{ secretRef: { name: 'none' } }] }, 'secret "none" not found'],
    [
      'the ConfigMap of a variable',
      { env: [ref({ configMapKeyRef: { name: 'none', key: 'key' } })] },
      'configmap "none" not found',
    ],
    [
      'a key of a ConfigMap',
      { env: [ref({ configMapKeyRef: { name: 'there', key: 'other' } })] },
      "couldn't find key other in ConfigMap demo/there",
    ],
    [
      'a key of a Secret',
      { env: [ref({ secretKeyRef: { name: 'there', key: 'other' } })] },
      "couldn't find key other in Secret demo/there",
    ],
    ['the values of a path', mounted('$(HOME)/$(B)/$(A)'), 'missing value for A, B, HOME'],
    [
      'a path within the volume',
      { env: [{ name: 'A', value: '/a' }], ...mounted('$(A)') },
      'error SubPath `/a` must not be an absolute path',
    ],
    [
      'a path that stays within the volume',
      { env: [{ name: 'A', value: '..' }], ...mounted('x/$(A)') },
      "unable to provision SubPath `x/..`: must not contain '..'",
    ],
  ])('says that it lacks %s', (_, more, why) => {
    const world = running({ name: 'main', image, ...more });
    expect(stateOf(world)).toEqual({ waiting: { reason: 'CreateContainerConfigError', message: why } });
    expect(status(world)['phase']).toBe('Pending');
    const [failure, ...others] = failures(world);
    expect([failure?.message, others]).toEqual([`Error: ${why}`, []]);
    expect(failure?.count).toBeGreaterThan(1);
  });

  it.each([
    [{ runAsNonRoot: true }, 'container has runAsNonRoot and image will run as root'],
    [{ runAsNonRoot: true, runAsUser: 0 }, "container's runAsUser breaks non-root policy"],
  ])('says that %j does not go together', (securityContext, why) => {
    const world = running({ name: 'main', image, securityContext });
    const message = `${why} (pod: "a_demo(${uid(world)})", container: main)`;
    expect(stateOf(world)).toEqual({ waiting: { reason: 'CreateContainerConfigError', message } });
  });

  it('starts once what it lacked is there', () => {
    const world = running({ name: 'main', image, envFrom: [{ configMapRef: { name: 'none' } }] });
    send(world, 'POST', paths.configMaps, { metadata: { name: 'none' }, data: {} });
    pass(world, 15);
    expect(stateOf(world)).toHaveProperty('running');
  });
});

it.each<readonly [string, object]>([
  ['what is optional', { envFrom: [{ configMapRef: { name: 'none', optional: true } }] }],
  ['a user of its own', { securityContext: { runAsNonRoot: true, runAsUser: 1000 } }],
  [
    'an image that brings a user',
    { image: 'nginxinc/nginx-unprivileged', securityContext: { runAsNonRoot: true } },
  ],
])('a container is made with %s', (_, more) => {
  expect(stateOf(running({ name: 'main', image, ...more }))).toHaveProperty('running');
});
