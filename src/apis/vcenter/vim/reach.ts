// Which networks reach which hosts: a standard port group those of its datacenter, a distributed one those of its switch, a segment of NSX those of
// clusters, which NSX prepares. Source: vim25 HostSystem.network, Network.host.
import type { Host } from '../../../kinds/vsphere/host.ts';
import { switchesIn, type KnownNetwork, type Network } from '../../../kinds/vsphere/network.ts';
import type { ReadView } from '../../../store/view.ts';
import { datacenterOfHost, list } from '../inventory/places.ts';

type Reaches = (network: KnownNetwork, host: Host) => boolean;

const hasGroup = ({ spec }: Host, name: string): boolean =>
  spec.settings?.portGroups?.some((group) => group.name === name) === true;

/** For one answer: what it looks up is looked up once. */
export function reach(fabric: ReadView): Reaches {
  const members = new Map(switchesIn(fabric).map(({ id, spec }) => [id, new Set(spec.hosts)]));
  const datacenters = new Map<string, string>();
  const datacenterOf = (host: Host): string => {
    const { moid } = host.spec;
    const known = datacenters.get(moid) ?? datacenterOfHost(fabric, host)?.metadata.name ?? '';
    datacenters.set(moid, known);
    return known;
  };
  const made = new Set(list<Network>(fabric, 'networks').map(({ metadata }) => metadata.name));
  return ({ id, spec }, host) => {
    if (spec.type === 'DISTRIBUTED_PORTGROUP')
      return members.get(spec.switch ?? '')?.has(host.spec.moid) === true;
    // Those that somebody made are on the hosts that they were made on.
    if (spec.type === 'STANDARD_PORTGROUP' && made.has(id) && !hasGroup(host, spec.displayName)) return false;
    if (spec.type === 'OPAQUE_NETWORK' && host.spec.cluster === '') return false;
    return datacenterOf(host) === spec.datacenter;
  };
}

export function hostsReached(fabric: ReadView, network: KnownNetwork): readonly Host[] {
  const reaches = reach(fabric);
  return list<Host>(fabric, 'hosts').filter((host) => reaches(network, host));
}
