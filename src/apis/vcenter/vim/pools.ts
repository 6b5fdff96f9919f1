// Resource pools made and changed by vim25, with what the Automation API checks. Source: vim25 ResourcePool, ResourceConfigSpec.
import type { Json } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { relocate } from '../inventory/machines/machines.ts';
import { createPool, movePool, updatePool } from '../inventory/pool-operations.ts';
import { poolNamed } from '../inventory/pools.ts';
import { listArg, referenceOf, textArg } from './arguments.ts';
import { asCall, invalidParameter, member, reference, type VimCall, type VimMethod } from './method.ts';
import { ownOf } from './own-machine.ts';

const type = 'ResourcePool';

/** What the Automation API has for an allocation, of the members that are said. */
function allocationOf(allocation: Json | undefined): Json | undefined {
  if (allocation === undefined) return undefined;
  const shares = member(allocation, 'shares');
  const level = member(shares, 'level');
  if (level !== undefined && typeof level !== 'string') throw invalidParameter('shares.level');
  const told = {
    reservation: member(allocation, 'reservation'),
    expandable_reservation: member(allocation, 'expandableReservation'),
    limit: member(allocation, 'limit'),
    shares:
      level === undefined
        ? undefined
        : {
            level: level.toUpperCase(),
            ...(level === 'custom' ? { shares: member(shares, 'shares') ?? 0 } : {}),
          },
  };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as Json;
}

function allocationsOf(spec: Json | undefined) {
  const [cpu, memory] = [
    allocationOf(member(spec, 'cpuAllocation')),
    allocationOf(member(spec, 'memoryAllocation')),
  ];
  return {
    ...(cpu === undefined ? {} : { cpu_allocation: cpu }),
    ...(memory === undefined ? {} : { memory_allocation: memory }),
  };
}

function create(call: VimCall): Json {
  const asked = {
    name: textArg(call.body, 'name'),
    parent: call.moid,
    ...allocationsOf(getOwn(call.body, 'spec')),
  };
  return reference(type, String(createPool(asCall(call, asked)).value));
}

function update(call: VimCall): undefined {
  const name = getOwn(call.body, 'name');
  const asked = {
    ...(typeof name === 'string' ? { name } : {}),
    ...allocationsOf(getOwn(call.body, 'config')),
  };
  updatePool(asCall(call, asked, { resource_pool: call.moid }));
  return undefined;
}

/** VMs and pools of the same cluster or host, one after the other: the first that cannot come ends it. */
function moveInto(call: VimCall): undefined {
  const into = poolNamed(call.fabric, call.moid);
  const moved = listArg(call.body, 'list').map((each) => referenceOf(each, 'list'));
  if (moved.length === 0) throw invalidParameter('list');
  for (const { type: kind, value: id } of moved) {
    if (kind === type) movePool(asCall(call, undefined), id, into);
    else if (kind === 'VirtualMachine') {
      const vm = ownOf({ ...call, moid: id });
      const owner = into.host === undefined ? vm.spec.cluster : vm.status?.host;
      if (owner !== (into.host ?? into.cluster)) throw invalidParameter('list');
      relocate(asCall(call, { placement: { resource_pool: call.moid } }, { vm: id }));
    } else throw invalidParameter('list');
  }
  return undefined;
}

export const poolMethods: readonly VimMethod[] = [
  { type, name: 'CreateResourcePool', privilege: 'Resource.CreatePool', answer: create },
  { type, name: 'MoveIntoResourcePool', privilege: 'Resource.AssignVMToPool', answer: moveInto },
  { type, name: 'UpdateConfig', privilege: 'Resource.EditPool', answer: update },
];
