// Ingress: hosts and paths that lead to Services. Whoever serves it is a controller that people bring along, such as Contour.
// Source: kubernetes pkg/apis/networking/validation, pkg/registry/networking/ingress, pkg/printers/internalversion.
import type { HTTPIngressPath, Ingress as IngressType, IngressBackend, IngressSpec } from '#types';
import {
  isDns1035Label,
  isDns1123Subdomain,
  isValidPortName,
  isValidPortNum,
  isWildcardDns1123Subdomain,
} from '../../std/names.ts';
import type { Causes } from '../../store/causes.ts';
import type { Stored } from '../../store/object.ts';
import { checkIngressPoints } from './check-ingress-points.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind, statusSubresource } from '../kubernetes-kind.ts';
import { addressCauses, parseAddress } from './address.ts';
import { checkPathSegment } from './ingress-class.ts';
import { goValue } from '../../store/go-types.ts';

export type Ingress = Stored<IngressType>;

export const ingressClassAnnotation = 'kubernetes.io/ingress.class';

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];
const pathParts = ['//', '/./', '/../', '%2f', '%2F'];
const pathEnds = ['/..', '/.'];

function checkService(service: NonNullable<IngressBackend['service']>, field: string, causes: Causes): void {
  const { name, port } = service;
  if (name === '') causes.required(`${field}.service.name`);
  else causes.invalidEach(`${field}.service.name`, name, isDns1035Label(name));
  if (port?.name && port.number) causes.invalid(field, '', 'cannot set both port name & port number');
  else if (port?.name)
    causes.invalidEach(`${field}.service.port.name`, port.name, isValidPortName(port.name));
  else if (port?.number)
    causes.invalidEach(`${field}.service.port.number`, port.number, isValidPortNum(port.number));
  else causes.required(field, 'port name or number is required');
}

function checkBackend({ resource, service }: IngressBackend, field: string, causes: Causes): void {
  if (resource !== undefined && service !== undefined)
    causes.invalid(field, '', 'cannot set both resource and service backends');
  else if (resource !== undefined) {
    const at = `${field}.resource`;
    if (resource.apiGroup !== undefined)
      causes.invalidEach(`${at}.apiGroup`, resource.apiGroup, isDns1123Subdomain(resource.apiGroup));
    if (resource.kind === '') causes.required(`${at}.kind`);
    else checkPathSegment(resource.kind, `${at}.kind`, causes);
    if (resource.name === '') causes.required(`${at}.name`, 'name is required');
    else checkPathSegment(resource.name, `${at}.name`, causes);
  } else if (service !== undefined) checkService(service, field, causes);
  else causes.invalid(field, '', 'resource or service backend is required');
}

function checkPath({ path = '', pathType, backend }: HTTPIngressPath, field: string, causes: Causes): void {
  if (!pathType) {
    causes.required(`${field}.pathType`, 'pathType must be specified');
    return;
  }
  const isLoose = pathType === 'ImplementationSpecific';
  if (!pathTypes.includes(pathType)) causes.notSupported(`${field}.pathType`, pathType, pathTypes);
  else if (!path.startsWith('/') && !(isLoose && path === ''))
    causes.invalid(`${field}.path`, path, 'must be an absolute path');
  if (pathType === 'Exact' || pathType === 'Prefix') {
    for (const part of pathParts)
      if (path.includes(part)) causes.invalid(`${field}.path`, path, `must not contain '${part}'`);
    for (const end of pathEnds)
      if (path.endsWith(end)) causes.invalid(`${field}.path`, path, `cannot end with '${end}'`);
  }
  checkBackend(backend, `${field}.backend`, causes);
}

function checkHost(host: string, field: string, causes: Causes): void {
  const check = host.includes('*') ? isWildcardDns1123Subdomain : isDns1123Subdomain;
  causes.invalidEach(field, host, check(host));
}

