// What is kept with a CRX of its containers: what was written in them, what their probes said.
import { noMemory, type Advanced, type Memory } from '../../containers/life.ts';
import type { VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';

export function memoryOf({ status }: VirtualMachine): Memory {
  return { written: status?.written ?? noMemory.written, streaks: status?.probes ?? noMemory.streaks };
}

/** The CRX with what is to be known of its containers from now on. */
export function remember(
  vm: VirtualMachine,
  { kept, streaks }: Pick<Advanced, 'kept' | 'streaks'>,
): VirtualMachine {
  const { written, streaks: before } = memoryOf(vm);
  if (kept.length === 0 && streaks === before) return vm;
  const { probes: _probes, ...status } = vm.status ?? {};
  const probes = streaks.length === 0 ? {} : { probes: streaks };
  return {
    ...vm,
    status: { ...status, ...probes, ...(kept.length === 0 ? {} : { written: [...written, ...kept] }) },
  };
}
