// Who does what in a random journal: an administrator, or the developer who may edit one namespace and nothing else.
import type { Actor } from '../../src/apis/kubernetes/wire.ts';
import { clusterAdmin, type World } from '../../src/world.ts';
import type { Dice } from '../dice.ts';
import { check } from './invariants/look.ts';
import { mergePatch, paths, send } from './setup.ts';
import type { Workload } from './workloads.ts';

export const developer: Actor = {
  user: 'sso:dev-anna@vsphere.local',
  groups: ['sso:developers@vsphere.local', 'sso:Everyone@vsphere.local', 'system:authenticated'],
};

/** The workload, done by one of the two. */
export function asSomebody(workload: Workload): (world: World, roll: Dice) => string {
  return (world, roll) => {
    const isDeveloper = roll.chance(50);
    const actor = isDeveloper ? developer : clusterAdmin;
    const done = workload(world, roll, (method, path, body, type) =>
      send(world, method, path, body, type, actor),
    );
    return isDeveloper ? `${done}, by the developer` : done;
  };
}

const cluster = '/api/vcenter/namespace-management/clusters/domain-c8';

/** What nobody may who may edit one namespace. */
const beyond: readonly (readonly [method: string, path: string, body?: object])[] = [
  ['PATCH', `${paths.nodes}/esxi-01.sandbox.lab`, { spec: { unschedulable: true } }],
  ['DELETE', '/api/v1/namespaces/demo'],
  ['POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'own' } }],
  ['GET', '/api/v1/namespaces/kube-system/secrets'],
  ['PATCH', '/api/v1/namespaces/demo/resourcequotas/demo', { spec: { hard: { 'count/pods': '999' } } }],
  ['PATCH', paths.tier0, { spec: { summarization: { mode: 'None' } } }],
  ['PATCH', `${paths.hosts}/esxi-01.sandbox.lab`, { spec: { power: 'Off' } }],
  ['POST', '/sandbox/hosts/esxi-01.sandbox.lab/PowerLost'],
  ['POST', '/sandbox/datastores/vsanDatastore/Filled'],
  ['POST', '/api/vcenter/services/wcp?action=stop'],
  ['PATCH', '/api/vcenter/namespaces/instances/demo', { resource_spec: { pod_count: 999 } }],
  ['DELETE', '/api/vcenter/namespaces/instances/demo'],
  ['PATCH', cluster, { size_hint: 'LARGE' }],
  ['POST', '/sdk/vim25/8.0.1.0/HostSystem/host-21/EnterMaintenanceMode_Task', {}],
];

/** The developer reaches for what is not theirs, which is refused. */
export function overreach(world: World, roll: Dice): string {
  const [method, path, body] = beyond[roll.below(beyond.length)] ?? ['GET', paths.nodes];
  const { status } = send(world, method, path, body, method === 'PATCH' ? mergePatch : undefined, developer);
  // VI/JSON answers every fault with 500.
  const refused = path.startsWith('/sdk/') ? 500 : 403;
  check(status === refused, () => `the developer may ${method} ${path}: ${status}`);
  return `the developer tries to ${method} ${path}: ${status}`;
}