function checkSpec(spec: IngressSpec, causes: Causes): void {
  if ((spec.rules ?? []).length === 0 && spec.defaultBackend === undefined)
    causes.invalid(
      'spec',
      goValue('[]networking.IngressRule', spec.rules),
      'either `defaultBackend` or `rules` must be specified',
    );
  if (spec.defaultBackend !== undefined) checkBackend(spec.defaultBackend, 'spec.defaultBackend', causes);
  for (const [index, { host, http }] of (spec.rules ?? []).entries()) {
    const field = `spec.rules[${index}]`;
    if (host) {
      if (parseAddress(host) !== undefined)
        causes.invalid(`${field}.host`, host, 'must be a DNS name, not an IP address');
      checkHost(host, `${field}.host`, causes);
    }
    if (http === undefined) continue;
    const { paths = [] } = http;
    if (paths.length === 0) causes.required(`${field}.http.paths`);
    for (const [at, path] of paths.entries()) checkPath(path, `${field}.http.paths[${at}]`, causes);
  }
  for (const [index, { hosts = [], secretName }] of (spec.tls ?? []).entries()) {
    const field = `spec.tls[${index}]`;
    for (const [at, host] of hosts.entries()) checkHost(host, `${field}.hosts[${at}]`, causes);
    if (secretName) causes.invalidEach(`${field}.secretName`, secretName, isDns1123Subdomain(secretName));
  }
  if (spec.ingressClassName !== undefined) {
    causes.invalidEach(
      'spec.ingressClassName',
      spec.ingressClassName,
      isDns1123Subdomain(spec.ingressClassName),
    );
  }
}

const hostsShown = 3;

function hostsOf({ spec }: Ingress): string {
  const hosts = [...new Set((spec?.rules ?? []).map(({ host }) => host ?? '').filter((host) => host !== ''))];
  if (hosts.length === 0) return '*';
  if (hosts.length <= hostsShown) return hosts.join(',');
  return `${hosts.slice(0, hostsShown).join(',')} + ${hosts.length - hostsShown} more...`;
}

export const ingresses = kubernetesKind<Ingress>({
  group: 'networking.k8s.io',
  kind: 'Ingress',
  plural: 'ingresses',
  short: ['ing'],
  namespaced: true,
  generation: true,
  subresources: [statusSubresource],
  prepare(next, prev) {
    if (prev === undefined) next.status = { loadBalancer: {}, ...next.status };
  },
  validate(next, prev, causes) {
    checkSpec(next.spec ?? {}, causes);
    for (const [index, { ip }] of (next.status?.loadBalancer?.ingress ?? []).entries())
      if (ip) causes.invalidEach(`status.loadBalancer.ingress[${index}].ip`, ip, addressCauses(ip));
    const annotated = next.metadata.annotations?.[ingressClassAnnotation];
    const named = next.spec?.ingressClassName;
    if (prev === undefined && annotated !== undefined && named !== undefined && annotated !== named) {
      causes.invalid(
        `annotations.${ingressClassAnnotation}`,
        annotated,
        'must match `ingressClassName` when both are specified',
      );
    }
  },
  validateStatus: ({ status }, _prev, causes) =>
    checkIngressPoints(status?.loadBalancer?.ingress, 'status.loadBalancer.ingress', false, causes),
  warnings({ metadata, spec }, prev) {
    const isAnnotated = metadata.annotations?.[ingressClassAnnotation] !== undefined;
    if (prev !== undefined || !isAnnotated || spec?.ingressClassName !== undefined) return [];
    return [
      `annotation "${ingressClassAnnotation}" is deprecated, please use 'spec.ingressClassName' instead`,
    ];
  },
  columns: [
    nameColumn,
    {
      name: 'Class',
      cell: ({ metadata, spec }) =>
        spec?.ingressClassName ?? metadata.annotations?.[ingressClassAnnotation] ?? '<none>',
    },
    { name: 'Hosts', cell: hostsOf },
    {
      name: 'Address',
      cell: ({ status }) =>
        (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '').join(','),
    },
    { name: 'Ports', cell: ({ spec }) => ((spec?.tls ?? []).length > 0 ? '80, 443' : '80') },
    ageColumn,
  ],
});
