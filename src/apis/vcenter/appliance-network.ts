// The appliance's one adapter and what it is told with. The world gives vCenter a name and no address, so none is told. Source: vSphere Automation API, com.vmware.appliance.networking, networking.interfaces.
import { assignedMac } from '../../kinds/vsphere/assigned-devices.ts';
import { vcenterIn } from '../../kinds/vsphere/vcenter.ts';
import type { Json } from '../../std/draft.ts';
import type { ReadView } from '../../store/view.ts';
import { dnsServers, read } from './appliance-settings.ts';
import { notFound } from './failure.ts';
import type { Call, Operation } from './operation.ts';

const adapter = 'nic0';

/** Another mode would have an address with it. */
const ipv4 = (): Json => ({ configurable: true, mode: 'UNCONFIGURED' });

const ipv6 = (): Json => ({
  configurable: true,
  dhcp: false,
  autoconf: false,
  addresses: [],
  default_gateway: '',
});

const told = (fabric: ReadView): Json => ({
  name: adapter,
  status: 'up',
  mac: assignedMac(vcenterIn(fabric)?.spec.instanceUuid ?? '', adapter),
  ipv4: ipv4(),
  ipv6: ipv6(),
});

/** Of the adapter that the path names. */
const ofAdapter =
  (tell: (fabric: ReadView) => Json) =>
  ({ fabric, params: { interface_name: name = '' } }: Call): Json => {
    if (name !== adapter) throw notFound('Interface', name);
    return tell(fabric);
  };

const path = 'appliance/networking/interfaces';

export const applianceNetwork: readonly Operation[] = [
  read('appliance/networking', ({ fabric, keyed }) => ({
    dns: {
      mode: 'STATIC',
      hostname: vcenterIn(fabric)?.spec.fqdn ?? '',
      servers: [...dnsServers(fabric)],
    },
    interfaces: keyed([[adapter, told(fabric)]]),
  })),
  read(path, ({ fabric }) => [told(fabric)]),
  read(`${path}/{interface_name}`, ofAdapter(told)),
  read(`${path}/{interface_name}/ipv4`, ofAdapter(ipv4)),
  read(`${path}/{interface_name}/ipv6`, ofAdapter(ipv6)),
];
