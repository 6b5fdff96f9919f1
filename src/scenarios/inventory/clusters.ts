// The clusters of a scenario with their hosts: by counts, or one by one. Names, ids and addresses by rule: managed object ids of a scenario's own
// clusters, datacenters and datastores are below 1,000; what comes later is numbered from there.
import type { HostModel, Scenario } from '../scenario.ts';
import { hostRows, type HostRow } from './host-rows.ts';
import { clusterMoid, managementIp } from './machines.ts';

export interface HostPlan extends HostRow {
  readonly moid: string;
  readonly managementIp: string;
}

export interface ClusterPlan {
  readonly name: string;
  readonly moid: string;
  readonly datacenter: string;
  readonly datastore: { readonly name: string; readonly moid: string; readonly tebibytes: number };
  readonly hosts: readonly HostPlan[];
  /** VMs of people's own. */
  readonly machines: number;
}

type Plan = Omit<ClusterPlan, 'moid' | 'datastore' | 'hosts'> & {
  readonly tebibytes: number;
  readonly hosts: readonly HostRow[];
};

/** Hosts of a count, named on from those that there are. */
function counted({ names }: Scenario, cluster: string, model: HostModel, before: number): readonly HostRow[] {
  const { sockets, coresPerSocket, mhz, cpuModel, memoryMiB } = model;
  return Array.from({ length: model.count }, (_, index) => ({
    name: `${names.hostPrefix}${String(before + index + 1).padStart(2, '0')}.${names.domain}`,
    cluster,
    datacenter: '',
    ...{ sockets, coresPerSocket, mhz, cpuModel, memoryMiB },
    gpus: [],
  }));
}

function byCounts(scenario: Scenario): readonly Plan[] {
  const { names, hosts, datastoreTiB, machines = 0, clusters = [] } = scenario;
  const first = { name: names.cluster, datacenter: names.datacenter, hosts, datastoreTiB, machines };
  let before = 0;
  return [first, ...clusters].map((model) => {
    const { name, datacenter = names.datacenter, machines: vms = 0 } = model;
    const rows = counted(scenario, name, model.hosts, before);
    before += rows.length;
    return { name, datacenter, tebibytes: model.datastoreTiB, hosts: rows, machines: vms };
  });
}

function byRows(scenario: Scenario, rows: readonly HostRow[]): readonly Plan[] {
  const { names, datastoreTiB, machines = 0 } = scenario;
  const all = [...new Set([names.cluster, ...rows.map(({ cluster }) => cluster)])];
  return all.map((name, index) => {
    const hosts = rows.filter(({ cluster }) => cluster === name);
    const datacenter = hosts[0]?.datacenter || names.datacenter;
    return { name, datacenter, tebibytes: datastoreTiB, hosts, machines: index === 0 ? machines : 0 };
  });
}

/** All clusters, the scenario's first one first. */
export function clustersOf(scenario: Scenario): readonly ClusterPlan[] {
  const read = scenario.hostsCsv === undefined ? undefined : hostRows(scenario.hostsCsv);
  const plans = read !== undefined && 'rows' in read ? byRows(scenario, read.rows) : byCounts(scenario);
  let before = 0;
  return plans.map(({ tebibytes, hosts, ...plan }, nth) => {
    const placed = hosts.map((row, index) => ({
      ...row,
      moid: `host-${21 + before + index}`,
      managementIp: managementIp(scenario, 101 + before + index),
    }));
    before += hosts.length;
    const isFirst = nth === 0;
    const name = isFirst ? 'vsanDatastore' : `vsanDatastore-${plan.name}`;
    return {
      ...plan,
      moid: isFirst ? clusterMoid : `domain-c${100 + 2 * nth}`,
      datastore: { name, moid: `datastore-${22 + 2 * nth}`, tebibytes },
      hosts: placed,
    };
  });
}

/** Datacenters with their ids, the scenario's own first; behind each is room for its folders and networks. */
export function datacentersOf(
  scenario: Scenario,
): readonly { readonly name: string; readonly moid: string }[] {
  const names = new Set([
    scenario.names.datacenter,
    ...clustersOf(scenario).map(({ datacenter }) => datacenter),
  ]);
  return [...names].map((name, nth) => ({ name, moid: `datacenter-${nth === 0 ? 3 : 240 + 16 * nth}` }));
}

/** Names of the first cluster's hosts. */
export function hostNames(scenario: Scenario): readonly string[] {
  return (clustersOf(scenario)[0]?.hosts ?? []).map(({ name }) => name);
}
