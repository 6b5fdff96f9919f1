// Every method of VI/JSON that vCenter answers here, by type and name.
import { signOnMembers } from '../../sso/members.ts';
import { alarmMethods } from './alarms.ts';
import { authorizationMembers } from './authorization.ts';
import { clusterMethods } from './clusters.ts';
import { collectorMethods } from './collector.ts';
import { eventMethods } from './events.ts';
import { hostMethods } from './hosts.ts';
import { inventoryMethods } from './inventory.ts';
import { machineMethods } from './machines.ts';
import { networkMethods } from './networks.ts';
import { policyMethods } from './storage-policies.ts';
import { sessionMethods } from './sessions.ts';
import { taskMethods } from './tasks.ts';
import type { VimMethod } from './method.ts';

const methods: readonly VimMethod[] = [
  ...collectorMethods,
  ...hostMethods,
  ...inventoryMethods,
  ...clusterMethods,
  ...machineMethods,
  ...networkMethods,
  ...policyMethods,
  ...sessionMethods,
  ...taskMethods,
  ...eventMethods,
  ...alarmMethods,
  ...authorizationMembers,
  ...signOnMembers,
];

const byName: ReadonlyMap<string, VimMethod> = new Map(
  methods.map((method) => [`${method.type}/${method.name}`, method]),
);

export function vimMethod(type: string, name: string): VimMethod | undefined {
  return byName.get(`${type}/${name}`);
}
