// One real input from end to end: three Deployments and Services as people have them, applied, scaled, survived, rolled, exposed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import type { World } from '../../src/world.ts';
import { get, list, mergePatch, pass, paths, restored, send, setPower, worldOf, type Body } from './setup.ts';

const dataFolder = process.env['SUPERVISOR_SANDBOX_DATA'];
const own = fileURLToPath(new URL('../clients/manifests/guestbook.yaml', import.meta.url));
const given = dataFolder === undefined ? undefined : join(dataFolder, 'manifests/guestbook-all-in-one.yaml');

const isReady = ({ status }: Body) =>
  ((status?.['conditions'] ?? []) as { type: string; status: string }[]).some(
    ({ type, status: is }) => type === 'Ready' && is === 'True',
  );

function apply(world: World, file: string): void {
  for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
    const object = document.toJS() as { kind: string } | null;
    if (object === null) continue;
    const path = object.kind === 'Service' ? paths.services : paths.deployments;
    expect(send(world, 'POST', path, object).status).toBe(201);
  }
}

function tell(file: string): void {
  const world = worldOf();
  const start = world.checkpoint();
  const pods = (app: string) =>
    list(world, paths.pods).filter(({ metadata }) => metadata.name.startsWith(`${app}-`));
  const ready = (app: string) => pods(app).filter(isReady);

  apply(world, file);
  pass(world, 60);
  const deployments = list(world, paths.deployments);
  expect(deployments).toHaveLength(3);
  for (const { spec, status } of deployments) expect(status?.['readyReplicas']).toBe(spec['replicas']);
  const hosts = new Set(list(world, paths.hosts).map(({ metadata }) => metadata.name));
  for (const { spec } of list(world, paths.pods)) expect(hosts).toContain(spec['nodeName']);

  // What people see of it is the tier with the most replicas.
  const front = [...deployments].sort((a, b) => Number(b.spec['replicas']) - Number(a.spec['replicas']))[0]
    ?.metadata.name as string;
  const frontend = `${paths.deployments}/${front}`;
  send(world, 'PATCH', `${frontend}/scale`, { spec: { replicas: 200 } }, mergePatch);
  pass(world, 120);
  expect(ready(front)).toHaveLength(200);

  setPower(world, 'esxi-04.sandbox.lab', 'Off');
  pass(world, 600);
  expect(ready(front).filter(({ metadata }) => metadata.deletionTimestamp === undefined)).toHaveLength(200);
  setPower(world, 'esxi-04.sandbox.lab', 'On');
  pass(world, 600);
  expect(pods(front)).toHaveLength(200);

  const containers = (
    get(world, frontend).spec['template'] as { spec: { containers: { name: string; image: string }[] } }
  ).spec.containers;
  const rolled = containers.map((container) => ({
    ...container,
    image: 'registry.example/guestbook/frontend:v6',
  }));
  send(world, 'PATCH', frontend, { spec: { template: { spec: { containers: rolled } } } }, mergePatch);
  pass(world, 900);
  expect(ready(front)).toHaveLength(200);
  for (const { spec } of pods(front)) {
    expect((spec['containers'] as { image: string }[])[0]?.image).toBe(
      'registry.example/guestbook/frontend:v6',
    );
  }

  send(world, 'PATCH', `${paths.services}/${front}`, { spec: { type: 'LoadBalancer' } }, mergePatch);
  pass(world, 60);
  const { ingress } = get(world, `${paths.services}/${front}`).status!['loadBalancer'] as {
    ingress: { ip: string }[];
  };
  const ip = ingress[0]?.ip as string;
  const routes = get(world, paths.leaf).status?.['routes'] as { prefix: string; nextHops: string[] }[];
  expect(ip).toMatch(/^10\.15\.8\.\d+$/);
  expect(routes.map(({ prefix }) => prefix)).toContain('10.15.8.0/24');

  world.markClock();
  const again = restored(start);
  for (const record of world.journal) again.replay(record);
  expect(again.hash()).toBe(world.hash());
}

describe('the guestbook', () => {
  it('runs, grows to 200, loses a host and gets it back, rolls, is reached through a summary, and replays to the same hash', () => {
    tell(own);
  });

  it.skipIf(given === undefined || !existsSync(given))(
    'as it was published, from the folder that SUPERVISOR_SANDBOX_DATA names (skipped without it)',
    () => tell(given as string),
  );
});
