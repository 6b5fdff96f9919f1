// What kind of managed object an id is of, which its prefix says, and what people call it.
import { machinesKind } from '../../../kinds/vsphere/machine.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { ReadView } from '../../../store/view.ts';
import { folders, hostOfComputeResource, list, titleOf } from '../inventory/places.ts';
import { pools } from '../inventory/pools.ts';
import { everywhere } from './tree.ts';

export interface Entity {
  readonly type: string;
  readonly value: string;
}

interface Placed {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly moid: string; readonly displayName?: string };
}

const types: readonly (readonly [prefix: string, type: string])[] = [
  ['group-', 'Folder'],
  ['datacenter-', 'Datacenter'],
  ['domain-c', 'ClusterComputeResource'],
  ['domain-s', 'ComputeResource'],
  ['host-', 'HostSystem'],
  ['resgroup-', 'ResourcePool'],
  ['vm-', 'VirtualMachine'],
  ['snapshot-', 'VirtualMachineSnapshot'],
  ['datastore-', 'Datastore'],
  ['dvportgroup-', 'DistributedVirtualPortgroup'],
  ['dvs-', 'VmwareDistributedVirtualSwitch'],
  ['network-o', 'OpaqueNetwork'],
  ['network-', 'Network'],
];

/** A vSphere Namespace is known by its name. */
export function entityOf(id: string): Entity {
  const found = types.find(([prefix]) => id.startsWith(prefix));
  return { type: found?.[1] ?? 'Namespace', value: id };
}

/** Kinds whose objects are found by a managed object id in their spec, by the ids' prefixes. */
const plurals: readonly (readonly [prefix: string, plural: string])[] = [
  ['datacenter-', 'datacenters'],
  ['domain-c', 'clusters'],
  ['host-', 'hosts'],
  ['datastore-', 'datastores'],
];

/** What people call the object of an id. */
export function titleOfEntity(fabric: ReadView, id: string): string {
  if (id === everywhere) return 'all of vCenter';
  if (id.startsWith('vm-')) return fabric.get<VirtualMachine>(machinesKind, id)?.spec.displayName ?? id;
  if (id.startsWith('group-')) return folders(fabric).find(({ folder }) => folder === id)?.name ?? id;
  if (id.startsWith('resgroup-')) return pools(fabric).find((pool) => pool.resource_pool === id)?.name ?? id;
  if (id.startsWith('domain-s')) return titleOfEntity(fabric, hostOfComputeResource(id));
  const plural = plurals.find(([prefix]) => id.startsWith(prefix))?.[1];
  const found =
    plural === undefined ? undefined : list<Placed>(fabric, plural).find(({ spec }) => spec.moid === id);
  return found === undefined ? id : titleOf(found);
}
