// The load balancers that stand in a lab, and what a Supervisor on its distributed switch was enabled with.
import { formatIpv4, maskOf, nthAddress, parseCidr, sizeOf } from '../../std/ip.ts';
import { endpointPorts, endpointService } from '../../releases/supervisor-endpoint.ts';
import { seed, type Seed } from '../../store/seed.ts';
import type { LoadBalancerModel, Scenario } from '../scenario.ts';
import { apiEndpoint, clusterMoid, managementIp, supervisorScope, workloadRangeStart } from './machines.ts';

/** Of the lab's load balancers. */
const signIn = { username: 'admin', password: 'VMware1!' } as const;

/** Of both: a label, not a certificate. */
const certificate =
  '-----BEGIN CERTIFICATE-----\nSupervisor Sandbox simulated load balancer certificate\n-----END CERTIFICATE-----\n';

/** HAProxy's Data Plane API, Avi's controller: their places in the management network, and their ports. */
const kinds = {
  HAProxy: { name: 'haproxy01', displayName: 'HAProxy', provider: 'HA_PROXY', place: 6, port: 5556 },
  Avi: { name: 'avi01', displayName: 'NSX Advanced Load Balancer', provider: 'AVI', place: 7, port: 443 },
} as const;

/** All addresses of a network that may be given out. */
function rangeOf(text: string) {
  const cidr = parseCidr(text);
  return cidr === undefined
    ? []
    : [{ address: formatIpv4(cidr.base + 1), count: Math.max(0, sizeOf(cidr) - 2) }];
}

function serverOf(scenario: Scenario, { type }: LoadBalancerModel) {
  const { place, port } = kinds[type];
  return { host: managementIp(scenario, place), port };
}

export function loadBalancers(scenario: Scenario): readonly Seed[] {
  return scenario.network.loadBalancers.map((model) => {
    const { name, displayName, provider } = kinds[model.type];
    return seed('lb.sandbox/loadbalancers', name, {
      spec: {
        displayName,
        provider,
        ...serverOf(scenario, model),
        ...signIn,
        certificate,
        addressRanges: rangeOf(model.virtualServerCidr),
      },
    });
  });
}

/** Id of the port group for workloads of the switch that a scenario comes with. */
const workloadPortGroup = 'dvportgroup-14';

/** Of the one that control plane VMs have eth0 on. */
export const managementPortGroup = 'dvportgroup-13';

/** The workload network and the load balancer of the scenario's Supervisor. */
export function vsphereNetworking(scenario: Scenario) {
  const { workloadCidr, loadBalancers: present } = scenario.network;
  const cidr = parseCidr(workloadCidr) ?? { base: 0, prefixBits: 32 };
  const [first] = present;
  const { provider = 'HA_PROXY' } = first === undefined ? {} : kinds[first.type];
  const primary = {
    name: 'primary',
    portGroup: workloadPortGroup,
    addressRanges: [
      {
        address: nthAddress(workloadCidr, workloadRangeStart),
        count: Math.max(0, sizeOf(cidr) - workloadRangeStart - 1),
      },
    ],
    gateway: nthAddress(workloadCidr, 1),
    subnetMask: maskOf(cidr.prefixBits),
  };
  return {
    primaryNetwork: primary.name,
    networks: [primary],
    loadBalancer: {
      id: 'load-balancer',
      provider,
      addressRanges: provider === 'HA_PROXY' ? rangeOf(first?.virtualServerCidr ?? '') : [],
      servers: first === undefined ? [] : [serverOf(scenario, first)],
      ...signIn,
      certificateAuthority: certificate,
    },
  };
}

/** The virtual servers before its API. */
export function apiServers(scenario: Scenario): readonly Seed[] {
  const [first] = scenario.network.loadBalancers;
  return endpointPorts.map((port) => {
    const title = `kube-system-${endpointService}-${port}`;
    return seed('lb.sandbox/virtualservers', `${supervisorScope}-${title}`, {
      spec: {
        displayName: `${clusterMoid}-${title}`,
        loadBalancer: first === undefined ? '' : kinds[first.type].name,
        scope: supervisorScope,
        namespace: 'kube-system',
        owner: endpointService,
        ip: apiEndpoint(scenario),
        ports: [port],
      },
    });
  });
}
