// Datacenters, clusters, hosts, folders and resource pools. Source: vSphere Automation API, com.vmware.vcenter.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { Datacenter } from '../../../kinds/vsphere/datacenter.ts';
import type { Host } from '../../../kinds/vsphere/host.ts';
import { notFound } from '../failure.ts';
import { atMost, passes } from '../filter.ts';
import { ok, type Operation } from '../operation.ts';
import { folders, foldersOf, list, poolOf, pools, type Pool } from './places.ts';

/** How many a list gives. */
const most = { datacenters: 1_000, clusters: 1_000, hosts: 2_500, folders: 1_000, pools: 1_000 } as const;

const read = { privilege: 'System.Read' } as const;

const allocation = (limit: number | undefined, normalShares: number) => ({
  reservation: 0,
  expandable_reservation: true,
  limit: limit ?? -1,
  shares: { level: 'NORMAL', shares: normalShares },
});

const poolInfo = ({ name, children, cpuLimitMHz, memoryLimitMiB }: Pool) => ({
  name,
  resource_pools: children,
  cpu_allocation: allocation(cpuLimitMHz, 4_000),
  memory_allocation: allocation(memoryLimitMiB, 163_840),
});

export const compute: readonly Operation[] = [
  {
    method: 'GET',
    path: 'vcenter/datacenter',
    ...read,
    unseen: [],
    answer: (call) => {
      const found = list<Datacenter>(call.fabric, 'datacenters')
        .map(({ metadata: { name }, spec }) => ({ datacenter: spec.moid, name }))
        .filter(({ datacenter, name }) => passes(call, { datacenters: datacenter, names: name }));
      return ok(atMost(found, most.datacenters, 'datacenters'));
    },
  },
  {
    method: 'GET',
    path: 'vcenter/datacenter/{datacenter}',
    ...read,
    answer: ({ fabric, params: { datacenter: id = '' } }) => {
      const found = list<Datacenter>(fabric, 'datacenters').find(({ spec }) => spec.moid === id);
      if (found === undefined) throw notFound('Datacenter', id);
      const { vm, host, datastore, network } = foldersOf(found);
      return ok({
        name: found.metadata.name,
        datastore_folder: datastore,
        host_folder: host,
        network_folder: network,
        vm_folder: vm,
      });
    },
  },
  {
    method: 'GET',
    path: 'vcenter/cluster',
    ...read,
    unseen: [],
    answer: (call) => {
      const datacenters = list<Datacenter>(call.fabric, 'datacenters');
      const found = list<Cluster>(call.fabric, 'clusters').flatMap(({ metadata: { name }, spec }) => {
        const datacenter = datacenters.find(({ metadata }) => metadata.name === spec.datacenter);
        const isWanted = passes(call, {
          clusters: spec.moid,
          names: name,
          datacenters: datacenter?.spec.moid ?? '',
          folders: datacenter === undefined ? '' : foldersOf(datacenter).host,
        });
        const { ha, drs, moid } = spec;
        return isWanted ? [{ cluster: moid, name, ha_enabled: ha.enabled, drs_enabled: drs.enabled }] : [];
      });
      return ok(atMost(found, most.clusters, 'clusters'));
    },
  },
  {
    method: 'GET',
    path: 'vcenter/cluster/{cluster}',
    ...read,
    answer: ({ fabric, params: { cluster: id = '' } }) => {
      const found = list<Cluster>(fabric, 'clusters').find(({ spec }) => spec.moid === id);
      if (found === undefined) throw notFound('Cluster', id);
      return ok({ name: found.metadata.name, resource_pool: poolOf(found) });
    },
  },
  {
    method: 'GET',
    path: 'vcenter/host',
    ...read,
    unseen: [],
    answer: (call) => {
      const clusters = new Map(
        list<Cluster>(call.fabric, 'clusters').map(({ metadata, spec }) => [metadata.name, spec.moid]),
      );
      const found = list<Host>(call.fabric, 'hosts')
        .map(({ metadata: { name }, spec, status }) => ({
          cluster: clusters.get(spec.cluster) ?? '',
          summary: {
            host: spec.moid,
            name,
            connection_state: status?.connectionState ?? 'NOT_RESPONDING',
            power_state: status?.powerState ?? 'POWERED_OFF',
          },
        }))
        .filter(({ cluster, summary }) =>
          passes(call, {
            hosts: summary.host,
            names: summary.name,
            clusters: cluster,
            connection_states: summary.connection_state,
            standalone: 'false',
          }),
        );
      return ok(
        atMost(
          found.map(({ summary }) => summary),
          most.hosts,
          'hosts',
        ),
      );
    },
  },
  {
    method: 'GET',
    path: 'vcenter/folder',
    ...read,
    unseen: [],
    answer: (call) => {
      const found = folders(call.fabric).filter(({ folder, name, type }) =>
        passes(call, { folders: folder, names: name, type }),
      );
      return ok(atMost(found, most.folders, 'folders').map((folder) => ({ ...folder })));
    },
  },
  {
    method: 'GET',
    path: 'vcenter/resource-pool',
    ...read,
    unseen: [],
    answer: (call) => {
      const found = pools(call.fabric)
        .map(({ resource_pool, name }) => ({ resource_pool, name }))
        .filter(({ resource_pool: id, name }) => passes(call, { resource_pools: id, names: name }));
      return ok(atMost(found, most.pools, 'resource pools'));
    },
  },
  {
    method: 'GET',
    path: 'vcenter/resource-pool/{resource_pool}',
    ...read,
    answer: ({ fabric, params: { resource_pool: id = '' } }) => {
      const found = pools(fabric).find(({ resource_pool: known }) => known === id);
      if (found === undefined) throw notFound('Resource pool', id);
      return ok(poolInfo(found));
    },
  },
];
