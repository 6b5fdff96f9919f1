// Which Kubernetes types become schemas, and in which Go package each of them lives: the model files carry class names
// only (`V1Pod`), the definitions carry the package (`io.k8s.api.core.v1.Pod`). Rule: every package claims what its
// kinds reach and no earlier package has claimed, so the order below is from the most referred to. Beta groups are absent.

/**
 * @typedef {object} Package
 * @property {string} name short name, the key of the tables in kubernetes-extensions.mjs
 * @property {string} definitions prefix of its definition names
 * @property {string} group API group, '' for core
 * @property {string} version
 * @property {string} kinds kinds that come with a list kind
 * @property {string} [single] kinds without a list kind
 * @property {string} [types] types that no kind of the package reaches
 */

/** @type {readonly Package[]} */
export const packages = [
  {
    name: 'meta.v1',
    definitions: 'io.k8s.apimachinery.pkg.apis.meta.v1',
    group: '',
    version: 'v1',
    kinds: '',
    single: 'APIGroup APIGroupList APIResourceList APIVersions DeleteOptions Status WatchEvent',
    types: 'Condition FieldSelectorRequirement LabelSelector ListMeta ObjectMeta',
  },
  {
    name: 'core.v1',
    definitions: 'io.k8s.api.core.v1',
    group: '',
    version: 'v1',
    kinds:
      'ComponentStatus ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount',
    single: 'Binding',
    types: 'TopologySelectorTerm',
  },
  {
    name: 'apps.v1',
    definitions: 'io.k8s.api.apps.v1',
    group: 'apps',
    version: 'v1',
    kinds: 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet',
  },
  {
    name: 'batch.v1',
    definitions: 'io.k8s.api.batch.v1',
    group: 'batch',
    version: 'v1',
    kinds: 'CronJob Job',
  },
  {
    name: 'autoscaling.v1',
    definitions: 'io.k8s.api.autoscaling.v1',
    group: 'autoscaling',
    version: 'v1',
    kinds: 'HorizontalPodAutoscaler',
    single: 'Scale',
  },
  {
    name: 'autoscaling.v2',
    definitions: 'io.k8s.api.autoscaling.v2',
    group: 'autoscaling',
    version: 'v2',
    kinds: 'HorizontalPodAutoscaler',
  },
  {
    name: 'networking.v1',
    definitions: 'io.k8s.api.networking.v1',
    group: 'networking.k8s.io',
    version: 'v1',
    kinds: 'IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR',
  },
  {
    name: 'rbac.v1',
    definitions: 'io.k8s.api.rbac.v1',
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    kinds: 'ClusterRole ClusterRoleBinding Role RoleBinding',
  },
  {
    name: 'policy.v1',
    definitions: 'io.k8s.api.policy.v1',
    group: 'policy',
    version: 'v1',
    kinds: 'PodDisruptionBudget',
    single: 'Eviction',
  },
  {
    name: 'storage.v1',
    definitions: 'io.k8s.api.storage.v1',
    group: 'storage.k8s.io',
    version: 'v1',
    kinds: 'CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass',
  },
  {
    name: 'scheduling.v1',
    definitions: 'io.k8s.api.scheduling.v1',
    group: 'scheduling.k8s.io',
    version: 'v1',
    kinds: 'PriorityClass',
  },
  {
    name: 'coordination.v1',
    definitions: 'io.k8s.api.coordination.v1',
    group: 'coordination.k8s.io',
    version: 'v1',
    kinds: 'Lease',
  },
  {
    name: 'discovery.v1',
    definitions: 'io.k8s.api.discovery.v1',
    group: 'discovery.k8s.io',
    version: 'v1',
    kinds: 'EndpointSlice',
  },
  {
    name: 'events.v1',
    definitions: 'io.k8s.api.events.v1',
    group: 'events.k8s.io',
    version: 'v1',
    kinds: 'Event',
  },
  {
    name: 'node.v1',
    definitions: 'io.k8s.api.node.v1',
    group: 'node.k8s.io',
    version: 'v1',
    kinds: 'RuntimeClass',
  },
  {
    name: 'admissionregistration.v1',
    definitions: 'io.k8s.api.admissionregistration.v1',
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    kinds:
      'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration',
  },
  {
    name: 'authentication.v1',
    definitions: 'io.k8s.api.authentication.v1',
    group: 'authentication.k8s.io',
    version: 'v1',
    kinds: '',
    single: 'SelfSubjectReview TokenRequest TokenReview',
  },
  {
    name: 'authorization.v1',
    definitions: 'io.k8s.api.authorization.v1',
    group: 'authorization.k8s.io',
    version: 'v1',
    kinds: '',
    single: 'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
  },
  {
    name: 'certificates.v1',
    definitions: 'io.k8s.api.certificates.v1',
    group: 'certificates.k8s.io',
    version: 'v1',
    kinds: 'CertificateSigningRequest',
  },
  {
    name: 'flowcontrol.v1',
    definitions: 'io.k8s.api.flowcontrol.v1',
    group: 'flowcontrol.apiserver.k8s.io',
    version: 'v1',
    kinds: 'FlowSchema PriorityLevelConfiguration',
  },
  {
    name: 'apiextensions.v1',
    definitions: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1',
    group: 'apiextensions.k8s.io',
    version: 'v1',
    kinds: 'CustomResourceDefinition',
  },
  {
    name: 'apiregistration.v1',
    definitions: 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1',
    group: 'apiregistration.k8s.io',
    version: 'v1',
    kinds: 'APIService',
  },
];

/** Kinds that every group version serves, whatever package they live in. */
export const kindsOfEveryGroup = new Set(['DeleteOptions', 'WatchEvent']);
