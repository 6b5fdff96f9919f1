// The ranges of Services' addresses, and what is told of those that are held.
import { expect, it } from 'vitest';
import { get, list, send, worldOf } from '../../../worlds/setup.ts';

const root = '/apis/networking.k8s.io/v1';
const services = '/api/v1/namespaces/demo/services';
const service = (name: string, clusterIP?: string) => ({
  metadata: { name },
  spec: { ports: [{ port: 80 }], ...(clusterIP === undefined ? {} : { clusterIP }) },
});

it('tells of the range of the cluster, and of the addresses that Services hold', () => {
  const world = worldOf();
  send(world, 'POST', services, service('web'));
  send(world, 'POST', services, service('bare', 'None'));
  const [own] = list(world, `${root}/servicecidrs`);
  expect([own?.metadata.name, own?.['spec'], own?.['status']]).toMatchObject([
    'kubernetes',
    { cidrs: ['10.96.0.0/22'] },
    { conditions: [{ type: 'Ready', status: 'True', message: 'Kubernetes default Service CIDR is ready' }] },
  ]);
  const all = list(world, '/api/v1/services').flatMap(({ spec }) => {
    const { clusterIP = '' } = spec as { clusterIP?: string };
    return clusterIP === 'None' || clusterIP === '' ? [] : [clusterIP];
  });
  const held = list(world, `${root}/ipaddresses`).map(({ metadata }) => metadata.name);
  expect(held).toEqual(all.sort());
  const { clusterIP } = get(world, `${services}/web`).spec as { clusterIP: string };
  expect(get(world, `${root}/ipaddresses/${clusterIP}`).spec).toEqual({
    parentRef: { name: 'web', namespace: 'demo', resource: 'services' },
  });
  send(world, 'DELETE', `${services}/web`);
  expect(send(world, 'GET', `${root}/ipaddresses/${clusterIP}`).status).toBe(404);
});

it('gives out what a further range has, and not what somebody holds', () => {
  const world = worldOf();
  const refused = send(world, 'POST', services, service('far', '10.97.0.9'));
  expect(refused.body.message).toContain('the provided network does not match the current range');
  const cidr = { metadata: { name: 'more' }, spec: { cidrs: ['10.97.0.0/28'] } };
  expect(send(world, 'POST', `${root}/servicecidrs`, cidr).status).toBe(201);
  world.runTo(world.now + 1_000);
  expect(get(world, `${root}/servicecidrs/more`)['status']).toMatchObject({
    conditions: [{ type: 'Ready', message: 'Kubernetes Service CIDR is ready' }],
  });
  expect(send(world, 'POST', services, service('far', '10.97.0.9')).status).toBe(201);
  const parentRef = { resource: 'others', name: 'x' };
  send(world, 'POST', `${root}/ipaddresses`, { metadata: { name: '10.97.0.10' }, spec: { parentRef } });
  expect(send(world, 'POST', services, service('held', '10.97.0.10')).body.message).toContain(
    'provided IP is already allocated',
  );
});

it('keeps a range that is deleted until no Service has an address of it', () => {
  const world = worldOf();
  const more = `${root}/servicecidrs/more`;
  const cidr = { metadata: { name: 'more' }, spec: { cidrs: ['10.97.0.0/28'] } };
  send(world, 'POST', `${root}/servicecidrs`, cidr);
  send(world, 'POST', services, service('far', '10.97.0.9'));
  world.runTo(world.now + 1_000);
  expect(get(world, more).metadata.finalizers).toEqual(['networking.k8s.io/service-cidr-finalizer']);
  send(world, 'DELETE', more);
  world.runTo(world.now + 60_000);
  expect(get(world, more)['status']).toMatchObject({
    conditions: [{ type: 'Ready', status: 'False', reason: 'Terminating' }],
  });
  expect(send(world, 'POST', services, service('late', '10.97.0.10')).body.message).toContain(
    'the provided network does not match the current range',
  );
  send(world, 'DELETE', `${services}/far`);
  world.runTo(world.now + 1_000);
  expect(send(world, 'GET', more).status).toBe(404);
});

it('lets a range go that another one contains, and one that nobody uses after a while', () => {
  const world = worldOf();
  const cidr = (name: string, range: string) =>
    send(world, 'POST', `${root}/servicecidrs`, { metadata: { name }, spec: { cidrs: [range] } });
  cidr('inner', '10.97.0.0/28');
  cidr('outer', '10.97.0.0/24');
  cidr('free', '10.98.0.0/24');
  send(world, 'POST', services, service('far', '10.97.0.9'));
  world.runTo(world.now + 1_000);
  for (const name of ['inner', 'free']) send(world, 'DELETE', `${root}/servicecidrs/${name}`);
  world.runTo(world.now + 5_000);
  const left = () => list(world, `${root}/servicecidrs`).map(({ metadata }) => metadata.name);
  expect(left()).toEqual(['free', 'inner', 'kubernetes', 'outer']);
  world.runTo(world.now + 10_000);
  expect(left()).toEqual(['kubernetes', 'outer']);
});
