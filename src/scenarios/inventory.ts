// From a scenario to the objects that its world starts with: inventory by counts, names by rule. Pure data in, pure data out.
import { uuidFrom } from '../std/hash.ts';
import { formatIpv4, parseCidr } from '../std/ip.ts';
import { clusterRoleBindings, clusterRoles } from './roles.ts';
import { releaseOf, type Release } from './release.ts';
import type { Scenario } from './scenario.ts';
import { staticPods, systemDeployments } from './system-workloads.ts';

/** An object to be created, by the id of its kind. */
export interface Seed {
  readonly kind: string;
  readonly object: { readonly metadata: { readonly name: string } };
}

export interface Inventory {
  readonly fabric: readonly Seed[];
  readonly supervisor: readonly Seed[];
}

/** vCPUs and memory of a control plane VM, and pods that it takes. */
const controlPlaneSizes = {
  TINY: { cpus: 2, memoryMiB: 8 * 1024 },
  SMALL: { cpus: 4, memoryMiB: 16 * 1024 },
  MEDIUM: { cpus: 8, memoryMiB: 16 * 1024 },
  LARGE: { cpus: 16, memoryMiB: 32 * 1024 },
} as const;

const controlPlaneVms = 3;
const moid = 'domain-c8';
/** Pods that one ESXi host takes. */
const podsPerHost = 250;
const podsPerControlPlaneNode = 110;
const supervisorScope = 'supervisor';
const tier0 = 't0-edge';

const seed = (kind: string, name: string, rest: object): Seed => ({
  kind,
  object: { metadata: { name }, ...rest },
});

/** Managed object ids of a scenario's own objects are below 1,000; what comes later is numbered from there. */
const hostMoid = (index: number): string => `host-${21 + index}`;

/** The nth address of the management network. */
function managementIp(scenario: Scenario, n: number): string {
  const cidr = parseCidr(scenario.network.managementCidr);
  return cidr === undefined ? '' : formatIpv4(cidr.base + n);
}

export function hostNames({ hosts, names }: Scenario): readonly string[] {
  return Array.from(
    { length: hosts.count },
    (_, index) => `${names.hostPrefix}${String(index + 1).padStart(2, '0')}.${names.domain}`,
  );
}

/** A control plane node is named by its VM's UUID without dashes. */
function controlPlane(scenario: Scenario) {
  return Array.from({ length: controlPlaneVms }, (_, index) => {
    const uuid = uuidFrom(scenario.seed, 'control plane', String(index)).replace(/^../, '42');
    return { uuid, node: uuid.replaceAll('-', ''), ip: managementIp(scenario, 51 + index), host: index };
  });
}

