// IPAddress: one address that a Service holds. Source: kubernetes pkg/apis/networking/validation.
import type { IPAddress as IpAddressType } from '#types';
import { equal } from '../../std/draft.ts';
import { isDns1123Subdomain } from '../../std/names.ts';
import type { Stored } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { besideStored, computedMetadata } from '../computed.ts';
import { headless } from '../core/service/check-addresses.ts';
import type { Service } from '../core/service/service.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';
import { addressCauses } from './address.ts';
import { checkPathSegment } from './ingress-class.ts';
import { goValue } from '../../store/go-types.ts';

export type IpAddress = Stored<IpAddressType>;

const names = { group: 'networking.k8s.io', kind: 'IPAddress', plural: 'ipaddresses' };

/** What the API server keeps of the address of a Service, as old as that. */
function heldBy({ metadata, spec }: Service, view: ReadView): readonly IpAddress[] {
  return (spec.clusterIPs ?? [])
    .filter((ip) => ip !== headless)
    .map((ip) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: names.kind,
      metadata: {
        ...computedMetadata(view, names, ip, undefined, metadata.creationTimestamp),
        labels: {
          'ipaddress.kubernetes.io/ip-family': 'IPv4',
          'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
        },
      },
      spec: {
        parentRef: {
          name: metadata.name,
          namespace: metadata.namespace as string,
          resource: 'services',
        },
      },
    }));
}

export const ipAddresses = kubernetesKind<IpAddress>({
  ...names,
  short: ['ip'],
  namespaced: false,
  nameCauses: addressCauses,
  computed: besideStored(names, (view) =>
    view.list<Service>('core/services').flatMap((service) => heldBy(service, view)),
  ),
  validate({ spec }, prev, causes) {
    const parent = spec?.parentRef;
    if (parent === undefined) causes.required('spec.parentRef');
    else {
      const field = 'spec.parentRef';
      if (parent.group) causes.invalidEach(`${field}.group`, parent.group, isDns1123Subdomain(parent.group));
      for (const name of ['resource', 'name'] as const) {
        if (!parent[name]) causes.required(`${field}.${name}`);
        else checkPathSegment(parent[name], `${field}.${name}`, causes);
      }
      if (parent.namespace) checkPathSegment(parent.namespace, `${field}.namespace`, causes);
    }
    if (prev !== undefined && !equal(prev.spec.parentRef, parent))
      causes.invalid('spec.parentRef', goValue('networking.ParentReference', parent), 'field is immutable');
  },
  columns: [
    nameColumn,
    {
      name: 'ParentRef',
      cell: ({ spec }) => {
        const parent = spec?.parentRef;
        if (parent === undefined) return '<none>';
        const resource = `${parent.resource}${parent.group ? `.${parent.group}` : ''}`.toLowerCase();
        return [resource, parent.namespace, parent.name].filter(Boolean).join('/');
      },
    },
    ageColumn,
  ],
});
