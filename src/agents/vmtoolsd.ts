// VMware Tools in the guest of a VM: asked to shut it down, they do, and its VM is off.
import { latency } from '../control/latency.ts';
import { nobody, type Loop, type Outcome } from '../control/loop.ts';
import { machinesKind } from '../kinds/vsphere/machine.ts';
import { virtualMachines, withStep, type VirtualMachine } from '../kinds/vsphere/virtual-machine.ts';
import { keyOfObject, splitKey } from '../store/object.ts';

/** Asked, and not off yet. */
function isAsked({ spec, status }: VirtualMachine): boolean {
  return spec.role === 'VM' && spec.power === 'Off' && status?.powerState === 'POWERED_ON';
}

export const vmtoolsd: Loop = {
  name: 'vmtoolsd',
  observes: {
    [machinesKind]: (_prev, next) => {
      const vm = next as VirtualMachine | undefined;
      return vm !== undefined && isAsked(vm) ? [keyOfObject(vm)] : nobody;
    },
  },
  run(key, view): Outcome | undefined {
    const vm = view.get<VirtualMachine>(machinesKind, splitKey(key).name);
    if (vm === undefined || !isAsked(vm)) return undefined;
    const { shutdownAskedAt: askedAt = view.now } = vm.status ?? {};
    const left =
      askedAt + view.draw(vm.metadata.uid, `shutdown ${askedAt}`, latency.guestShutdownMs) - view.now;
    if (left > 0) return { again: left };
    const off = withStep(vm, 'Guest shut down', view.now);
    const object: VirtualMachine = {
      ...off,
      status: { ...off.status, powerState: 'POWERED_OFF', changedAt: view.now },
    };
    return { writes: [{ verb: 'update', kind: virtualMachines, object, why: 'its guest shut down' }] };
  },
};
