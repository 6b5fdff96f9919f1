// The networks and the load balancer of a Supervisor on a distributed switch, as its network operator has them: they follow from what it was
// enabled with, and from the networks of its vSphere Namespaces. Source: net-operator-api, api/v1alpha1; cluster-api-provider-vsphere,
// which looks for the label of a namespace's own network.
import type { StoredObject } from '../../../store/object.ts';
import type { ReadView } from '../../../store/view.ts';
import { addressCount, boundsOf, hasAddress, type AddressRange } from '../../../std/address-range.ts';
import { computedMetadata } from '../../computed.ts';
import { heldAddress } from '../../core/pod/address.ts';
import type { Pod } from '../../core/pod/pod.ts';
import {
  connectionOf,
  credentialsOf,
  netopNamespace,
  virtualServerRanges,
} from '../../load-balancer/connection.ts';
import { balancedServersKind, type BalancedServer } from '../../load-balancer/virtual-server.ts';
import { controlPlaneVmsOf } from '../../vsphere/machine.ts';
import { networksOfNamespace, type VSphereNamespace } from '../../vsphere/namespace.ts';
import {
  fabricScope,
  supervisorOf,
  type Supervisor,
  type VsphereNetworking,
} from '../../vsphere/supervisor.ts';

const group = 'netoperator.vmware.com';
const apiVersion = `${group}/v1alpha1`;
const defaultLabels = {
  'capv.vmware.com/is-default-network': 'true',
  'capw.vmware.com/is-default-network': 'true',
} as const;

interface Ground {
  readonly supervisor: Supervisor;
  readonly vsphere: VsphereNetworking;
}

/** Undefined on NSX. */
function groundOf(view: ReadView): Ground | undefined {
  const supervisor = supervisorOf(view);
  const vsphere = supervisor?.spec.workloads.vsphere;
  return supervisor === undefined || vsphere === undefined ? undefined : { supervisor, vsphere };
}

const reference = (kind: string, name: string) => ({ apiGroup: group, apiVersion: 'v1alpha1', kind, name });

/** The first is a namespace's own: what its machines are on that name none. */
export function networksOf(view: ReadView): readonly StoredObject[] {
  const ground = groundOf(view);
  if (ground === undefined) return [];
  const { dnsServers } = ground.supervisor.spec.workloads;
  return view
    .in(fabricScope)
    .list<VSphereNamespace>('vsphere.sandbox/namespaces')
    .filter(({ metadata }) => view.get('core/namespaces', metadata.name) !== undefined)
    .flatMap((namespace) =>
      networksOfNamespace(namespace, ground.supervisor).map((name, nth) => {
        const resource = { group, plural: 'networks' };
        const since = namespace.metadata.creationTimestamp;
        const metadata = computedMetadata(view, resource, name, namespace.metadata.name, since);
        return {
          apiVersion,
          kind: 'Network',
          metadata: nth === 0 ? { ...metadata, labels: defaultLabels } : metadata,
          spec: {
            type: 'vsphere-distributed',
            providerRef: reference('VSphereDistributedNetwork', name),
            ...(dnsServers === undefined ? {} : { dns: dnsServers }),
          },
        };
      }),
    );
}

const poolName = (owner: string, nth: number): string => `${owner}-ippool-${nth}`;

export function distributedNetworksOf(view: ReadView): readonly StoredObject[] {
  const resource = { group, plural: 'vspheredistributednetworks' };
  const networks = groundOf(view)?.vsphere.networks ?? [];
  return networks.map(({ name, portGroup, addressRanges, gateway, subnetMask }) => ({
    apiVersion,
    kind: 'VSphereDistributedNetwork',
    metadata: computedMetadata(view, resource, name),
    spec: {
      portGroupID: portGroup,
      ipAssignmentMode: 'staticpool',
      ipPools: addressRanges.map((_, nth) => ({ apiVersion: 'v1alpha1', name: poolName(name, nth) })),
      gateway,
      subnetMask,
    },
  }));
}

/** Everybody who holds an address of the workload networks. */
function heldIn(view: ReadView, supervisor: Supervisor): readonly string[] {
  const vms = controlPlaneVmsOf(supervisor, view.in(fabricScope)).map(({ spec }) => spec.workloadIp);
  const pods = view.list<Pod>('core/pods').map(heldAddress);
  return [...vms, ...pods].filter((address) => address !== undefined);
}

