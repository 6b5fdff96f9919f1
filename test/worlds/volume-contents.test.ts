// What is written on a container volume outlives the Pods that write it.
import { expect, it } from 'vitest';
import { isConversation } from '../../src/apis/kubernetes/wire.ts';
import { clusterAdmin, type World } from '../../src/world.ts';
import { claim, claims, made, mounting, ns } from './claims.ts';
import { get, pass, send, worldOf } from './setup.ts';

const upgrade = { upgrade: 'websocket', 'sec-websocket-protocol': 'v5.channel.k8s.io' };

function run(world: World, pod: string, script: string): string {
  const words = ['sh', '-c', script].map((word) => `command=${encodeURIComponent(word)}`).join('&');
  const path = `${ns}/pods/${pod}/exec?${words}&stdout=true&stderr=true`;
  const answer = world.request({ method: 'GET', path, headers: upgrade }, clusterAdmin);
  if (!isConversation(answer)) throw new Error(JSON.stringify(answer));
  let said = '';
  answer.converse({
    say: (_, text) => (said += text),
    end: () => undefined,
    later: () => undefined,
    keep: (request) => void world.request(request, clusterAdmin),
  });
  return said;
}

/** A Pod that mounts the claim `data` at /data. */
function mounts(world: World, name: string, script: string, restartPolicy = 'Always'): void {
  const volumeMounts = [{ name: 'data', mountPath: '/data' }];
  const main = { name: 'main', image: 'busybox:1.36', command: ['sh', '-c', script], volumeMounts };
  made(world, `${ns}/pods`, {
    metadata: { name },
    spec: { restartPolicy, containers: [main], volumes: mounting('data') },
  });
  pass(world, 60);
}

const log = (world: World, pod: string) =>
  (world.request({ method: 'GET', path: `${ns}/pods/${pod}/log` }, clusterAdmin) as { body: string }).body;

function worldWithClaim(): World {
  const world = worldOf();
  made(world, claims, claim('data'));
  pass(world, 30);
  return world;
}

it('what a command wrote is there for the next Pod', () => {
  const world = worldWithClaim();
  mounts(world, 'one', 'sleep 1d');
  expect(run(world, 'one', 'echo kept > /data/a; mkdir /data/sub; echo b > /data/sub/b; cat /data/a')).toBe(
    'kept\n',
  );
  send(world, 'DELETE', `${ns}/pods/one`);
  pass(world, 120);
  mounts(world, 'two', 'cat /data/a; sleep 1d');
  expect(log(world, 'two')).toBe('kept\n');
  expect(run(world, 'two', 'cat /data/sub/b; rm /data/a; ls /data')).toBe('b\nsub\n');
  send(world, 'DELETE', `${ns}/pods/two`);
  pass(world, 120);
  mounts(world, 'three', 'sleep 1d');
  expect(run(world, 'three', 'ls /data')).toBe('sub\n');
});

it('what a container wrote is there for the next Pod, and told once', () => {
  const world = worldWithClaim();
  mounts(world, 'one', 'echo first >> /data/log; cat /data/log', 'Never');
  expect(get(world, `${ns}/pods/one`).status).toMatchObject({ phase: 'Succeeded' });
  expect(log(world, 'one')).toBe('first\n');
  mounts(world, 'two', 'echo second >> /data/log; cat /data/log; sleep 1d');
  expect(log(world, 'two')).toBe('first\nsecond\n');
  expect(run(world, 'two', 'echo third >> /data/log; cat /data/log')).toBe('first\nsecond\nthird\n');
  send(world, 'DELETE', `${ns}/pods/two`);
  pass(world, 120);
  mounts(world, 'three', 'cat /data/log', 'Never');
  expect(log(world, 'three')).toBe('first\nsecond\nthird\n');
  send(world, 'DELETE', `${ns}/pods/three`);
  pass(world, 120);
  mounts(world, 'four', 'rm /data/log; echo gone; sleep 1d');
  expect(log(world, 'four')).toBe('gone\n');
  expect(log(world, 'one')).toBe('first\n');
});
