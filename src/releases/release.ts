// Which product release a scenario simulates: versions, topologies and words that change from release to release. One table; nothing
// else tests a version. What was never seen in public is a best guess in the form of the real thing.

/** A version of the Supervisor that a release of vCenter brings. */
export interface SupervisorVersion {
  /** What the Supervisor's `/version` and its control plane nodes say. */
  readonly supervisor: string;
  /** What the ESXi nodes say: the Spherelet's version. */
  readonly spherelet: string;
  readonly nodeKernel: string;
  readonly containerRuntime: string;
  /** Roles of control plane nodes, as node labels name them. */
  readonly controlPlaneRoles: readonly string[];
  readonly controlPlaneTaint: string;
  /** `2023-04-18`. */
  readonly releaseDate: string;
}

export interface Release {
  readonly id: string;
  /** `apiVersion` is that of its Web services. Source: vSphere Web Services API, versions of urn:vim25. */
  readonly vcenter: { readonly version: string; readonly build: string; readonly apiVersion: string };
  /** `released` is its day. Source: KB 2143832, build numbers and versions of VMware ESXi. */
  readonly esxi: { readonly version: string; readonly build: string; readonly released: string };
  /** Oldest first; the first is what Workload Management is enabled with, the others are for updates. */
  readonly supervisors: readonly [SupervisorVersion, ...SupervisorVersion[]];
  readonly nodeImage: string;
  readonly systemNamespaces: readonly string[];
  /** What its API server serves beside Kubernetes' own, each `group/version`. */
  readonly apis: readonly string[];
  /** What the product calls it: `Supervisor Cluster` before 8.0. */
  readonly supervisorWord: 'Supervisor Cluster' | 'Supervisor';
  /** Whether each vSphere Namespace has a Tier-1 and a SNAT address of its own; before 7.0 U1c one Tier-1 serves all. */
  readonly hasNamespaceTier1: boolean;
  /** Whether a Supervisor may stand on a distributed switch, and what it runs there. */
  readonly distributedSwitch: 'None' | 'WithoutPods' | 'ServicesOnly';
  /** One Supervisor on three zones; conditions that say how far configuring is. */
  readonly hasZones: boolean;
  readonly hasConditions: boolean;
  /** Tanzu Kubernetes clusters at most; undefined where no figure is sure, and none is held to. Source: VMware Configuration Maximums, 7.0. */
  readonly clustersMax?: { readonly inNamespace: number; readonly onSupervisor: number };
}

const namespaces70 = [
  'vmware-system-capw',
  'vmware-system-csi',
  'vmware-system-kubeimage',
  'vmware-system-nsx',
  'vmware-system-registry',
  'vmware-system-tkg',
  'vmware-system-ucs',
  'vmware-system-vmop',
] as const;

const namespaces70U3 = [
  'vmware-system-appplatform-operator-system',
  'vmware-system-capw',
  'vmware-system-cert-manager',
  'vmware-system-csi',
  'vmware-system-kubeimage',
  'vmware-system-license-operator',
  'vmware-system-logging',
  'vmware-system-nsop',
  'vmware-system-nsx',
  'vmware-system-registry',
  'vmware-system-tkg',
  'vmware-system-ucs',
  'vmware-system-vmop',
] as const;

const namespaces80 = [
  'vmware-system-appplatform-operator-system',
  'vmware-system-capw',
  'vmware-system-cert-manager',
  'vmware-system-csi',
  'vmware-system-kubeimage',
  'vmware-system-license-operator',
  'vmware-system-logging',
  'vmware-system-nsop',
  'vmware-system-nsx',
  'vmware-system-pinniped',
  'vmware-system-supervisor-services',
  'vmware-system-tkg',
  'vmware-system-ucs',
  'vmware-system-vmop',
] as const;

const apis70 = [
  'cns.vmware.com/v1alpha1',
  'imagecontroller.vmware.com/v1',
  'run.tanzu.vmware.com/v1alpha1',
  'vmware.com/v1alpha1',
] as const;

