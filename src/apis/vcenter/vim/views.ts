// Views and the search index. A view says by its id what it is of, so nothing is kept. Source: vim25 ViewManager, ContainerView, ListView,
// SearchIndex.
import type { Host } from '../../../kinds/vsphere/host.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { entityOf } from '../authorization/entity.ts';
import { list, rootFolder } from '../inventory/places.ts';
import { flagArg, listArg, referenceArg, referenceOf, textArg } from './arguments.ts';
import { member, reference, referred, type VimCall, type VimMethod } from './method.ts';
import { Inventory } from './properties.ts';

/** How far below its container a view looks. */
const viewDeepMax = 32;

const containerPrefix = 'view:';
const listPrefix = 'list:';

/** Whether an id is a view's. */
export const isView = (id: string): boolean => id.startsWith(containerPrefix) || id.startsWith(listPrefix);

/** Types that stand for all of their heirs. */
const heirs: Readonly<Record<string, readonly string[]>> = {
  ComputeResource: ['ClusterComputeResource'],
  Network: ['DistributedVirtualPortgroup', 'OpaqueNetwork'],
  DistributedVirtualSwitch: ['VmwareDistributedVirtualSwitch'],
};

/** Whether a type is one of those asked for, or an heir of one; every type is where none is asked for. */
export const isKind = (type: string, asked: readonly string[]): boolean =>
  asked.length === 0 ||
  asked.some(
    (wanted) =>
      wanted === type ||
      wanted === 'ManagedEntity' ||
      (Object.hasOwn(heirs, wanted) && heirs[wanted]?.includes(type) === true),
  );

/** The view of everything below a container, of the types that are asked for. */
function createContainerView(call: VimCall): Json {
  const container = referred(getOwn(call.body, 'container')) ?? rootFolder;
  const types = listArg(call.body, 'type').filter((type) => typeof type === 'string');
  const isDeep = getOwn(call.body, 'recursive') !== false;
  return reference(
    'ContainerView',
    `${containerPrefix}${container}:${isDeep ? 'all' : 'direct'}:${types.join('+')}`,
  );
}

/** The view of some objects, whatever they are. */
function createListView({ body }: VimCall): Json {
  const objects = listArg(body, 'obj').map((each) => referenceOf(each, 'obj'));
  return reference(
    'ListView',
    `${listPrefix}${objects.map(({ type, value }) => `${type}=${value}`).join('+')}`,
  );
}

/** The objects of a view. */
export function viewed(call: VimCall, inventory: Inventory, view: string): readonly Json[] {
  if (view.startsWith(listPrefix)) {
    const objects = view.slice(listPrefix.length).split('+');
    return objects.flatMap((each) => {
      const [type = '', ...value] = each.split('=');
      return type === '' ? [] : [reference(type, value.join('='))];
    });
  }
  const [, container = '', depth = '', asked = ''] = view.split(':');
  const types = asked === '' ? [] : asked.split('+');
  const isBelow = (id: string, steps = 0): boolean =>
    inventory
      .parents(id)
      .some(
        (parent) =>
          parent === container || (depth === 'all' && steps < viewDeepMax && isBelow(parent, steps + 1)),
      );
  return inventory
    .ids()
    .filter(
      (id) => isKind(entityOf(id).type, types) && isBelow(id) && call.authority.holds('System.View', id),
    )
    .map((id) => reference(entityOf(id).type, id));
}

/** What has a name right inside of an object, as paths go: of a cluster its hosts and its pool. */
function childNamed(inventory: Inventory, parent: string, name: string): string | undefined {
  return inventory
    .ids()
    .find((id) => inventory.parent(id) === parent && inventory.properties(id)?.['name'] === name);
}

const referenceTo = (call: VimCall, id: string | undefined): Json | undefined =>
  id === undefined || !call.authority.holds('System.View', id) ? undefined : reference(entityOf(id).type, id);

/** By names from the root: `/dc01/host/mgmt-cl01`. */
function findByPath(call: VimCall): Json | undefined {
  const inventory = new Inventory(call.fabric);
  const names = textArg(call.body, 'inventoryPath')
    .split('/')
    .filter((name) => name !== '');
  let at = rootFolder;
  for (const name of names) {
    const next = childNamed(inventory, at, name);
    if (next === undefined) return undefined;
    at = next;
  }
  return referenceTo(call, at);
}

