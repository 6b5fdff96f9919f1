/**
 * What a namespace holds, in the places where the vSphere Client has it: Compute, Storage, Network, Configuration. New kinds find theirs by
 * group.
 */
import { type KindInfo, resourceOf, supervisorScope } from '../../live/kinds.ts';
import { labelOf } from '../places.ts';

export type Place = 'compute' | 'storage' | 'network' | 'config';

export interface Category {
  /** `pods`, `deployments.apps`. */
  readonly id: string;
  readonly label: string;
  readonly kind: KindInfo;
}

/** The order of the vSphere Client for what it lists; others follow by name. */
const order = [
  'pods',
  'deployments.apps',
  'daemonsets.apps',
  'replicasets.apps',
  'statefulsets.apps',
  'jobs.batch',
  'cronjobs.batch',
  'virtualmachines.vmoperator.vmware.com',
  'virtualmachineservices.vmoperator.vmware.com',
  'tanzukubernetesclusters.run.tanzu.vmware.com',
  'persistentvolumeclaims',
  'services',
  'endpoints',
  'endpointslices.discovery.k8s.io',
  'configmaps',
  'secrets',
  'serviceaccounts',
];

const placesOfResources: Readonly<Record<string, Place>> = {
  pods: 'compute',
  'virtualmachines.vmoperator.vmware.com': 'compute',
  'virtualmachineservices.vmoperator.vmware.com': 'compute',
  'tanzukubernetesclusters.run.tanzu.vmware.com': 'compute',
  persistentvolumeclaims: 'storage',
  services: 'network',
  endpoints: 'network',
};
const placesOfGroups: Readonly<Record<string, Place>> = {
  apps: 'compute',
  batch: 'compute',
  'snapshot.storage.k8s.io': 'storage',
  'storage.k8s.io': 'storage',
  'cns.vmware.com': 'storage',
  'networking.k8s.io': 'network',
  'discovery.k8s.io': 'network',
  'netoperator.vmware.com': 'network',
};

function placeOf(kind: KindInfo): Place | undefined {
  const resource = resourceOf(kind);
  if (kind.plural === 'events' || kind.plural === 'leases') return undefined;
  if (Object.hasOwn(placesOfResources, resource)) return placesOfResources[resource];
  return Object.hasOwn(placesOfGroups, kind.group) ? placesOfGroups[kind.group] : 'config';
}

export function categoriesOf(kinds: readonly KindInfo[], place: Place): readonly Category[] {
  const rank = (id: string): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return kinds
    .filter(
      (kind) =>
        kind.scope === supervisorScope &&
        kind.namespaced &&
        kind.verbs.includes('list') &&
        placeOf(kind) === place,
    )
    .map((kind) => ({ id: resourceOf(kind), label: labelOf(kind), kind }))
    .sort((a, b) => rank(a.id) - rank(b.id) || (a.id < b.id ? -1 : 1));
}
