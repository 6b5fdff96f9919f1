// EndpointSlice: at most a hundred of a Service's endpoints.
import type { EndpointSlice as EndpointSliceType } from '#types';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';

export type EndpointSlice = Stored<EndpointSliceType>;

const shownMax = 3;

function some(all: readonly string[]): string {
  if (all.length === 0) return '<unset>';
  const shown = all.slice(0, shownMax).join(',');
  return all.length > shownMax ? `${shown} + ${all.length - shownMax} more...` : shown;
}

export const endpointSlices = kubernetesKind<EndpointSlice>({
  group: 'discovery.k8s.io',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  namespaced: true,
  defaults(slice) {
    for (const port of slice.ports ?? []) {
      port.name ??= '';
      port.protocol ??= 'TCP';
    }
  },
  validate(slice, prev, causes) {
    if (!['IPv4', 'IPv6', 'FQDN'].includes(slice.addressType)) {
      causes.notSupported('addressType', slice.addressType, ['FQDN', 'IPv4', 'IPv6']);
    }
    if (prev !== undefined && prev.addressType !== slice.addressType) {
      causes.invalid('addressType', slice.addressType, 'field is immutable');
    }
  },
  columns: [
    nameColumn,
    { name: 'AddressType', cell: (slice) => slice.addressType },
    {
      name: 'Ports',
      cell: (slice) => some((slice.ports ?? []).map(({ port, name }) => String(port ?? name ?? '*'))),
    },
    {
      name: 'Endpoints',
      cell: (slice) => some((slice.endpoints ?? []).flatMap(({ addresses }) => addresses)),
    },
    ageColumn,
  ],
});
