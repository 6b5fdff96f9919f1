// Which product release a scenario simulates: versions and words that change from release to release. One table; nothing else
// tests a version. What was never seen in public is a best guess in the form of the real thing.

export interface Release {
  readonly id: string;
  readonly vcenter: { readonly version: string; readonly build: string };
  readonly esxi: { readonly version: string; readonly build: string };
  /** What the Supervisor's `/version` and its control plane nodes say. */
  readonly supervisor: string;
  /** What the ESXi nodes say: the Spherelet's version. */
  readonly spherelet: string;
  readonly nodeImage: string;
  readonly nodeKernel: string;
  readonly containerRuntime: string;
  /** Roles of control plane nodes, as node labels name them. */
  readonly controlPlaneRoles: readonly string[];
  readonly controlPlaneTaint: string;
  readonly systemNamespaces: readonly string[];
}

const systemNamespaces80 = [
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

export const releases: readonly Release[] = [
  {
    id: '8.0 U1',
    vcenter: { version: '8.0.1', build: '21560480' },
    esxi: { version: '8.0.1', build: '21495797' },
    supervisor: 'v1.24.9+vmware.wcp.1',
    spherelet: 'v1.24.2-sph-a7c9b01',
    nodeImage: 'VMware Photon OS/Linux',
    nodeKernel: '4.19.277-1.ph3-esx',
    containerRuntime: 'containerd://1.6.6',
    controlPlaneRoles: ['control-plane', 'master'],
    controlPlaneTaint: 'node-role.kubernetes.io/control-plane',
    systemNamespaces: systemNamespaces80,
  },
];

export const defaultRelease = '8.0 U1';

export function releaseOf(id: string): Release | undefined {
  return releases.find((release) => release.id === id);
}
