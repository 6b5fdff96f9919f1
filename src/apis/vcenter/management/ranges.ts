// Addresses that a Supervisor has to itself: none of them may be anybody else's.
import type { Supervisor, VsphereNetworking } from '../../../kinds/vsphere/supervisor.ts';
import { boundsOf, formatRange } from '../../../std/address-range.ts';
import { lastOf, parseCidr, type Cidr } from '../../../std/ip.ts';
import { invalidArgument } from '../failure.ts';

export interface Range {
  /** Where it is asked for. */
  readonly path: string;
  readonly text: string;
  readonly first: number;
  readonly last: number;
}

export const rangeOf = (path: string, text: string, cidr: Cidr): Range => ({
  path,
  text: `CIDR ${text}`,
  first: cidr.base,
  last: lastOf(cidr),
});

/** Ranges that must not touch: those of the wish, those of every Supervisor that there is, the management addresses. */
export function checkRanges(wanted: readonly Range[], taken: readonly Range[]): void {
  for (const [place, one] of wanted.entries()) {
    for (const other of [...wanted.slice(place + 1), ...taken]) {
      if (one.first > other.last || other.first > one.last) continue;
      const message = `${one.text} of '${one.path}' overlaps with ${other.text} of '${other.path}'.`;
      throw invalidArgument(message, [one.text, other.text]);
    }
  }
}

type Addresses = VsphereNetworking['loadBalancer']['addressRanges'];

function addressesOf(path: string, ranges: Addresses): readonly Range[] {
  return ranges.flatMap((range) => {
    const bounds = boundsOf(range);
    return bounds === undefined ? [] : [{ path, text: `IP range ${formatRange(range)}`, ...bounds }];
  });
}

/** Of the workload networks and of virtual servers. */
export function rangesOfVsphere({ networks, loadBalancer }: VsphereNetworking): readonly Range[] {
  return [
    ...networks.flatMap(({ name, addressRanges }) =>
      addressesOf(`workload_networks_spec.${name}.address_ranges`, addressRanges),
    ),
    ...addressesOf('load_balancer_config_spec.address_ranges', loadBalancer.addressRanges),
  ];
}

/** All that go out of a Supervisor; what its cluster's own Services have may be the same for all. */
export function rangesOfSupervisor({ metadata, spec }: Supervisor): readonly Range[] {
  const path = `Supervisor ${metadata.name}`;
  const { nsx, vsphere } = spec.workloads;
  if (vsphere !== undefined) return rangesOfVsphere(vsphere).map((range) => ({ ...range, path }));
  const cidrs = nsx === undefined ? [] : [...nsx.podCidrs, ...nsx.ingressCidrs, ...nsx.egressCidrs];
  return cidrs.flatMap((text) => {
    const cidr = parseCidr(text);
    return cidr === undefined ? [] : [rangeOf(path, text, cidr)];
  });
}
