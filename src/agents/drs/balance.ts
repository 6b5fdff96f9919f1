// DRS's pass, once a minute where something changed: the VMs' scores, and which of people's own VMs should migrate. A fully automated cluster
// migrates them, another recommends it. Algorithm: assembly/balance. Deliberately absent: moving control plane VMs and vSphere Pods for
// balance, predictive and network-aware DRS, power management.
import { nobody, type Loop, type Outcome, type Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { deviationOf, drsScore } from '../../kernels/drs-score.ts';
import type { Fleet, FleetKernel } from '../../kernels/fleet.ts';
import { leastGainOf, loadOf, priorityOf, type Move } from '../../kernels/moves.ts';
import { clusters, clustersKind, type Cluster, type DrsStatus } from '../../kinds/vsphere/cluster.ts';
import { takesVms, type Host } from '../../kinds/vsphere/host.ts';
import { hostsKind, machinesKind } from '../../kinds/vsphere/machine.ts';
import { isOn, type VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';
import { equal } from '../../std/draft.ts';
import type { Drs } from './drs.ts';
import { migrated } from './evacuation.ts';
import { CPU_DEMAND, MEMORY_DEMAND, clusterPlan, type ClusterPlan } from './fleet-plan.ts';

/** DRS looks every minute since vSphere 7. */
const passMs = 60_000;
/** Migrations that a pass begins: vCenter runs few at a time on a host. */
const migrationsMax = 32;

type Recommendation = DrsStatus['recommendations'][number];

function movable(cluster: string, view: View): readonly VirtualMachine[] {
  return view
    .list<VirtualMachine>(machinesKind, { index: ['role', 'VM'] })
    .filter((vm) => vm.spec.cluster === cluster && isOn(vm));
}

/** The loads of a host by demand, CPU and memory. */
function loadsOf({ plan }: ClusterPlan, fleet: Fleet, host: number): readonly [number, number] {
  const free = fleet.freeOf(host);
  const load = (resource: number): number => {
    const capacity = plan.hosts[host]?.capacity[resource] ?? 0;
    return loadOf(capacity - (free[resource] ?? 0), capacity);
  };
  return [load(CPU_DEMAND), load(MEMORY_DEMAND)];
}

function scored(plan: ClusterPlan, fleet: Fleet): Pick<DrsStatus, 'score' | 'buckets'> {
  const ofHosts = plan.hosts.map((_, host) => Math.round(drsScore(Math.max(...loadsOf(plan, fleet, host)))));
  const buckets = [0, 0, 0, 0, 0];
  let sum = 0;
  for (const { host } of plan.items) {
    const score = ofHosts[host] ?? 100;
    sum += score;
    const bucket = Math.max(0, Math.ceil(score / 20) - 1);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  return { score: plan.items.length === 0 ? 100 : Math.round(sum / plan.items.length), buckets };
}

interface Pass extends Pick<DrsStatus, 'score' | 'buckets' | 'faults'> {
  readonly moves: readonly Move[];
  /** The resource that was evened out. */
  readonly resource: number;
}

function passOver(plan: ClusterPlan, cluster: Cluster, kernel: FleetKernel): Pass {
  const fleet = kernel.createFleet(plan.plan);
  for (const { shape, host } of plan.items) fleet.book(shape, host);
  const score = scored(plan, fleet);
  const loads = plan.hosts.flatMap((host, place) => (takesVms(host) ? [loadsOf(plan, fleet, place)] : []));
  const [cpu, memory] = [0, 1].map((of) => deviationOf(loads.map((load) => load[of] ?? 0)));
  const resource = (memory ?? 0) > (cpu ?? 0) ? MEMORY_DEMAND : CPU_DEMAND;
  const moves = fleet.balance({
    items: plan.items,
    resource,
    model: 'score',
    leastGain: leastGainOf(cluster.spec.drs.migrationThreshold),
    movesMax: migrationsMax,
  });
  const faults = faultsOf(plan, fleet, moves);
  fleet.close();
  return { ...score, moves, resource, faults };
}

/** VMs that may not be where they are, and that no host takes. */
function faultsOf(
  { plan, items, hosts }: ClusterPlan,
  fleet: Fleet,
  moves: readonly Move[],
): DrsStatus['faults'] {
  const moved = new Set(moves.map(({ item }) => item));
  return items.flatMap(({ vm, shape, host }, item) => {
    const { mask = 0 } = plan.shapes[shape] ?? {};
    if (moved.has(item) || mask === 0 || plan.masks?.[mask - 1]?.(host) !== false) return [];
    const { outside, rules, short } = fleet.reasons(shape);
    const words = [
      `${outside} not allowed by a rule or not available`,
      ...(rules > 0 ? [`${rules} against a VM-VM rule`] : []),
      ...short.flatMap((count, resource) =>
        count > 0 ? [`${count} with insufficient ${plan.resources[resource]?.name}`] : [],
      ),
    ];
    return [{ vm: vm.metadata.name, text: `0 of ${hosts.length} hosts: ${words.join(', ')}` }];
  });
}

const reasons: Readonly<Record<number, readonly [reason: string, text: string]>> = {
  [CPU_DEMAND]: ['fairnessCpuAvg', 'Balance average CPU loads'],
  [MEMORY_DEMAND]: ['fairnessMemAvg', 'Balance average memory loads'],
};

function recommended({ items, hosts }: ClusterPlan, { moves, resource }: Pass, view: View): Recommendation[] {
  return moves.map((move, index) => {
    const item = items[move.item];
    const [reason = '', text = ''] = move.isMandatory
      ? ['vmHostHardAffinity', 'Satisfy a rule of the cluster']
      : (reasons[resource] ?? []);
    return {
      key: String(view.revision + 1 + index),
      vm: item?.vm.metadata.name ?? '',
      from: item?.vm.status?.host ?? '',
      to: hosts[move.host]?.metadata.name ?? '',
      priority: priorityOf(move),
      reason,
      text,
      at: view.now,
    };
  });
}

/** Those that were there already keep their key and their time. */
function kept(before: readonly Recommendation[], after: readonly Recommendation[]): Recommendation[] {
  return after.map(
    (next) =>
      before.find(({ vm, from, to, reason }) =>
        equal([vm, from, to, reason], [next.vm, next.from, next.to, next.reason]),
      ) ?? next,
  );
}

export function createBalance(drs: Drs, kernel: FleetKernel): Loop {
  return {
    name: 'drs-balance',
    observes: {
      [clustersKind]: (prev, next) => {
        const [before, after] = [prev, next] as (Cluster | undefined)[];
        return after === undefined || before?.spec === after.spec ? nobody : [after.metadata.name];
      },
      [hostsKind]: (prev, next) => {
        const host = (next ?? prev) as Host;
        return host.spec.cluster === '' ? nobody : [host.spec.cluster];
      },
      [machinesKind]: (prev, next) => {
        const { spec } = (next ?? prev) as VirtualMachine;
        return spec.role === 'VM' && spec.cluster !== '' ? [spec.cluster] : nobody;
      },
    },
    run(name, view): Outcome | undefined {
      const cluster = view.get<Cluster>(clustersKind, name);
      if (cluster === undefined) return undefined;
      const vms = cluster.spec.drs.enabled ? movable(name, view) : [];
      if (vms.length === 0) {
        const { drs: told, ...status } = cluster.status ?? {};
        return told === undefined ? undefined : { writes: [withStatus(cluster, status)] };
      }
      if (view.now % passMs !== 0) return { again: passMs - (view.now % passMs) };
      const hosts = view.list<Host>(hostsKind).filter(({ spec }) => spec.cluster === name);
      const plan = clusterPlan(cluster, hosts, vms, drs.ledger);
      const pass = passOver(plan, cluster, kernel);
      const isAutomatic = cluster.spec.drs.automation === 'fullyAutomated';
      const found = recommended(plan, pass, view);
      const { score, buckets, faults } = pass;
      const before = cluster.status?.drs;
      const recommendations = isAutomatic ? [] : kept(before?.recommendations ?? [], found);
      const told: DrsStatus = { score, buckets, recommendations, faults };
      const writes: Write[] = isAutomatic
        ? found.flatMap(({ to }, index) => {
            const vm = plan.items[pass.moves[index]?.item ?? -1]?.vm;
            return vm === undefined ? [] : [migrated(vm, to, view.now)];
          })
        : [];
      if (!equal(before, told)) writes.push(withStatus(cluster, { ...cluster.status, drs: told }));
      if (writes.length === 0) return undefined;
      return isAutomatic && found.length > 0 ? { writes, again: passMs } : { writes };
    },
  };
}

function withStatus(cluster: Cluster, status: NonNullable<Cluster['status']>): Write {
  const object: Cluster = { ...cluster, status };
  return { verb: 'update', kind: clusters, object, why: 'DRS has looked' };
}
