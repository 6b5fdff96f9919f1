// VMs made, copied, moved and deleted by vim25, and their power beyond on and off: what the Automation API does, as tasks. Source: vim25 Folder,
// VirtualMachine.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { clone } from '../inventory/machines/clone.ts';
import { create } from '../inventory/machines/create.ts';
import { upgrade } from '../inventory/machines/compatibility.ts';
import { change, machineOf, powerOf } from '../inventory/machines/machine.ts';
import { relocate, remove } from '../inventory/machines/machines.ts';
import { registerFrom, unregister } from '../inventory/machines/registering.ts';
import { guestActions, guestOf, powerActions, powerOn } from '../inventory/machines/power.ts';
import { titleOfEntity } from '../authorization/entity.ts';
import { customizationAsked } from './customization.ts';
import { flagArg, objectOf, referenceArg, textArg } from './arguments.ts';
import { createSpecOf, datastoreAt } from './machine-spec.ts';
import { settingsAfter } from './machine-settings.ts';
import { asFault, inPower, ownOf, targetOf } from './own-machine.ts';
import {
  asCall,
  invalidParameter,
  member,
  referred,
  startTask,
  VimFault,
  type VimCall,
  type VimMethod,
} from './method.ts';
import { powers } from './powers.ts';

const type = 'VirtualMachine';

/** The members of a placement that are said. */
const placed = (members: Readonly<Record<string, string | undefined>>): Json =>
  Object.fromEntries(Object.entries(members).filter(([, id]) => id !== undefined)) as Json;

/** A VM by its configuration, whose files say which datastore it goes to; answers its id. */
export function machineFrom(
  call: VimCall,
  config: JsonObject,
  where: { readonly folder: string; readonly pool: string; readonly host: string | undefined },
  words: string,
): string {
  const { fabric } = call;
  const datastore = datastoreAt(fabric, member(member(config, 'files'), 'vmPathName'));
  if (datastore === undefined) throw invalidParameter('config.files.vmPathName');
  const { folder, pool: resource_pool, host } = where;
  const placement = placed({ folder, datastore, resource_pool, host });
  const asked = { ...createSpecOf(fabric, config), placement };
  const made = asFault(() => create(asCall(call, asked)).value) as string;
  const vm = ownOf({ fabric, moid: made });
  change(call, vm, { spec: settingsAfter(vm, config) }, words);
  return made;
}

function createMachine(call: VimCall): Json {
  const { fabric, moid: folder, body } = call;
  const config = objectOf(getOwn(body, 'config'), 'config');
  const where = { folder, pool: referenceArg(body, 'pool').value, host: referred(getOwn(body, 'host')) };
  const made = machineFrom(call, config, where, 'Create virtual machine');
  const target = { kind: 'Folder', name: titleOfEntity(fabric, folder), id: folder };
  return startTask(call, { words: 'Create virtual machine', target, result: made });
}

function cloneMachine(call: VimCall): Json {
  const source = ownOf(call);
  const { body } = call;
  const spec = objectOf(getOwn(body, 'spec'), 'spec');
  const location = member(spec, 'location');
  const asked = {
    source: call.moid,
    name: textArg(body, 'name'),
    placement: placed({
      folder: referenceArg(body, 'folder').value,
      resource_pool: referred(member(location, 'pool')),
      host: referred(member(location, 'host')),
      datastore: referred(member(location, 'datastore')),
    }),
  };
  const customization = member(spec, 'customization');
  const wanted = customization === undefined ? undefined : customizationAsked(customization);
  const made = asFault(() => clone(asCall(call, asked), wanted).moid);
  if (member(spec, 'template') === true)
    change(
      call,
      ownOf({ fabric: call.fabric, moid: made }),
      { spec: { isTemplate: true } },
      'Clone to template',
    );
  else if (member(spec, 'powerOn') === true)
    asFault(() => powerOn(call, machineOf(asCall(call, undefined, { vm: made }))));
  return startTask(call, { words: 'Clone virtual machine', target: targetOf(source), result: made });
}

/** Its source runs, and so does the copy from the beginning. */
function instantClone(call: VimCall): Json {
  const source = ownOf(call);
  const spec = objectOf(getOwn(call.body, 'spec'), 'spec');
  const location = member(spec, 'location');
  if (powerOf(source) !== 'POWERED_ON')
    throw new VimFault(
      'InvalidPowerState',
      `The attempted operation cannot be performed in the current state (${powers[powerOf(source)]}).`,
      { requestedState: 'poweredOn', existingState: powers[powerOf(source)] },
    );
  const asked = {
    source: call.moid,
    name: textArg(spec, 'name'),
    placement: placed({
      folder: referred(member(location, 'folder')),
      resource_pool: referred(member(location, 'pool')),
      datastore: referred(member(location, 'datastore')),
    }),
  };
  const made = asFault(() => clone(asCall(call, asked)).moid);
  asFault(() => powerOn(call, machineOf(asCall(call, undefined, { vm: made }))));
  return startTask(call, {
    words: 'Instant Clone virtual machine',
    target: targetOf(source),
    result: made,
  });
}

