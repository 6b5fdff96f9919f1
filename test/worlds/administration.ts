// What an administrator does to a world in random journals: hosts go into maintenance mode and out of it, vSphere Namespaces come, change and go,
// the Workload Control Plane stops, starts and resizes.
import type { World } from '../../src/world.ts';
import type { Dice } from '../dice.ts';
import { call, deployment, get, mergePatch, pass, paths, send } from './setup.ts';

const instances = '/api/vcenter/namespaces/instances';
const policy = 'aa6d5a82-1c88-45da-85d3-3d74b91a5bad';

export function maintenance(world: World, roll: Dice): string {
  const place = 1 + roll.below(4);
  const { spec } = get(world, `${paths.hosts}/esxi-0${place}.sandbox.lab`);
  const method = spec['maintenance'] === true ? 'ExitMaintenanceMode_Task' : 'EnterMaintenanceMode_Task';
  const path = `/sdk/vim25/8.0.1.0/HostSystem/${String(spec['moid'])}/${method}`;
  return `${method} of host ${place}: ${send(world, 'POST', path, {}).status}`;
}

function said(roll: Dice): object {
  if (roll.chance(60))
    return { resource_spec: { pod_count: roll.below(12), cpu_limit: 2_600 * (1 + roll.below(9)) } };
  return roll.pick<object>([
    { resource_spec: {}, storage_specs: [{ policy, limit: 1_024 }] },
    { resource_spec: { storage_request_limit: 1_536 }, storage_specs: [{ policy, limit: 2_048 }] },
    { storage_specs: [] },
    { access_list: [{ subject_type: 'USER', subject: 'dev-anna', domain: 'vsphere.local', role: 'VIEW' }] },
    { resource_spec: { memory_limit_default: 256, cpu_request_default: 100 } },
    { resource_spec: { cpu_limit: 1 } },
  ]);
}

export function tenant(world: World, roll: Dice): string {
  const name = `lab-${roll.below(2)}`;
  const way = roll.below(6);
  if (way === 0) return `remove ${name}: ${send(world, 'DELETE', `${instances}/${name}`).status}`;
  if (way === 1)
    return `delete ${name} below vCenter: ${send(world, 'DELETE', `/api/v1/namespaces/${name}`).status}`;
  if (way <= 3) {
    const body = said(roll);
    return `change ${name}: ${send(world, 'PATCH', `${instances}/${name}`, body).status}`;
  }
  const body = { cluster: 'domain-c8', namespace: name, ...said(roll) };
  const { status } = send(world, 'POST', instances, body);
  const replicas = roll.below(8);
  if (roll.chance(50)) {
    pass(world, 30);
    send(world, 'PATCH', `${instances}/${name}`, said(roll));
  }
  send(world, 'POST', `/apis/apps/v1/namespaces/${name}/deployments`, deployment('web', replicas));
  return `create ${name}: ${status}`;
}

/** A claim comes, grows or goes. */
function changeClaim(world: World, roll: Dice, base: string): string {
  const name = `data-${roll.below(3)}`;
  const storage = roll.pick(['200Mi', '600Mi', '1Gi', '3Gi'] as const);
  const resources = { requests: { storage } };
  const way = roll.below(6);
  if (way === 0) return `delete claim ${name}: ${send(world, 'DELETE', `${base}/${name}`).status}`;
  if (way === 1) {
    const { status } = send(world, 'PATCH', `${base}/${name}`, { spec: { resources } }, mergePatch);
    return `grow claim ${name} to ${storage}: ${status}`;
  }
  const { status } = send(world, 'POST', base, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'vsan-default-storage-policy', resources },
  });
  return `create claim ${name} of ${storage}: ${status}`;
}

/** A namespace with quotas of storage, which fills: some claims fit, some do not. */
export function fillTenant(world: World, roll: Dice): string {
  const namespace = `lab-${roll.below(2)}`;
  const limits = {
    resource_spec: roll.chance(50) ? { storage_request_limit: 1_536 } : {},
    storage_specs: [{ policy, ...(roll.chance(80) ? { limit: 1_024 } : {}) }],
  };
  const { status } = send(world, 'POST', instances, { cluster: 'domain-c8', namespace, ...limits });
  if (status === 204) pass(world, 30);
  const base = `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;
  const done = Array.from({ length: 1 + roll.below(4) }, () => changeClaim(world, roll, base));
  return `storage of ${namespace}: ${status}, ${done.join(', ')}`;
}

const cluster = '/api/vcenter/namespace-management/clusters/domain-c8';

/** Whether the Supervisor's API answers. */
export function isServed(world: World): boolean {
  return call(world, { method: 'GET', path: '/version' }).status === 200;
}

/** The Workload Control Plane stops or starts; the control plane is wanted in another size. */
export function controlPlane(world: World, roll: Dice): string {
  const way = roll.below(4);
  if (way === 3) {
    const size = roll.pick(['TINY', 'SMALL', 'MEDIUM'] as const);
    return `control plane of size ${size}: ${send(world, 'PATCH', cluster, { size_hint: size }).status}`;
  }
  const action = way === 0 ? 'stop' : 'start';
  return `${action} wcp: ${send(world, 'POST', `/api/vcenter/services/wcp?action=${action}`).status}`;
}