const apis70U3 = [
  ...apis70,
  'netoperator.vmware.com/v1alpha1',
  'run.tanzu.vmware.com/v1alpha2',
  'topology.tanzu.vmware.com/v1alpha1',
  'vmoperator.vmware.com/v1alpha1',
] as const;

const apis80 = [
  ...apis70U3,
  'addons.cluster.x-k8s.io/v1beta1',
  'appplatform.vmware.com/v1alpha1',
  'bootstrap.cluster.x-k8s.io/v1beta1',
  'cluster.x-k8s.io/v1beta1',
  'cni.tanzu.vmware.com/v1alpha1',
  'controlplane.cluster.x-k8s.io/v1beta1',
  'cpi.tanzu.vmware.com/v1alpha1',
  'csi.tanzu.vmware.com/v1alpha1',
  'data.packaging.carvel.dev/v1alpha1',
  'internal.packaging.carvel.dev/v1alpha1',
  'ipam.cluster.x-k8s.io/v1alpha1',
  'kappctrl.k14s.io/v1alpha1',
  'nsx.vmware.com/v1alpha1',
  'packaging.carvel.dev/v1alpha1',
  'run.tanzu.vmware.com/v1alpha3',
  'runtime.cluster.x-k8s.io/v1alpha1',
  'snapshot.storage.k8s.io/v1',
  'vmware.infrastructure.cluster.x-k8s.io/v1beta1',
] as const;

const apis80U3 = [...apis80, 'imageregistry.vmware.com/v1alpha1'] as const;

const masterTaint = 'node-role.kubernetes.io/master';
const controlPlaneTaint = 'node-role.kubernetes.io/control-plane';

const wcp124: SupervisorVersion = {
  supervisor: 'v1.24.9+vmware.wcp.1',
  spherelet: 'v1.24.2-sph-a7c9b01',
  nodeKernel: '4.19.277-1.ph3-esx',
  containerRuntime: 'containerd://1.6.6',
  controlPlaneRoles: ['control-plane', 'master'],
  controlPlaneTaint,
  releaseDate: '2023-04-18',
};

const wcp125: SupervisorVersion = {
  supervisor: 'v1.25.6+vmware.wcp.2',
  spherelet: 'v1.25.6-sph-3c1d5e8',
  nodeKernel: '4.19.283-3.ph3-esx',
  containerRuntime: 'containerd://1.6.18',
  controlPlaneRoles: ['control-plane'],
  controlPlaneTaint,
  releaseDate: '2023-07-27',
};

