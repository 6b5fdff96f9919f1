/** The address pools of a Supervisor, and who holds what of them. */
import { contains, formatCidr, parseCidr, parseIpv4, sizeOf, type Cidr } from '../../../src/std/ip.ts';
import type { NatRule, Segment, Supervisor, VirtualServer } from '../../live/fabric.ts';

export type PoolId = 'ingress' | 'egress' | 'pods';

export interface Pool {
  readonly id: PoolId;
  readonly label: string;
  readonly cidrs: readonly string[];
  /** What is given out: an address, or a block of this length. */
  readonly blockBits: number;
  readonly for: string;
}

export function poolsOf({ spec: { workloads } }: Supervisor): readonly Pool[] {
  return [
    {
      id: 'ingress',
      label: 'Ingress',
      cidrs: workloads.ingressCidrs,
      blockBits: 32,
      for: 'Services of type LoadBalancer, the Supervisor’s API',
    },
    {
      id: 'egress',
      label: 'Egress',
      cidrs: workloads.egressCidrs,
      blockBits: 32,
      for: 'source NAT, one address a namespace',
    },
    {
      id: 'pods',
      label: 'Pods',
      cidrs: workloads.podCidrs,
      blockBits: workloads.namespaceSubnetPrefix,
      for: 'segments, one block a namespace and a further one when it is full',
    },
  ];
}

/** A segment's namespace in words; the one without is where the Supervisor's control plane stands. */
export const ownerOf = (namespace: string): string => namespace || 'control plane';

export interface Holding {
  readonly prefix: string;
  readonly owner: string;
  readonly why: string;
  /** Screen of what holds it. */
  readonly kind: 'segment' | 'virtual-server' | 'tier1';
  readonly name: string;
}

const cidrsOf = (texts: readonly string[]): readonly Cidr[] =>
  texts.map(parseCidr).filter((cidr) => cidr !== undefined);

/** How many addresses or blocks a pool has to give: of addresses, a network's first and last are not given out. */
export function capacityOf({ cidrs, blockBits }: Pool): number {
  return cidrsOf(cidrs).reduce(
    (sum, cidr) =>
      sum +
      (blockBits === 32 ? Math.max(0, sizeOf(cidr) - 2) : Math.floor(sizeOf(cidr) / 2 ** (32 - blockBits))),
    0,
  );
}

/** What is given out of a pool, by address. */
export const holdingsOf = (pool: Pool, world: Inventory): readonly Holding[] =>
  [...given(pool, world)].sort((a, b) => baseOf(a.prefix) - baseOf(b.prefix));

const baseOf = (prefix: string): number => parseIpv4(prefix.split('/')[0] ?? '') ?? 0;

interface Inventory {
  readonly segments: readonly Segment[];
  readonly natRules: readonly NatRule[];
  readonly virtualServers: readonly VirtualServer[];
}

function given({ id, cidrs }: Pool, world: Inventory): readonly Holding[] {
  const pool = cidrsOf(cidrs);
  const within = (address: string): boolean => {
    const found = parseIpv4(address);
    return found !== undefined && pool.some((cidr) => contains(cidr, found));
  };
  if (id === 'pods')
    return world.segments
      .filter(({ spec }) => {
        const subnet = parseCidr(spec.subnet);
        return subnet !== undefined && pool.some((cidr) => contains(cidr, subnet));
      })
      .map(({ metadata, spec }) => ({
        prefix: formatCidr(parseCidr(spec.subnet) ?? { base: 0, prefixBits: 32 }),
        owner: ownerOf(spec.namespace),
        why: spec.index === 0 ? 'first block' : `block ${spec.index + 1}, added when full`,
        kind: 'segment',
        name: metadata.name,
      }));
  if (id === 'egress')
    return world.natRules
      .filter(({ spec }) => within(spec.translated))
      .map(({ spec }) => ({
        prefix: spec.translated,
        owner: spec.namespace || 'system namespaces',
        why: `SNAT of ${spec.sources.join(', ')}`,
        kind: 'tier1',
        name: spec.tier1,
      }));
  // The virtual servers of a Service share its address.
  const all = world.virtualServers.filter(({ spec }) => within(spec.ip));
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
