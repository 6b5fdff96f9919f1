// IPAddress: one address that a Service holds. Source: kubernetes pkg/apis/networking/validation.
import type { IPAddress as IpAddressType } from '#types';
import { equal } from '../../std/draft.ts';
import { isDns1123Subdomain } from '../../std/names.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';
import { addressCauses } from './address.ts';
import { checkPathSegment } from './ingress-class.ts';
import { goValue } from '../../store/go-types.ts';

export type IpAddress = Stored<IpAddressType>;

export const ipAddresses = kubernetesKind<IpAddress>({
  group: 'networking.k8s.io',
  kind: 'IPAddress',
  plural: 'ipaddresses',
  short: ['ip'],
  namespaced: false,
  nameCauses: addressCauses,
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