export const releases: readonly Release[] = [
  {
    id: '7.0 GA',
    vcenter: { version: '7.0.0', build: '15952498', apiVersion: '7.0.0.0' },
    esxi: { version: '7.0.0', build: '15843807', released: '2020-04-02' },
    supervisors: [
      {
        supervisor: 'v1.17.4-2+a00aae1e6a4a69',
        spherelet: 'v1.17.4-sph-091e39b',
        nodeKernel: '4.19.84-1.ph3-esx',
        containerRuntime: 'docker://18.9.9',
        controlPlaneRoles: ['master'],
        controlPlaneTaint: masterTaint,
        releaseDate: '2020-04-02',
      },
      {
        supervisor: 'v1.18.2-6+38ac483e736488',
        spherelet: 'v1.18.2-sph-83e7e59',
        nodeKernel: '4.19.126-1.ph3-esx',
        containerRuntime: 'docker://18.9.9',
        controlPlaneRoles: ['master'],
        controlPlaneTaint: masterTaint,
        releaseDate: '2020-10-06',
      },
    ],
    nodeImage: 'VMware Photon OS/Linux',
    systemNamespaces: namespaces70,
    apis: apis70,
    supervisorWord: 'Supervisor Cluster',
    hasNamespaceTier1: false,
    distributedSwitch: 'None',
    hasZones: false,
    hasConditions: false,
    clustersMax: { inNamespace: 93, onSupervisor: 190 },
  },
  {
    id: '7.0 U3',
    vcenter: { version: '7.0.3', build: '18700403', apiVersion: '7.0.3.0' },
    esxi: { version: '7.0.3', build: '18644231', released: '2021-10-05' },
    supervisors: [
      {
        supervisor: 'v1.21.0+vmware.wcp.2',
        spherelet: 'v1.21.0-sph-6c16b1f',
        nodeKernel: '4.19.198-1.ph3-esx',
        containerRuntime: 'containerd://1.4.4',
        controlPlaneRoles: ['control-plane', 'master'],
        controlPlaneTaint: masterTaint,
        releaseDate: '2021-10-05',
      },
      {
        supervisor: 'v1.22.6+vmware.wcp.2',
        spherelet: 'v1.22.6-sph-db56d46',
        nodeKernel: '4.19.225-3.ph3-esx',
        containerRuntime: 'containerd://1.5.11',
        controlPlaneRoles: ['control-plane', 'master'],
        controlPlaneTaint: masterTaint,
        releaseDate: '2022-07-12',
      },
    ],
    nodeImage: 'VMware Photon OS/Linux',
    systemNamespaces: namespaces70U3,
    apis: apis70U3,
    supervisorWord: 'Supervisor Cluster',
    hasNamespaceTier1: true,
    distributedSwitch: 'WithoutPods',
    hasZones: false,
    hasConditions: false,
  },
  {
    id: '8.0 U1',
    vcenter: { version: '8.0.1', build: '21560480', apiVersion: '8.0.1.0' },
    esxi: { version: '8.0.1', build: '21495797', released: '2023-04-18' },
    supervisors: [wcp124, wcp125],
    nodeImage: 'VMware Photon OS/Linux',
    systemNamespaces: namespaces80,
    apis: apis80,
    supervisorWord: 'Supervisor',
    hasNamespaceTier1: true,
    distributedSwitch: 'ServicesOnly',
    hasZones: true,
    hasConditions: true,
  },
  {
    id: '8.0 U3',
    vcenter: { version: '8.0.3', build: '24022515', apiVersion: '8.0.3.0' },
    esxi: { version: '8.0.3', build: '24022510', released: '2024-06-25' },
    supervisors: [
      {
        supervisor: 'v1.28.3+vmware.wcp.1',
        spherelet: 'v1.28.2-sph-b8a1d74',
        nodeKernel: '5.10.210-1.ph4-esx',
        containerRuntime: 'containerd://1.6.26',
        controlPlaneRoles: ['control-plane'],
        controlPlaneTaint,
        releaseDate: '2024-06-25',
      },
      {
        supervisor: 'v1.29.7+vmware.wcp.1',
        spherelet: 'v1.29.3-sph-4f92a60',
        nodeKernel: '5.10.221-1.ph4-esx',
        containerRuntime: 'containerd://1.6.31',
        controlPlaneRoles: ['control-plane'],
        controlPlaneTaint,
        releaseDate: '2024-10-09',
      },
    ],
    nodeImage: 'VMware Photon OS/Linux',
    systemNamespaces: namespaces80,
    apis: apis80U3,
    supervisorWord: 'Supervisor',
    hasNamespaceTier1: true,
    distributedSwitch: 'ServicesOnly',
    hasZones: true,
    hasConditions: true,
  },
];

export const defaultRelease = '8.0 U1';

export function releaseOf(id: string): Release | undefined {
  return releases.find((release) => release.id === id);
}

/** What is known of a Supervisor's version, whichever release brings it. */
export function supervisorVersion(version: string): SupervisorVersion | undefined {
  for (const { supervisors } of releases) {
    const found = supervisors.find(({ supervisor }) => supervisor === version);
    if (found !== undefined) return found;
  }
  return undefined;
}
