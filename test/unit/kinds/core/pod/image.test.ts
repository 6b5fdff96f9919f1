import { expect, it } from 'vitest';
import { badName, behaviourOf, tagOf } from '../../../../../src/kinds/core/pod/image.ts';
import { get, list, pass, paths, send, worldOf } from '../../../../worlds/setup.ts';

it.each([
  ['nginx', true],
  ['annotations/notary:1', true],
  ['nginx:does-not-exist', false],
  ['nonexistent', false],
  ['example.com/no-such-image:1', false],
  ['nosuchimage', false],
  ['registry.invalid/a', false],
  ['busybox:not-found', false],
  ['nginx:1.161', false],
  ['nginx:1.91', false],
  ['nginx:1.9.1', true],
  ['nginx:1.27-alpine', true],
  ['nginx:1.16.1', true],
  ['nginx:bad', false],
  ['example.com/wrong-image:1', false],
  ['example.com/fake-exporter:1', true],
  ['ubuntu:22.04', true],
  ['redis:7.2.4-alpine3.19', true],
  ['python:3.111', false],
  ['debian:12.10', true],
  ['gcr.io/google-samples/kubernetes-bootcamp:v1', true],
  ['gcr.io/google-samples/kubernetes-bootcamp:v10', false],
  ['localhost:5000/nginx', true],
  [`nginx:1.25.3@sha256:${'a'.repeat(64)}`, true],
])('%s can be pulled: %s', (image, pullable) => {
  expect(behaviourOf({ name: 'a', image }).pullable).toBe(pullable);
});

it.each([
  ['nginx', undefined],
  ['localhost:5000/postgres:16.2', '16.2'],
  ['localhost:5000/postgres', undefined],
  [`postgres:16@sha256:${'1'.repeat(64)}`, '16'],
  [`postgres@sha256:${'1'.repeat(64)}`, undefined],
])('%s has the tag %s', (image, tag) => {
  expect(tagOf(image)).toBe(tag);
});

it.each([
  'nginx',
  'nginx:1.25-alpine',
  'Registry.Example.com:5000/a/b_c--d:v1',
  `a@sha256:${'0'.repeat(64)}`,
  'localhost/a',
])('%s names an image', (image) => {
  expect(badName(image)).toBeUndefined();
});

it.each([
  ['NGINX', ': repository name (library/NGINX) must be lowercase'],
  ['a/NGINX:1', ': repository name (a/NGINX) must be lowercase'],
  ['nginx:', ''],
  ['a//b', ''],
  ['nginx:1:2', ''],
  ['-a', ''],
])('%s names none', (image, why) => {
  expect(badName(image)).toBe(
    `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format${why}`,
  );
});

it('a Pod whose image has no name waits, and says so', () => {
  const world = worldOf();
  const spec = { containers: [{ name: 'main', image: 'NGINX' }] };
  send(world, 'POST', paths.pods, { metadata: { name: 'a' }, spec });
  pass(world, 60);
  const message = badName('NGINX');
  const { status } = get(world, `${paths.pods}/a`);
  expect(status).toMatchObject({
    phase: 'Pending',
    containerStatuses: [{ state: { waiting: { reason: 'InvalidImageName', message } } }],
  });
  const said = list(world, '/api/v1/namespaces/demo/events').filter(({ reason }) =>
    ['Failed', 'InspectFailed'].includes(reason ?? ''),
  );
  expect(said.map(({ reason, message: text }) => [reason, text])).toEqual([
    ['InspectFailed', message],
    ['Failed', 'Error: InvalidImageName'],
  ]);
});

it('a Pod is told of secrets for the registry that are not there, and runs nevertheless', () => {
  const world = worldOf();
  const imagePullSecrets = [{ name: 'there' }, { name: 'one' }, { name: 'two' }];
  send(world, 'POST', '/api/v1/namespaces/demo/secrets', { metadata: { name: 'there' } });
  const spec = { containers: [{ name: 'main', image: 'nginx' }], imagePullSecrets };
  send(world, 'POST', paths.pods, { metadata: { name: 'a' }, spec });
  pass(world, 60);
  expect(get(world, `${paths.pods}/a`).status?.['phase']).toBe('Running');
  const said = list(world, '/api/v1/namespaces/demo/events').filter(
    ({ reason }) => reason === 'FailedToRetrieveImagePullSecret',
  );
  expect(said.map(({ message }) => message)).toEqual([
    'Unable to retrieve some image pull secrets (one, two); attempting to pull the image may not succeed.',
  ]);
});
