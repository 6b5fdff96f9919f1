/** Kinds of object as the world's discovery tells them, and where they are served. */

/** The first Supervisor is served at the root, any other scope under its prefix. */
export const supervisorScope = 'supervisor';
export const fabricScope = 'fabric';

export interface KindInfo {
  readonly scope: string;
  /** `''` of the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly short: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
}

/** `pods`, `deployments.apps`. */
export const resourceOf = ({ plural, group }: Pick<KindInfo, 'plural' | 'group'>): string =>
  group === '' ? plural : `${plural}.${group}`;

export const apiVersionOf = ({ group, version }: Pick<KindInfo, 'group' | 'version'>): string =>
  group === '' ? version : `${group}/${version}`;

/** What stands before every path of a scope. */
export const prefixOf = (scope: string): string => (scope === supervisorScope ? '' : `/scopes/${scope}`);

/** The path of a kind's collection, or of one object; all namespaces where `namespace` is empty. */
export function pathOf(
  { scope, group, version, plural }: Pick<KindInfo, 'scope' | 'group' | 'version' | 'plural'>,
  namespace = '',
  name = '',
): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const within = namespace === '' ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${prefixOf(scope)}${root}${within}/${plural}${name === '' ? '' : `/${encodeURIComponent(name)}`}`;
}

const core = (plural: string) => ({ scope: supervisorScope, group: '', version: 'v1', plural }) as const;
const apps = (plural: string) => ({ scope: supervisorScope, group: 'apps', version: 'v1', plural }) as const;
const fabric = (group: string, plural: string) =>
  ({ scope: fabricScope, group, version: 'v1', plural }) as const;

/** The kinds that screens know by name. */
export const kinds = {
  pods: core('pods'),
  services: core('services'),
  endpoints: core('endpoints'),
  events: core('events'),
  nodes: core('nodes'),
  namespaces: core('namespaces'),
  persistentVolumeClaims: core('persistentvolumeclaims'),
  configMaps: core('configmaps'),
  secrets: core('secrets'),
  deployments: apps('deployments'),
  replicaSets: apps('replicasets'),
  networkPolicies: {
    scope: supervisorScope,
    group: 'networking.k8s.io',
    version: 'v1',
    plural: 'networkpolicies',
  },
  vcenters: fabric('vsphere.sandbox', 'vcenters'),
  datacenters: fabric('vsphere.sandbox', 'datacenters'),
  clusters: fabric('vsphere.sandbox', 'clusters'),
  hosts: fabric('vsphere.sandbox', 'hosts'),
  virtualMachines: fabric('vsphere.sandbox', 'virtualmachines'),
  supervisors: fabric('vsphere.sandbox', 'supervisors'),
  zones: fabric('vsphere.sandbox', 'zones'),
  supervisorServices: fabric('vsphere.sandbox', 'supervisorservices'),
  supervisorServiceVersions: fabric('vsphere.sandbox', 'supervisorserviceversions'),
  clusterSupervisorServices: fabric('vsphere.sandbox', 'clustersupervisorservices'),
  vsphereNamespaces: fabric('vsphere.sandbox', 'namespaces'),
  datastores: fabric('vsphere.sandbox', 'datastores'),
  folders: fabric('vsphere.sandbox', 'folders'),
  resourcePools: fabric('vsphere.sandbox', 'resourcepools'),
  distributedSwitches: fabric('vsphere.sandbox', 'distributedswitches'),
  networks: fabric('vsphere.sandbox', 'networks'),
  firstClassDisks: fabric('vsphere.sandbox', 'firstclassdisks'),
  storagePolicies: fabric('vsphere.sandbox', 'storagepolicies'),
  tasks: fabric('vsphere.sandbox', 'tasks'),
  vcenterEvents: fabric('vsphere.sandbox', 'events'),
  alarms: fabric('vsphere.sandbox', 'alarms'),
  users: fabric('vsphere.sandbox', 'users'),
  groups: fabric('vsphere.sandbox', 'groups'),
  roles: fabric('vsphere.sandbox', 'roles'),
  permissions: fabric('vsphere.sandbox', 'permissions'),
  libraries: fabric('vsphere.sandbox', 'libraries'),
  libraryItems: fabric('vsphere.sandbox', 'libraryitems'),
  tier0s: fabric('nsx.sandbox', 'tier0s'),
  tier1s: fabric('nsx.sandbox', 'tier1s'),
  segments: fabric('nsx.sandbox', 'segments'),
  natRules: fabric('nsx.sandbox', 'natrules'),
  virtualServers: fabric('nsx.sandbox', 'virtualservers'),
  loadBalancers: fabric('lb.sandbox', 'loadbalancers'),
  balancedServers: fabric('lb.sandbox', 'virtualservers'),
  switches: fabric('leaf.sandbox', 'switches'),
  simulations: fabric('sandbox', 'simulations'),
} as const;
