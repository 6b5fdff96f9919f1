// vSAN of a cluster as its own service tells it: on where hosts of the cluster have a vSAN datastore. It is turned on and off while a cluster has
// no hosts; disks, and the services of vSAN beyond its being there, are not changed here. Source: vSAN Management API, VsanVcClusterConfigSystem, VsanVcStretchedClusterSystem.
import { clusters, type Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import type { Host } from '../../../kinds/vsphere/host.ts';
import { fnv1a32, uuidFrom } from '../../../std/hash.ts';
import type { Json } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import type { ReadView } from '../../../store/view.ts';
import { clusterOf } from '../inventory/clusters.ts';
import { list, titleOf } from '../inventory/places.ts';
import { referenceArg } from './arguments.ts';
import { member, notSupported, startTask, type VimCall, type VimMethod } from './method.ts';

/** The UUID of the vSAN cluster whose owner is a cluster, or a host alone. */
export const vsanUuid = (owner: string): string => uuidFrom(fnv1a32(owner), 'vsan');

const hostsIn = (fabric: ReadView, cluster: Cluster): readonly Host[] =>
  list<Host>(fabric, 'hosts').filter(({ spec }) => spec.cluster === cluster.metadata.name);

/** A cluster without hosts has what it was told; its first hosts make the datastore. */
export function vsanIsOn(fabric: ReadView, cluster: Cluster): boolean {
  const stores = list<Datastore>(fabric, 'datastores').filter(({ spec }) => spec.type === 'vsan');
  return (
    cluster.spec.vsan === true ||
    hostsIn(fabric, cluster).some(({ spec }) =>
      stores.some(({ metadata }) => spec.datastores?.includes(metadata.name)),
    )
  );
}

const asked = ({ fabric, body }: VimCall): Cluster => clusterOf(fabric, referenceArg(body, 'cluster').value);

const onCluster = (call: VimCall): string => referenceArg(call.body, 'cluster').value;

function config(call: VimCall): Json {
  const cluster = asked(call);
  const enabled = vsanIsOn(call.fabric, cluster);
  return {
    _typeName: 'VsanConfigInfoEx',
    enabled,
    defaultConfig: {
      _typeName: 'VsanClusterConfigInfoHostDefaultInfo',
      ...(enabled ? { uuid: vsanUuid(cluster.spec.moid) } : {}),
      autoClaimStorage: false,
    },
    vsanEsaEnabled: false,
  };
}

/** Services that are off here, and where a change says that they shall be on. */
const services: readonly (readonly string[])[] = [
  ['vsanClusterConfig', 'vsanEsaEnabled'],
  ['dataEfficiencyConfig', 'dedupEnabled'],
  ['dataEfficiencyConfig', 'compressionEnabled'],
  ['dataEncryptionConfig', 'encryptionEnabled'],
  ['dataInTransitEncryptionConfig', 'enabled'],
  ['perfsvcConfig', 'enabled'],
  ['unmapConfig', 'enable'],
];

function reconfigure(call: VimCall): Json {
  const cluster = asked(call);
  const spec = getOwn(call.body, 'vsanReconfigSpec');
  const enabled = member(member(spec, 'vsanClusterConfig'), 'enabled');
  const isTurned = typeof enabled === 'boolean' && enabled !== vsanIsOn(call.fabric, cluster);
  if (isTurned && hostsIn(call.fabric, cluster).length > 0)
    throw notSupported(`vSAN is turned ${enabled ? 'on' : 'off'} on cluster ${titleOf(cluster)}`);
  const wanted = services.find(([of = '', name = '']) => member(member(spec, of), name) === true);
  if (wanted !== undefined) throw notSupported(`${wanted.join('.')} on cluster ${titleOf(cluster)}`);
  const words = 'Reconfigure vSAN cluster';
  const target = { kind: 'ClusterComputeResource', name: titleOf(cluster), id: cluster.spec.moid };
  const task = startTask(call, { words, target });
  if (isTurned) {
    const next = { ...cluster, spec: { ...cluster.spec, vsan: enabled } } as Cluster;
    call.write.update(clusters, next, words);
  }
  return task;
}

const system = 'VsanVcClusterConfigSystem';
/** The type's own name, and the one that clients in Go send. */
const stretched = ['VsanVcStretchedClusterSystem', 'VimClusterVsanVcStretchedClusterSystem'];

export const vsanMethods: readonly VimMethod[] = [
  { type: system, name: 'VsanClusterGetConfig', privilege: 'System.Read', on: onCluster, answer: config },
  {
    type: system,
    name: 'VsanClusterReconfig',
    privilege: 'Host.Inventory.EditCluster',
    on: onCluster,
    answer: reconfigure,
  },
  // No cluster is stretched.
  ...stretched.map((type): VimMethod => ({
    type,
    name: 'VSANVcGetWitnessHosts',
    privilege: 'System.Read',
    on: onCluster,
    answer: (call) => {
      asked(call);
      return [];
    },
  })),
];
