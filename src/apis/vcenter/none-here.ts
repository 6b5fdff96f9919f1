// What this vCenter has none of: lists of it are empty, and whichever one is asked for is not there. It has never been backed up, restored
// nor linked to another; nothing encrypts, nobody else signs people in, and no depot was added to. Source: vSphere Automation API.
import type { Json } from '../../std/draft.ts';
import { formatMilliTime } from '../../std/time.ts';
import { read } from './appliance-settings.ts';
import { notAllowed, notFound } from './failure.ts';
import { hostOf } from './inventory/host-changes.ts';
import { since, type Call, type Operation } from './operation.ts';

/** Where it is listed, and what one of it is called. */
const kinds: readonly (readonly [path: string, what: string])[] = [
  ['vcenter/crypto-manager/kms/providers', 'Key provider'],
  ['vcenter/identity/providers', 'Identity provider'],
  ['vcenter/compute/policies', 'Compute policy'],
  ['vcenter/content/registries/harbor', 'Harbor registry'],
  ['vcenter/lcm/discovery/associated-products', 'Product'],
  ['vcenter/trusted-infrastructure/trust-authority-clusters', 'Trust Authority Cluster'],
];

/** The same where a map tells them by their ids. */
const mapped: readonly (readonly [path: string, what: string])[] = [
  ['esx/settings/depots/offline', 'Offline depot'],
];

const missing =
  (what: string) =>
  ({ params }: Call): never => {
    throw notFound(what, Object.values(params)[0] ?? '');
  };

/** Ids of what is in no list of its own. */
const absent: readonly (readonly [path: string, what: string])[] = [
  ['appliance/recovery/backup/job/{id}', 'Backup job'],
  ['appliance/recovery/backup/parts/{id}', 'Backup part'],
  ['appliance/recovery/backup/schedules/{schedule}', 'Backup schedule'],
  ['appliance/update/pending/{version}', 'Update'],
  ['vcenter/lcm/update/pending/{version}', 'Update'],
  ['vcenter/content/registries/harbor/{registry}/projects', 'Harbor registry'],
  ['vcenter/content/registries/{registry}/health', 'Registry'],
  ['esx/settings/hardware-support/managers/{manager}/packages', 'Hardware support manager'],
];

/** What they are that stand for themselves. */
const states: readonly (readonly [path: string, tell: (call: Call) => Json])[] = [
  ['appliance/recovery/restore/job', () => ({ state: 'NONE', messages: [], progress: 0 })],
  ['appliance/support-bundle', () => ({ supportbundle_operations: [] })],
  ['vcenter/compute/policies/tag-usage', () => []],
  [
    'vcenter/lcm/update/pending',
    ({ fabric }) => ({ last_check_time: formatMilliTime(fabric.now), updates: [] }),
  ],
  ['vcenter/topology/replication-status', () => []],
  ['vcenter/vcha/cluster/deployment-type', () => ({ deployment_type: 'NONE' })],
  ['vcenter/vcha/cluster/mode', () => ({ mode: 'DISABLED' })],
  ['esx/settings/depot-content/add-ons', () => []],
  ['esx/settings/hardware-support/managers', () => []],
];

export const noneHere: readonly Operation[] = [
  { ...read('appliance/system/global-fips', () => ({ enabled: false })), in: since('7.0.2.0') },
  // Before what a list's path would take for an id.
  ...states.map(([path, tell]) => read(path, tell)),
  ...kinds.flatMap(([path, what]) => [read(path, () => []), read(`${path}/{id}`, missing(what))]),
  ...mapped.flatMap(([path, what]) => [
    read(path, ({ keyed }) => keyed([])),
    read(`${path}/{id}`, missing(what)),
    read(`${path}/{id}/content`, missing(what)),
  ]),
  ...absent.map(([path, what]) => read(path, missing(what))),
  read('vcenter/crypto-manager/hosts/{host}/kms/providers', ({ fabric, params: { host = '' } }) => {
    hostOf(fabric, host);
    return [];
  }),
  read('appliance/recovery/reconciliation/job', () => {
    throw notFound('Reconciliation job', 'reconciliation');
  }),
  read('appliance/update/staged', () => {
    throw notAllowed('Nothing is staged.');
  }),
];
