// The ranges that Services take their addresses from: the cluster's own, which a Supervisor is enabled with, and what ServiceCIDRs
// add to it. Source: kubernetes pkg/registry/core/service/ipallocator/cidrallocator.go.
import type { ServiceCIDR as ServiceCidrType } from '#types';
import { isDeleting, type Stored } from '../../store/object.ts';
import { parseCidr, type Cidr } from '../../std/ip.ts';
import type { ReadView } from '../../store/view.ts';
import { supervisorOf } from '../vsphere/supervisor.ts';

export type ServiceCidr = Stored<ServiceCidrType>;

/** Where a scope has no Supervisor of its own (a plain cluster in tests). */
const kubernetesDefault = '10.96.0.0/12';

/** The cluster's own range. */
export function ownRange(view: ReadView): string {
  return supervisorOf(view)?.spec.workloads.serviceCidr ?? kubernetesDefault;
}

/** The cluster's own first; of IPv4 alone, as the cluster is. */
export function serviceRanges(view: ReadView): readonly Cidr[] {
  const added = view
    .list<ServiceCidr>('networking.k8s.io/servicecidrs')
    .filter((cidr) => !isDeleting(cidr))
    .flatMap(({ spec }) => spec.cidrs ?? []);
  return [ownRange(view), ...added].flatMap((text) => parseCidr(text) ?? []);
}
