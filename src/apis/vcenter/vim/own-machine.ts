// A VM of people's own, as methods of vim25 find it: in which power, with whose faults, the target of which tasks. Source: vim25 VirtualMachine.
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import { Failure, notFound } from '../failure.ts';
import { isOwn, managed, powerOf, type OwnMachine } from '../inventory/machines/machine.ts';
import { VimFault, type VimCall } from './method.ts';

export function ownOf({ fabric, moid }: Pick<VimCall, 'fabric' | 'moid'>): OwnMachine {
  const vm = fabric.get<VirtualMachine>('vsphere.sandbox/virtualmachines', moid);
  if (vm === undefined) throw notFound('Virtual machine', moid);
  if (!isOwn(vm)) throw managed(vm);
  return vm;
}

export function inPower(
  vm: VirtualMachine,
  requestedState: 'poweredOn' | 'poweredOff',
  existing: boolean,
): void {
  if (!existing) return;
  throw new VimFault(
    'InvalidPowerState',
    'The attempted operation cannot be performed in the current state.',
    {
      requestedState,
      existingState: powerOf(vm) === 'POWERED_ON' ? 'poweredOn' : 'poweredOff',
    },
  );
}

/** `InsufficientFailoverResourcesFault`, of the id of the Automation API's message. */
export function asFault<T>(deed: () => T): T {
  try {
    return deed();
  } catch (error) {
    const [, fault] = error instanceof Failure ? (/^vmsg\.(\w+)\.summary$/.exec(error.id) ?? []) : [];
    if (fault === undefined) throw error;
    throw new VimFault(fault, (error as Failure).message);
  }
}

export const targetOf = ({ spec, metadata }: VirtualMachine) => ({
  kind: 'VirtualMachine',
  name: spec.displayName,
  id: metadata.name,
});
