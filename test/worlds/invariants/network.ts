// Addresses and routes.
import { get, paths, type Body } from '../setup.ts';
import { check, fabric, mayHavePods, podIp, type Look } from './look.ts';

function ipNumber(ip: string): number {
  return ip.split('.').reduce((total, part) => total * 256 + Number(part), 0);
}

function within(ip: string, cidr: string): boolean {
  const [base = '', bits = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  const start = ipNumber(base);
  return ipNumber(ip) >= start && ipNumber(ip) < start + size;
}

function unique(values: readonly (string | undefined)[], what: string): void {
  const seen = new Set<string>();
  for (const value of values) {
    if (value === undefined) continue;
    check(!seen.has(value), () => `${what} ${value} is given twice`);
    seen.add(value);
  }
}

interface Nsx {
  readonly podCidrs: readonly string[];
  readonly ingressCidrs: readonly string[];
  readonly egressCidrs: readonly string[];
}

interface Range {
  readonly address: string;
  readonly count: number;
}

interface Vsphere {
  readonly primaryNetwork: string;
  readonly networks: readonly { readonly name: string; readonly addressRanges: readonly Range[] }[];
  readonly loadBalancer: { readonly addressRanges: readonly Range[] };
}

function inRanges(ip: string, ranges: readonly Range[]): boolean {
  return ranges.some(({ address, count }) => {
    const offset = ipNumber(ip) - ipNumber(address);
    return offset >= 0 && offset < count;
  });
}

/** Addresses unique and from their pools, stable while their owner lives, pod networks kept in (37-39, 41, 42, 45). */
export function checkNetwork(look: Look, vipsBefore: Map<string, string>): void {
  const supervisor = look.list(fabric('vsphere.sandbox', 'supervisors'))[0] as Body;
  const { nsx, vsphere } = supervisor.spec['workloads'] as { nsx?: Nsx; vsphere?: Vsphere };
  check((nsx === undefined) !== (vsphere === undefined), () => 'a Supervisor has one network stack');
  unique(look.list('/api/v1/pods').map(podIp), 'pod address');
  const services = look.list('/api/v1/services');
  unique(
    services.map(({ spec }) => spec['clusterIP'] as string | undefined).filter((ip) => ip !== 'None'),
    'cluster IP',
  );
  if (nsx !== undefined) checkNsx(look, nsx, vipsBefore);
  if (vsphere !== undefined) checkVsphere(look, vsphere, vipsBefore);
}

/** Virtual servers have addresses of their own, of the pool, and keep them (38). */
function checkVips(
  vips: readonly Body[],
  isOfPool: (ip: string) => boolean,
  vipsBefore: Map<string, string>,
): void {
  unique(
    vips.flatMap(({ spec }) => (spec['ports'] as number[]).map((port) => `${spec['ip'] as string}:${port}`)),
    'virtual server',
  );
  const held = vips.map(
    ({ spec }) => `${String(spec['ip'])} ${String(spec['namespace'])}/${String(spec['owner'])}`,
  );
  unique(
    [...new Set(held)].map((each) => each.split(' ')[0]),
    "address of the load balancer's pool",
  );
  for (const { spec, metadata } of vips) {
    const ip = spec['ip'] as string;
    check(isOfPool(ip), () => `${ip} is outside the load balancer's pool (38)`);
    const before = vipsBefore.get(metadata.uid);
    check(before === undefined || before === ip, () => `${metadata.name} moves from ${before} to ${ip} (38)`);
    vipsBefore.set(metadata.uid, ip);
  }
}

/** Nothing of NSX; control plane VMs and Pods of Supervisor Services on the primary workload network, nobody else's Pods (37, 39). */
function checkVsphere(
  look: Look,
  { primaryNetwork, networks, loadBalancer }: Vsphere,
  before: Map<string, string>,
) {
  for (const plural of ['tier0s', 'tier1s', 'segments', 'natrules', 'virtualservers'])
    check(look.list(fabric('nsx.sandbox', plural)).length === 0, () => `there are ${plural} without NSX`);
  const ranges = networks.find(({ name }) => name === primaryNetwork)?.addressRanges ?? [];
  const vms = look.list(paths.vms).map(({ spec }) => spec['workloadIp'] as string | undefined);
  const services = look.list('/api/v1/pods').filter(({ metadata }) => metadata.namespace?.startsWith('svc-'));
  const addresses = [...vms, ...services.map(podIp)];
  unique(addresses, 'workload address');
  for (const ip of addresses)
    check(ip === undefined || inRanges(ip, ranges), () => `${ip} is outside the workload network (39)`);
  for (const { metadata } of look.list('/api/v1/pods'))
    check(
      mayHavePods(look, metadata.namespace),
      () => `${metadata.namespace}/${metadata.name} is a Pod of somebody's own on a distributed switch`,
    );
  const vips = look.list(fabric('lb.sandbox', 'virtualservers'));
  checkVips(vips, (ip) => inRanges(ip, loadBalancer.addressRanges), before);
}

function checkNsx(look: Look, pools: Nsx, vipsBefore: Map<string, string>): void {
  const segments = look.list(fabric('nsx.sandbox', 'segments'));
  for (const pod of look.list('/api/v1/pods')) {
    const ip = podIp(pod);
    if (ip === undefined) continue;
    const own = segments.filter(({ spec }) => spec['namespace'] === pod.metadata.namespace);
    check(
      own.some(({ spec }) => within(ip, spec['subnet'] as string)),
      () => `${pod.metadata.name} has ${ip}, in no segment of its namespace (37)`,
    );
  }
  const subnets = segments.map(({ spec }) => spec['subnet'] as string);
  unique(subnets, 'segment');
  for (const subnet of subnets)
    check(
      pools.podCidrs.some((cidr) => within(subnet.split('/')[0] as string, cidr)),
      () => `${subnet} is outside the pod CIDR (39)`,
    );
  checkVips(
    look.list(fabric('nsx.sandbox', 'virtualservers')),
    (ip) => pools.ingressCidrs.some((cidr) => within(ip, cidr)),
    vipsBefore,
  );
  const snats = look.list(fabric('nsx.sandbox', 'natrules')).map(({ spec }) => spec['translated'] as string);
  unique(snats, 'SNAT address');
  for (const ip of snats)
    check(
      pools.egressCidrs.some((cidr) => within(ip, cidr)),
      () => `${ip} is outside the egress CIDR (45)`,
    );
  const tier0 = get(look.world, paths.tier0);
  const permitted = (tier0.status?.['permitted'] ?? []) as { prefix: string }[];
  const advertised = (tier0.status?.['advertised'] ?? []) as { prefix: string; contributors: number }[];
  for (const { prefix } of permitted) {
    const ip = prefix.split('/')[0] as string;
    check(!pools.podCidrs.some((cidr) => within(ip, cidr)), () => `${prefix} of the pods is let out (41)`);
    check(
      advertised.some((summary) => within(ip, summary.prefix)),
      () => `${prefix} is in no summary (42)`,
    );
  }
  for (const { prefix, contributors } of advertised)
    check(contributors > 0, () => `${prefix} has no contributor (42)`);
}
