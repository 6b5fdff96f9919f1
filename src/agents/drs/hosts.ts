// DRS's ledger: what every host has left, as rows of the placement kernel. A fold over hosts and VMs; hosts are rows in the
// order of their names, so that a tie falls to the same host whatever the history.
import type { Ledger } from '../../control/loop.ts';
import { SCORE_MAX, type HostRow, type HostTable, type PlacementKernel } from '../../kernels/placement.ts';
import { capacityMHzOf, takesVms, type Host } from '../../kinds/vsphere/host.ts';
import { hostsKind, machinesKind } from '../../kinds/vsphere/machine.ts';
import type { VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';
import type { StoredObject } from '../../store/object.ts';
import type { KindName } from '../../store/view.ts';
import { demandOf, drsResources } from './demand.ts';

/** Room of a new table, in hosts; it doubles when they are more. A world that is dropped leaves its table behind. */
const roomMin = 16;

/**
 * How many times a host's own capacity demand may reach before hosts count as equally full. Demand is a guess and goes past what there is
 * long before reservations do; were a full host worth nothing at once, of many full ones the first by name would take everything.
 */
const overcommitMax = 4;

/** What the kernel's score, over the room of `overcommitMax` capacities, is in thousandths of one: negative where demand exceeds it. */
export function goodnessOf(score: number): number {
  return Math.floor((score * 1000 * overcommitMax) / SCORE_MAX) - 1000 * (overcommitMax - 1);
}

interface Row {
  readonly host: Host;
  /** What the VMs on it ask for together, by resource. */
  readonly used: number[];
}

/** What a host has, by resource. */
export function capacityOf(host: Host): readonly number[] {
  const [cpuMHz, { memoryMiB }] = [capacityMHzOf(host), host.spec];
  return [cpuMHz, memoryMiB, cpuMHz, memoryMiB];
}

/** The kernel's row: columns that are scored have the room that demand may go past the host. */
function rowOf({ host, used }: Row): HostRow {
  const capacity = capacityOf(host).map((total, column) =>
    drsResources[column]?.scored === true ? total * overcommitMax : total,
  );
  return { free: capacity.map((total, column) => total - (used[column] ?? 0)), capacity };
}

/** The host that a VM needs something of: a VM of people's own only while it is on. */
function placeOn(vm: VirtualMachine | undefined): string | undefined {
  const isOff = vm?.spec.role === 'VM' && vm.status?.powerState !== 'POWERED_ON';
  return isOff ? undefined : vm?.status?.host;
}

const zero = () => drsResources.map(() => 0);

export class HostLedger implements Ledger {
  readonly kinds: readonly KindName[] = [hostsKind, machinesKind];
  readonly #kernel: PlacementKernel;
  #table: HostTable;
  /** Hosts that the table has room for. */
  #room = roomMin;
  #rows = new Map<string, Row>();
  /** What VMs use by host name, also of a host that is not there (any more): it counts again when it comes. */
  readonly #used = new Map<string, number[]>();
  #names: string[] = [];
  #stale = true;
  /** Worked out of the hosts when asked for, until one of them changes. */
  #ups: readonly boolean[] | undefined;
  #leastMHz: number | undefined;

  constructor(kernel: PlacementKernel) {
    this.#kernel = kernel;
    this.#table = this.#open();
  }

  get table(): HostTable {
    this.#load();
    return this.#table;
  }

  /** Host names in the table's order. */
  get names(): readonly string[] {
    this.#load();
    return this.#names;
  }

  /** Which hosts take VMs, in the table's order; the same list until one of them changes. */
  get ups(): readonly boolean[] {
    this.#load();
    this.#ups ??= this.#names.map((name) => takesVms((this.#rows.get(name) as Row).host));
    return this.#ups;
  }

  /** The lowest frequency among the hosts: what a reserved vCPU is worth everywhere. */
  get leastMHz(): number {
    if (this.#leastMHz === undefined) {
      let least = Infinity;
      for (const { host } of this.#rows.values()) least = Math.min(least, host.spec.cpu.mhz);
      this.#leastMHz = least === Infinity ? 0 : least;
    }
    return this.#leastMHz;
  }

  /** What VMs leave of a host, by resource; negative where they ask for more than there is. */
  freeOf(name: string): readonly number[] {
    const { host, used } = this.#rows.get(name) as Row;
    return capacityOf(host).map((total, column) => total - (used[column] ?? 0));
  }

  close(): void {
    this.#table.close();
  }

  #open(): HostTable {
    return this.#kernel.createTable({ resources: drsResources, hostsMax: this.#room, masks: 1 });
  }

  reset(): void {
    this.#rows = new Map();
    this.#used.clear();
    this.#forget();
    this.#stale = true;
  }

  fold(kind: KindName, prev: StoredObject | undefined, next: StoredObject | undefined): void {
    if (kind === hostsKind) this.#foldHost(prev as Host | undefined, next as Host | undefined);
    else {
      const before = prev as VirtualMachine | undefined;
      const after = next as VirtualMachine | undefined;
      if (placeOn(before) === placeOn(after) && before?.spec === after?.spec) return;
      this.#count(before, -1);
      this.#count(after, 1);
    }
  }

  snapshot() {
    return [...this.#used]
      .filter(([, used]) => used.some((amount) => amount !== 0))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, used]) => [name, [...used]] as const);
  }

  #foldHost(prev: Host | undefined, next: Host | undefined): void {
    const name = (next ?? prev)?.metadata.name ?? '';
    this.#forget();
    if (next === undefined) {
      this.#rows.delete(name);
      this.#stale = true;
      return;
    }
    const used = this.#usedOn(name);
    const known = this.#rows.get(name);
    this.#rows.set(name, { host: next, used });
    if (known === undefined) this.#stale = true;
    else if (known.host.spec !== next.spec && !this.#stale) this.#setRow(name);
  }

  #forget(): void {
    this.#ups = undefined;
    this.#leastMHz = undefined;
  }

  #usedOn(name: string): number[] {
    let used = this.#used.get(name);
    if (used === undefined) {
      used = zero();
      this.#used.set(name, used);
    }
    return used;
  }

  #count(vm: VirtualMachine | undefined, sign: 1 | -1): void {
    const name = placeOn(vm);
    if (vm === undefined || name === undefined) return;
    const used = this.#usedOn(name);
    const row = this.#rows.get(name);
    const demand = demandOf(vm.spec, row?.host.spec.cpu.mhz ?? 0);
    for (const [index, amount] of demand.entries()) used[index] = (used[index] ?? 0) + sign * amount;
    if (row !== undefined && !this.#stale) this.#setRow(name);
  }

  #setRow(name: string): void {
    const row = this.#rows.get(name);
    const index = placeOf(this.#names, name);
    if (row !== undefined) this.#table.setHost(index, rowOf(row));
  }

  #load(): void {
    if (!this.#stale) return;
    this.#names = [...this.#rows.keys()].sort();
    if (this.#names.length > this.#room) {
      this.#table.close();
      while (this.#room < this.#names.length) this.#room *= 2;
      this.#table = this.#open();
    }
    this.#table.load(this.#names.map((name) => rowOf(this.#rows.get(name) as Row)));
    this.#stale = false;
  }
}

function placeOf(names: readonly string[], name: string): number {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((names[middle] as string) < name) low = middle + 1;
    else high = middle;
  }
  return low;
}