function findChild(call: VimCall): Json | undefined {
  const { value } = referenceArg(call.body, 'entity');
  return referenceTo(call, childNamed(new Inventory(call.fabric), value, textArg(call.body, 'name')));
}

/** VMs by their UUID; hosts of vCenter have none that anybody asks for. */
function machinesByUuid(call: VimCall): readonly Json[] {
  const uuid = textArg(call.body, 'uuid').toLowerCase();
  if (!flagArg(call.body, 'vmSearch')) return [];
  return list<VirtualMachine>(call.fabric, 'virtualmachines')
    .filter(({ spec }) => spec.uuid === uuid)
    .flatMap(({ metadata }) => referenceTo(call, metadata.name) ?? []);
}

/** VMs whose guests say so of themselves, as their Tools tell. */
function machinesByGuest(call: VimCall, isAsked: (guest: Json | undefined) => boolean): readonly Json[] {
  const inventory = new Inventory(call.fabric);
  return list<VirtualMachine>(call.fabric, 'virtualmachines')
    .filter(({ metadata }) => isAsked(inventory.properties(metadata.name)?.['guest']))
    .flatMap(({ metadata }) => referenceTo(call, metadata.name) ?? []);
}

/** VMs, or hosts, by an address. */
function byAddress(call: VimCall): readonly Json[] {
  const ip = textArg(call.body, 'ip');
  if (flagArg(call.body, 'vmSearch'))
    return machinesByGuest(call, (guest) =>
      ((member(guest, 'net') ?? []) as readonly Json[]).some((nic) =>
        ((member(nic, 'ipAddress') ?? []) as readonly Json[]).includes(ip),
      ),
    );
  return list<Host>(call.fabric, 'hosts')
    .filter(({ spec }) => spec.managementIp === ip)
    .flatMap(({ spec }) => referenceTo(call, spec.moid) ?? []);
}

/** By where its configuration file is, `[vsanDatastore] web/web.vmx`. */
function byDatastorePath(call: VimCall): Json | undefined {
  const path = textArg(call.body, 'path');
  const inventory = new Inventory(call.fabric);
  const found = list<VirtualMachine>(call.fabric, 'virtualmachines').find(
    ({ metadata }) =>
      member(member(inventory.properties(metadata.name)?.['config'], 'files'), 'vmPathName') === path,
  );
  return referenceTo(call, found?.metadata.name);
}

/** VMs by their guests' names, hosts by the name that they were added by. */
function byName(call: VimCall): readonly Json[] {
  const name = textArg(call.body, 'dnsName').toLowerCase();
  if (flagArg(call.body, 'vmSearch'))
    return machinesByGuest(call, (guest) => String(member(guest, 'hostName') ?? '').toLowerCase() === name);
  const inventory = new Inventory(call.fabric);
  return inventory
    .ids()
    .filter((id) => entityOf(id).type === 'HostSystem' && inventory.properties(id)?.['name'] === name)
    .flatMap((id) => referenceTo(call, id) ?? []);
}

export const viewMethods: readonly VimMethod[] = [
  {
    type: 'Folder',
    name: 'childEntity',
    privilege: 'System.View',
    answer: ({ fabric, moid }) => new Inventory(fabric).children(moid),
  },
  { type: 'ViewManager', name: 'CreateContainerView', answer: createContainerView },
  { type: 'ViewManager', name: 'CreateListView', answer: createListView },
  { type: 'ContainerView', name: 'DestroyView', answer: () => undefined },
  { type: 'ListView', name: 'DestroyView', answer: () => undefined },
  { type: 'SearchIndex', name: 'FindByInventoryPath', answer: findByPath },
  { type: 'SearchIndex', name: 'FindChild', answer: findChild },
  { type: 'SearchIndex', name: 'FindByUuid', answer: (call) => machinesByUuid(call)[0] },
  { type: 'SearchIndex', name: 'FindAllByUuid', answer: (call) => [...machinesByUuid(call)] },
  { type: 'SearchIndex', name: 'FindByDnsName', answer: (call) => byName(call)[0] },
  { type: 'SearchIndex', name: 'FindAllByDnsName', answer: (call) => [...byName(call)] },
  { type: 'SearchIndex', name: 'FindByIp', answer: (call) => byAddress(call)[0] },
  { type: 'SearchIndex', name: 'FindAllByIp', answer: (call) => [...byAddress(call)] },
  { type: 'SearchIndex', name: 'FindByDatastorePath', answer: byDatastorePath },
];
