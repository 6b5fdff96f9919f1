// The process of a running VM, as far as a datastore meets it: its swap file takes room there, and gives it back when it ends. A file that grows
// past what is free takes what there is, and the rest when there is more.
import { nobody, type Loop } from '../control/loop.ts';
import { datastores, type Datastore } from '../kinds/vsphere/datastore.ts';
import { machinesKind } from '../kinds/vsphere/machine.ts';
import { swapFileOf, swapMiBOn } from '../kinds/vsphere/swap-file.ts';
import type { VirtualMachine } from '../kinds/vsphere/virtual-machine.ts';
import { kindId } from '../store/kind.ts';

const datastoresKind = kindId(datastores);

export const vmx: Loop = {
  name: 'vmx',
  observes: {
    [machinesKind]: (prev, next) => {
      const before = swapFileOf(prev as VirtualMachine | undefined);
      const after = swapFileOf(next as VirtualMachine | undefined);
      if (before?.datastore === after?.datastore && before?.sizeMiB === after?.sizeMiB) return nobody;
      return [...new Set([before, after].flatMap((file) => (file === undefined ? [] : [file.datastore])))];
    },
    // On vSAN they are thin.
    [datastoresKind]: (_prev, next) =>
      next === undefined || (next as Datastore).spec.type === 'vsan' ? nobody : [next.metadata.name],
  },
  run(name, view) {
    const datastore = view.get<Datastore>(datastoresKind, name);
    if (datastore === undefined) return undefined;
    const { freeMiB = 0, swapMiB: taken = 0 } = datastore.status ?? {};
    const swapMiB = Math.min(swapMiBOn(datastore, view), taken + freeMiB);
    if (swapMiB === taken) return undefined;
    const status = { ...datastore.status, freeMiB: freeMiB - (swapMiB - taken), swapMiB };
    const object: Datastore = { ...datastore, status };
    return { writes: [{ verb: 'update', kind: datastores, object, why: 'Swap files of VMs' }] };
  },
};
