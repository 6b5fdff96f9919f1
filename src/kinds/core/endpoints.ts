// Endpoints: the addresses behind a Service, as one object; EndpointSlices say the same in parts.
import type { EndpointAddress, EndpointSubset, Endpoints as EndpointsType } from '#types';
import { isDns1123Label, isDns1123Subdomain, isQualifiedName, isValidPortNum } from '../../std/names.ts';
import type { Causes } from '../../store/causes.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';
import { addressCauses, specialCauses } from '../networking/address.ts';

export type Endpoints = Stored<EndpointsType>;

const shownMax = 3;
const protocols = ['SCTP', 'TCP', 'UDP'];

function checkAddress({ ip, hostname, nodeName }: EndpointAddress, field: string, causes: Causes): void {
  causes.invalidEach(`${field}.ip`, ip, addressCauses(ip));
  if (hostname) causes.invalidEach(`${field}.hostname`, hostname, isDns1123Label(hostname));
  if (nodeName !== undefined) causes.invalidEach(`${field}.nodeName`, nodeName, isDns1123Subdomain(nodeName));
  causes.invalidEach(`${field}.ip`, ip, specialCauses(ip));
}

type EndpointPort = NonNullable<EndpointSubset['ports']>[number];

function checkPort(port: EndpointPort, isOneOfMany: boolean, field: string, causes: Causes): void {
  const { name, port: number, protocol, appProtocol } = port;
  if (isOneOfMany && !name) causes.required(`${field}.name`);
  else if (name) causes.invalidEach(`${field}.name`, name, isDns1123Label(name));
  causes.invalidEach(`${field}.port`, number, isValidPortNum(number));
  if (!protocol) causes.required(`${field}.protocol`);
  else if (!protocols.includes(protocol)) causes.notSupported(`${field}.protocol`, protocol, protocols);
  if (appProtocol !== undefined)
    causes.invalidEach(`${field}.appProtocol`, appProtocol, isQualifiedName(appProtocol));
}

/** Source: kubernetes pkg/apis/core/validation, validateEndpointSubsets. */
function checkSubset(subset: EndpointSubset, field: string, causes: Causes): void {
  const { addresses = [], notReadyAddresses = [], ports = [] } = subset;
  if (addresses.length + notReadyAddresses.length === 0)
    causes.required(field, 'must specify `addresses` or `notReadyAddresses`');
  for (const [member, list] of Object.entries({ addresses, notReadyAddresses }))
    for (const [index, address] of list.entries())
      checkAddress(address, `${field}.${member}[${index}]`, causes);
  for (const [index, port] of ports.entries())
    checkPort(port, ports.length > 1, `${field}.ports[${index}]`, causes);
}

function text(subsets: readonly EndpointSubset[] | undefined): string {
  if (subsets === undefined || subsets.length === 0) return '<none>';
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => addresses.map(({ ip }) => `${ip}:${port}`)),
  );
  const shown = all.slice(0, shownMax).join(',');
  return all.length > shownMax ? `${shown} + ${all.length - shownMax} more...` : shown;
}

export const endpoints = kubernetesKind<Endpoints>({
  group: '',
  kind: 'Endpoints',
  plural: 'endpoints',
  allowCreateOnUpdate: true,
  singular: 'endpoints',
  short: ['ep'],
  namespaced: true,
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  defaults({ subsets }) {
    for (const { ports } of subsets ?? []) for (const port of ports ?? []) port.protocol ??= 'TCP';
  },
  validate({ subsets = [] }, _prev, causes) {
    for (const [index, subset] of subsets.entries()) checkSubset(subset, `subsets[${index}]`, causes);
  },
  columns: [nameColumn, { name: 'Endpoints', cell: ({ subsets }) => text(subsets) }, ageColumn],
});
