// What runs on the control plane VMs of a Supervisor: static Pods of each node and the system's Deployments, with the requests
// that real ones have. Seen on a Supervisor at 1.21 to 1.24; images and generated names are the sandbox's.

export interface StaticPod {
  readonly name: string;
  readonly cpu?: string;
  readonly memory?: string;
}

/** One of each on every control plane node, in kube-system. */
export const staticPods: readonly StaticPod[] = [
  { name: 'docker-registry' },
  { name: 'etcd', cpu: '100m', memory: '100Mi' },
  { name: 'kube-apiserver', cpu: '250m' },
  { name: 'kube-controller-manager', cpu: '200m' },
  { name: 'kube-scheduler', cpu: '100m' },
  { name: 'kubectl-plugin-vsphere' },
  { name: 'wcp-authproxy' },
  { name: 'wcp-fip' },
];

export interface SystemDeployment {
  readonly namespace: string;
  readonly name: string;
  readonly replicas: number;
  readonly containers: readonly string[];
  readonly cpu?: string;
  readonly memory?: string;
  /** Of the Deployment and its Pods; `app` and the name unless it says so. */
  readonly labels?: Readonly<Record<string, string>>;
}

export const systemDeployments: readonly SystemDeployment[] = [
  {
    namespace: 'kube-system',
    name: 'coredns',
    replicas: 2,
    containers: ['coredns'],
    labels: { 'k8s-app': 'kube-dns' },
    cpu: '100m',
    memory: '70Mi',
  },
  {
    namespace: 'vmware-system-ako',
    name: 'vmware-system-ako-ako-controller-manager',
    replicas: 1,
    containers: ['manager'],
    cpu: '100m',
    memory: '75Mi',
  },
  {
    namespace: 'vmware-system-appplatform-operator-system',
    name: 'kapp-controller',
    replicas: 1,
    containers: ['kapp-controller', 'kapp-controller-sidecarexec'],
    cpu: '120m',
    memory: '100Mi',
  },
  {
    namespace: 'vmware-system-capw',
    name: 'capi-controller-manager',
    replicas: 2,
    containers: ['manager'],
    memory: '150Mi',
  },
  {
    namespace: 'vmware-system-capw',
    name: 'capi-kubeadm-bootstrap-controller-manager',
    replicas: 2,
    containers: ['manager'],
    memory: '150Mi',
  },
  {
    namespace: 'vmware-system-capw',
    name: 'capi-kubeadm-control-plane-controller-manager',
    replicas: 2,
    containers: ['manager'],
    memory: '150Mi',
  },
  {
    namespace: 'vmware-system-capw',
    name: 'capv-controller-manager',
    replicas: 2,
    containers: ['manager'],
    memory: '150Mi',
  },
  {
    namespace: 'vmware-system-cert-manager',
    name: 'cert-manager',
    replicas: 1,
    containers: ['cert-manager'],
  },
  {
    namespace: 'vmware-system-cert-manager',
    name: 'cert-manager-cainjector',
    replicas: 1,
    containers: ['cert-manager'],
  },
  {
    namespace: 'vmware-system-cert-manager',
    name: 'cert-manager-webhook',
    replicas: 1,
    containers: ['cert-manager'],
  },
  {
    namespace: 'vmware-system-csi',
    name: 'vsphere-csi-controller',
    replicas: 3,
    containers: [
      'csi-provisioner',
      'csi-attacher',
      'csi-resizer',
      'vsphere-csi-controller',
      'liveness-probe',
      'vsphere-syncer',
    ],
  },
  {
    namespace: 'vmware-system-csi',
    name: 'vsphere-csi-webhook',
    replicas: 3,
    containers: ['vsphere-webhook'],
  },
  {
    namespace: 'vmware-system-kubeimage',
    name: 'image-controller',
    replicas: 1,
    containers: ['image-controller'],
  },
  {
    namespace: 'vmware-system-lbapi',
    name: 'vmware-system-lbapi-lbapi-controller-manager',
    replicas: 3,
    containers: ['manager', 'kube-rbac-proxy'],
    cpu: '100m',
    memory: '75Mi',
  },
  {
    namespace: 'vmware-system-license-operator',
    name: 'vmware-system-license-operator-controller-manager',
    replicas: 1,
    containers: ['manager'],
    cpu: '100m',
    memory: '20Mi',
  },
  {
    namespace: 'vmware-system-netop',
    name: 'vmware-system-netop-controller-manager',
    replicas: 3,
    containers: ['manager', 'kube-rbac-proxy'],
    cpu: '100m',
    memory: '75Mi',
  },
  {
    namespace: 'vmware-system-nsop',
    name: 'vmware-system-nsop-controller-manager',
    replicas: 3,
    containers: ['manager'],
    cpu: '20m',
    memory: '20Mi',
  },
  { namespace: 'vmware-system-nsx', name: 'nsx-ncp', replicas: 1, containers: ['nsx-ncp'] },
  {
    namespace: 'vmware-system-tkg',
    name: 'vmware-system-tkg-controller-manager',
    replicas: 3,
    containers: ['manager'],
    memory: '150Mi',
  },
  { namespace: 'vmware-system-tkg', name: 'vmware-system-tkg-webhook', replicas: 3, containers: ['manager'] },
  {
    namespace: 'vmware-system-ucs',
    name: 'upgrade-compatibility-service',
    replicas: 3,
    containers: ['ucs'],
    cpu: '100m',
    memory: '20Mi',
  },
  {
    namespace: 'vmware-system-vmop',
    name: 'vmware-system-vmop-controller-manager',
    replicas: 3,
    containers: ['manager', 'hostvalidator'],
    cpu: '100m',
    memory: '75Mi',
  },
];
