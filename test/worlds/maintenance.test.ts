// A host in maintenance mode: what runs on it goes elsewhere, as budgets allow; nothing comes until it leaves the mode.
import { expect, it, test } from 'vitest';
import type { World } from '../../src/world.ts';
import {
  deployment,
  get,
  list,
  mergePatch,
  pass,
  paths,
  podSpec,
  send,
  setPower,
  worldOf,
  type Body,
} from './setup.ts';

const hostName = (place: number): string => `esxi-0${place}.sandbox.lab`;

function ask(world: World, place: number, method: string) {
  return send(world, 'POST', `/sdk/vim25/8.0.1.0/HostSystem/host-${20 + place}/${method}`, {});
}

const enter = (world: World, place: number) => ask(world, place, 'EnterMaintenanceMode_Task');
const exit = (world: World, place: number) => ask(world, place, 'ExitMaintenanceMode_Task');

const host = (world: World, place: number): Body => get(world, `${paths.hosts}/${hostName(place)}`);
const node = (world: World, place: number): Body => get(world, `${paths.nodes}/${hostName(place)}`);

function podsOn(world: World, place: number): readonly Body[] {
  return list(world, paths.pods).filter(({ spec }) => spec['nodeName'] === hostName(place));
}

const running = (world: World): number =>
  list(world, paths.pods).filter(({ status }) => status?.['phase'] === 'Running').length;

function controlPlaneHosts(world: World): readonly unknown[] {
  return list(world, paths.vms)
    .filter(({ spec }) => spec['role'] === 'ControlPlane')
    .map(({ status }) => status?.['host']);
}

const taskStates = (world: World): readonly unknown[] =>
  list(world, '/scopes/fabric/apis/vsphere.sandbox/v1/tasks').map(({ spec, status }) => [
    spec['description'],
    status?.['state'],
  ]);

it('enters it once its Pods run elsewhere and its control plane VM has migrated, and takes Pods again afterwards', () => {
  const world = worldOf();
  send(world, 'POST', paths.deployments, deployment('web', 12));
  pass(world, 120);
  expect(podsOn(world, 1).length).toBeGreaterThan(0);
  expect(controlPlaneHosts(world)).toContain(hostName(1));
  expect(enter(world, 1).status).toBe(200);
  pass(world, 1);
  expect(node(world, 1).spec).toMatchObject({ unschedulable: true });
  expect(host(world, 1).status?.['inMaintenanceMode']).not.toBe(true);
  expect(taskStates(world)).toEqual([['Enter maintenance mode', 'RUNNING']]);
  pass(world, 180);
  expect(host(world, 1).status).toMatchObject({ inMaintenanceMode: true, connectionState: 'CONNECTED' });
  expect(taskStates(world)).toEqual([['Enter maintenance mode', 'SUCCESS']]);
  expect(podsOn(world, 1)).toEqual([]);
  expect(running(world)).toBe(12);
  expect([...new Set(controlPlaneHosts(world))]).toHaveLength(3);
  expect(controlPlaneHosts(world)).not.toContain(hostName(1));
  const reasons = list(world, '/api/v1/namespaces/demo/events').map(
    (event) => (event as { reason?: string }).reason,
  );
  expect(reasons).toContain('Killing');

  expect(exit(world, 1).status).toBe(200);
  pass(world, 30);
  expect(host(world, 1).status?.['inMaintenanceMode']).toBe(false);
  expect(node(world, 1).spec).not.toHaveProperty('unschedulable');
  send(world, 'PATCH', `${paths.deployments}/web`, { spec: { replicas: 40 } }, mergePatch);
  pass(world, 120);
  expect(podsOn(world, 1).length).toBeGreaterThan(0);
});

it('waits for a budget that lets no Pod go, and goes on when it does', () => {
  const world = worldOf();
  send(world, 'POST', paths.deployments, deployment('web', 4));
  const budget = {
    metadata: { name: 'web' },
    spec: { minAvailable: 4, selector: { matchLabels: { app: 'web' } } },
  };
  send(world, 'POST', paths.budgets, budget);
  pass(world, 120);
  const place = [1, 2, 3, 4].find((each) => podsOn(world, each).length > 0) as number;
  const before = podsOn(world, place).length;
  enter(world, place);
  pass(world, 300);
  expect(podsOn(world, place)).toHaveLength(before);
  expect(host(world, place).status?.['inMaintenanceMode']).not.toBe(true);
  send(world, 'PATCH', `${paths.budgets}/web`, { spec: { minAvailable: 3 } }, mergePatch);
  pass(world, 300);
  expect(podsOn(world, place)).toEqual([]);
  expect(host(world, place).status).toMatchObject({ inMaintenanceMode: true });
  expect(running(world)).toBe(4);
});

it('a Pod without a controller is lost, and a node that somebody had cordoned stays so', () => {
  const world = worldOf();
  send(world, 'POST', paths.pods, { metadata: { name: 'bare' }, spec: podSpec() });
  pass(world, 120);
  const place = [1, 2, 3, 4].find((each) => podsOn(world, each).length > 0) as number;
  send(world, 'PATCH', `${paths.nodes}/${hostName(place)}`, { spec: { unschedulable: true } }, mergePatch);
  enter(world, place);
  pass(world, 180);
  expect(list(world, paths.pods)).toEqual([]);
  expect(host(world, place).status).toMatchObject({ inMaintenanceMode: true });
  exit(world, place);
  pass(world, 30);
  expect(node(world, place).spec).toMatchObject({ unschedulable: true });
});

it('stays entering where no host would keep control plane VMs apart, until one comes back', () => {
  const world = worldOf();
  setPower(world, hostName(4), 'Off');
  pass(world, 60);
  enter(world, 1);
  pass(world, 300);
  expect(host(world, 1).status?.['inMaintenanceMode']).not.toBe(true);
  setPower(world, hostName(4), 'On');
  pass(world, 600);
  expect(host(world, 1).status).toMatchObject({ inMaintenanceMode: true });
  expect(controlPlaneHosts(world)).toContain(hostName(4));
});

test.each([
  [
    'entered twice',
    ['EnterMaintenanceMode_Task', 'EnterMaintenanceMode_Task'],
    'is already entering maintenance mode',
  ],
  ['left though not in it', ['ExitMaintenanceMode_Task'], 'is not in maintenance mode'],
  ['entered without power', ['ShutdownHost_Task', 'EnterMaintenanceMode_Task'], 'is not connected'],
] as const)('refused: %s', (_what, methods, why) => {
  const world = worldOf();
  const answers = methods.map((method) => {
    const answer = ask(world, 2, method);
    pass(world, method === 'ShutdownHost_Task' ? 60 : 0);
    return answer;
  });
  expect(answers.at(-1)).toMatchObject({
    status: 500,
    body: {
      _typeName: 'InvalidState',
      faultMessage: [
        { message: `The operation is not allowed in the current state: ${hostName(2)} ${why}.` },
      ],
    },
  });
});
