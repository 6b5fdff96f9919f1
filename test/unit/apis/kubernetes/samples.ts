// One small object of every kind that a Supervisor stores, with where it lives.
import { annasRequest } from './auth/requests.ts';

export interface Sample {
  /** Its row in test/golden/discovery. */
  readonly row: string;
  readonly path: string;
  readonly object: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  };
}

const containers = [{ name: 'main', image: 'nginx:1.25' }];
const labels = { app: 'sample' };

function workload(apiVersion: string, kind: string) {
  return {
    apiVersion,
    kind,
    metadata: { name: 'sample' },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  };
}

const rbac = 'rbac.authorization.k8s.io/v1';
const networking = 'networking.k8s.io/v1';
const storage = 'storage.k8s.io/v1';
const stored = (kind: string, rest: object) => ({
  apiVersion: storage,
  kind,
  metadata: { name: 'sample' },
  ...rest,
});
const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
const subjects = [{ kind: 'ServiceAccount', name: 'default', namespace: 'demo' }];

const namespaced = (groupVersion: string, resource: string): string =>
  `${groupVersion.includes('/') ? '/apis' : '/api'}/${groupVersion}/namespaces/demo/${resource}`;

function sample(row: string, object: object): Sample {
  const [groupVersion = '', resource = ''] = row.split(' ');
  return { row, path: namespaced(groupVersion, resource), object: object as Sample['object'] };
}

function clusterSample(row: string, object: object): Sample {
  const [groupVersion = '', resource = ''] = row.split(' ');
  return {
    row,
    path: `${groupVersion.includes('/') ? '/apis' : '/api'}/${groupVersion}/${resource}`,
    object: object as Sample['object'],
  };
}

const core = (kind: string, rest: object = {}) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'sample' },
  ...rest,
});

export const samples: readonly Sample[] = [
  sample('v1 configmaps', core('ConfigMap', { data: { a: '1' } })),
  sample(
    'v1 endpoints',
    core('Endpoints', { subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }] }),
  ),
  sample(
    'v1 events',
    core('Event', {
      involvedObject: { kind: 'Pod', namespace: 'demo', name: 'p' },
      reason: 'Sampled',
      message: 'so',
    }),
  ),
  clusterSample('v1 namespaces', core('Namespace')),
  clusterSample('v1 nodes', core('Node')),
  sample(
    'v1 persistentvolumeclaims',
    core('PersistentVolumeClaim', {
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    }),
  ),
  clusterSample(
    'v1 persistentvolumes',
    core('PersistentVolume', {
      spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/data' } },
    }),
  ),
  sample('v1 pods', core('Pod', { spec: { containers } })),
  sample('v1 secrets', core('Secret', { data: { a: 'MQ==' } })),
  sample('v1 serviceaccounts', core('ServiceAccount')),
  sample('v1 services', core('Service', { spec: { ports: [{ port: 80 }] } })),
  sample('apps/v1 deployments', workload('apps/v1', 'Deployment')),
  sample('apps/v1 replicasets', workload('apps/v1', 'ReplicaSet')),
  clusterSample('certificates.k8s.io/v1 certificatesigningrequests', {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'sample' },
    spec: {
      request: annasRequest,
      signerName: 'kubernetes.io/kube-apiserver-client',
      usages: ['client auth'],
    },
  }),
  sample('coordination.k8s.io/v1 leases', {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'sample' },
    spec: { holderIdentity: 'me', leaseDurationSeconds: 15 },
  }),
  sample('discovery.k8s.io/v1 endpointslices', {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'sample' },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.0.0.1'] }],
    ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
  }),
  clusterSample(`${networking} ingressclasses`, {
    apiVersion: networking,
    kind: 'IngressClass',
    metadata: { name: 'sample' },
    spec: { controller: 'example.com/ingress' },
  }),
  sample(`${networking} ingresses`, {
    apiVersion: networking,
    kind: 'Ingress',
    metadata: { name: 'sample' },
    spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
  }),
  clusterSample(`${networking} ipaddresses`, {
    apiVersion: networking,
    kind: 'IPAddress',
    metadata: { name: '2001:db8::1' },
    spec: { parentRef: { resource: 'services', namespace: 'demo', name: 'web' } },
  }),
  sample(`${networking} networkpolicies`, {
    apiVersion: networking,
    kind: 'NetworkPolicy',
    metadata: { name: 'sample' },
    spec: { podSelector: {} },
  }),
  clusterSample(`${networking} servicecidrs`, {
    apiVersion: networking,
    kind: 'ServiceCIDR',
    metadata: { name: 'sample' },
    spec: { cidrs: ['10.97.0.0/24'] },
  }),
  clusterSample(`${rbac} clusterrolebindings`, {
    apiVersion: rbac,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'sample' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects,
  }),
  clusterSample(`${rbac} clusterroles`, {
    apiVersion: rbac,
    kind: 'ClusterRole',
    metadata: { name: 'sample' },
    rules,
  }),
  sample(`${rbac} rolebindings`, {
    apiVersion: rbac,
    kind: 'RoleBinding',
    metadata: { name: 'sample' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'sample' },
    subjects,
  }),
  sample(`${rbac} roles`, { apiVersion: rbac, kind: 'Role', metadata: { name: 'sample' }, rules }),
  clusterSample(`${storage} csidrivers`, stored('CSIDriver', { spec: {} })),
  clusterSample(`${storage} csinodes`, stored('CSINode', { spec: { drivers: [] } })),
  sample(`${storage} csistoragecapacities`, stored('CSIStorageCapacity', { storageClassName: 'gold' })),
  clusterSample(`${storage} storageclasses`, stored('StorageClass', { provisioner: 'csi.example.com' })),
  clusterSample(
    `${storage} volumeattachments`,
    stored('VolumeAttachment', {
      spec: { attacher: 'csi.example.com', nodeName: 'n', source: { persistentVolumeName: 'v' } },
    }),
  ),
];
