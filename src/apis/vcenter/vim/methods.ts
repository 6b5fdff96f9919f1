// Every method of VI/JSON that vCenter answers here, by type and name.
import { signOnMembers } from '../../sso/members.ts';
import { alarmMethods } from './alarms.ts';
import { authorizationMembers } from './authorization.ts';
import { clusterMethods } from './clusters.ts';
import { collectorMethods } from './collector.ts';
import { containerVolumeMethods } from './container-volumes.ts';
import { customFieldMethods } from './custom-fields.ts';
import { customizationMethods } from './customization.ts';
import { datastoreFileMethods } from './datastore-files.ts';
import { environmentBrowserMethods } from './environment-browser.ts';
import { eventMethods } from './events.ts';
import { fileManagerMethods } from './file-manager.ts';
import { firstClassDiskMethods } from './first-class-disks.ts';
import { historyMethods } from './history.ts';
import { hostConfigMethods } from './host-config/members.ts';
import { hostMethods } from './hosts.ts';
import { inventoryMethods } from './inventory.ts';
import { lifecycleMethods } from './machine-lifecycle.ts';
import { machineMethods } from './machines.ts';
import { managerMethods } from './managers.ts';
import { movingMethods } from './moving.ts';
import { performanceMethods } from './performance.ts';
import { nasDatastoreMethods } from './nas-datastores.ts';
import { nfcLeaseMethods } from './nfc-leases.ts';
import { ovfManagerMethods } from './ovf-manager.ts';
import { poolMethods } from './pools.ts';
import { networkMethods } from './networks.ts';
import { profileMethods } from './storage-profiles.ts';
import { policyMethods } from './storage-policies.ts';
import { sessionMethods } from './sessions.ts';
import { snapshotMethods } from './snapshots.ts';
import { taskMethods } from './tasks.ts';
import { templateMethods } from './templates.ts';
import type { VimMethod } from './method.ts';
import { userDirectoryMethods } from './user-directory.ts';
import { viewMethods } from './views.ts';
import { vsanMethods } from './vsan-clusters.ts';

const all: readonly VimMethod[] = [
  ...viewMethods,
  ...hostMethods,
  ...hostConfigMethods,
  ...inventoryMethods,
  ...clusterMethods,
  ...machineMethods,
  ...lifecycleMethods,
  ...customizationMethods,
  ...customFieldMethods,
  ...snapshotMethods,
  ...templateMethods,
  ...poolMethods,
  ...ovfManagerMethods,
  ...nfcLeaseMethods,
  ...nasDatastoreMethods,
  ...environmentBrowserMethods,
  ...movingMethods,
  ...networkMethods,
  ...datastoreFileMethods,
  ...fileManagerMethods,
  ...firstClassDiskMethods,
  ...policyMethods,
  ...profileMethods,
  ...managerMethods,
  ...performanceMethods,
  ...containerVolumeMethods,
  ...vsanMethods,
  ...sessionMethods,
  ...userDirectoryMethods,
  ...taskMethods,
  ...eventMethods,
  ...historyMethods,
  ...alarmMethods,
  ...authorizationMembers,
  ...signOnMembers,
];

/** Of each type what is read and not called. */
const members = new Map<string, Map<string, VimMethod>>();
for (const method of all)
  if (/^[a-z]/.test(method.name)) {
    const known = members.get(method.type) ?? new Map<string, VimMethod>();
    members.set(method.type, known.set(method.name, method));
  }

const none: ReadonlyMap<string, VimMethod> = new Map();

const byName: ReadonlyMap<string, VimMethod> = new Map(
  [...collectorMethods((type) => members.get(type) ?? none), ...all].map((method) => [
    `${method.type}/${method.name}`,
    method,
  ]),
);

export function vimMethod(type: string, name: string): VimMethod | undefined {
  return byName.get(`${type}/${name}`);
}
