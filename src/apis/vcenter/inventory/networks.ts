// Networks as the Automation API lists them. Source: vSphere Automation API, com.vmware.vcenter.Network.
import type { Datacenter } from '../../../kinds/vsphere/datacenter.ts';
import { networksIn, type KnownNetwork } from '../../../kinds/vsphere/network.ts';
import type { ReadView } from '../../../store/view.ts';
import { invalidArgument, notFound } from '../failure.ts';
import { atMost, checkChoices, passes } from '../filter.ts';
import { ok, type Operation } from '../operation.ts';
import { foldersOf, list } from './places.ts';

const networksMost = 1_000;

/** A network that adapters of VMs may be on: uplinks carry a switch, and no VM. */
export function adapterNetwork(view: ReadView, id: string): KnownNetwork {
  const known = networksIn(view).find((each) => each.id === id);
  if (known === undefined) throw notFound('Network', id);
  if (known.spec.isUplink === true)
    throw invalidArgument(
      `Network '${known.spec.displayName}' (${id}) is the uplink port group of its switch.`,
      [id],
    );
  return known;
}

export const networkOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'vcenter/network',
    filters: ['networks', 'names', 'types', 'folders', 'datacenters'],
    privilege: 'System.Read',
    each: 'network',
    answer: (call) => {
      checkChoices(call, { types: ['STANDARD_PORTGROUP', 'DISTRIBUTED_PORTGROUP', 'OPAQUE_NETWORK'] });
      const datacenters = new Map(
        list<Datacenter>(call.fabric, 'datacenters').map((datacenter) => [
          datacenter.metadata.name,
          datacenter,
        ]),
      );
      const found = networksIn(call.fabric).flatMap(({ id, spec }) => {
        const datacenter = datacenters.get(spec.datacenter);
        const isWanted = passes(call, {
          networks: id,
          names: spec.displayName,
          types: spec.type,
          datacenters: datacenter?.spec.moid ?? '',
          folders: datacenter === undefined ? '' : foldersOf(datacenter).network,
        });
        return isWanted ? [{ name: spec.displayName, network: id, type: spec.type }] : [];
      });
      return ok(atMost(found, networksMost, 'networks'));
    },
  },
];
