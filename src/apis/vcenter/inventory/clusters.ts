// Clusters. They are made, changed and destroyed by VI/JSON alone. Source: vSphere Automation API, com.vmware.vcenter.Cluster.
import { clusters, type Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { Datacenter } from '../../../kinds/vsphere/datacenter.ts';
import type { Host } from '../../../kinds/vsphere/host.ts';
import type { Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import type { ReadView } from '../../../store/view.ts';
import { invalidArgument, notFound, resourceInUse } from '../failure.ts';
import { atMost, passes } from '../filter.ts';
import { ok, type Operation, type Writer } from '../operation.ts';
import {
  checkName,
  datacenterNamed,
  folders,
  foldersOf,
  list,
  named,
  poolOf,
  titleOf,
  type Folder,
} from './places.ts';

const clustersMost = 1_000;
const read = { privilege: 'System.Read' } as const;

export function clusterOf(view: ReadView, id: string): Cluster {
  const found = list<Cluster>(view, 'clusters').find(({ spec }) => spec.moid === id);
  if (found === undefined) throw notFound('Cluster', id);
  return found;
}

/** The folder that a cluster is in. */
export function folderOfCluster(view: ReadView, { spec }: Cluster): string {
  const datacenter = datacenterNamed(view, spec.datacenter);
  return spec.folder ?? (datacenter === undefined ? '' : foldersOf(datacenter).host);
}

/** Names in a folder for hosts and clusters. */
export function neighboursIn(view: ReadView, folder: string): readonly string[] {
  return [
    ...list<Cluster>(view, 'clusters')
      .filter((cluster) => folderOfCluster(view, cluster) === folder)
      .map(titleOf),
    ...folders(view)
      .filter(({ parent, type }) => parent === folder && type === 'HOST')
      .map(({ name }) => name),
  ];
}

export type ClusterConfig = Pick<Cluster['spec'], 'drs' | 'ha' | 'vsan'>;

/** The id of a new cluster without hosts. */
export function createCluster(
  view: ReadView,
  write: Writer,
  name: string,
  folder: Folder,
  config: ClusterConfig,
): string {
  const datacenter = datacenterNamed(view, folder.datacenter);
  if (folder.type !== 'HOST' || datacenter === undefined)
    throw invalidArgument(`Folder '${folder.folder}' takes no clusters.`, [folder.folder]);
  checkName('Cluster', name, neighboursIn(view, folder.folder));
  const moid = `domain-c${write.revision + 1}`;
  const isTaken = (taken: string) => view.get('vsphere.sandbox/clusters', taken) !== undefined;
  const { metadata, displayed } = named(name, moid, isTaken);
  const where = foldersOf(datacenter).host === folder.folder ? {} : { folder: folder.folder };
  const spec = { moid, datacenter: datacenter.metadata.name, ...config, ...displayed, ...where };
  write.create(clusters, { metadata, spec }, 'Create cluster');
  return moid;
}

/** Only one without hosts and without Workload Management goes. */
export function destroyCluster(view: ReadView, write: Writer, cluster: Cluster): void {
  const { name } = cluster.metadata;
  const isUsed = list<Host>(view, 'hosts').some(({ spec }) => spec.cluster === name);
  if (isUsed || list<Supervisor>(view, 'supervisors').some(({ spec }) => spec.cluster === name))
    throw resourceInUse(titleOf(cluster));
  write.remove(clusters, cluster, 'Delete cluster');
}

export const clusterOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'vcenter/cluster',
    filters: ['clusters', 'names', 'folders', 'datacenters'],
    ...read,
    each: 'cluster',
    answer: (call) => {
      const datacenters = new Map(
        list<Datacenter>(call.fabric, 'datacenters').map(({ metadata, spec }) => [metadata.name, spec.moid]),
      );
      const found = list<Cluster>(call.fabric, 'clusters').flatMap((cluster) => {
        const { ha, drs, moid, datacenter } = cluster.spec;
        const name = titleOf(cluster);
        const isWanted = passes(call, {
          clusters: moid,
          names: name,
          datacenters: datacenters.get(datacenter) ?? '',
          folders: folderOfCluster(call.fabric, cluster),
        });
        return isWanted ? [{ cluster: moid, name, ha_enabled: ha.enabled, drs_enabled: drs.enabled }] : [];
      });
      return ok(atMost(found, clustersMost, 'clusters'));
    },
  },
  {
    method: 'GET',
    path: 'vcenter/cluster/{cluster}',
    ...read,
    answer: ({ fabric, params: { cluster: id = '' } }) => {
      const found = clusterOf(fabric, id);
      return ok({ name: titleOf(found), resource_pool: poolOf(found) });
    },
  },
];
