/** From an address to its screen: what loads it and what it is given. A screen is loaded when it is first gone to. */
import type { Component } from 'svelte';
import type { Route } from './route.ts';

type Props = Record<string, unknown>;

export interface Shown {
  readonly load: () => Promise<{ readonly default: Component<Props> }>;
  readonly props: Props;
  /** What is loading, in words. */
  readonly what: string | undefined;
}

/** Here props are held against the component's own; behind it they travel together. */
function show<P extends Props>(
  load: () => Promise<{ readonly default: Component<P> }>,
  props: P,
  what?: string,
): Shown {
  return { load: load as unknown as Shown['load'], props, what };
}

function showObject(route: Extract<Route, { readonly screen: 'object' }>): Shown {
  const { namespace, resource, name, tab } = route;
  const props = { namespace, name, tab };
  switch (resource) {
    case 'pods':
      return show(() => import('./pod/PodScreen.svelte'), props, 'vSphere Pod');
    case 'deployments.apps':
      return show(() => import('./workloads/DeploymentScreen.svelte'), props, 'Deployment');
    case 'replicasets.apps':
      return show(() => import('./workloads/ReplicaSetScreen.svelte'), props, 'Replica Set');
    case 'services':
      return show(() => import('./workloads/ServiceScreen.svelte'), props, 'Service');
    case 'configmaps':
    case 'secrets':
      return show(() => import('./workloads/DataScreen.svelte'), { ...props, resource }, name);
    default:
      return show(
        () => import('./kinds/AnyScreen.svelte'),
        { ...props, scope: 'supervisor', resource },
        name,
      );
  }
}

export function screenOf(route: Route): Shown {
  if (route.screen === 'workload-management')
    return show(
      () => import('./workload-management/WorkloadManagementScreen.svelte'),
      { tab: route.tab },
      'Workload Management',
    );
  if (route.screen === 'administration')
    return show(
      () => import('./administration/AdministrationScreen.svelte'),
      { tab: route.tab },
      'Administration',
    );
  if (route.screen === 'libraries')
    return show(() => import('./libraries/LibrariesScreen.svelte'), { tab: route.tab }, 'content libraries');
  if (route.screen === 'placement-lab')
    return show(() => import('./lab/PlacementScreen.svelte'), {}, 'placement lab');
  const named = 'tab' in route ? { name: route.name, tab: route.tab } : { name: '', tab: '' };
  switch (route.screen) {
    case 'home':
      return show(() => import('./Home.svelte'), { inventory: route.inventory });
    case 'vcenter':
      return show(() => import('./hosts/VCenterScreen.svelte'), named, 'vCenter Server');
    case 'datacenter':
      return show(() => import('./hosts/DatacenterScreen.svelte'), named, 'datacenter');
    case 'cluster':
      return show(() => import('./hosts/ClusterScreen.svelte'), named, 'cluster');
    case 'host':
      return show(() => import('./hosts/HostScreen.svelte'), named, 'host');
    case 'vm':
      return show(() => import('./hosts/MachineScreen.svelte'), named, 'virtual machine');
    case 'datastore':
      return show(() => import('./inventory/DatastoreScreen.svelte'), named, 'datastore');
    case 'port-group':
      return show(() => import('./inventory/NetworkScreen.svelte'), named, 'network');
    case 'distributed-switch':
      return show(() => import('./inventory/SwitchScreen.svelte'), named, 'distributed switch');
    case 'supervisor':
      return show(() => import('./hosts/SupervisorScreen.svelte'), named, 'Supervisor');
    case 'tier0':
      return show(() => import('./networking/Tier0Screen.svelte'), named, 'Tier-0 gateway');
    case 'tier1':
      return show(() => import('./networking/Tier1Screen.svelte'), named, 'Tier-1 gateway');
    case 'segment':
      return show(() => import('./networking/SegmentScreen.svelte'), named, 'segment');
    case 'load-balancer':
      return show(() => import('./networking/LoadBalancerScreen.svelte'), named, 'load balancer');
    case 'virtual-server':
      return show(() => import('./networking/VirtualServerScreen.svelte'), named, 'virtual server');
    case 'pool':
      return show(() => import('./networking/PoolScreen.svelte'), named, 'address pool');
    case 'leaf':
      return show(() => import('./networking/LeafScreen.svelte'), named, 'leaf switch');
    case 'namespace':
      return show(
        () => import('./namespaces/NamespaceScreen.svelte'),
        { ...named, category: route.category },
        'namespace',
      );
    case 'object':
      return showObject(route);
    case 'any': {
      const { scope, resource, namespace } = route;
      return show(
        () => import('./kinds/AnyScreen.svelte'),
        { ...named, scope, resource, namespace },
        route.name,
      );
    }
    case 'list':
      return show(
        () => import('./kinds/ListScreen.svelte'),
        { scope: route.scope, resource: route.resource },
        route.resource,
      );
    case 'routes-lab':
      return show(() => import('./lab/RoutesScreen.svelte'), {}, 'Routes');
    case 'kinds':
      return show(() => import('./kinds/KindsScreen.svelte'), {}, 'kinds');
    case 'unknown':
      return show(() => import('./Unknown.svelte'), { path: route.path });
  }
}

/** What makes a screen another one, rather than another tab of the same. */
export function identityOf(route: Route): string {
  const { screen } = route;
  if (screen === 'home') return `${screen} ${route.inventory}`;
  if (screen === 'list') return `${screen} ${route.scope} ${route.resource}`;
  if (screen === 'any') return `${screen} ${route.scope} ${route.resource} ${route.namespace} ${route.name}`;
  if (screen === 'object') return `${screen} ${route.namespace} ${route.resource} ${route.name}`;
  return 'name' in route ? `${screen} ${route.name}` : screen;
}
