// DRS: the final word on where a VM goes. Among the hosts that may take it, those whose unreserved capacity covers its
// reservations; of these the one that keeps the largest share of its scarcer resource free; of equals the first by name.
// Algorithm: assembly/placement. Deliberately absent still: migrations (a later kernel), so the loop itself has nothing to run.
import type { Loop } from '../../control/loop.ts';
import type { HostTable, PlacementKernel } from '../../kernels/placement.ts';
import type { Host } from '../../kinds/vsphere/host.ts';
import { hostsKind, machinesKind } from '../../kinds/vsphere/machine.ts';
import type { VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';
import type { ReadView } from '../../store/view.ts';
import { demandOf, drsResources, type VmShape } from './demand.ts';
import { goodnessOf, HostLedger } from './hosts.ts';

export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
}

export interface Candidate {
  readonly name: string;
  /** Thousandths of the scarcer resource that stay free, up to 1000; below 0 where more is asked of it than there is. */
  readonly score: number;
}

export interface DrsChoice {
  readonly winner: Candidate | undefined;
  readonly runnerUp: Candidate | undefined;
  /** Why the other hosts did not come into question. */
  readonly reasons: readonly ReasonCount[];
}

export interface HostWord {
  readonly name: string;
  readonly eligible: boolean;
  /** What the host is short of, in DRS's words. */
  readonly short: readonly string[];
  readonly score: number | undefined;
  /** MHz and MiB that would stay free by demand. */
  readonly freeCpuMHz: number;
  readonly freeMemoryMiB: number;
}

const shortWords = ['Insufficient unreserved CPU', 'Insufficient unreserved memory'];

/** The only mask that DRS uses: hosts that take VMs and that the caller allows. */
const allowed = 1;

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let place = 0; place < a.length; place++) if (a[place] !== b[place]) return false;
  return true;
}

interface Masked {
  readonly table: HostTable | undefined;
  readonly ups: readonly boolean[];
  readonly hosts: readonly string[];
}

export class Drs {
  readonly ledger: HostLedger;
  readonly loop: Loop;
  /** What the mask was last set for. */
  #masked: Masked = { table: undefined, ups: [], hosts: [] };

  constructor(kernel: PlacementKernel) {
    this.ledger = new HostLedger(kernel);
    this.loop = { name: 'drs', observes: {}, run: () => undefined, ledger: this.ledger };
  }

  /** Gives its table back: for a Drs that was made only to look at the past. */
  close(): void {
    this.ledger.close();
  }

  /** MHz that a vCPU may reserve on any host. */
  get leastMHz(): number {
    return this.ledger.leastMHz;
  }

  /** `hosts` by name: those that may take the VM, where they take any. */
  choose(shape: VmShape, hosts: readonly string[]): DrsChoice {
    const { names } = this.ledger;
    const table = this.#tableFor(hosts);
    const choice = table.choose({ demand: demandOf(shape, this.leastMHz), mask: allowed });
    const candidate = (host: number, score: number): Candidate | undefined =>
      host < 0 ? undefined : { name: names[host] as string, score: goodnessOf(score) };
    const reasons = shortWords
      .map((reason, resource) => ({ reason, count: choice.short[resource] ?? 0 }))
      .filter(({ count }) => count > 0);
    if (choice.ineligible > 0) reasons.push({ reason: 'Not a candidate', count: choice.ineligible });
    return {
      winner: candidate(choice.winner, choice.winnerScore),
      runnerUp: candidate(choice.runnerUp, choice.runnerUpScore),
      reasons,
    };
  }

  /**
   * Where a control plane VM goes: a host of its cluster without another of them, or else the one of the VM whose place it will take;
   * undefined where there is none.
   */
  chooseApart(vm: VirtualMachine, view: ReadView, leaving?: VirtualMachine): string | undefined {
    const hosts = view.list<Host>(hostsKind).filter(({ spec }) => spec.cluster === vm.spec.cluster);
    const others = view
      .list<VirtualMachine>(machinesKind, { index: ['role', 'ControlPlane'] })
      .filter((other) => other !== vm);
    const besides = (avoided: readonly VirtualMachine[]): string | undefined => {
      const taken = new Set(avoided.map(({ status }) => status?.host));
      const free = hosts.map(({ metadata }) => metadata.name).filter((name) => !taken.has(name));
      return this.choose(vm.spec, free).winner?.name;
    };
    return besides(others) ?? (leaving && besides(others.filter((other) => other !== leaving)));
  }

  /** The same decision as `choose`, host by host. */
  explain(shape: VmShape, hosts: readonly string[]): readonly HostWord[] {
    const { names } = this.ledger;
    const table = this.#tableFor(hosts);
    const demand = demandOf(shape, this.leastMHz);
    return table.verdicts({ demand, mask: allowed }).map((verdict, host) => {
      const free = this.ledger.freeOf(names[host] as string);
      return {
        name: names[host] as string,
        eligible: verdict.eligible,
        short: verdict.short.map((resource) => shortWords[resource] ?? drsResources[resource]?.name ?? ''),
        score: verdict.score < 0 ? undefined : goodnessOf(verdict.score),
        freeCpuMHz: (free[2] ?? 0) - (demand[2] ?? 0),
        freeMemoryMiB: (free[3] ?? 0) - (demand[3] ?? 0),
      };
    });
  }

  /** The table with its mask on these hosts. Pods come in crowds with the same hosts before them: the mask mostly stands. */
  #tableFor(hosts: readonly string[]): HostTable {
    const { table, ups } = this.ledger;
    const masked = this.#masked;
    if (masked.table === table && masked.ups === ups && isSame(masked.hosts, hosts)) return table;
    const may = new Set(hosts);
    table.setMask(allowed, (place) => ups[place] === true && may.has(this.ledger.names[place] as string));
    this.#masked = { table, ups, hosts };
    return table;
  }
}
