// Where things stand in the inventory: the ids of folders and pools that every datacenter and cluster comes with, and those of vSphere
// Namespaces. They are vCenter's own and follow from what they belong to.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { Datacenter } from '../../../kinds/vsphere/datacenter.ts';
import type { VSphereNamespace } from '../../../kinds/vsphere/namespace.ts';
import type { ReadView } from '../../../store/view.ts';

export const rootFolder = 'group-d1';

const numberOf = (moid: string): number => Number(moid.slice(moid.lastIndexOf('-') + 1).replace(/^\D+/, ''));

/** vCenter numbers a datacenter's folders right behind it. */
export function foldersOf({ spec }: Datacenter) {
  const first = numberOf(spec.moid) + 1;
  return {
    vm: `group-v${first}`,
    host: `group-h${first + 1}`,
    datastore: `group-s${first + 2}`,
    network: `group-n${first + 3}`,
  };
}

/** The cluster's root resource pool, numbered right behind it. */
export function poolOf({ spec }: Cluster): string {
  return `resgroup-${numberOf(spec.moid.replace('domain-c', 'domain-')) + 1}`;
}

export const list = <T extends { readonly metadata: { readonly name: string } }>(
  view: ReadView,
  plural: string,
): readonly T[] => view.list(`vsphere.sandbox/${plural}`) as never;

export interface Folder {
  readonly folder: string;
  readonly name: string;
  readonly type: 'DATACENTER' | 'VIRTUAL_MACHINE' | 'HOST' | 'DATASTORE' | 'NETWORK';
}

export function folders(view: ReadView): readonly Folder[] {
  const ofDatacenters = list<Datacenter>(view, 'datacenters').flatMap((datacenter): Folder[] => {
    const { vm, host, datastore, network } = foldersOf(datacenter);
    return [
      { folder: vm, name: 'vm', type: 'VIRTUAL_MACHINE' },
      { folder: host, name: 'host', type: 'HOST' },
      { folder: datastore, name: 'datastore', type: 'DATASTORE' },
      { folder: network, name: 'network', type: 'NETWORK' },
    ];
  });
  const ofNamespaces = list<VSphereNamespace>(view, 'namespaces').flatMap(({ metadata, spec }): Folder[] =>
    spec.folder === undefined ? [] : [{ folder: spec.folder, name: metadata.name, type: 'VIRTUAL_MACHINE' }],
  );
  return [{ folder: rootFolder, name: 'Datacenters', type: 'DATACENTER' }, ...ofDatacenters, ...ofNamespaces];
}

export interface Pool {
  readonly resource_pool: string;
  readonly name: string;
  /** MHz and MiB; absent where nothing limits it. */
  readonly cpuLimitMHz?: number;
  readonly memoryLimitMiB?: number;
  readonly children: readonly string[];
}

export function pools(view: ReadView): readonly Pool[] {
  const ofNamespaces = list<VSphereNamespace>(view, 'namespaces').flatMap(({ metadata, spec }): Pool[] => {
    const { cpu_limit: cpu, memory_limit: memory } = spec.resources ?? {};
    return spec.resourcePool === undefined
      ? []
      : [
          {
            resource_pool: spec.resourcePool,
            name: metadata.name,
            ...(cpu === undefined ? {} : { cpuLimitMHz: cpu }),
            ...(memory === undefined ? {} : { memoryLimitMiB: memory }),
            children: [],
          },
        ];
  });
  const ofClusters = list<Cluster>(view, 'clusters').map((cluster): Pool => ({
    resource_pool: poolOf(cluster),
    name: 'Resources',
    children: ofNamespaces.map(({ resource_pool: id }) => id),
  }));
  return [...ofClusters, ...ofNamespaces];
}
