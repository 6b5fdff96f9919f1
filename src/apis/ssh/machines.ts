// Which machine listens for SSH at a name or an address, and why none does. Only root is known on them: people of vCenter's sign-on, whatever they
// may do in a namespace, have no account there. Sources: facts of the product, `admins' way in`.
import type { Host } from '../../kinds/vsphere/host.ts';
import { controlPlaneVmsOf, hostsKind } from '../../kinds/vsphere/machine.ts';
import { supervisorsKind, type Supervisor } from '../../kinds/vsphere/supervisor.ts';
import { isWayInOpen, vcenterIn, type VCenter } from '../../kinds/vsphere/vcenter.ts';
import { isOn, type VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';
import { bytesToBase64 } from '../../std/base64.ts';
import { hash128 } from '../../std/hash.ts';
import { parseIpv4 } from '../../std/ip.ts';
import type { ReadView } from '../../store/view.ts';
import type { Unreachable } from './wire.ts';

export type Machine =
  | { readonly kind: 'vcenter'; readonly vcenter: VCenter }
  | { readonly kind: 'control-plane'; readonly supervisor: Supervisor; readonly vm: VirtualMachine };

/** What the appliance was deployed with. */
const appliancePassword = 'VMware1!';

function running(supervisor: Supervisor, vm: VirtualMachine | undefined): Machine | Unreachable['trouble'] {
  return vm === undefined || !isOn(vm) ? 'no-route' : { kind: 'control-plane', supervisor, vm };
}

/** Whoever answers there, by a name or an address as it was typed. */
export function machineAt(fabric: ReadView, typed: string): Machine | Unreachable['trouble'] {
  const at = typed.toLowerCase();
  const vcenter = vcenterIn(fabric);
  if (vcenter !== undefined && vcenter.spec.fqdn.toLowerCase() === at)
    return isWayInOpen(vcenter, 'ssh') ? { kind: 'vcenter', vcenter } : 'refused';
  for (const supervisor of fabric.list<Supervisor>(supervisorsKind)) {
    const vms = controlPlaneVmsOf(supervisor, fabric);
    const { management, fqdn } = supervisor.spec;
    if (management.floatingIp === at)
      return running(
        supervisor,
        vms.find(({ metadata }) => metadata.name === supervisor.status?.leader),
      );
    const own = vms.find(({ spec }) => spec.managementIp === at);
    if (own !== undefined) return running(supervisor, own);
    // The load balancer has virtual servers for the API and for the tools, and none for SSH.
    if (fqdn.toLowerCase() === at || supervisor.status?.apiEndpoint === at) return 'refused';
  }
  // SSH of an ESXi host is off until somebody starts the service.
  const hosts = fabric.list<Host>(hostsKind);
  if (hosts.some(({ metadata, spec }) => metadata.name === at || spec.managementIp === at)) return 'refused';
  return parseIpv4(at) === undefined ? 'unknown-host' : 'timeout';
}

const secret = (key: string, purpose: string, of: string): string => {
  const digits = hash128(`${key}\n${purpose}\n${of}`) + hash128(`${of}\n${purpose}\n${key}`);
  return bytesToBase64(Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
};

/** Root's password on the control plane VMs of a Supervisor, made once when it was enabled. */
export function controlPlanePassword(key: string, supervisor: Supervisor): string {
  return secret(key, 'control plane root', supervisor.metadata.uid);
}

export function rootPassword(key: string, machine: Machine): string {
  if (machine.kind === 'vcenter') return machine.vcenter.spec.appliance?.rootPassword ?? appliancePassword;
  return controlPlanePassword(key, machine.supervisor);
}

export function hostnameOf(machine: Machine): string {
  return machine.kind === 'vcenter' ? machine.vcenter.spec.fqdn : (machine.vm.spec.node ?? '');
}

export function fingerprintOf(machine: Machine): string {
  const of = machine.kind === 'vcenter' ? machine.vcenter.metadata.uid : machine.vm.metadata.uid;
  return `SHA256:${secret('', 'host key', of).replace(/=+$/, '')}`;
}
