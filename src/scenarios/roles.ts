// The roles that a Supervisor's API starts with. `edit` and `view` are Kubernetes' own, less what a Supervisor does not give to
// people: service accounts, roles and bindings.
import type { PolicyRule } from '#types';

const readVerbs = ['get', 'list', 'watch'];
const writeVerbs = ['create', 'delete', 'deletecollection', 'patch', 'update'];

const coreRead = [
  'configmaps',
  'endpoints',
  'persistentvolumeclaims',
  'pods',
  'services',
  'replicationcontrollers',
];
const coreReadMore = [
  'events',
  'limitranges',
  'namespaces/status',
  'pods/log',
  'pods/status',
  'resourcequotas',
  'resourcequotas/status',
  'serviceaccounts',
  'services/status',
  'namespaces',
];
const apps = [
  'daemonsets',
  'deployments',
  'deployments/scale',
  'replicasets',
  'replicasets/scale',
  'statefulsets',
  'statefulsets/scale',
];
const coreWrite = [
  'configmaps',
  'endpoints',
  'events',
  'persistentvolumeclaims',
  'pods',
  'pods/attach',
  'pods/eviction',
  'pods/exec',
  'pods/portforward',
  'pods/proxy',
  'secrets',
  'services',
  'services/proxy',
];

const viewRules: readonly PolicyRule[] = [
  { apiGroups: [''], resources: [...coreRead, ...coreReadMore], verbs: readVerbs },
  {
    apiGroups: ['apps'],
    resources: [...apps, 'controllerrevisions', 'deployments/status', 'replicasets/status'],
    verbs: readVerbs,
  },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: readVerbs },
  { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: readVerbs },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'], verbs: readVerbs },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: readVerbs },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: readVerbs },
];

const editRules: readonly PolicyRule[] = [
  ...viewRules,
  {
    apiGroups: [''],
    resources: ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'secrets', 'services/proxy'],
    verbs: readVerbs,
  },
  { apiGroups: [''], resources: coreWrite, verbs: writeVerbs },
  { apiGroups: ['apps'], resources: [...apps, 'deployments/rollback'], verbs: writeVerbs },
  { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: writeVerbs },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'], verbs: writeVerbs },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: writeVerbs },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: writeVerbs },
];

/** What everybody with a vCenter login may read of the Supervisor as a whole. */
const everybodyRules: readonly PolicyRule[] = [
  { apiGroups: [''], resources: ['nodes', 'namespaces'], verbs: readVerbs },
];

const discoveryRules: readonly PolicyRule[] = [
  {
    nonResourceURLs: [
      '/api',
      '/api/*',
      '/apis',
      '/apis/*',
      '/healthz',
      '/livez',
      '/openapi',
      '/openapi/*',
      '/readyz',
      '/version',
      '/version/',
    ],
    verbs: ['get'],
  },
];

export const clusterRoles: Readonly<Record<string, readonly PolicyRule[]>> = {
  'cluster-admin': [
    { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
    { nonResourceURLs: ['*'], verbs: ['*'] },
  ],
  edit: editRules,
  view: viewRules,
  'system:discovery': discoveryRules,
  'wcp:everybody': everybodyRules,
};

/** Cluster role to the groups that have it everywhere. */
export const clusterRoleBindings: Readonly<Record<string, readonly string[]>> = {
  'cluster-admin': ['system:masters'],
  'system:discovery': ['system:authenticated'],
  'wcp:everybody': ['system:authenticated'],
};
