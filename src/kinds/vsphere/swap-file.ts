// A VM's swap file, `web.vswp`: made beside its other files as it is powered on, as large as the memory that nothing reserves, gone with the
// power. On vSAN it is thin and takes nothing until a host swaps, which none does here.
import type { ReadView } from '../../store/view.ts';
import type { Datastore } from './datastore.ts';
import { machinesKind } from './machine.ts';
import type { VirtualMachine } from './virtual-machine.ts';

/** What it is made for: memory that nothing reserves. */
export const swapMiBOf = ({ spec }: VirtualMachine): number =>
  Math.max(0, spec.memoryMiB - spec.memoryReservationMiB);

/** Where a VM has one, and how large; undefined of one that is off. One that is suspended has its file still. */
export function swapFileOf(
  vm: VirtualMachine | undefined,
): { datastore: string; sizeMiB: number } | undefined {
  const datastore = vm?.spec.hardware?.datastore;
  const state = vm?.status?.powerState;
  if (vm === undefined || datastore === undefined || state === undefined || state === 'POWERED_OFF')
    return undefined;
  return { datastore, sizeMiB: swapMiBOf(vm) };
}

/** What the swap files on a datastore would take, those of people's VMs that have one now. */
export function swapMiBOn({ metadata, spec }: Datastore, fabric: ReadView): number {
  if (spec.type === 'vsan') return 0;
  return fabric.list<VirtualMachine>(machinesKind, { index: ['role', 'VM'] }).reduce((sum, vm) => {
    const file = swapFileOf(vm);
    return file?.datastore === metadata.name ? sum + file.sizeMiB : sum;
  }, 0);
}
