/** The address pools of a Supervisor, and who holds what of them. */
import { addressCount, boundsOf, formatRange, type AddressRange } from '../../../src/std/address-range.ts';
import { lastOf, parseCidr, parseIpv4, sizeOf } from '../../../src/std/ip.ts';
import type { Supervisor, VirtualMachine } from '../../live/fabric.ts';
import type { NatRule, Segment, VirtualServer } from '../../live/nsx.ts';
import type {
  BalancedServer,
  LoadBalancer,
  NsxNetworking,
  VsphereNetworking,
} from '../../live/network-stacks.ts';
import type { HostsPlace, NetworkPlace } from '../route.ts';

export interface Pool {
  readonly id: string;
  readonly label: string;
  /** CIDRs, or ranges, as they were given. */
  readonly texts: readonly string[];
  /** First and last addresses. */
  readonly spans: readonly Span[];
  /** How many addresses or blocks it has to give. */
  readonly capacity: number;
  /** What is given out: an address, or a block of this length. */
  readonly blockBits: number;
  readonly for: string;
  readonly holdings: (world: Inventory) => readonly Holding[];
}

interface Span {
  readonly first: number;
  readonly last: number;
}

export interface Holding {
  readonly prefix: string;
  readonly owner: string;
  readonly why: string;
  /** Screen of what holds it. */
  readonly kind: NetworkPlace | HostsPlace;
  readonly name: string;
}

export interface Inventory {
  readonly segments: readonly Segment[];
  readonly natRules: readonly NatRule[];
  readonly virtualServers: readonly VirtualServer[];
  readonly balancedServers: readonly BalancedServer[];
  readonly machines: readonly VirtualMachine[];
}

/** A segment's namespace in words; the one without is where the Supervisor's control plane stands. */
export const ownerOf = (namespace: string): string => namespace || 'control plane';

/** Of addresses, a network's first and last are not given out. */
function ofCidrs(texts: readonly string[], blockBits: number) {
  const cidrs = texts.map(parseCidr).filter((cidr) => cidr !== undefined);
  const blocks = (size: number): number => Math.floor(size / 2 ** (32 - blockBits));
  return {
    texts,
    spans: cidrs.map((cidr) => ({ first: cidr.base, last: lastOf(cidr) })),
    capacity: cidrs.reduce(
      (sum, cidr) => sum + (blockBits === 32 ? Math.max(0, sizeOf(cidr) - 2) : blocks(sizeOf(cidr))),
      0,
    ),
    blockBits,
  };
}

const ofRanges = (ranges: readonly AddressRange[]) => ({
  texts: ranges.map(formatRange),
  spans: ranges.map(boundsOf).filter((bounds) => bounds !== undefined),
  capacity: addressCount(ranges),
  blockBits: 32,
});

const within = (spans: readonly Span[], prefix: string): boolean => {
  const address = parseIpv4(prefix.split('/')[0] ?? '');
  return address !== undefined && spans.some(({ first, last }) => first <= address && address <= last);
};

function nsxPools({ podCidrs, ingressCidrs, egressCidrs, namespaceSubnetPrefix }: NsxNetworking): Pool[] {
  return [
    {
      id: 'ingress',
      label: 'Ingress',
      ...ofCidrs(ingressCidrs, 32),
      for: 'Services of type LoadBalancer, the Supervisor’s API',
      holdings: ({ virtualServers }) => served(virtualServers),
    },
    {
      id: 'egress',
      label: 'Egress',
      ...ofCidrs(egressCidrs, 32),
      for: 'source NAT, one address a namespace',
      holdings: ({ natRules }) =>
        natRules.map(({ spec }) => ({
          prefix: spec.translated,
          owner: spec.namespace || 'system namespaces',
          why: `SNAT of ${spec.sources.join(', ')}`,
          kind: 'tier1',
          name: spec.tier1,
        })),
    },
    {
      id: 'pods',
      label: 'Pods',
      ...ofCidrs(podCidrs, namespaceSubnetPrefix),
      for: 'segments, one block a namespace and a further one when it is full',
      holdings: ({ segments }) =>
        segments.map(({ metadata, spec }) => ({
          prefix: spec.subnet,
          owner: ownerOf(spec.namespace),
          why: spec.index === 0 ? 'first block' : `block ${spec.index + 1}, added when full`,
          kind: 'segment',
          name: metadata.name,
        })),
    },
  ];
}

/** The virtual servers of a Service share its address. */
function served(all: readonly (VirtualServer | BalancedServer)[]): readonly Holding[] {
  return [...new Set(all.map(({ spec }) => spec.ip))].flatMap((prefix): readonly Holding[] => {
    const servers = all.filter(({ spec }) => spec.ip === prefix);
    const [first] = servers;
    if (first === undefined) return [];
    const ports = servers.flatMap(({ spec }) => spec.ports).sort((one, other) => one - other);
    return [
      {
        prefix,
        owner: `${first.spec.namespace}/${first.spec.owner}`,
        why: `port${ports.length === 1 ? '' : 's'} ${ports.join(', ')}`,
        kind: 'virtual-server',
        name: first.metadata.name,
      },
    ];
  });
}

/** Avi gives out of its own ranges; HAProxy of those that the Supervisor was enabled with. */
function vspherePools(
  { networks, loadBalancer }: VsphereNetworking,
  present: readonly LoadBalancer[],
): Pool[] {
  const [server] = loadBalancer.servers;
  const own = present.find(({ spec }) => spec.host === server?.host)?.spec.addressRanges ?? [];
  const ranges = loadBalancer.provider === 'AVI' ? own : loadBalancer.addressRanges;
  return [
    {
      id: `load-balancer-${loadBalancer.id}`,
      label: 'Virtual servers',
      ...ofRanges(ranges),
      for: 'Services of type LoadBalancer, the Supervisor’s API',
      holdings: ({ balancedServers }) => served(balancedServers),
    },
    ...networks.map(({ name, addressRanges }): Pool => ({
      id: `workload-${name}`,
      label: `Workload network ${name}`,
      ...ofRanges(addressRanges),
      for: 'control plane VMs, VMs and nodes of guest clusters',
      holdings: ({ machines }) =>
        machines.flatMap(({ metadata, spec }) =>
          spec.workloadIp === undefined
            ? []
            : [
                {
                  prefix: spec.workloadIp,
                  owner: spec.displayName,
                  why: 'eth1',
                  kind: 'vm',
                  name: metadata.name,
                },
              ],
        ),
    })),
  ];
}

/** `present`: the lab's load balancers. */
export function poolsOf({ spec }: Supervisor, present: readonly LoadBalancer[]): readonly Pool[] {
  const { nsx, vsphere } = spec.workloads;
  return [
    ...(nsx === undefined ? [] : nsxPools(nsx)),
    ...(vsphere === undefined ? [] : vspherePools(vsphere, present)),
  ];
}

const baseOf = (prefix: string): number => parseIpv4(prefix.split('/')[0] ?? '') ?? 0;

/** What is given out of a pool, by address. */
export const holdingsOf = ({ spans, holdings }: Pool, world: Inventory): readonly Holding[] =>
  holdings(world)
    .filter(({ prefix }) => within(spans, prefix))
    .sort((a, b) => baseOf(a.prefix) - baseOf(b.prefix));