function poolsOf(
  view: ReadView,
  owner: string,
  ranges: readonly AddressRange[],
  held: readonly string[],
): readonly StoredObject[] {
  const resource = { group, plural: 'ippools' };
  return ranges
    .filter((range) => boundsOf(range) !== undefined)
    .map((range, nth) => {
      const allocated = held.filter((address) => hasAddress([range], address)).length;
      const isFull = allocated >= addressCount([range]);
      return {
        apiVersion,
        kind: 'IPPool',
        metadata: computedMetadata(view, resource, poolName(owner, nth)),
        spec: { startingAddress: range.address, addressCount: range.count },
        status: { allocated, conditions: [{ type: isFull ? 'full' : 'ready', status: 'True' }] },
      };
    });
}

export function ipPoolsOf(view: ReadView): readonly StoredObject[] {
  const ground = groundOf(view);
  if (ground === undefined) return [];
  const { supervisor, vsphere } = ground;
  const held = heldIn(view, supervisor);
  const ofNetworks = vsphere.networks.flatMap(({ name, addressRanges }) =>
    poolsOf(view, name, addressRanges, held),
  );
  const { loadBalancer } = vsphere;
  // Addresses of Avi's are the controller's own.
  if (loadBalancer.provider === 'AVI') return ofNetworks;
  const fabric = view.in(fabricScope);
  const connection = connectionOf(loadBalancer, fabric);
  const ranges =
    'fault' in connection
      ? loadBalancer.addressRanges
      : virtualServerRanges(loadBalancer, connection.loadBalancer);
  const virtual = new Set(fabric.list<BalancedServer>(balancedServersKind).map(({ spec }) => spec.ip));
  return [...ofNetworks, ...poolsOf(view, loadBalancer.id, ranges, [...virtual])];
}

const configKind = { HA_PROXY: 'HAProxyLoadBalancerConfig', AVI: 'AviLoadBalancerConfig' } as const;

export function loadBalancerConfigsOf(view: ReadView): readonly StoredObject[] {
  const ground = groundOf(view);
  if (ground === undefined) return [];
  const { loadBalancer } = ground.vsphere;
  const { id, provider } = loadBalancer;
  const connection = connectionOf(loadBalancer, view.in(fabricScope));
  const condition =
    'fault' in connection
      ? { type: 'Failure', status: 'True', reason: 'ConnectionFailed', message: connection.fault }
      : { type: 'Ready', status: 'True' };
  const metadata = computedMetadata(view, { group, plural: 'loadbalancerconfigs' }, id);
  const config = {
    apiVersion,
    kind: 'LoadBalancerConfig',
    metadata,
    spec: { type: provider === 'AVI' ? 'avi' : 'haproxy', providerRef: reference(configKind[provider], id) },
    status: { conditions: [{ ...condition, lastTransitionTime: metadata.creationTimestamp }] },
  };
  return [config];
}

type Provider = VsphereNetworking['loadBalancer']['provider'];

/** The config of a provider, where the Supervisor's load balancer is of it. */
function configOf(view: ReadView, provider: Provider, plural: string, specOf: (config: Config) => object) {
  const config = groundOf(view)?.vsphere.loadBalancer;
  if (config?.provider !== provider) return [];
  const metadata = computedMetadata(view, { group, plural }, config.id);
  return [{ apiVersion, kind: configKind[provider], metadata, spec: specOf(config) }];
}

type Config = VsphereNetworking['loadBalancer'];

const secretOf = (config: Config) => ({ name: credentialsOf(config), namespace: netopNamespace });

export const haProxyConfigsOf = (view: ReadView): readonly StoredObject[] =>
  configOf(view, 'HA_PROXY', 'haproxyloadbalancerconfigs', (config) => ({
    endPointURLs: config.servers.map(({ host, port }) => `https://${host}:${port}/v2`),
    credentialSecretRef: secretOf(config),
  }));

export const aviConfigsOf = (view: ReadView): readonly StoredObject[] =>
  configOf(view, 'AVI', 'aviloadbalancerconfigs', (config) => ({
    server: config.servers.map(({ host, port }) => `https://${host}:${port}`)[0] ?? '',
    cloudName: 'Default-Cloud',
    advancedL4: true,
    logLevel: 'WARN',
    ipamType: 'controller',
    credentialSecretRef: secretOf(config),
  }));

/** How a Gateway of the lab's load balancer is made. */
export function gatewayClassesOf(view: ReadView): readonly StoredObject[] {
  const config = groundOf(view)?.vsphere.loadBalancer;
  if (config === undefined) return [];
  const made = {
    apiVersion,
    kind: 'GatewayClass',
    metadata: computedMetadata(view, { group, plural: 'gatewayclasses' }, config.id),
    spec: {
      controller: config.provider === 'AVI' ? 'ako.vmware.com/avi-lb' : 'lbapi.vmware.com/haproxy',
      parametersRef: { group, kind: 'LoadBalancerConfig', name: config.id },
    },
  };
  return [made];
}
