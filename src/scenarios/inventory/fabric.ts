// What stands under a Supervisor: vCenter with its cluster, hosts and control plane VMs, NSX, the leaf switches.
import { uuidFrom } from '../../std/hash.ts';
import type { Release } from '../release.ts';
import type { Scenario } from '../scenario.ts';
import {
  apiEndpoint,
  blockBits,
  controlPlane,
  controlPlaneBlock,
  controlPlaneSizes,
  hostMoid,
  hostNames,
  managementIp,
  supervisorScope,
} from './machines.ts';
import { defaultPolicy } from './storage.ts';
import { seed, type Seed } from './seed.ts';

const moid = 'domain-c8';
const tier0 = 't0-edge';
const systemTier1 = `t1-${supervisorScope}-system`;

export function fabric(scenario: Scenario, release: Release, startedAt: number): readonly Seed[] {
  const { names, network } = scenario;
  const hostsOf = hostNames(scenario);
  const instanceUuid = uuidFrom(scenario.seed, 'vcenter');
  const size = controlPlaneSizes[scenario.controlPlaneSize];
  return [
    seed('vsphere.sandbox/vcenters', names.vcenter, {
      spec: {
        fqdn: names.vcenter,
        ...release.vcenter,
        ssoDomain: names.ssoDomain,
        instanceUuid,
        release: release.id,
      },
    }),
    seed('vsphere.sandbox/datacenters', names.datacenter, {
      spec: { moid: 'datacenter-3', vcenter: names.vcenter },
    }),
    seed('vsphere.sandbox/clusters', names.cluster, {
      spec: {
        moid,
        datacenter: names.datacenter,
        drs: { enabled: true, automation: 'fullyAutomated', migrationThreshold: 3 },
        ha: { enabled: true },
      },
    }),
    seed('vsphere.sandbox/datastores', 'vsanDatastore', {
      spec: {
        moid: 'datastore-22',
        datacenter: names.datacenter,
        cluster: names.cluster,
        type: 'vsan',
        capacityMiB: scenario.datastoreTiB * 1024 * 1024,
      },
      status: { freeMiB: Math.floor(scenario.datastoreTiB * 1024 * 1024 * 0.9) },
    }),
    seed('vsphere.sandbox/storagepolicies', defaultPolicy.name, {
      spec: { id: defaultPolicy.id, displayName: defaultPolicy.displayName, datastores: ['vsanDatastore'] },
    }),
    ...hostsOf.map((name, index) =>
      seed('vsphere.sandbox/hosts', name, {
        spec: {
          moid: hostMoid(index),
          cluster: names.cluster,
          cpu: {
            sockets: scenario.hosts.sockets,
            coresPerSocket: scenario.hosts.coresPerSocket,
            mhz: scenario.hosts.mhz,
            model: scenario.hosts.cpuModel,
          },
          memoryMiB: scenario.hosts.memoryMiB,
          datastores: ['vsanDatastore'],
          managementIp: managementIp(scenario, 101 + index),
          build: `${release.esxi.version}, ${release.esxi.build}`,
          power: 'On',
        },
        status: {
          powerState: 'POWERED_ON',
          connectionState: 'CONNECTED',
          haState: index === 0 ? 'master' : 'connectedToMaster',
          changedAt: startedAt,
          sphereletReady: true,
        },
      }),
    ),
    ...controlPlane(scenario).map(({ uuid, node, managementIp, workloadIp }, index) =>
      seed('vsphere.sandbox/virtualmachines', `vm-${51 + index}`, {
        spec: {
          uuid,
          displayName: `SupervisorControlPlaneVM (${index + 1})`,
          role: 'ControlPlane',
          cluster: names.cluster,
          ...size,
          cpuReservationMHz: 0,
          memoryReservationMiB: size.memoryMiB,
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
      }),
    ),
    seed('vsphere.sandbox/supervisors', names.supervisor, {
      spec: {
        scope: supervisorScope,
        cluster: names.cluster,
        moid,
        version: release.supervisor,
        sphereletVersion: release.spherelet,
        fqdn: names.supervisorFqdn,
        size: scenario.controlPlaneSize,
        management: {
          floatingIp: managementIp(scenario, 50),
          startingAddress: managementIp(scenario, 50),
          addressCount: 5,
        },
        workloads: {
          podCidrs: network.podCidrs,
          serviceCidr: network.serviceCidr,
          ingressCidrs: network.ingressCidrs,
          egressCidrs: network.egressCidrs,
          namespaceSubnetPrefix: blockBits,
          tier0,
        },
      },
      status: { configStatus: 'RUNNING', kubernetesStatus: 'READY', apiEndpoint: apiEndpoint(scenario) },
    }),
    ...scenario.users.map(({ name, password, groups }) =>
      seed('vsphere.sandbox/users', name, { spec: { name, domain: names.ssoDomain, password, groups } }),
    ),
    ...scenario.namespaces.map(({ name, description, access }, index) =>
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
    ),
    seed('nsx.sandbox/tier0s', tier0, {
      spec: {
        displayName: tier0,
        localAs: 65000,
        routeMap: {
          name: 'rm-no-pods',
          applied: true,
          entries: [
            { sequence: 10, action: 'DENY', prefixList: 'pl-pods', prefixes: network.podCidrs },
            {
              sequence: 20,
              action: 'PERMIT',
              prefixList: 'pl-ingress-egress',
              prefixes: [...network.ingressCidrs, ...network.egressCidrs],
            },
          ],
        },
        summarization: network.summarization,
        neighbors: [
          { leaf: 'leaf-a', address: '172.16.10.11', remoteAs: 65001, bfd: true },
          { leaf: 'leaf-b', address: '172.16.20.11', remoteAs: 65001, bfd: true },
        ],
      },
    }),
    seed('nsx.sandbox/segments', `${supervisorScope}-control-plane`, {
      spec: {
        displayName: `vm-${moid}:${instanceUuid}-control-plane`,
        tier1: systemTier1,
        scope: supervisorScope,
        namespace: '',
        index: 0,
        ...controlPlaneBlock(scenario),
      },
    }),
    seed('nsx.sandbox/virtualservers', `${supervisorScope}-kube-system-kube-apiserver`, {
      spec: {
        displayName: `${moid}-kube-apiserver`,
        tier1: systemTier1,
        scope: supervisorScope,
        namespace: 'kube-system',
        owner: 'kube-apiserver-lb-svc',
        ip: apiEndpoint(scenario),
        ports: [443, 6443],
      },
    }),
    ...['leaf-a', 'leaf-b'].map((name, index) =>
      seed('leaf.sandbox/switches', name, {
        spec: { as: 65001, routerId: `172.16.0.${index + 1}`, warnRoutes: 256 },
      }),
    ),
    seed('sandbox/simulations', 'world', {
      spec: { scenario: scenario.preset, seed: scenario.seed, engine: '' },
    }),
  ];
}
