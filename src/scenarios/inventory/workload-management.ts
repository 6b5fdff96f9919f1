// A Supervisor that has been enabled long ago, as vCenter and NSX have it: its control plane VMs, its addresses, its vSphere Namespaces.
import { controlPlaneHardware, controlPlaneSegment } from '../../kinds/vsphere/control-plane-hardware.ts';
import { controlPlaneSizes } from '../../releases/control-plane-sizes.ts';
import { endpointPorts, endpointService } from '../../releases/supervisor-endpoint.ts';
import { conditionTypes } from '../../releases/supervisor-conditions.ts';
import type { Release } from '../../releases/release.ts';
import { maskOf, parseCidr } from '../../std/ip.ts';
import { seed, type Seed } from '../../store/seed.ts';
import type { Scenario } from '../scenario.ts';
import {
  apiEndpoint,
  blockBits,
  clusterMoid,
  controlPlane,
  controlPlaneBlock,
  managementIp,
  supervisorScope,
  tier0,
} from './machines.ts';
import { apiServers, managementPortGroup, vsphereNetworking } from './distributed-switch.ts';
import { clustersOf, hostNames } from './clusters.ts';
import { vcenterUuid } from './vcenter.ts';

const systemTier1 = `t1-${supervisorScope}-system`;

const controlPlaneMoid = (index: number): string => `vm-${51 + index}`;

function supervisorSpec(scenario: Scenario, version: Release['supervisors'][number]) {
  const { names, network } = scenario;
  return {
    scope: supervisorScope,
    cluster: names.cluster,
    moid: clusterMoid,
    version: version.supervisor,
    sphereletVersion: version.spherelet,
    fqdn: names.supervisorFqdn,
    size: scenario.controlPlaneSize,
    management: {
      floatingIp: managementIp(scenario, 50),
      startingAddress: managementIp(scenario, 50),
      addressCount: 5,
      network: managementPortGroup,
      gateway: managementIp(scenario, 1),
      subnetMask: maskOf(parseCidr(scenario.network.managementCidr)?.prefixBits ?? 24),
    },
    workloads: {
      serviceCidr: network.serviceCidr,
      ...(network.stack === 'VDS'
        ? { vsphere: vsphereNetworking(scenario) }
        : {
            nsx: {
              podCidrs: network.podCidrs,
              ingressCidrs: network.ingressCidrs,
              egressCidrs: network.egressCidrs,
              namespaceSubnetPrefix: blockBits,
              tier0,
            },
          }),
    },
  };
}

export function supervisors(
  scenario: Scenario,
  { supervisors: [version] }: Release,
  startedAt: number,
): readonly Seed[] {
  const { names } = scenario;
  const hostsOf = hostNames(scenario);
  const size = controlPlaneSizes[scenario.controlPlaneSize];
  const spec = supervisorSpec(scenario, version);
  const datastore = clustersOf(scenario)[0]?.datastore.name ?? '';
  return [
    ...controlPlane(scenario).map(({ uuid, node, managementIp, workloadIp }, index) => {
      const displayName = `SupervisorControlPlaneVM (${index + 1})`;
      return seed('vsphere.sandbox/virtualmachines', controlPlaneMoid(index), {
        spec: {
          uuid,
          displayName,
          role: 'ControlPlane',
          cluster: names.cluster,
          cpus: size.cpus,
          memoryMiB: size.memoryMiB,
          cpuReservationMHz: 0,
          memoryReservationMiB: size.memoryMiB,
          hardware: controlPlaneHardware(spec, { uuid, displayName }, datastore),
          node,
          managementIp,
          workloadIp,
        },
        status: {
          host: hostsOf[index % hostsOf.length],
          powerState: 'POWERED_ON',
          changedAt: startedAt,
          steps: [],
        },
      });
    }),
    seed('vsphere.sandbox/supervisors', names.supervisor, {
      spec,
      status: {
        configStatus: 'RUNNING',
        kubernetesStatus: 'READY',
        apiEndpoint: apiEndpoint(scenario),
        apiServes: true,
        servesSince: startedAt,
        leader: controlPlaneMoid(0),
        version: version.supervisor,
        conditions: conditionTypes.map((type) => ({ type, status: 'TRUE', changedAt: startedAt })),
      },
    }),
  ];
}

export function vsphereNamespaces({ namespaces, names }: Scenario): readonly Seed[] {
  return namespaces.map(({ name, description, access }, index) =>
    seed('vsphere.sandbox/namespaces', name, {
      spec: {
        supervisor: names.supervisor,
        description,
        access: access.map(({ principal, type, role }) => {
          const at = principal.lastIndexOf('@');
          return { subject: principal.slice(0, at), domain: principal.slice(at + 1), type, role };
        }),
        resourcePool: `resgroup-${443 + index}`,
        folder: `group-v${544 + index}`,
      },
    }),
  );
}

/** Where its control plane VMs and its API have their addresses. */
export function supervisorNetworks(scenario: Scenario): readonly Seed[] {
  if (scenario.network.stack === 'VDS') return apiServers(scenario);
  return [
    seed('nsx.sandbox/segments', controlPlaneSegment(supervisorScope), {
      spec: {
        displayName: `vm-${clusterMoid}:${vcenterUuid(scenario)}-control-plane`,
        tier1: systemTier1,
        scope: supervisorScope,
        namespace: '',
        index: 0,
        ...controlPlaneBlock(scenario),
      },
    }),
    ...endpointPorts.map((port) =>
      seed('nsx.sandbox/virtualservers', `${supervisorScope}-kube-system-${endpointService}-${port}`, {
        spec: {
          displayName: `${clusterMoid}-kube-system-${endpointService}-${port}`,
          tier1: systemTier1,
          scope: supervisorScope,
          namespace: 'kube-system',
          owner: endpointService,
          ip: apiEndpoint(scenario),
          ports: [port],
        },
      }),
    ),
  ];
}
