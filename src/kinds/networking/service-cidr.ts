// ServiceCIDR: where Services get their addresses from. Source: kubernetes pkg/apis/networking/validation.
import type { Causes } from '../../store/causes.ts';
import type { ReadView } from '../../store/view.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind, statusSubresource } from '../kubernetes-kind.ts';
import { besideStored, computedMetadata } from '../computed.ts';
import { cidrCause, parseNetwork } from './address.ts';
import { ownRange, type ServiceCidr } from './service-ranges.ts';
import { goValue } from '../../store/go-types.ts';

const field = 'spec.cidrs';

function checkCidrs(cidrs: readonly string[], causes: Causes): void {
  if (cidrs.length === 0) causes.required(field, 'at least one CIDR required');
  else if (cidrs.length > 2)
    causes.invalid(field, goValue('networking.ServiceCIDRSpec', { cidrs }), 'may only hold up to 2 values');
  else {
    const families = cidrs.map((cidr) => parseNetwork(cidr)?.family);
    for (const [index, cidr] of cidrs.entries())
      if (families[index] === undefined) causes.invalid(`${field}[${index}]`, cidr, cidrCause);
    if (cidrs.length === 2 && families[0] !== undefined && families[0] === families[1]) {
      causes.invalid(
        field,
        goValue('[]string', cidrs),
        'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64',
      );
    }
  }
}

const names = { group: 'networking.k8s.io', kind: 'ServiceCIDR', plural: 'servicecidrs' };

/** The name of the one that the API server keeps for the cluster's own range. */
const ownName = 'kubernetes';

/** What keeps one that is in use. */
export const serviceCidrFinalizer = 'networking.k8s.io/service-cidr-finalizer';

export function readyMessage(name: string): string {
  return `Kubernetes ${name === ownName ? 'default ' : ''}Service CIDR is ready`;
}

/** The cluster's own, which has always been in use. */
function ownCidr(view: ReadView): ServiceCidr {
  const metadata = computedMetadata(view, names, ownName);
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: names.kind,
    metadata: { ...metadata, finalizers: [serviceCidrFinalizer] },
    spec: { cidrs: [ownRange(view)] },
    status: {
      conditions: [
        {
          lastTransitionTime: metadata.creationTimestamp,
          message: readyMessage(ownName),
          reason: '',
          status: 'True',
          type: 'Ready',
        },
      ],
    },
  };
}

export const serviceCidrs = kubernetesKind<ServiceCidr>({
  ...names,
  namespaced: false,
  subresources: [statusSubresource],
  validate({ spec }, prev, causes) {
    const cidrs = spec?.cidrs ?? [];
    if (prev === undefined) {
      checkCidrs(cidrs, causes);
      return;
    }
    const before = prev.spec?.cidrs ?? [];
    const grows = before.length === 1 && cidrs.length === 2;
    if (before.length !== cidrs.length && !grows) {
      causes.invalid(field, goValue('[]string', cidrs), 'field is immutable');
      return;
    }
    for (const [index, cidr] of before.entries())
      if (cidrs[index] !== cidr) causes.invalid(`${field}[${index}]`, cidrs[index], 'field is immutable');
    if (grows) checkCidrs(cidrs, causes);
  },
  computed: besideStored<ServiceCidr>(names, (view) => [ownCidr(view)]),
  columns: [nameColumn, { name: 'CIDRs', cell: ({ spec }) => (spec?.cidrs ?? []).join(',') }, ageColumn],
});
