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

function workload(apiVersion: string, kind: string, rest: object = { replicas: 0 }) {
  return {
    apiVersion,
    kind,
    metadata: { name: 'sample' },
    spec: {
      ...rest,
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
const registration = 'admissionregistration.k8s.io/v1';
const registered = (kind: string) => ({ apiVersion: registration, kind, metadata: { name: 'sample' } });
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
  sample(
    'v1 limitranges',
    core('LimitRange', { spec: { limits: [{ type: 'Container', max: { cpu: '1' } }] } }),
  ),
  clusterSample('v1 namespaces', core('Namespace')),
  clusterSample('v1 nodes', core('Node')),
  sample(
    'v1 persistentvolumeclaims',
    core('PersistentVolumeClaim', {
      metadata: { name: 'sample', finalizers: ['kubernetes.io/pvc-protection'] },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    }),
  ),
  clusterSample(
    'v1 persistentvolumes',
    core('PersistentVolume', {
      metadata: { name: 'sample', finalizers: ['kubernetes.io/pv-protection'] },
      spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/data' } },
    }),
  ),
  sample('v1 pods', core('Pod', { spec: { containers } })),
  sample(
    'v1 podtemplates',
    core('PodTemplate', { template: { metadata: { labels }, spec: { containers } } }),
  ),
  sample(
    'v1 replicationcontrollers',
    core('ReplicationController', {
      spec: { replicas: 0, selector: labels, template: { metadata: { labels }, spec: { containers } } },
    }),
  ),
  sample('v1 resourcequotas', core('ResourceQuota', { spec: { hard: { pods: '5' } } })),
  sample('v1 secrets', core('Secret', { data: { a: 'MQ==' } })),
  sample('v1 serviceaccounts', core('ServiceAccount')),
  sample('v1 services', core('Service', { spec: { ports: [{ port: 80 }] } })),
  clusterSample(`${registration} mutatingwebhookconfigurations`, {
    ...registered('MutatingWebhookConfiguration'),
    webhooks: [],
  }),
  clusterSample(`${registration} validatingadmissionpolicies`, {
    ...registered('ValidatingAdmissionPolicy'),
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] },
        ],
      },
      validations: [{ expression: 'true' }],
    },
  }),
  clusterSample(`${registration} validatingadmissionpolicybindings`, {
    ...registered('ValidatingAdmissionPolicyBinding'),
    spec: { policyName: 'sample', validationActions: ['Warn'] },
  }),
  clusterSample(`${registration} validatingwebhookconfigurations`, {
    ...registered('ValidatingWebhookConfiguration'),
    webhooks: [],
  }),
  clusterSample('apiextensions.k8s.io/v1 customresourcedefinitions', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'samples.example.com' },
    spec: {
      group: 'example.com',
      names: { kind: 'Sample', plural: 'samples' },
      scope: 'Namespaced',
      versions: [
        { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } },
      ],
    },
  }),
  clusterSample('apiregistration.k8s.io/v1 apiservices', {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1.sample.example.com' },
    spec: {
      group: 'sample.example.com',
      version: 'v1',
      groupPriorityMinimum: 100,
      versionPriority: 10,
      service: { namespace: 'demo', name: 'sample' },
    },
  }),
  sample('apps/v1 controllerrevisions', {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: { name: 'sample' },
    data: {},
    revision: 1,
  }),
  sample('apps/v1 daemonsets', workload('apps/v1', 'DaemonSet', {})),
  sample('apps/v1 deployments', workload('apps/v1', 'Deployment')),
  sample('apps/v1 replicasets', workload('apps/v1', 'ReplicaSet')),
  sample('apps/v1 statefulsets', workload('apps/v1', 'StatefulSet', { replicas: 0, serviceName: 'sample' })),
  sample('autoscaling/v2 horizontalpodautoscalers', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'sample' },
    spec: { maxReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' } },
  }),
  sample('autoscaling/v1 horizontalpodautoscalers', {
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'sample' },
    spec: { maxReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' } },
  }),
  sample('batch/v1 cronjobs', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'sample' },
    spec: {
      schedule: '0 0 1 1 *',
      suspend: true,
      jobTemplate: { spec: { template: { spec: { containers, restartPolicy: 'Never' } } } },
    },
  }),
  sample('batch/v1 jobs', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'sample' },
    spec: {
      suspend: true,
      manualSelector: true,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers, restartPolicy: 'Never' } },
    },
  }),
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
  sample('events.k8s.io/v1 events', {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: { name: 'sample' },
    eventTime: '2023-04-18T08:58:00.000000Z',
    type: 'Normal',
    action: 'Sampling',
    reason: 'Sampled',
    note: 'so',
    reportingController: 'example.com/sampler',
    reportingInstance: 'sampler-1',
    regarding: { kind: 'Pod', namespace: 'demo', name: 'p' },
  }),
  clusterSample('flowcontrol.apiserver.k8s.io/v1 flowschemas', {
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
    kind: 'FlowSchema',
    metadata: { name: 'sample' },
    spec: { matchingPrecedence: 1000, priorityLevelConfiguration: { name: 'system' } },
  }),
  clusterSample('flowcontrol.apiserver.k8s.io/v1 prioritylevelconfigurations', {
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
    kind: 'PriorityLevelConfiguration',
    metadata: { name: 'sample' },
    spec: { type: 'Limited', limited: { nominalConcurrencyShares: 5, limitResponse: { type: 'Reject' } } },
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
  clusterSample('node.k8s.io/v1 runtimeclasses', {
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    metadata: { name: 'sample' },
    handler: 'sample',
  }),
  sample('policy/v1 poddisruptionbudgets', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'sample' },
    spec: { minAvailable: 1, selector: { matchLabels: labels } },
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
  clusterSample('scheduling.k8s.io/v1 priorityclasses', {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'sample' },
    value: 10,
  }),
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
