// Networks that port groups of standard switches are: there as long as one host of the datacenter has the group.
import type { Host } from '../../../kinds/vsphere/host.ts';
import { networks, type Network } from '../../../kinds/vsphere/network.ts';
import type { ReadView } from '../../../store/view.ts';
import type { Writer } from '../operation.ts';
import { datacenterOfHost, list } from './places.ts';

export const groupsOf = ({ spec }: Host) => spec.settings?.portGroups ?? [];

export function standardNetwork(fabric: ReadView, host: Host, name: string): Network | undefined {
  const datacenter = datacenterOfHost(fabric, host)?.metadata.name;
  return list<Network>(fabric, 'networks').find(
    ({ spec }) =>
      spec.type === 'STANDARD_PORTGROUP' && spec.displayName === name && spec.datacenter === datacenter,
  );
}

/** Of a group that the host is about to lose. */
export function forgetNetwork(fabric: ReadView, write: Writer, host: Host, name: string): void {
  const network = standardNetwork(fabric, host, name);
  if (network === undefined) return;
  const isElsewhere = list<Host>(fabric, 'hosts').some(
    (other) =>
      other.metadata.name !== host.metadata.name &&
      groupsOf(other).some((group) => group.name === name) &&
      datacenterOfHost(fabric, other)?.metadata.name === network.spec.datacenter,
  );
  if (!isElsewhere) write.remove(networks, network, 'Remove port group');
}
