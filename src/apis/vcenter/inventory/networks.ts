// Networks as the Automation API lists them. Source: vSphere Automation API, com.vmware.vcenter.Network.
import type { Datacenter } from '../../../kinds/vsphere/datacenter.ts';
import { networksIn } from '../../../kinds/vsphere/network.ts';
import { atMost, checkChoices, passes } from '../filter.ts';
import { ok, type Operation } from '../operation.ts';
import { foldersOf, list } from './places.ts';

const networksMost = 1_000;

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
