// Container volumes as Cloud Native Storage tells them: each a First Class Disk, with the claim, the volume and the Pods that have it. Source:
// CNS API, CnsVolumeManager, CnsVolume; kubernetes-sigs/vsphere-csi-driver#1704.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { firstClassDisksKind, type FirstClassDisk } from '../../../kinds/vsphere/first-class-disk.ts';
import type { StoragePolicy } from '../../../kinds/vsphere/storage-policy.ts';
import type { Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import { releaseOfWorld } from '../../../kinds/vsphere/vcenter.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Release } from '../../../releases/release.ts';
import type { Json } from '../../../std/draft.ts';
import { uuidFrom } from '../../../std/hash.ts';
import { getOwn } from '../../../std/own.ts';
import { ssoDomain } from '../authorization/principal.ts';
import { list } from '../inventory/places.ts';
import { datastoreUrl } from '../inventory/datastore-url.ts';
import { since8 } from '../operation.ts';
import { member, referred, type VimCall, type VimMethod } from './method.ts';

const type = 'CnsVolumeManager';
const privilege = 'Cns.Searchable';

/** How many an answer has at most. */
const volumesMax = 1_000;

type Volume = NonNullable<FirstClassDisk['spec']['volume']>;

interface Found {
  readonly disk: FirstClassDisk;
  readonly volume: Volume;
  readonly cluster: string;
  readonly datastore: Datastore | undefined;
  readonly isCompliant: boolean;
}

/** What volumes of a Supervisor are found by: from 8.0 its identifier, as the CSI driver marks it, before that its cluster. */
function clusterIdOf({ metadata, spec }: Supervisor, release: Release): string {
  return since8(release) ? `vSphereSupervisorID-${metadata.uid}` : spec.moid;
}

function volumesIn({ fabric }: VimCall): readonly Found[] {
  const release = releaseOfWorld(fabric);
  const clusters = new Map(
    list<Supervisor>(fabric, 'supervisors').map((each) => [each.spec.scope, clusterIdOf(each, release)]),
  );
  const policies = list<StoragePolicy>(fabric, 'storagepolicies');
  return fabric.list<FirstClassDisk>(firstClassDisksKind).flatMap((disk) => {
    const { datastore, storagePolicy, volume } = disk.spec;
    // Somebody's own, which no container has.
    if (volume === undefined) return [];
    const policy = policies.find(({ spec }) => spec.id === storagePolicy);
    return {
      disk,
      volume,
      cluster: clusters.get(volume.scope) ?? volume.scope,
      datastore: fabric.get<Datastore>('vsphere.sandbox/datastores', datastore),
      isCompliant: policy?.spec.datastores.includes(datastore) === true,
    };
  });
}

const texts = (filter: Json | undefined, name: string): readonly string[] => {
  const value = member(filter, name);
  return Array.isArray(value) ? (value as readonly Json[]).map(String) : [];
};

const items = (filter: Json | undefined, name: string): readonly Json[] => {
  const value = member(filter, name);
  return Array.isArray(value) ? (value as readonly Json[]) : [];
};

const among = (wanted: readonly unknown[], value: string | undefined): boolean =>
  wanted.length === 0 || wanted.includes(value);

/** Whether a volume is one that a CnsQueryFilter asks for. */
function asksFor(filter: Json | undefined, { disk, volume, cluster, datastore }: Found): boolean {
  const { storagePolicy } = disk.spec;
  const policy = member(filter, 'storagePolicyId');
  return (
    among(
      items(filter, 'volumeIds').map((id) => member(id, 'id')),
      disk.metadata.name,
    ) &&
    among(texts(filter, 'names'), volume.name) &&
    among(texts(filter, 'containerClusterIds'), cluster) &&
    among(items(filter, 'datastores').map(referred), datastore?.spec.moid) &&
    (typeof policy !== 'string' || policy === '' || policy === storagePolicy)
  );
}

/** What of Kubernetes a volume is: the volume itself, its claim, the Pods on the VMs that have the disk. */
function entities({ fabric }: VimCall, { disk, volume, cluster }: Found): Json {
  const machines = (disk.status?.attachedTo ?? []).flatMap(
    (id) => fabric.get<VirtualMachine>('vsphere.sandbox/virtualmachines', id)?.spec.pod ?? [],
  );
  const entity = (entityType: string, entityName: string, namespace: string): Json => ({
    _typeName: 'CnsKubernetesEntityMetadata',
    entityName,
    delete: false,
    clusterId: cluster,
    entityType,
    namespace,
  });
  return [
    entity('PERSISTENT_VOLUME', volume.name, ''),
    entity('PERSISTENT_VOLUME_CLAIM', volume.claim, volume.namespace),
    ...machines.map(({ name, namespace }) => entity('POD', name, namespace)),
  ];
}

function told(call: VimCall, found: Found): Json {
  const { disk, volume, cluster, datastore, isCompliant } = found;
  const { capacityMiB, storagePolicy } = disk.spec;
  const containerCluster = {
    _typeName: 'CnsContainerCluster',
    clusterType: 'KUBERNETES',
    clusterId: cluster,
    vSphereUser: `workload_storage_management-${uuidFrom(0, cluster, 'user')}@${ssoDomain(call.fabric)}`,
    clusterFlavor: 'WORKLOAD',
    clusterDistribution: 'SupervisorCluster',
  };
  return {
    _typeName: 'CnsVolume',
    volumeId: { _typeName: 'CnsVolumeId', id: disk.metadata.name },
    ...(datastore === undefined ? {} : { datastoreUrl: datastoreUrl(datastore) }),
    name: volume.name,
    volumeType: 'BLOCK',
    ...(storagePolicy === undefined ? {} : { storagePolicyId: storagePolicy }),
    metadata: {
      _typeName: 'CnsVolumeMetadata',
      containerCluster,
      entityMetadata: entities(call, found),
      containerClusterArray: [containerCluster],
    },
    backingObjectDetails: {
      _typeName: 'CnsBlockBackingDetails',
      capacityInMb: capacityMiB,
      backingDiskId: disk.metadata.name,
    },
    ...(storagePolicy === undefined ? {} : { complianceStatus: isCompliant ? 'compliant' : 'nonCompliant' }),
    datastoreAccessibilityStatus: datastore === undefined ? 'notAccessible' : 'accessible',
    healthStatus: datastore === undefined ? 'red' : 'green',
  };
}

/** A page of those that the filter asks for, from where its cursor stands. */
function query(call: VimCall): Json {
  const filter = getOwn(call.body, 'filter');
  const cursor = member(filter, 'cursor');
  const whole = (name: string, otherwise: number): number => {
    const value = member(cursor, name);
    return typeof value === 'number' && value > 0 ? value : otherwise;
  };
  const found = volumesIn(call).filter((each) => asksFor(filter, each));
  const from = whole('offset', 0);
  const limit = Math.min(whole('limit', volumesMax), volumesMax);
  const page = found.slice(from, from + limit);
  return {
    _typeName: 'CnsQueryResult',
    volumes: page.map((each) => told(call, each)),
    cursor: {
      _typeName: 'CnsCursor',
      offset: from + page.length,
      limit,
      totalRecords: found.length,
    },
  };
}

export const containerVolumeMethods: readonly VimMethod[] = [
  { type, name: 'CnsQueryVolume', privilege, answer: query },
  { type, name: 'CnsQueryAllVolume', privilege, answer: query },
];
