// Supervisors, as vCenter has them: their control planes, and that they come to rest.
import { get, type Body } from '../setup.ts';
import { paths } from '../setup.ts';
import { check, fabric, type Look } from './look.ts';

const supervisorsPath = fabric('vsphere.sandbox', 'supervisors');

/** Whether the Supervisor's API serves: without etcd's majority nothing can be asked of it. */
export function serves({ world }: Look): boolean {
  return get(world, `${supervisorsPath}/sv1-az1`).status?.['apiServes'] !== false;
}

const hostOf = ({ status }: Body): unknown => status?.['host'];

/** No two Supervisors on a cluster; control plane VMs apart, and no management address twice. */
export function checkSupervisors(look: Look): void {
  const clusters = look.list(supervisorsPath).map(({ spec }) => spec['cluster']);
  check(new Set(clusters).size === clusters.length, () => 'two Supervisors share a cluster');
  const machines = look.list(paths.vms).filter(({ spec }) => spec['role'] === 'ControlPlane');
  const placed = machines.map(hostOf).filter((host) => host !== undefined);
  // One that takes another's place may stand beside it until it has.
  const spare = Math.max(0, machines.length - 3);
  check(new Set(placed).size >= placed.length - spare, () => 'two control plane VMs share a host (26)');
  for (const member of ['managementIp', 'workloadIp']) {
    const addresses = machines.map(({ spec }) => spec[member]);
    check(new Set(addresses).size === addresses.length, () => `two control plane VMs have one ${member}`);
  }
  check(machines.length <= 4, () => `${machines.length} control plane VMs`);
}

const usable = ({ spec, status }: Body): boolean =>
  status?.['powerState'] === 'POWERED_ON' &&
  status['connectionState'] === 'CONNECTED' &&
  spec['maintenance'] !== true;

/** Whether somebody has stopped WCP. */
export function isServiceStopped(look: Look): boolean {
  const [vcenter] = look.list(fabric('vsphere.sandbox', 'vcenters'));
  return (vcenter?.spec['stoppedServices'] as readonly string[] | undefined)?.includes('wcp') === true;
}

/** With WCP at work and three hosts that take VMs, three control plane VMs run, of the wanted size, and all of it is told. */
export function checkSettled(look: Look): void {
  if (isServiceStopped(look) || look.list(paths.hosts).filter(usable).length < 3) return;
  for (const { metadata, spec, status } of look.list(supervisorsPath)) {
    const machines = look
      .list(paths.vms)
      .filter((vm) => vm.spec['role'] === 'ControlPlane' && vm.spec['cluster'] === spec['cluster']);
    const on = machines.filter((vm) => vm.status?.['powerState'] === 'POWERED_ON');
    check(
      machines.length === 3 && on.length === 3,
      () => `${metadata.name} has ${on.length} of ${machines.length} control plane VMs running`,
    );
    const said = `${String(status?.['configStatus'])} ${String(status?.['kubernetesStatus'])}`;
    check(said === 'RUNNING READY', () => `${metadata.name} is ${said}`);
  }
}
