// A cluster as the fleet kernel sees it: its hosts with what their VMs leave free, people's own VMs as items that may move, its rules as masks
// and groups. What else runs there, vSphere Pods and control plane VMs, only takes room.
import type { FleetPlan, Group, ItemShape } from '../../kernels/fleet.ts';
import { migrationCostOf } from '../../kernels/moves.ts';
import type { Cluster, DrsRule } from '../../kinds/vsphere/cluster.ts';
import { allowsHost, rulesOf } from '../../kinds/vsphere/drs-rules.ts';
import { takesVms, type Host } from '../../kinds/vsphere/host.ts';
import { datastoresOf } from '../../kinds/vsphere/machine.ts';
import type { VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';
import { demandOf, drsResources } from './demand.ts';
import { capacityOf, type HostLedger } from './hosts.ts';

/** Columns of `drsResources`. */
export const CPU_DEMAND = 2;
export const MEMORY_DEMAND = 3;

export interface ClusterPlan {
  readonly plan: FleetPlan;
  readonly hosts: readonly Host[];
  readonly items: readonly Item[];
}

interface Item {
  readonly vm: VirtualMachine;
  readonly shape: number;
  readonly host: number;
  readonly cost: number;
}

const none: readonly number[] = [];

/** VMs by name that are to be on one host, or at most so many of them on each. */
interface Bound {
  readonly members: readonly string[];
  readonly limit: Group['limit'];
}

/** VM-VM rules; then modules, whose VMs are spread as far as there are hosts for them. */
function boundsOf(
  { spec }: Cluster,
  rules: readonly DrsRule[],
  hosts: readonly Host[],
  vms: readonly VirtualMachine[],
): readonly Bound[] {
  const ofRules = rules.flatMap(({ kind, vms: members = [] }): readonly Bound[] =>
    kind === 'Affinity' || kind === 'AntiAffinity'
      ? [{ members, limit: kind === 'Affinity' ? 'together' : 1 }]
      : [],
  );
  if (spec.modules === undefined || spec.modules.length === 0) return ofRules;
  const running = new Set(vms.map(({ metadata }) => metadata.name));
  const places = hosts.filter(takesVms).length;
  const ofModules = spec.modules.flatMap((module): readonly Bound[] => {
    const members = module.vms.filter((vm) => running.has(vm));
    return members.length < 2 || places === 0 ? [] : [{ members, limit: Math.ceil(members.length / places) }];
  });
  return [...ofRules, ...ofModules];
}

export function clusterPlan(
  cluster: Cluster,
  hosts: readonly Host[],
  vms: readonly VirtualMachine[],
  ledger: HostLedger,
): ClusterPlan {
  const placeOf = new Map(hosts.map(({ metadata }, place) => [metadata.name, place]));
  const rules = rulesOf(cluster);
  const bounds = boundsOf(cluster, rules, hosts, vms);
  const groupsOf = new Map<string, number[]>();
  for (const [group, { members }] of bounds.entries())
    for (const vm of members) groupsOf.set(vm, [...(groupsOf.get(vm) ?? []), group]);
  const masks = new Masks(cluster, hosts, rules);
  const shapes = new Map<string, { readonly index: number; readonly shape: ItemShape }>();
  const back = hosts.map(() => drsResources.map(() => 0));

  const items: Item[] = [];
  // Many VMs: what is the same for all of a kind is worked out once.
  for (const vm of vms) {
    const host = placeOf.get(vm.status?.host ?? '');
    const own = hosts[host ?? -1];
    // Who is on a host that takes no VMs is evacuated, or restarted, by others.
    if (host === undefined || own === undefined || !takesVms(own)) continue;
    const demand = demandOf(vm.spec, own.spec.cpu.mhz);
    const room = back[host] as number[];
    for (let resource = 0; resource < demand.length; resource++)
      room[resource] = (room[resource] ?? 0) + (demand[resource] ?? 0);
    const mask = masks.of(vm);
    const groups = groupsOf.get(vm.metadata.name)?.slice(0, GROUPS_MAX) ?? none;
    const key = `${demand[0]} ${demand[1]} ${demand[2]} ${demand[3]} ${mask} ${groups === none ? '' : groups.join()}`;
    let known = shapes.get(key);
    if (known === undefined) {
      known = { index: shapes.size, shape: { demand, mask, groups, count: 0 } };
      shapes.set(key, known);
    }
    const cost = migrationCostOf(vm.spec.memoryMiB / own.spec.memoryMiB);
    items.push({ vm, shape: known.index, host, cost });
  }

  return {
    hosts,
    items,
    plan: {
      resources: drsResources.map(({ name, scored }) => ({ name, scored })),
      hosts: hosts.map((host, place) => {
        const left = ledger.freeOf(host.metadata.name);
        const own = back[place] ?? [];
        return {
          capacity: capacityOf(host),
          free: left.map((amount, resource) => amount + (own[resource] ?? 0)),
          inService: takesVms(host),
        };
      }),
      shapes: [...shapes.values()].map(({ shape }) => shape),
      masks: masks.all,
      groups: bounds.map(({ limit }): Group => ({ limit })),
    },
  };
}

/** Groups of one VM that the kernel keeps. */
const GROUPS_MAX = 4;

/** Which hosts VMs may run on: by the datastores that they need and the VM-Host rules that they are under. */
class Masks {
  readonly #cluster: Cluster;
  readonly #hosts: readonly Host[];
  readonly #rules: readonly DrsRule[];
  readonly #known = new Map<string, number>();
  readonly #places: ReadonlySet<number>[] = [];

  constructor(cluster: Cluster, hosts: readonly Host[], rules: readonly DrsRule[]) {
    this.#cluster = cluster;
    this.#hosts = hosts;
    this.#rules = rules.filter(({ kind }) => kind === 'VmHost' || kind === 'VmNotHost');
  }

  get all(): readonly ((host: number) => boolean)[] {
    return this.#places.map((places) => (host) => places.has(host));
  }

  of(vm: VirtualMachine): number {
    const { name } = vm.metadata;
    const about = this.#aboutOf(name);
    const { hardware } = vm.spec;
    const isPlain = hardware?.disks.every(({ datastore }) => datastore === hardware.datastore) === true;
    const needed = isPlain ? undefined : datastoresOf(vm);
    const words = about.length === 0 ? '' : about.map((rule) => rule.key).join();
    const key = `${needed?.join() ?? hardware?.datastore} ${words}`;
    const found = this.#known.get(key);
    if (found !== undefined) return found;
    let places = this.#placesWith(needed ?? datastoresOf(vm));
    for (const rule of about) {
      const kept = places.filter((place) =>
        allowsHost(this.#cluster, rule, name, this.#hosts[place]?.spec.moid ?? ''),
      );
      if (kept.length > 0 || rule.mandatory === true) places = kept;
    }
    this.#known.set(key, this.#places.push(new Set(places)));
    return this.#places.length;
  }

  #aboutOf(vm: string): readonly DrsRule[] {
    if (this.#rules.length === 0) return this.#rules;
    const { groups = [] } = this.#cluster.spec.drs;
    return this.#rules.filter((rule) =>
      groups.some((group) => group.name === rule.vmGroup && group.members.includes(vm)),
    );
  }

  #placesWith(datastores: readonly string[]): number[] {
    return this.#hosts.flatMap(({ spec }, place) =>
      datastores.every((datastore) => spec.datastores?.includes(datastore) === true) ? [place] : [],
    );
  }
}
