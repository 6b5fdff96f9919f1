// Addresses and routes.
import { get, paths, type Body } from '../setup.ts';
import { check, fabric, podIp, type Look } from './look.ts';

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

/** Addresses unique and from their pools, stable while their owner lives, pod networks kept in (37-39, 41, 42, 45). */
export function checkNetwork(look: Look, vipsBefore: Map<string, string>): void {
  const supervisor = look.list(fabric('vsphere.sandbox', 'supervisors'))[0] as Body;
  const pools = supervisor.spec['workloads'] as {
    podCidrs: string[];
    ingressCidrs: string[];
    egressCidrs: string[];
    serviceCidr: string;
  };
  const pods = look.list('/api/v1/pods');
  const segments = look.list(fabric('nsx.sandbox', 'segments'));
  const addresses = pods.map(podIp);
  unique(addresses, 'pod address');
  for (const pod of pods) {
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
  const services = look.list('/api/v1/services');
  unique(
    services.map(({ spec }) => spec['clusterIP'] as string | undefined).filter((ip) => ip !== 'None'),
    'cluster IP',
  );
  const vips = look.list(fabric('nsx.sandbox', 'virtualservers'));
  unique(
    vips.flatMap(({ spec }) => (spec['ports'] as number[]).map((port) => `${spec['ip'] as string}:${port}`)),
    'virtual server',
  );
  unique(
    [
      ...new Set(
        vips.map(
          ({ spec }) => `${spec['ip'] as string} ${spec['namespace'] as string}/${spec['owner'] as string}`,
        ),
      ),
    ].map((held) => held.split(' ')[0]),
    'address of the ingress pool',
  );
  for (const { spec, metadata } of vips) {
    const ip = spec['ip'] as string;
    check(
      pools.ingressCidrs.some((cidr) => within(ip, cidr)),
      () => `${ip} is outside the ingress CIDR (38)`,
    );
    const before = vipsBefore.get(metadata.uid);
    check(before === undefined || before === ip, () => `${metadata.name} moves from ${before} to ${ip} (38)`);
    vipsBefore.set(metadata.uid, ip);
  }
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
