// The Supervisor's nodes with their leases: control plane VMs run Linux and a kubelet, ESXi hosts a Spherelet.
import { coresOf, type Host } from '../../../kinds/vsphere/host.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { SupervisorVersion } from '../../../releases/release.ts';
import { uuidFrom } from '../../../std/hash.ts';
import { formatTime } from '../../../std/time.ts';
import { seedIn, type Seed } from '../../../store/seed.ts';

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

/** What all nodes of a Supervisor have from it. */
export interface NodeSource {
  readonly version: SupervisorVersion;
  /** `VMware Photon OS/Linux`: of control plane nodes. */
  readonly nodeImage: string;
  /** The world's: what ids are drawn by. */
  readonly seed: number;
  /** When the node joins, in simulated milliseconds. */
  readonly now: number;
  /** The zone of a cluster by its name; undefined on a Supervisor of one cluster. */
  readonly zoneOf: (cluster: string) => string | undefined;
}

function zoneLabels({ zoneOf }: NodeSource, cluster: string): Readonly<Record<string, string>> {
  const zone = zoneOf(cluster);
  return zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone };
}

/** A control plane VM as a node, with its lease. */
export function controlPlaneNode({ spec }: VirtualMachine, source: NodeSource): readonly Seed[] {
  const { version, seed } = source;
  const { uuid, node: name = '', workloadIp = '' } = spec;
  const at = formatTime(source.now);
  const capacity = {
    cpu: String(spec.cpus),
    'ephemeral-storage': '32881404Ki',
    'hugepages-2Mi': '0',
    memory: `${spec.memoryMiB * 1024 - 251_620}Ki`,
    pods: String(podsPerControlPlaneNode),
  };
  const roles = version.controlPlaneRoles.map((role) => [`node-role.kubernetes.io/${role}`, '']);
  const object = {
    metadata: {
      name,
      labels: {
        ...commonLabels(name),
        ...zoneLabels(source, spec.cluster),
        ...Object.fromEntries(roles),
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
      taints: [{ key: version.controlPlaneTaint, effect: 'NoSchedule' }],
    },
    status: {
      capacity,
      allocatable: capacity,
      conditions: healthy(at),
      addresses: [
        { type: 'InternalIP', address: workloadIp },
        { type: 'Hostname', address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: nodeInfo(
        seed,
        uuid,
        version.nodeKernel,
        source.nodeImage,
        version.containerRuntime,
        version.supervisor,
      ),
    },
  };
  return [{ kind: 'core/nodes', object }, lease(name, at)];
}

/** An ESXi host with its Spherelet as a node, with its lease. */
export function hostNode(host: Host, source: NodeSource): readonly Seed[] {
  const { version, seed, now } = source;
  const { name } = host.metadata;
  const at = formatTime(now);
  const [esxi = ''] = host.spec.build.split(',');
  const capacity = {
    cpu: String(coresOf(host)),
    memory: `${host.spec.memoryMiB * 1024}Ki`,
    pods: String(podsPerHost),
  };
  const object = {
    metadata: {
      name,
      labels: {
        ...commonLabels(name),
        ...zoneLabels(source, host.spec.cluster),
        'kubernetes.io/os': 'ESXi',
        'beta.kubernetes.io/os': 'ESXi',
        'node-role.kubernetes.io/agent': '',
      },
      annotations: {
        'vmware-system-esxi-node-moid': host.spec.moid,
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
        { type: 'InternalIP', address: host.spec.managementIp },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: nodeInfo(
        seed,
        uuidFrom(seed, name),
        esxi,
        `VMware ESXi ${esxi}`,
        'cri-o://1.0.0',
        version.spherelet,
      ),
    },
  };
  return [{ kind: 'core/nodes', object }, lease(name, at)];
}

function nodeInfo(
  seed: number,
  uuid: string,
  kernel: string,
  image: string,
  runtime: string,
  version: string,
) {
  return {
    machineID: uuid.replaceAll('-', ''),
    systemUUID: uuid,
    bootID: uuidFrom(seed, uuid, 'boot'),
    kernelVersion: kernel,
    osImage: image,
    containerRuntimeVersion: runtime,
    kubeletVersion: version,
    kubeProxyVersion: version,
    operatingSystem: image.startsWith('VMware ESXi') ? 'ESXi' : 'linux',
    architecture: 'amd64',
  };
}
