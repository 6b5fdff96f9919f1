// VM templates of libraries checked out as VMs and in again, and the version that they had before. Source: vSphere Automation API,
// com.vmware.vcenter.vm_template.library_items.{CheckOuts, Versions}.
import { libraryItems, type LibraryItem } from '../../../kinds/vsphere/library-item.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import { formatMilliTime } from '../../../std/time.ts';
import { boolean, string } from '../../../store/schema/infer.ts';
import { Failure, invalidArgument, notFound } from '../failure.ts';
import { clone } from '../inventory/machines/clone.ts';
import { change, machineOf, ownMachineOf, powerOf, wrongState } from '../inventory/machines/machine.ts';
import { remove } from '../inventory/machines/machines.ts';
import { powerOn } from '../inventory/machines/power.ts';
import { list, rootFolder } from '../inventory/places.ts';
import { created, done, ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { checkOwn } from './found.ts';
import { placed, placementSchema, templateOf } from './vm-templates.ts';

const item = 'vcenter/vm-template/library-items/{item}';
const checkOuts = `${item}/check-outs`;
const versions = `${item}/versions`;

const outOf = ({ fabric }: Call, { metadata }: LibraryItem): readonly VirtualMachine[] =>
  list<VirtualMachine>(fabric, 'virtualmachines').filter(
    ({ spec }) => spec.checkedOut?.item === metadata.name,
  );

/** The VM of the path, which must be checked out of the item. */
function checkedOut(call: Call) {
  const found = templateOf(call);
  const vm = machineOf(call);
  const { checkedOut: out } = vm.spec;
  if (out?.item !== found.item.metadata.name)
    throw invalidArgument(
      `VM '${vm.spec.displayName}' (${vm.metadata.name}) is not checked out of library item ${found.item.metadata.name}.`,
      [vm.metadata.name, found.item.metadata.name],
    );
  return { ...found, vm, out };
}

function checkOut(call: Call) {
  const schema = {
    type: 'object',
    required: ['name', 'placement'],
    properties: { name: string, placement: placementSchema, powered_on: boolean },
  } as const;
  const { name, placement, powered_on: isOn } = readBody(schema, call.body);
  const { item, vm } = templateOf(call);
  checkOwn(call, item.spec.library);
  const [other] = outOf(call, item);
  if (other !== undefined)
    throw new Failure(
      'UNABLE_TO_ALLOCATE_RESOURCE',
      'com.vmware.vdcs.vmtx-main.checkout_limit_exceeded',
      `Library item '${item.spec.displayName}' is checked out as VM '${other.spec.displayName}', and an item can be checked out once at a time.`,
      [item.spec.displayName, other.spec.displayName],
    );
  const body = { source: vm.metadata.name, name, placement: placed(placement, undefined) };
  const { moid } = clone({ ...call, body });
  const made = { ...call, params: { vm: moid } };
  const out = { item: item.metadata.name, at: call.fabric.now, by: call.actor.user };
  change(call, ownMachineOf(made), { spec: { checkedOut: out } }, 'Check out VM from template');
  if (isOn === true) powerOn(call, machineOf(made));
  return created(moid);
}

/** The item with another template; what it had before stays as its previous version, and the one before that goes. */
function put(call: Call, found: LibraryItem, template: string, words: string): string {
  const { contentVersion = 1 } = found.status ?? {};
  const { template: before = '', previous } = found.spec;
  if (previous !== undefined && previous.template !== template) removeVm(call, previous.template);
  const next = contentVersion + 1;
  const object = {
    ...found,
    spec: { ...found.spec, template, previous: { template: before, version: contentVersion } },
    status: { ...found.status, modifiedAt: call.fabric.now, contentVersion: next },
  };
  call.write.update(libraryItems, object as LibraryItem, words);
  return String(next);
}

function removeVm(call: Call, vm: string): void {
  if (call.fabric.get('vsphere.sandbox/virtualmachines', vm) !== undefined)
    remove({ ...call, params: { vm } });
}

const messageSchema = { type: 'object', properties: { message: string } } as const;

function checkIn(call: Call) {
  readBody(messageSchema, call.body);
  const { item, vm } = checkedOut(call);
  if (powerOf(vm) !== 'POWERED_OFF') throw wrongState(vm);
  const { checkedOut: _out, ...spec } = ownMachineOf(call).spec;
  const words = 'Check in VM to template';
  // What is taken away is no change that `change` could name.
  change(call, { ...vm, spec }, { spec: { isTemplate: true } }, words);
  return ok(put(call, item, vm.metadata.name, words));
}

/** The two that an item has at most: the latest, and the one before it. */
function versionsOf(call: Call) {
  const { item, vm } = templateOf(call);
  const latest = { version: item.status?.contentVersion ?? 1, template: vm.metadata.name };
  return [latest, ...(item.spec.previous === undefined ? [] : [item.spec.previous])].map(
    ({ version, template }) => ({ version: String(version), vm_template: template }),
  );
}

function versionOf(call: Call) {
  const { version: asked = '' } = call.params;
  const found = versionsOf(call).find(({ version }) => version === asked);
  if (found === undefined) throw notFound('Version', asked);
  return found;
}

/** Of what is done with a version that is not the latest. */
function olderVersionOf(call: Call) {
  const found = versionOf(call);
  if (found.version === versionsOf(call)[0]?.version)
    throw invalidArgument(`Version ${found.version} is the latest of the library item.`, [found.version]);
  return found;
}

function rollBack(call: Call) {
  readBody(messageSchema, call.body);
  const { vm_template: template } = olderVersionOf(call);
  return ok(put(call, templateOf(call).item, template, 'Rollback VM template'));
}

function removeVersion(call: Call) {
  const { vm_template: template } = olderVersionOf(call);
  const { item } = templateOf(call);
  const { previous: _gone, ...spec } = item.spec;
  call.write.update(libraryItems, { ...item, spec } as LibraryItem, 'Delete version of VM template');
  removeVm(call, template);
  return done;
}

const read = { privilege: 'System.Read', on: () => rootFolder } as const;
const checkInOn = { privilege: 'ContentLibrary.CheckInTemplate', on: () => rootFolder } as const;

export const checkOutOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: checkOuts,
    ...read,
    answer: (call) => ok(outOf(call, templateOf(call).item).map(({ metadata }) => ({ vm: metadata.name }))),
  },
  {
    method: 'POST',
    path: checkOuts,
    action: 'check-out',
    privilege: 'ContentLibrary.CheckOutTemplate',
    on: () => rootFolder,
    answer: checkOut,
  },
  {
    method: 'GET',
    path: `${checkOuts}/{vm}`,
    ...read,
    answer: (call) => {
      const { at, by: user } = checkedOut(call).out;
      return ok({ time: formatMilliTime(at), user });
    },
  },
  { method: 'POST', path: `${checkOuts}/{vm}`, action: 'check-in', ...checkInOn, answer: checkIn },
  {
    method: 'DELETE',
    path: `${checkOuts}/{vm}`,
    privilege: 'VirtualMachine.Inventory.Delete',
    on: ({ params: { vm = '' } }) => vm,
    answer: (call) => {
      checkedOut(call);
      return remove(call);
    },
  },
  { method: 'GET', path: versions, ...read, answer: (call) => ok(versionsOf(call)) },
  {
    method: 'GET',
    path: `${versions}/{version}`,
    ...read,
    answer: (call) => ok({ vm_template: versionOf(call).vm_template }),
  },
  { method: 'POST', path: `${versions}/{version}`, action: 'rollback', ...checkInOn, answer: rollBack },
  { method: 'DELETE', path: `${versions}/{version}`, ...checkInOn, answer: removeVersion },
];