/** `vmx-20`, or the newest that there is. */
function upgradeMachine(call: VimCall): Json {
  const vm = ownOf(call);
  const version = getOwn(call.body, 'version');
  if (version !== undefined && typeof version !== 'string') throw invalidParameter('version');
  const asked = version === undefined ? {} : { version: version.toUpperCase().replace('-', '_') };
  asFault(() => upgrade(asCall(call, asked, { vm: call.moid })));
  return startTask(call, { words: 'Upgrade virtual hardware', target: targetOf(vm) });
}

function relocateMachine(call: VimCall): Json {
  const vm = ownOf(call);
  const spec = objectOf(getOwn(call.body, 'spec'), 'spec');
  const placement = placed({
    folder: referred(member(spec, 'folder')),
    resource_pool: referred(member(spec, 'pool')),
    host: referred(member(spec, 'host')),
    datastore: referred(member(spec, 'datastore')),
  });
  const task = startTask(call, { words: 'Relocate virtual machine', target: targetOf(vm) });
  asFault(() => relocate(asCall(call, { placement }, { vm: call.moid })));
  return task;
}

function destroyMachine(call: VimCall): Json {
  const vm = ownOf(call);
  asFault(() => remove(asCall(call, undefined, { vm: call.moid })));
  return startTask(call, { words: 'Delete virtual machine', target: targetOf(vm) });
}

/** Its files stay where they are. */
function unregisterMachine(call: VimCall): undefined {
  const vm = ownOf(call);
  inPower(vm, 'poweredOff', powerOf(vm) === 'POWERED_ON');
  asFault(() => unregister(asCall(call, undefined, { vm: call.moid }), vm));
  return undefined;
}

/** What its configuration file says; a template has a host, and no pool. */
function registerMachine(call: VimCall): Json {
  const { body, fabric, moid: folder } = call;
  const name = getOwn(body, 'name');
  const placement = placed({
    folder,
    resource_pool: referred(getOwn(body, 'pool')),
    host: referred(getOwn(body, 'host')),
  });
  const asked = {
    path: textArg(body, 'path'),
    ...(typeof name === 'string' && name !== '' ? { name } : {}),
    isTemplate: flagArg(body, 'asTemplate'),
    placement: placement as object,
  };
  const made = asFault(() => registerFrom(asCall(call, undefined), asked));
  const target = { kind: 'Folder', name: titleOfEntity(fabric, folder), id: folder };
  return startTask(call, { words: 'Register virtual machine', target, result: made });
}

const power = Object.entries({
  SuspendVM_Task: ['suspend', 'Suspend virtual machine'],
  ResetVM_Task: ['reset', 'Reset virtual machine'],
}).map(([name, [action = '', words = '']]): VimMethod => {
  const [privilege, , act] = powerActions[action] ?? [];
  return {
    type,
    name,
    ...(privilege === undefined ? {} : { privilege }),
    answer: (call) => {
      const vm = ownOf(call);
      act?.(asCall(call, undefined, { vm: call.moid }), vm as never);
      return startTask(call, { words, target: targetOf(vm) });
    },
  };
});

const guest = Object.entries({
  ShutdownGuest: 'shutdown',
  RebootGuest: 'reboot',
  StandbyGuest: 'standby',
}).map(([name, action]): VimMethod => ({
  type,
  name,
  privilege: name === 'RebootGuest' ? 'VirtualMachine.Interact.Reset' : 'VirtualMachine.Interact.PowerOff',
  answer: (call) => {
    const asked = asCall(call, undefined, { vm: call.moid });
    guestActions[action]?.(asked, guestOf(asked));
    return undefined;
  },
}));

export const lifecycleMethods: readonly VimMethod[] = [
  {
    type: 'Folder',
    name: 'CreateVM_Task',
    privilege: 'VirtualMachine.Inventory.Create',
    answer: createMachine,
  },
  { type, name: 'CloneVM_Task', privilege: 'VirtualMachine.Provisioning.Clone', answer: cloneMachine },
  {
    type,
    name: 'InstantClone_Task',
    privilege: 'VirtualMachine.Provisioning.Clone',
    answer: instantClone,
  },
  {
    type,
    name: 'UpgradeVM_Task',
    privilege: 'VirtualMachine.Config.UpgradeVirtualHardware',
    answer: upgradeMachine,
  },
  { type, name: 'RelocateVM_Task', privilege: 'Resource.HotMigrate', answer: relocateMachine },
  { type, name: 'Destroy_Task', privilege: 'VirtualMachine.Inventory.Delete', answer: destroyMachine },
  {
    type,
    name: 'UnregisterVM',
    privilege: 'VirtualMachine.Inventory.Unregister',
    answer: unregisterMachine,
  },
  {
    type: 'Folder',
    name: 'RegisterVM_Task',
    privilege: 'VirtualMachine.Inventory.Register',
    answer: registerMachine,
  },
  ...power,
  ...guest,
];
