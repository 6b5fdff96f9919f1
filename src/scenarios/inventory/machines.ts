// The machines of a scenario, ESXi hosts and control plane VMs: names, ids and addresses by rule.
import { controlPlaneVms } from '../../releases/control-plane-sizes.ts';
import { uuidFrom } from '../../std/hash.ts';
import { formatCidr, formatIpv4, nthAddress, parseCidr } from '../../std/ip.ts';
import type { Scenario } from '../scenario.ts';

/** The scope of the Supervisor that the scenario enables. */
export const supervisorScope = 'supervisor';

/** Its cluster's managed object id. */
export const clusterMoid = 'domain-c8';

export const tier0 = 't0-edge';

/** Blocks of the pod CIDR have this length. */
export const blockBits = 28;

/** The nth address of the management network. */
export const managementIp = ({ network }: Scenario, n: number): string =>
  nthAddress(network.managementCidr, n);

/** The Supervisor's API endpoint: the first address of what the load balancer gives out of. */
export const apiEndpoint = ({ network }: Scenario): string =>
  nthAddress(
    network.stack === 'VDS' ? network.loadBalancers[0]?.virtualServerCidr : network.ingressCidrs[0],
    1,
  );

/** Where in the workload network's subnet its range of addresses begins. */
export const workloadRangeStart = 10;

/** The block of the pod CIDR that control plane VMs have their second interface in: the first. */
export function controlPlaneBlock({ network }: Scenario): {
  readonly subnet: string;
  readonly gateway: string;
} {
  const cidr = parseCidr(network.podCidrs[0] ?? '');
  if (cidr === undefined) return { subnet: '', gateway: '' };
  return {
    subnet: formatCidr({ base: cidr.base, prefixBits: blockBits }),
    gateway: formatIpv4(cidr.base + 1),
  };
}

export interface ControlPlaneVm {
  readonly uuid: string;
  /** The node's name: the VM's UUID without dashes. */
  readonly node: string;
  /** eth0, for vCenter and the floating address. */
  readonly managementIp: string;
  /** eth1, for Pods and the nodes: what the node gives as its own. */
  readonly workloadIp: string;
}

export function controlPlane(scenario: Scenario): readonly ControlPlaneVm[] {
  return Array.from({ length: controlPlaneVms }, (_, index) => {
    const uuid = uuidFrom(scenario.seed, 'control plane', String(index)).replace(/^../, '42');
    return {
      uuid,
      node: uuid.replaceAll('-', ''),
      managementIp: managementIp(scenario, 51 + index),
      workloadIp:
        scenario.network.stack === 'VDS'
          ? nthAddress(scenario.network.workloadCidr, workloadRangeStart + index)
          : nthAddress(scenario.network.podCidrs[0], 2 + index),
    };
  });
}
