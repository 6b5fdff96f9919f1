// Power on tried in a view: as the world is, or as it would be with one object changed.
import { capacityMHzOf, type Host } from '../../kinds/vsphere/host.ts';
import { hostsKind, machinesKind } from '../../kinds/vsphere/machine.ts';
import { isOn, type VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';
import type { StoredObject } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';
import { Failure } from '../vcenter/failure.ts';
import { checkSwapFile, hostForPower } from '../vcenter/inventory/machines/placement.ts';
import type { Call } from '../vcenter/operation.ts';

export type Place = Call['place'];

/** The view with an object in another's place. */
export function withObject(view: ReadView, kind: string, object: StoredObject): ReadView {
  const { name } = object.metadata;
  const swapped = <T extends StoredObject>(each: T): T =>
    each.metadata.name === name ? (object as unknown as T) : each;
  const changed: ReadView = {
    scope: view.scope,
    now: view.now,
    kinds: view.kinds,
    served: view.served,
    get: <T extends StoredObject>(of: string, key: string, namespace?: string) =>
      of === kind && key === name ? (object as unknown as T) : view.get<T>(of, key, namespace),
    at: <T extends StoredObject>(of: string, key: string) =>
      of === kind && key === name ? (object as unknown as T) : view.at<T>(of, key),
    list: <T extends StoredObject>(of: string, by?: Parameters<ReadView['list']>[1]) =>
      of === kind ? view.list<T>(of, by).map(swapped) : view.list<T>(of, by),
    count: (of, by) => view.count(of, by),
    in: (scope) => (scope === view.scope ? changed : view.in(scope)),
  };
  return changed;
}

/** DRS knows the world as it is; of a view with a change only that counts which it is strict about: unreserved capacity. */
export function placeBy(fabric: ReadView): Place {
  return ({ cpuReservationMHz, memoryReservationMiB }, allowed) => {
    const winner = allowed.find((name) => {
      const host = fabric.get<Host>(hostsKind, name);
      if (host === undefined) return false;
      let [cpu, memory] = [capacityMHzOf(host), host.spec.memoryMiB];
      for (const vm of fabric.list<VirtualMachine>(machinesKind, { index: ['host', name] })) {
        if (!isOn(vm)) continue;
        cpu -= vm.spec.cpuReservationMHz;
        memory -= vm.spec.memoryReservationMiB;
      }
      return cpu >= cpuReservationMHz && memory >= memoryReservationMiB;
    });
    return {
      winner: winner === undefined ? undefined : { name: winner, score: 0 },
      runnerUp: undefined,
      reasons: [],
    };
  };
}

/** The host, or why there is none. */
export function attempt(
  fabric: ReadView,
  place: Place,
  vm: VirtualMachine,
): { host: string } | { refusal: string } {
  try {
    checkSwapFile(fabric, vm);
    return { host: hostForPower({ fabric, place }, vm) };
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    return { refusal: failure.message };
  }
}

/** The largest whole number below `tooMuch` that does; undefined where not even `least` does. */
export function largest(
  least: number,
  tooMuch: number,
  does: (amount: number) => boolean,
): number | undefined {
  if (!does(least)) return undefined;
  let [good, bad] = [least, tooMuch];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (does(middle)) good = middle;
    else bad = middle;
  }
  return good;
}
