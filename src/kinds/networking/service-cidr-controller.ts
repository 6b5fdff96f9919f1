// service-cidr-controller: a range that is in use stays until no Service has an address that only it has.
// Source: kubernetes pkg/controller/servicecidrs.
import type { Controller } from '../../control/controller.ts';
import { latency } from '../../control/latency.ts';
import { contains, parseCidr, parseIpv4, type Cidr } from '../../std/ip.ts';
import { formatTime, parseTime } from '../../std/time.ts';
import { isDeleting } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';
import type { Service } from '../core/service/service.ts';
import { readyMessage, serviceCidrFinalizer, serviceCidrs } from './service-cidr.ts';
import { ownRange, type ServiceCidr } from './service-ranges.ts';

type Condition = NonNullable<NonNullable<ServiceCidr['status']>['conditions']>[number];

/** Of IPv4 alone, as the cluster is. */
const parsed = (cidrs: readonly string[]): readonly Cidr[] => cidrs.flatMap((cidr) => parseCidr(cidr) ?? []);

/** Whether a Service would be left with an address of no range. */
function isInUse({ metadata, spec }: ServiceCidr, view: ReadView): boolean {
  const own = parsed(spec.cidrs ?? []);
  const others = view
    .list<ServiceCidr>('networking.k8s.io/servicecidrs')
    .filter((other) => other.metadata.name !== metadata.name)
    .flatMap((other) => other.spec.cidrs ?? []);
  const kept = parsed([ownRange(view), ...others]);
  if (own.every((cidr) => kept.some((other) => contains(other, cidr)))) return false;
  return view.list<Service>('core/services').some((service) =>
    (service.spec.clusterIPs ?? []).some((ip) => {
      const address = parseIpv4(ip);
      const isIn = (cidr: Cidr) => address !== undefined && contains(cidr, address);
      return own.some(isIn) && !kept.some(isIn);
    }),
  );
}

/** The status with the condition, where that says something else than before. */
function told(
  { status }: ServiceCidr,
  ready: Condition,
): { readonly status?: NonNullable<ServiceCidr['status']> } {
  const conditions = status?.conditions ?? [];
  const before = conditions.find(({ type }) => type === ready.type);
  const isSame =
    before?.status === ready.status && before.reason === ready.reason && before.message === ready.message;
  if (isSame) return {};
  return {
    status: { ...status, conditions: [...conditions.filter(({ type }) => type !== ready.type), ready] },
  };
}

const every = ['*'];
const none: readonly string[] = [];

export const serviceCidrController: Controller<ServiceCidr> = {
  kind: serviceCidrs,
  name: 'service-cidr-controller',
  observes: {
    // Another range may hold what this one does; a Service that goes may have been the last.
    'networking.k8s.io/servicecidrs': (prev) => (prev === undefined ? every : none),
    'core/services': (prev, next) =>
      prev === undefined ||
      (prev as Service).spec.clusterIPs === (next as Service | undefined)?.spec.clusterIPs
        ? none
        : every,
  },
  consults: ['vsphere.sandbox/supervisors'],
  reconcile(cidr, view) {
    const { finalizers = [], deletionTimestamp = '' } = cidr.metadata;
    const lastTransitionTime = formatTime(view.now);
    const type = 'Ready';
    const isHeld = finalizers.includes(serviceCidrFinalizer);
    if (!isDeleting(cidr)) {
      const message = readyMessage(cidr.metadata.name);
      return {
        ...(isHeld ? {} : { metadata: { finalizers: [...finalizers, serviceCidrFinalizer] } }),
        ...told(cidr, { lastTransitionTime, message, reason: '', status: 'True', type }),
      };
    }
    if (!isHeld) return undefined;
    if (isInUse(cidr, view)) {
      const message =
        'There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR';
      return told(cidr, { lastTransitionTime, message, reason: 'Terminating', status: 'False', type });
    }
    const waitMs = (parseTime(deletionTimestamp) ?? 0) + latency.serviceCidrGraceMs - view.now;
    if (waitMs > 0) return { again: waitMs };
    const others = finalizers.filter((name) => name !== serviceCidrFinalizer);
    const object = { ...cidr, metadata: { ...cidr.metadata, finalizers: others } };
    return { writes: [{ verb: 'update', kind: serviceCidrs, object, why: 'nobody uses it' }] };
  },
};
