// What limits a vSphere Namespace, as objects on its Supervisor: the quota of its name for counts and all storage, one for its storage policies,
// a LimitRange for what containers get that ask for nothing, annotations for the limits of its resource pool.
import type { Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { limitRanges } from '../../kinds/core/limit-range.ts';
import { resourceQuotas } from '../../kinds/core/quota/resource-quota.ts';
import { storageClasses } from '../../kinds/storage/storage-class.ts';
import type { Host } from '../../kinds/vsphere/host.ts';
import { hostsKind } from '../../kinds/vsphere/machine.ts';
import type { ResourceSpec, VSphereNamespace } from '../../kinds/vsphere/namespace.ts';
import type { StoragePolicy } from '../../kinds/vsphere/storage-policy.ts';
import { fabricScope } from '../../kinds/vsphere/supervisor.ts';
import { equal } from '../../std/draft.ts';
import { kindId, type Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';

export const policiesKind = 'vsphere.sandbox/storagepolicies';

/** Which key of a quota each count stands under. */
const counted = {
  pod_count: 'count/pods',
  service_count: 'count/services',
  deployment_count: 'count/deployments.apps',
  daemon_set_count: 'count/daemonsets.apps',
  replica_set_count: 'count/replicasets.apps',
  replication_controller_count: 'count/replicationcontrollers',
  stateful_set_count: 'count/statefulsets.apps',
  config_map_count: 'count/configmaps',
  secret_count: 'count/secrets',
  persistent_volume_claim_count: 'count/persistentvolumeclaims',
  job_count: 'count/jobs.batch',
} as const;

/** What Kubernetes says of an amount that nothing limits. */
const unlimited = '9223372036854775807';

type Amounts = Readonly<Record<string, string>>;

function amountsOf(resources: ResourceSpec): Amounts {
  const amounts: Record<string, string> = {};
  if (resources.storage_request_limit !== undefined)
    amounts['requests.storage'] = `${resources.storage_request_limit}Mi`;
  for (const [name, key] of Object.entries(counted)) {
    const count = resources[name as keyof typeof counted];
    if (count !== undefined) amounts[key] = String(count);
  }
  return amounts;
}

function policiesOf({ spec }: VSphereNamespace, view: View): readonly StoragePolicy[] {
  const known = view.in(fabricScope).list<StoragePolicy>(policiesKind);
  return (spec.storage ?? []).flatMap(({ policy }) => known.filter((each) => each.spec.id === policy));
}

function storageAmounts(namespace: VSphereNamespace, view: View): Amounts {
  const specs = namespace.spec.storage ?? [];
  return Object.fromEntries(
    policiesOf(namespace, view).map(({ metadata: { name }, spec: { id } }) => {
      const limit = specs.find(({ policy }) => policy === id)?.limit;
      return [
        `${name}.storageclass.storage.k8s.io/requests.storage`,
        limit === undefined ? unlimited : `${limit}Mi`,
      ];
    }),
  );
}

/** The slowest host's frequency: what a MHz is worth in cores everywhere. */
function leastMHz(view: View): number {
  const hosts = view.in(fabricScope).list<Host>(hostsKind);
  return hosts.reduce((least, { spec }) => Math.min(least, spec.cpu.mhz), Infinity);
}

const milli = (mhz: number, view: View): string => `${Math.round((mhz * 1000) / leastMHz(view))}m`;

/** What containers get that do not ask; undefined where nothing is said of it. */
function defaultsOf(resources: ResourceSpec, view: View) {
  const {
    cpu_limit_default: cpuLimit,
    cpu_request_default: cpuRequest,
    memory_limit_default: memoryLimit,
    memory_request_default: memoryRequest,
  } = resources;
  const limit = {
    ...(cpuLimit === undefined ? {} : { cpu: milli(cpuLimit, view) }),
    ...(memoryLimit === undefined ? {} : { memory: `${memoryLimit}Mi` }),
  };
  // As Kubernetes has it: who asks for nothing asks for the limit.
  const request = {
    ...limit,
    ...(cpuRequest === undefined ? {} : { cpu: milli(cpuRequest, view) }),
    ...(memoryRequest === undefined ? {} : { memory: `${memoryRequest}Mi` }),
  };
  const isSaid = Object.keys(limit).length + Object.keys(request).length > 0;
  if (!isSaid) return undefined;
  return {
    type: 'Container',
    ...(Object.keys(limit).length === 0 ? {} : { default: limit }),
    ...(Object.keys(request).length === 0 ? {} : { defaultRequest: request }),
  };
}

/** Made, changed or removed, so that it is as wanted; left alone where it is. */
function settled(
  view: View,
  kind: Kind,
  namespace: string,
  name: string,
  spec: object | undefined,
): readonly Write[] {
  const present = view.get<StoredObject & { readonly spec?: object }>(kindId(kind), name, namespace);
  const why = `limits of ${namespace}`;
  if (spec === undefined)
    return present === undefined ? [] : [{ verb: 'delete', kind, object: present, why }];
  if (present === undefined) {
    const object = { metadata: { name, namespace }, spec };
    return [{ verb: 'create', kind, object, why }];
  }
  if (equal(present.spec, spec)) return [];
  return [{ verb: 'update', kind, object: { ...present, spec } as StoredObject, why }];
}

/** A storage class for each policy that has none yet: for all namespaces together. */
function classes(namespace: VSphereNamespace, view: View): readonly Write[] {
  return policiesOf(namespace, view).flatMap(({ metadata: { name }, spec: { id } }): Write[] => {
    if (view.get(kindId(storageClasses), name) !== undefined) return [];
    const object = {
      metadata: { name },
      provisioner: 'csi.vsphere.vmware.com',
      parameters: { storagePolicyID: id },
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'Immediate',
      allowVolumeExpansion: true,
    };
    return [{ verb: 'create', kind: storageClasses, object, why: `policy of ${namespace.metadata.name}` }];
  });
}

const some = (amounts: Amounts): { readonly hard: Amounts } | undefined =>
  Object.keys(amounts).length === 0 ? undefined : { hard: amounts };

export function limitsOf(namespace: VSphereNamespace, view: View): readonly Write[] {
  const { name } = namespace.metadata;
  const resources = namespace.spec.resources ?? {};
  const defaults = defaultsOf(resources, view);
  return [
    ...classes(namespace, view),
    ...settled(view, resourceQuotas, name, name, some(amountsOf(resources))),
    ...settled(view, resourceQuotas, name, `${name}-storagequota`, some(storageAmounts(namespace, view))),
    ...settled(view, limitRanges, name, name, defaults === undefined ? undefined : { limits: [defaults] }),
  ];
}

/** The limits of its resource pool, in cores of the slowest host and in MiB; undefined takes an annotation away. */
export function poolAnnotations({ spec }: VSphereNamespace, view: View) {
  const { cpu_limit: cpu, memory_limit: memory } = spec.resources ?? {};
  return {
    'vmware-system-resource-pool-cpu-limit':
      cpu === undefined ? undefined : (Math.round((cpu * 10_000) / leastMHz(view)) / 10_000).toFixed(4),
    'vmware-system-resource-pool-memory-limit': memory === undefined ? undefined : `${memory}Mi`,
  };
}