function fabric(scenario: Scenario, release: Release, startedAt: number): readonly Seed[] {
  const { names, network } = scenario;
  const hostsOf = hostNames(scenario);
  const instanceUuid = uuidFrom(scenario.seed, 'vcenter');
  const firstIngress = parseCidr(network.ingressCidrs[0] ?? '');
  const apiEndpoint = firstIngress === undefined ? '' : formatIpv4(firstIngress.base + 1);
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
    ...controlPlane(scenario).map(({ uuid, node, ip, host }, index) =>
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
          managementIp: ip,
        },
        status: {
          host: hostsOf[host % hostsOf.length],
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
          namespaceSubnetPrefix: 28,
          tier0,
        },
      },
      status: { configStatus: 'RUNNING', kubernetesStatus: 'READY', apiEndpoint },
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
    seed('nsx.sandbox/virtualservers', `${supervisorScope}-kube-system-kube-apiserver`, {
      spec: {
        displayName: `${moid}-kube-apiserver`,
        tier1: `t1-${supervisorScope}-system`,
        scope: supervisorScope,
        namespace: 'kube-system',
        owner: 'kube-apiserver-lb-svc',
        ip: apiEndpoint,
        ports: [6443, 443],
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
  return {
    kind: 'coordination.k8s.io/leases',
    object: {
      metadata: { name, namespace: 'kube-node-lease' },
      spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime: at.replace('Z', '.000000Z') },
    } as Seed['object'],
  };
}

function nodes(scenario: Scenario, release: Release): readonly Seed[] {
  const at = scenario.enabledAt;
  const size = controlPlaneSizes[scenario.controlPlaneSize];
  const { hosts } = scenario;
  const control = controlPlane(scenario).flatMap(({ uuid, node, ip }) => {
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
              { type: 'InternalIP', address: ip },
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
        } as Seed['object'],
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
        } as Seed['object'],
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

const requests = (cpu: string | undefined, memory: string | undefined) =>
  cpu === undefined && memory === undefined
    ? {}
    : { requests: { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) } };

const image = (name: string) => `localhost:5000/vmware/${name}:wcp`;

/** Lets system Pods onto the control plane and nowhere else. */
const controlPlaneOnly = (release: Release) => ({
  nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
  tolerations: [{ key: release.controlPlaneTaint, operator: 'Exists', effect: 'NoSchedule' }],
});

function workloads(scenario: Scenario, release: Release): readonly Seed[] {
  const statics = controlPlane(scenario).flatMap(({ node }) =>
    staticPods.map(({ name, cpu, memory }) => ({
      kind: 'core/pods',
      object: {
        metadata: {
          name: `${name}-${node}`,
          namespace: 'kube-system',
          labels: { component: name, tier: 'control-plane' },
          annotations: { 'kubernetes.io/config.mirror': '', 'kubernetes.io/config.source': 'file' },
        },
        spec: {
          hostNetwork: true,
          nodeName: node,
          priorityClassName: 'system-node-critical',
          tolerations: [{ operator: 'Exists' }],
          containers: [{ name, image: image(name), resources: requests(cpu, memory) }],
        },
      } as Seed['object'],
    })),
  );
  const deployments = systemDeployments.map(({ namespace, name, replicas, containers, cpu, memory }) => {
    const labels = { app: name };
    return {
      kind: 'apps/deployments',
      object: {
        metadata: { name, namespace, labels },
        spec: {
          replicas,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              ...controlPlaneOnly(release),
              priorityClassName: 'system-cluster-critical',
              containers: containers.map((container, index) => ({
                name: container,
                image: image(container),
                resources: index === 0 ? requests(cpu, memory) : {},
              })),
            },
          },
        },
      } as Seed['object'],
    };
  });
  return [...statics, ...deployments];
}

function supervisor(scenario: Scenario, release: Release): readonly Seed[] {
  const namespaces = [
    'default',
    'kube-node-lease',
    'kube-public',
    'kube-system',
    ...release.systemNamespaces,
  ];
  return [
    ...namespaces.map((name) => seed('core/namespaces', name, {})),
    ...Object.entries(clusterRoles).map(([name, rules]) =>
      seed('rbac.authorization.k8s.io/clusterroles', name, { rules }),
    ),
    ...Object.entries(clusterRoleBindings).map(([role, groups]) =>
      seed('rbac.authorization.k8s.io/clusterrolebindings', role, {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
        subjects: groups.map((name) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name })),
      }),
    ),
    ...nodes(scenario, release),
    {
      kind: 'core/services',
      object: {
        metadata: {
          name: 'kubernetes',
          namespace: 'default',
          labels: { component: 'apiserver', provider: 'kubernetes' },
        },
        spec: { clusterIP: apiServiceIp(scenario), ports: [{ name: 'https', port: 443, targetPort: 6443 }] },
      } as Seed['object'],
    },
    {
      kind: 'core/services',
      object: {
        metadata: { name: 'kube-apiserver-lb-svc', namespace: 'kube-system' },
        spec: {
          type: 'LoadBalancer',
          ports: [
            { name: 'kube-apiserver', port: 6443, targetPort: 6443 },
            { name: 'nginx', port: 443, targetPort: 443 },
          ],
        },
      } as Seed['object'],
    },
    ...workloads(scenario, release),
  ];
}

function apiServiceIp(scenario: Scenario): string {
  const cidr = parseCidr(scenario.network.serviceCidr);
  return cidr === undefined ? '' : formatIpv4(cidr.base + 1);
}

/** Everything that the scenario's world starts with. `startedAt` is its first moment, in simulated milliseconds. */
export function inventoryOf(scenario: Scenario, startedAt: number): Inventory {
  const release = releaseOf(scenario.release);
  if (release === undefined) throw new Error(`there is no release ${scenario.release}`);
  return { fabric: fabric(scenario, release, startedAt), supervisor: supervisor(scenario, release) };
}
