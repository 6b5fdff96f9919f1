/** Which screen shows an object, with which icon, and what people call its kind. */
import { type KindInfo, fabricScope, resourceOf, supervisorScope } from '../live/kinds.ts';
import type { IconName } from '../parts/icon-names.ts';
import { hrefOf, namespaceHref, objectHref, placeHref, type HostsPlace, type NetworkPlace } from './route.ts';

type Place = Pick<KindInfo, 'scope' | 'plural' | 'group'>;

const fabricPlaces: Readonly<Record<string, HostsPlace | NetworkPlace>> = {
  'vcenters.vsphere.sandbox': 'vcenter',
  'datacenters.vsphere.sandbox': 'datacenter',
  'clusters.vsphere.sandbox': 'cluster',
  'hosts.vsphere.sandbox': 'host',
  'virtualmachines.vsphere.sandbox': 'vm',
  'supervisors.vsphere.sandbox': 'supervisor',
  'datastores.vsphere.sandbox': 'datastore',
  'tier0s.nsx.sandbox': 'tier0',
  'tier1s.nsx.sandbox': 'tier1',
  'segments.nsx.sandbox': 'segment',
  'virtualservers.nsx.sandbox': 'virtual-server',
  'loadbalancers.lb.sandbox': 'load-balancer',
  'virtualservers.lb.sandbox': 'virtual-server',
  'switches.leaf.sandbox': 'leaf',
};

/** The address of an object's screen. `namespace` is empty for what is of the whole scope. */
export function hrefOfObject(kind: Place, namespace: string, name: string, tab = 'summary'): string {
  const resource = resourceOf(kind);
  if (kind.scope === fabricScope) {
    if (resource === 'namespaces.vsphere.sandbox') return namespaceHref(name, tab);
    const place = Object.hasOwn(fabricPlaces, resource) ? fabricPlaces[resource] : undefined;
    if (place !== undefined) return placeHref(place, name, tab);
  } else if (kind.scope === supervisorScope) {
    if (resource === 'namespaces') return namespaceHref(name, tab);
    if (namespace !== '') return objectHref(namespace, resource, name, tab);
  }
  return hrefOf({ screen: 'any', scope: kind.scope, resource, namespace, name, tab });
}

const icons: Readonly<Record<string, IconName>> = {
  vcenters: 'vcenter',
  datacenters: 'datacenter',
  clusters: 'cluster',
  hosts: 'host',
  virtualmachines: 'vm',
  supervisors: 'supervisor',
  namespaces: 'namespace',
  datastores: 'datastore',
  folders: 'folder',
  resourcepools: 'resource-pool',
  networks: 'network',
  distributedswitches: 'fabric',
  tags: 'address',
  tagcategories: 'address',
  storagepolicies: 'storage-policy',
  imagedisks: 'volume',
  tasks: 'task',
  users: 'user',
  tier0s: 'router',
  tier1s: 'router',
  segments: 'network',
  natrules: 'rule',
  virtualservers: 'service',
  loadbalancers: 'service',
  switches: 'leaf',
  pods: 'pod',
  nodes: 'host',
  deployments: 'deployment',
  replicasets: 'replica-set',
  services: 'service',
  endpoints: 'address',
  endpointslices: 'address',
  configmaps: 'config',
  secrets: 'secret',
  serviceaccounts: 'user',
  events: 'event',
  roles: 'rule',
  clusterroles: 'rule',
  rolebindings: 'users',
  clusterrolebindings: 'users',
};

export const iconOf = (plural: string): IconName =>
  (Object.hasOwn(icons, plural) ? icons[plural] : undefined) ?? 'application';

/** Words of the vSphere Client where it has its own for a kind of Kubernetes. */
const labels: Readonly<Record<string, string>> = {
  pods: 'vSphere Pods',
  endpoints: 'Endpoints',
  switches: 'Leaf switches',
  tier0s: 'Tier-0 gateways',
  tier1s: 'Tier-1 gateways',
  natrules: 'NAT rules',
  vcenters: 'vCenter Servers',
};

/** `Replica Sets` of `ReplicaSet`, as the vSphere Client writes lists. */
export function labelOf({ plural, kind }: { readonly plural: string; readonly kind: string }): string {
  const known = Object.hasOwn(labels, plural) ? labels[plural] : undefined;
  if (known !== undefined) return known;
  let same = 0;
  while (same < kind.length && kind.charAt(same).toLowerCase() === plural.charAt(same)) same += 1;
  return (kind.slice(0, same) + plural.slice(same))
    .replace(/([a-z0-9])([A-Z])|([A-Z]{2,})([A-Z][a-z])/g, '$1$3 $2$4')
    .replace(/\b(Cns|Csi|Vm|Api|Ip)\b/g, (word) => word.toUpperCase())
    .replace(/^VS(?=phere)/, 'vS');
}
