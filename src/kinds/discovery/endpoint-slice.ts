// EndpointSlice: at most a hundred of a Service's endpoints.
import type { EndpointSlice as EndpointSliceType } from '#types';
import { isDns1123Label, isDns1123Subdomain, isQualifiedName } from '../../std/names.ts';
import type { Causes } from '../../store/causes.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';
import { addressCauses, parseAddress, specialCauses } from '../networking/address.ts';

export type EndpointSlice = Stored<EndpointSliceType>;

const shownMax = 3;
const addressTypes = ['FQDN', 'IPv4', 'IPv6'];
const protocols = ['SCTP', 'TCP', 'UDP'];
const endpointsMax = 1000;
const addressesMax = 100;
const portsMax = 20_000;

/** Source: kubernetes pkg/apis/discovery/validation/validation.go. */
function checkEndpoints({ endpoints = [], addressType }: EndpointSlice, causes: Causes): void {
  if (endpoints.length > endpointsMax) {
    causes.tooMany('endpoints', endpoints.length, endpointsMax);
    return;
  }
  for (const [index, { addresses = [], hostname, nodeName }] of endpoints.entries()) {
    const at = `endpoints[${index}]`;
    if (addresses.length === 0) causes.required(`${at}.addresses`, 'must contain at least 1 address');
    else if (addresses.length > addressesMax)
      causes.tooMany(`${at}.addresses`, addresses.length, addressesMax);
    for (const [place, address] of addresses.entries())
      checkAddress(address, addressType, `${at}.addresses[${place}]`, causes);
    if (nodeName !== undefined) causes.invalidEach(`${at}.nodeName`, nodeName, isDns1123Subdomain(nodeName));
    if (hostname !== undefined) causes.invalidEach(`${at}.hostname`, hostname, isDns1123Label(hostname));
  }
}

function checkAddress(address: string, type: string, field: string, causes: Causes): void {
  if (type === 'FQDN') causes.invalidEach(field, address, isDns1123Subdomain(address));
  if (type !== 'IPv4' && type !== 'IPv6') return;
  const wrong = addressCauses(address);
  causes.invalidEach(field, address, wrong);
  if (wrong.length > 0) return;
  if (parseAddress(address)?.family !== type)
    causes.invalid(field.replace(/\[\d+\]$/, ''), address, `must be an ${type} address`);
  causes.invalidEach(field, address, specialCauses(address));
}

function checkPorts(ports: NonNullable<EndpointSlice['ports']>, causes: Causes): void {
  if (ports.length > portsMax) {
    causes.tooMany('ports', ports.length, portsMax);
    return;
  }
  const names = new Set<string>();
  for (const [index, { name = '', protocol, appProtocol }] of ports.entries()) {
    const at = `ports[${index}]`;
    if (name !== '') causes.invalidEach(`${at}.name`, name, isDns1123Label(name));
    if (names.has(name)) causes.duplicate(`${at}.name`, name);
    names.add(name);
    if (protocol === undefined) causes.required(`${at}.protocol`);
    else if (!protocols.includes(protocol)) causes.notSupported(`${at}.protocol`, protocol, protocols);
    if (appProtocol !== undefined)
      causes.invalidEach(`${at}.appProtocol`, appProtocol, isQualifiedName(appProtocol));
  }
}

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
  generation: true,
  defaults(slice) {
    for (const port of slice.ports ?? []) {
      port.name ??= '';
      port.protocol ??= 'TCP';
    }
  },
  validate(slice, prev, causes) {
    if (!slice.addressType) causes.required('addressType');
    else if (!addressTypes.includes(slice.addressType))
      causes.notSupported('addressType', slice.addressType, addressTypes);
    checkEndpoints(slice, causes);
    checkPorts(slice.ports ?? [], causes);
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
