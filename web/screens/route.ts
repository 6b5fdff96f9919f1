/**
 * The page's addresses, all after `#/`, and what they name. One grammar: what `parseRoute` reads, `hrefOf` and its kin write. Names are
 * percent-encoded, for vSphere's may hold anything but a slash.
 */
export type NetworkPlace =
  | 'tier0'
  | 'tier1'
  | 'segment'
  | 'pool'
  | 'leaf'
  | 'load-balancer'
  | 'virtual-server'
  | 'port-group'
  | 'distributed-switch';
export type HostsPlace = 'vcenter' | 'datacenter' | 'cluster' | 'host' | 'vm' | 'supervisor' | 'datastore';

export type Inventory = 'hosts' | 'vms' | 'storage' | 'namespaces' | 'networking';

export type Route =
  /** Leads on to where an inventory begins; without one, to the first namespace. */
  | { readonly screen: 'home'; readonly inventory: '' | Inventory }
  | { readonly screen: HostsPlace; readonly name: string; readonly tab: string }
  | { readonly screen: NetworkPlace; readonly name: string; readonly tab: string }
  /** A vSphere Namespace, or a namespace of the Supervisor's own. */
  | {
      readonly screen: 'namespace';
      readonly name: string;
      readonly tab: string;
      /** Within Compute, Storage and Network: a resource, `deployments.apps`. */
      readonly category: string;
    }
  /** A namespaced object of the Supervisor; `resource` is `pods` or `deployments.apps`. */
  | {
      readonly screen: 'object';
      readonly namespace: string;
      readonly resource: string;
      readonly name: string;
      readonly tab: string;
    }
  | { readonly screen: 'workload-management'; readonly tab: string }
  /** Users and groups, roles, global permissions. */
  | { readonly screen: 'administration'; readonly tab: string }
  | { readonly screen: 'libraries'; readonly tab: string }
  | { readonly screen: 'placement-lab' }
  | { readonly screen: 'routes-lab' }
  /** Every kind of every scope; with a resource its objects, with a name one of them. */
  | { readonly screen: 'kinds' }
  | { readonly screen: 'list'; readonly scope: string; readonly resource: string }
  | {
      readonly screen: 'any';
      readonly scope: string;
      readonly resource: string;
      /** Empty for what is of the whole scope. */
      readonly namespace: string;
      readonly name: string;
      readonly tab: string;
    }
  | { readonly screen: 'unknown'; readonly path: string };

const inventories: readonly string[] = ['hosts', 'vms', 'storage', 'namespaces', 'networking'];
const hostsPlaces: readonly string[] = [
  'vcenter',
  'datacenter',
  'cluster',
  'host',
  'vm',
  'supervisor',
  'datastore',
];
const networkPlaces: readonly string[] = [
  'tier0',
  'tier1',
  'segment',
  'pool',
  'leaf',
  'load-balancer',
  'virtual-server',
  'port-group',
  'distributed-switch',
];
const namespaceTabs: readonly string[] = [
  'summary',
  'compute',
  'storage',
  'network',
  'config',
  'permissions',
  'cli-tools',
  'events',
  'yaml',
];

/** Stands for no namespace where a namespace is expected. */
const noNamespace = '-';

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** @param hash of the location: `#/hosts/host/esxi-01`; anything that names no screen is `unknown`. */
export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#/, '');
  const [root = '', ...rest] = path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decoded);
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = rest;
  if (root === '') return { screen: 'home', inventory: '' };
  if (inventories.includes(root) && first === '') return { screen: 'home', inventory: root as Inventory };
  if (root === 'hosts' && hostsPlaces.includes(first) && second !== '')
    return { screen: first as HostsPlace, name: second, tab: third || 'summary' };
  if (root === 'networking' && networkPlaces.includes(first) && second !== '')
    return { screen: first as NetworkPlace, name: second, tab: third || 'summary' };
  if (root === 'namespaces' && first !== '') {
    // `events` is a tab and a resource: a name behind it makes it the resource.
    if (second === '' || (namespaceTabs.includes(second) && (second !== 'events' || third === '')))
      return { screen: 'namespace', name: first, tab: second || 'summary', category: third };
    if (third !== '')
      return { screen: 'object', namespace: first, resource: second, name: third, tab: fourth || 'summary' };
    return { screen: 'namespace', name: first, tab: 'compute', category: second };
  }
  if (root === 'workload-management' && second === '')
    return { screen: 'workload-management', tab: first || 'namespaces' };
  if (root === 'administration' && second === '') return { screen: 'administration', tab: first || 'users' };
  if (root === 'libraries' && second === '') return { screen: 'libraries', tab: first || 'libraries' };
  if (root === 'lab' && first === 'placement' && second === '') return { screen: 'placement-lab' };
  if (root === 'lab' && first === 'routes' && second === '') return { screen: 'routes-lab' };
  if (root === 'kinds') {
    if (first === '') return { screen: 'kinds' };
    if (second === '') return { screen: 'unknown', path };
    if (third === '') return { screen: 'list', scope: first, resource: second };
    const namespace = third === noNamespace ? '' : third;
    return fourth === ''
      ? { screen: 'list', scope: first, resource: second }
      : { screen: 'any', scope: first, resource: second, namespace, name: fourth, tab: fifth || 'summary' };
  }
  return { screen: 'unknown', path };
}

const joined = (...segments: readonly string[]): string => {
  const kept = segments.map(encodeURIComponent);
  while (kept.at(-1) === '') kept.pop();
  return `#/${kept.join('/')}`;
};

const plainTab = (tab: string): string => (tab === 'summary' ? '' : tab);

export function hrefOf(route: Route): string {
  switch (route.screen) {
    case 'home':
      return `#/${route.inventory}`;
    case 'workload-management':
      return joined('workload-management', route.tab === 'namespaces' ? '' : route.tab);
    case 'administration':
      return joined('administration', route.tab === 'users' ? '' : route.tab);
    case 'libraries':
      return joined('libraries', route.tab === 'libraries' ? '' : route.tab);
    case 'namespace':
      return joined(
        'namespaces',
        route.name,
        plainTab(route.tab) || (route.category ? 'summary' : ''),
        route.category,
      );
    case 'object':
      return joined('namespaces', route.namespace, route.resource, route.name, plainTab(route.tab));
    case 'placement-lab':
      return '#/lab/placement';
    case 'routes-lab':
      return '#/lab/routes';
    case 'kinds':
      return '#/kinds';
    case 'list':
      return joined('kinds', route.scope, route.resource);
    case 'any':
      return joined(
        'kinds',
        route.scope,
        route.resource,
        route.namespace || noNamespace,
        route.name,
        plainTab(route.tab),
      );
    case 'unknown':
      return `#${route.path}`;
    default:
      return joined(
        hostsPlaces.includes(route.screen) ? 'hosts' : 'networking',
        route.screen,
        route.name,
        plainTab(route.tab),
      );
  }
}

export const placeHref = (screen: HostsPlace | NetworkPlace, name: string, tab = 'summary'): string =>
  hrefOf({ screen, name, tab });

export const namespaceHref = (name: string, tab = 'summary', category = ''): string =>
  hrefOf({ screen: 'namespace', name, tab, category });

export const objectHref = (namespace: string, resource: string, name: string, tab = 'summary'): string =>
  hrefOf({ screen: 'object', namespace, resource, name, tab });

export const podHref = (namespace: string, name: string, tab = 'summary'): string =>
  objectHref(namespace, 'pods', name, tab);
