// What VMware Tools tell of a guest: its name, its networks, whether programs may be started in it. A control plane VM's addresses are those
// that its Supervisor gave it; a guest of people's own has those that it was customized with. Source: vSphere Automation API,
// com.vmware.vcenter.vm.guest.{Identity, Networking, Operations}.
import { primaryNetworkOf, standsOn, type Supervisor } from '../../../../kinds/vsphere/supervisor.ts';
import type { VirtualMachine } from '../../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../../std/draft.ts';
import { prefixBitsOf } from '../../../../std/ip.ts';
import type { ReadView } from '../../../../store/view.ts';
import { ok, type Call, type Operation } from '../../operation.ts';
import { list } from '../places.ts';
import { guestTitleOf } from './guest-os.ts';
import { machineOf } from './machine.ts';
import { checkTools, toolsRun } from './power.ts';

/** What a guest runs where nobody said it. */
const usualGuests = { ControlPlane: 'VMWARE_PHOTON_64', Pod: 'CRXPOD_1', VM: 'OTHER_64' } as const;

/** A VM's guest operating system, by its name in the Automation API. */
export const guestOsOf = ({ spec }: VirtualMachine): string => spec.guestOs ?? usualGuests[spec.role];

/** The name that the guest has for itself. */
export const hostNameOf = ({ spec }: VirtualMachine): string =>
  spec.node ?? spec.customization?.hostName ?? spec.displayName;

function identity(vm: VirtualMachine): Json {
  const name = guestOsOf(vm);
  const ip = vm.spec.managementIp ?? vm.spec.customization?.nics[0]?.address;
  return {
    name,
    family: name.startsWith('WINDOWS') ? 'WINDOWS' : 'LINUX',
    full_name: {
      id: `vmsg.guestos.${name.toLowerCase()}.label`,
      default_message: guestTitleOf(name),
      args: [],
    },
    host_name: hostNameOf(vm),
    ...(ip === undefined ? {} : { ip_address: ip }),
  };
}

const supervisorOfMachine = (fabric: ReadView, { spec }: VirtualMachine): Supervisor | undefined =>
  spec.role === 'ControlPlane'
    ? list<Supervisor>(fabric, 'supervisors').find((supervisor) => standsOn(supervisor, spec.cluster))
    : undefined;

/** Those that its guest was customized with; what DHCP would give is not known here. */
const customizedAddressesOf = ({ spec }: VirtualMachine) =>
  (spec.customization?.nics ?? []).map(({ address, prefix = 24 }) =>
    address === undefined ? [] : [{ ip_address: address, prefix_length: prefix }],
  );

/** Addresses of each adapter, in the order of adapters, with the length of their subnet's prefix; the leader has the floating one too. */
export function addressesOf(fabric: ReadView, vm: VirtualMachine) {
  const supervisor = supervisorOfMachine(fabric, vm);
  if (supervisor === undefined) return customizedAddressesOf(vm);
  const { management, workloads } = supervisor.spec;
  const floating = supervisor.status?.leader === vm.metadata.name ? [management.floatingIp] : [];
  const eth0 = { own: [vm.spec.managementIp, ...floating], prefix: prefixBitsOf(management.subnetMask) };
  const prefix =
    workloads.nsx?.namespaceSubnetPrefix ?? prefixBitsOf(primaryNetworkOf(supervisor)?.subnetMask);
  return [eth0, { own: [vm.spec.workloadIp], prefix }].map(({ own, prefix: prefix_length }) =>
    own.filter((each) => each !== undefined).map((ip_address) => ({ ip_address, prefix_length })),
  );
}

function networking(vm: VirtualMachine, call: Call): Json {
  const { customization } = vm.spec;
  const { dnsServers = [], searchDomains = [] } =
    customization === undefined
      ? (supervisorOfMachine(call.fabric, vm)?.spec.management ?? {})
      : { dnsServers: customization.dnsServers, searchDomains: customization.dnsSuffixes };
  return {
    dns_values: {
      host_name: hostNameOf(vm),
      domain_name: customization?.domain ?? searchDomains[0] ?? '',
    },
    ...(dnsServers.length === 0
      ? {}
      : { dns: { ip_addresses: [...dnsServers], search_domains: [...searchDomains] } }),
  };
}

function interfaces(vm: VirtualMachine, call: Call): Json {
  const addresses = addressesOf(call.fabric, vm);
  return (vm.spec.hardware?.nics ?? []).map(({ key: nic, macAddress: mac_address }, nth) => {
    const own = addresses[nth] ?? [];
    return {
      nic,
      mac_address,
      ...(own.length === 0
        ? {}
        : { ip: { ip_addresses: own.map((address) => ({ ...address, state: 'PREFERRED' })) } }),
    };
  });
}

/** Out by the management network's gateway. */
function routes(vm: VirtualMachine, call: Call): Json {
  const supervisor = supervisorOfMachine(call.fabric, vm);
  const gateway = supervisor?.spec.management.gateway;
  const gateways =
    gateway === undefined
      ? (vm.spec.customization?.nics ?? []).map(({ gateways: [first] }) => first)
      : [gateway];
  return gateways.flatMap((gateway_address, interface_index) =>
    gateway_address === undefined
      ? []
      : [{ network: '0.0.0.0', prefix_length: 0, gateway_address, interface_index }],
  );
}

const base = 'vcenter/vm/{vm}/guest';

/** Only a guest whose Tools run tells anything. */
const told = (path: string, tell: (vm: VirtualMachine, call: Call) => Json): Operation => ({
  method: 'GET',
  path: `${base}/${path}`,
  privilege: 'System.Read',
  answer: (call) => {
    const vm = machineOf(call);
    checkTools(vm, call.fabric.now);
    return ok(tell(vm, call));
  },
});

/** It is done while the guest starts for the first time. */
function customizationStatus(vm: VirtualMachine, now: number): string {
  if (vm.spec.customization === undefined) return 'IDLE';
  if (vm.status?.powerState !== 'POWERED_ON') return 'PENDING';
  return toolsRun(vm, now) ? 'SUCCEEDED' : 'RUNNING';
}

export const guestOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: `${base}/customization`,
    privilege: 'System.Read',
    answer: (call) => ok({ status: customizationStatus(machineOf(call), call.fabric.now) }),
  },
  told('identity', identity),
  told('networking', networking),
  told('networking/interfaces', interfaces),
  told('networking/routes', routes),
  // Nothing here knows what is in a guest's file systems.
  told('local-filesystem', (_vm, { keyed }) => keyed([])),
  {
    method: 'GET',
    path: `${base}/operations`,
    privilege: 'System.Read',
    answer: (call) => {
      const isReady = toolsRun(machineOf(call), call.fabric.now);
      return ok({ guest_operations_ready: isReady, interactive_guest_operations_ready: false });
    },
  },
];
