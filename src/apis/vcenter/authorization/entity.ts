// What kind of managed object an id is of: its prefix says so.
import type { Reference } from '../vim/method.ts';

const types: readonly (readonly [prefix: string, type: string])[] = [
  ['group-', 'Folder'],
  ['datacenter-', 'Datacenter'],
  ['domain-c', 'ClusterComputeResource'],
  ['host-', 'HostSystem'],
  ['resgroup-', 'ResourcePool'],
  ['vm-', 'VirtualMachine'],
  ['datastore-', 'Datastore'],
  ['dvportgroup-', 'DistributedVirtualPortgroup'],
  ['dvs-', 'VmwareDistributedVirtualSwitch'],
  ['network-', 'Network'],
];

/** A vSphere Namespace is known by its name. */
export function entityOf(id: string): Reference {
  const found = types.find(([prefix]) => id.startsWith(prefix));
  return { type: found?.[1] ?? 'Namespace', value: id };
}
