// The Supervisor's nodes with their leases: control plane VMs run Linux and a kubelet, ESXi hosts a Spherelet.
import { uuidFrom } from '../../std/hash.ts';
import type { Release } from '../release.ts';
import type { Scenario } from '../scenario.ts';
import { controlPlane, controlPlaneSizes, hostMoid, hostNames, managementIp } from './machines.ts';
import { seedIn, type Seed } from './seed.ts';

/** Pods that a node takes. */
const podsPerHost = 250;
const podsPerControlPlaneNode = 110;

const healthy = (at: string) =>
  [
    ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
    ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
    ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
    ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
  ].map(([type, status, reason, message]) => ({
    type,
    status,
    lastHeartbeatTime: at,
    lastTransitionTime: at,
    reason,
    message,
  }));

const commonLabels = (name: string) => ({
  'beta.kubernetes.io/arch': 'amd64',
  'beta.kubernetes.io/os': 'linux',
  'kubernetes.io/arch': 'amd64',
  'kubernetes.io/hostname': name,
  'kubernetes.io/os': 'linux',
});

function lease(name: string, at: string): Seed {
  const spec = { holderIdentity: name, leaseDurationSeconds: 40, renewTime: at.replace('Z', '.000000Z') };
  return seedIn('coordination.k8s.io/leases', 'kube-node-lease', name, {}, { spec });
}

export function nodes(scenario: Scenario, release: Release): readonly Seed[] {
  const at = scenario.enabledAt;
  const size = controlPlaneSizes[scenario.controlPlaneSize];
  const { hosts } = scenario;
  const control = controlPlane(scenario).flatMap(({ uuid, node, workloadIp }) => {
    const capacity = {
      cpu: String(size.cpus),
      'ephemeral-storage': '32881404Ki',
      'hugepages-2Mi': '0',
      memory: `${size.memoryMiB * 1024 - 251_620}Ki`,
      pods: String(podsPerControlPlaneNode),
    };
    const roles = Object.fromEntries(
      release.controlPlaneRoles.map((role) => [`node-role.kubernetes.io/${role}`, '']),
    );
    return [
      {
        kind: 'core/nodes',
        object: {
          metadata: {
            name: node,
            labels: {
              ...commonLabels(node),
              ...roles,
              'node.kubernetes.io/exclude-from-external-load-balancers': '',
            },
            annotations: {
              'kubeadm.alpha.kubernetes.io/cri-socket': '/run/containerd/containerd.sock',
              'node.alpha.kubernetes.io/ttl': '0',
              'vmware-system-workload-ip-configured': '',
              'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
            },
          },
          spec: {
            providerID: `vsphere://${uuid}`,
            taints: [{ key: release.controlPlaneTaint, effect: 'NoSchedule' }],
          },
          status: {
            capacity,
            allocatable: capacity,
            conditions: healthy(at),
            addresses: [
              { type: 'InternalIP', address: workloadIp },
              { type: 'Hostname', address: node },
            ],
            daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
            nodeInfo: nodeInfo(
              scenario,
              uuid,
              release.nodeKernel,
              release.nodeImage,
              release.containerRuntime,
              release.supervisor,
            ),
          },
        },
      },
      lease(node, at),
    ];
  });
  const agents = hostNames(scenario).flatMap((name, index) => {
    const capacity = {
      cpu: String(hosts.sockets * hosts.coresPerSocket),
      memory: `${hosts.memoryMiB * 1024}Ki`,
      pods: String(podsPerHost),
    };
    return [
      {
        kind: 'core/nodes',
        object: {
          metadata: {
            name,
            labels: {
              ...commonLabels(name),
              'kubernetes.io/os': 'ESXi',
              'beta.kubernetes.io/os': 'ESXi',
              'node-role.kubernetes.io/agent': '',
            },
            annotations: {
              'vmware-system-esxi-node-moid': hostMoid(index),
              'node.alpha.kubernetes.io/ttl': '0',
            },
          },
          spec: {},
          status: {
            capacity,
            allocatable: capacity,
            conditions: healthy(at),
            addresses: [
              { type: 'Hostname', address: name },
              { type: 'InternalIP', address: managementIp(scenario, 101 + index) },
            ],
            daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
            nodeInfo: nodeInfo(
              scenario,
              uuidFrom(scenario.seed, name),
              release.esxi.version,
              `VMware ESXi ${release.esxi.version}`,
              'cri-o://1.0.0',
              release.spherelet,
            ),
          },
        },
      },
      lease(name, at),
    ];
  });
  return [...control, ...agents];
}

function nodeInfo(
  scenario: Scenario,
  uuid: string,
  kernel: string,
  image: string,
  runtime: string,
  version: string,
) {
  return {
    machineID: uuid.replaceAll('-', ''),
    systemUUID: uuid,
    bootID: uuidFrom(scenario.seed, uuid, 'boot'),
    kernelVersion: kernel,
    osImage: image,
    containerRuntimeVersion: runtime,
    kubeletVersion: version,
    kubeProxyVersion: version,
    operatingSystem: image.startsWith('VMware ESXi') ? 'ESXi' : 'linux',
    architecture: 'amd64',
  };
}
