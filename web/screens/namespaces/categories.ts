/** What a namespace holds, in the places where the vSphere Client has it: Compute, Network, Configuration. New kinds find theirs by group. */
import { type KindInfo, resourceOf, supervisorScope } from '../../live/kinds.ts';
import { labelOf } from '../places.ts';

export type Place = 'compute' | 'network' | 'config';

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
  'services',
  'endpoints',
  'endpointslices.discovery.k8s.io',
  'configmaps',
  'secrets',
  'serviceaccounts',
];

const networkResources = ['services', 'endpoints'];

function placeOf({ group, plural }: KindInfo): Place | undefined {
  if (plural === 'events' || plural === 'leases') return undefined;
  if (group === 'apps' || group === 'batch' || (group === '' && plural === 'pods')) return 'compute';
  if (group === 'networking.k8s.io' || group === 'discovery.k8s.io') return 'network';
  if (group === '' && networkResources.includes(plural)) return 'network';
  if (group === 'netoperator.vmware.com') return 'network';
  return 'config';
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
