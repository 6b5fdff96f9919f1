// What the Go types of Kubernetes 1.36 say beyond names and types, and the model files leave out: how lists and maps
// merge, which strings are quantities, what is free-form, which values an enumeration has. Read at build time only.
// Keys: package (see kubernetes-packages.mjs), type, property. Defaults and rules of kinds are in the kinds.

/**
 * How a property merges, where it is not simply replaced.
 * - `merge K`: strategic merge by key K, or by value where there is none; server-side apply by the same key
 * - `retainKeys`: strategic merge drops the members that the patch does not list in $retainKeys
 * - `replace`: strategic merge replaces the whole struct
 * - `map K+L`: server-side apply identifies items by these keys
 * - `set`, `atomic`: the list type of server-side apply
 */
export const merging = {
  'meta.v1': {
    ObjectMeta: { finalizers: 'merge, set', ownerReferences: 'merge uid' },
  },
  'core.v1': {
    ComponentStatus: { conditions: 'merge type' },
    Container: {
      env: 'merge name',
      ports: 'merge containerPort, map containerPort+protocol',
      volumeDevices: 'merge devicePath',
      volumeMounts: 'merge mountPath',
    },
    ContainerStatus: { allocatedResourcesStatus: 'merge name', volumeMounts: 'merge mountPath' },
    EphemeralContainer: {
      env: 'merge name',
      ports: 'merge containerPort, map containerPort+protocol',
      volumeDevices: 'merge devicePath',
      volumeMounts: 'merge mountPath',
    },
    NamespaceStatus: { conditions: 'merge type' },
    NodeSpec: { podCIDRs: 'merge, set' },
    NodeStatus: { addresses: 'merge type', conditions: 'merge type' },
    PersistentVolumeClaimStatus: { conditions: 'merge type' },
    PodSpec: {
      containers: 'merge name',
      ephemeralContainers: 'merge name',
      hostAliases: 'merge ip',
      imagePullSecrets: 'merge name',
      initContainers: 'merge name',
      resourceClaims: 'merge name, retainKeys',
      schedulingGates: 'merge name',
      topologySpreadConstraints: 'merge topologyKey, map topologyKey+whenUnsatisfiable',
      volumes: 'merge name, retainKeys',
    },
    PodStatus: {
      conditions: 'merge type',
      hostIPs: 'merge ip, atomic',
      podIPs: 'merge ip',
      resourceClaimStatuses: 'merge name, retainKeys',
    },
    ReplicationControllerStatus: { conditions: 'merge type' },
    ResourceRequirements: { claims: 'map name' },
    ResourceStatus: { resources: 'map resourceID' },
    ServiceAccount: { secrets: 'merge name' },
    ServiceSpec: { ports: 'merge port, map port+protocol' },
    ServiceStatus: { conditions: 'merge type' },
  },
  'apps.v1': {
    DaemonSetStatus: { conditions: 'merge type' },
    DeploymentSpec: { strategy: 'retainKeys' },
    DeploymentStatus: { conditions: 'merge type' },
    ReplicaSetStatus: { conditions: 'merge type' },
    StatefulSetStatus: { conditions: 'merge type' },
  },
  'batch.v1': {
    JobStatus: { conditions: 'merge type, atomic' },
    PodFailurePolicyOnExitCodesRequirement: { values: 'set' },
    UncountedTerminatedPods: { failed: 'set', succeeded: 'set' },
  },
  'autoscaling.v2': {
    HorizontalPodAutoscalerStatus: { conditions: 'merge type' },
  },
  'networking.v1': {
    ServiceCIDRStatus: { conditions: 'merge type' },
  },
  'policy.v1': {
    PodDisruptionBudgetSpec: { selector: 'replace' },
    PodDisruptionBudgetStatus: { conditions: 'merge type' },
  },
  'storage.v1': {
    CSIDriverSpec: { volumeLifecycleModes: 'set' },
    CSINodeSpec: { drivers: 'merge name' },
  },
  'discovery.v1': {
    Endpoint: { addresses: 'set' },
  },
  'admissionregistration.v1': {
    MutatingAdmissionPolicySpec: { matchConditions: 'merge name' },
    MutatingWebhook: { matchConditions: 'merge name' },
    MutatingWebhookConfiguration: { webhooks: 'merge name' },
    ValidatingAdmissionPolicyBindingSpec: { validationActions: 'set' },
    ValidatingAdmissionPolicySpec: { matchConditions: 'merge name', variables: 'merge name' },
    ValidatingAdmissionPolicyStatus: { conditions: 'map type' },
    ValidatingWebhook: { matchConditions: 'merge name' },
    ValidatingWebhookConfiguration: { webhooks: 'merge name' },
  },
  'certificates.v1': {
    CertificateSigningRequestStatus: { conditions: 'map type' },
  },
  'flowcontrol.v1': {
    FlowSchemaStatus: { conditions: 'merge type' },
    PriorityLevelConfigurationStatus: { conditions: 'merge type' },
    NonResourcePolicyRule: { nonResourceURLs: 'set', verbs: 'set' },
    ResourcePolicyRule: { apiGroups: 'set', namespaces: 'set', resources: 'set', verbs: 'set' },
  },
  'apiextensions.v1': {
    CustomResourceDefinitionStatus: { conditions: 'map type' },
    JSONSchemaProps: { 'x-kubernetes-validations': 'merge rule' },
  },
  'apiregistration.v1': {
    APIServiceStatus: { conditions: 'merge type' },
  },
};

/** Lists that are marked atomic: replaced as a whole. A list that is named nowhere is replaced as a whole too. */
export const atomicLists = {
  'meta.v1': {
    APIGroup: 'serverAddressByClientCIDRs versions',
    APIGroupList: 'groups',
    APIResource: 'categories shortNames',
    APIResourceList: 'resources',
    APIVersions: 'serverAddressByClientCIDRs versions',
    DeleteOptions: 'dryRun',
    FieldSelectorRequirement: 'values',
    LabelSelector: 'matchExpressions',
    LabelSelectorRequirement: 'values',
    ObjectMeta: 'managedFields',
    StatusDetails: 'causes',
  },
  'core.v1': {
    Capabilities: 'add drop',
    CephFSPersistentVolumeSource: 'monitors',
    CephFSVolumeSource: 'monitors',
    ConfigMapProjection: 'items',
    ConfigMapVolumeSource: 'items',
    Container: 'args command envFrom resizePolicy',
    ContainerImage: 'names',
    DownwardAPIProjection: 'items',
    DownwardAPIVolumeSource: 'items',
    EndpointSubset: 'addresses notReadyAddresses ports',
    Endpoints: 'subsets',
    EphemeralContainer: 'args command envFrom resizePolicy',
    ExecAction: 'command',
    FCVolumeSource: 'targetWWNs wwids',
    HTTPGetAction: 'httpHeaders',
    HostAlias: 'hostnames',
    ISCSIPersistentVolumeSource: 'portals',
    ISCSIVolumeSource: 'portals',
    LimitRangeSpec: 'limits',
    LinuxContainerUser: 'supplementalGroups',
    LoadBalancerIngress: 'ports',
    LoadBalancerStatus: 'ingress',
    NamespaceSpec: 'finalizers',
    NodeAffinity: 'preferredDuringSchedulingIgnoredDuringExecution',
    NodeSelector: 'nodeSelectorTerms',
    NodeSelectorRequirement: 'values',
    NodeSelectorTerm: 'matchExpressions matchFields',
    NodeSpec: 'taints',
    NodeStatus: 'images runtimeHandlers volumesAttached volumesInUse',
    PersistentVolumeClaimSpec: 'accessModes',
    PersistentVolumeClaimStatus: 'accessModes',
    PersistentVolumeSpec: 'accessModes mountOptions',
    PodAffinity:
      'preferredDuringSchedulingIgnoredDuringExecution requiredDuringSchedulingIgnoredDuringExecution',
    PodAffinityTerm: 'matchLabelKeys mismatchLabelKeys namespaces',
    PodAntiAffinity:
      'preferredDuringSchedulingIgnoredDuringExecution requiredDuringSchedulingIgnoredDuringExecution',
    PodDNSConfig: 'nameservers options searches',
    PodSecurityContext: 'supplementalGroups sysctls',
    PodSpec: 'readinessGates tolerations',
    PodStatus: 'containerStatuses ephemeralContainerStatuses initContainerStatuses',
    ProjectedVolumeSource: 'sources',
    RBDPersistentVolumeSource: 'monitors',
    RBDVolumeSource: 'monitors',
    ResourceQuotaSpec: 'scopes',
    ScopeSelector: 'matchExpressions',
    ScopedResourceSelectorRequirement: 'values',
    SecretProjection: 'items',
    SecretVolumeSource: 'items',
    ServiceAccount: 'imagePullSecrets',
    ServiceSpec: 'clusterIPs externalIPs ipFamilies loadBalancerSourceRanges',
    TopologySelectorLabelRequirement: 'values',
    TopologySelectorTerm: 'matchLabelExpressions',
    TopologySpreadConstraint: 'matchLabelKeys',
  },
  'apps.v1': {
    StatefulSetSpec: 'volumeClaimTemplates',
  },
  'batch.v1': {
    CronJobStatus: 'active',
    PodFailurePolicy: 'rules',
    PodFailurePolicyRule: 'onPodConditions',
    SuccessPolicy: 'rules',
  },
  'autoscaling.v2': {
    HPAScalingRules: 'policies',
    HorizontalPodAutoscalerSpec: 'metrics',
    HorizontalPodAutoscalerStatus: 'currentMetrics',
  },
  'networking.v1': {
    HTTPIngressRuleValue: 'paths',
    IPBlock: 'except',
    IngressLoadBalancerIngress: 'ports',
    IngressLoadBalancerStatus: 'ingress',
    IngressSpec: 'rules tls',
    IngressTLS: 'hosts',
    NetworkPolicyEgressRule: 'ports to',
    NetworkPolicyIngressRule: 'from ports',
    NetworkPolicySpec: 'egress ingress policyTypes',
    ServiceCIDRSpec: 'cidrs',
  },
  'rbac.v1': {
    AggregationRule: 'clusterRoleSelectors',
    ClusterRole: 'rules',
    ClusterRoleBinding: 'subjects',
    PolicyRule: 'apiGroups nonResourceURLs resourceNames resources verbs',
    Role: 'rules',
    RoleBinding: 'subjects',
  },
  'storage.v1': {
    CSIDriverSpec: 'tokenRequests',
    CSINodeDriver: 'topologyKeys',
    StorageClass: 'allowedTopologies mountOptions',
  },
  'discovery.v1': {
    EndpointHints: 'forNodes forZones',
    EndpointSlice: 'endpoints ports',
  },
  'node.v1': {
    Scheduling: 'tolerations',
  },
  'admissionregistration.v1': {
    MatchResources: 'excludeResourceRules resourceRules',
    MutatingAdmissionPolicySpec: 'mutations variables',
    MutatingWebhook: 'admissionReviewVersions rules',
    NamedRuleWithOperations: 'apiGroups apiVersions operations resourceNames resources',
    RuleWithOperations: 'apiGroups apiVersions operations resources',
    TypeChecking: 'expressionWarnings',
    ValidatingAdmissionPolicySpec: 'auditAnnotations validations',
    ValidatingWebhook: 'admissionReviewVersions rules',
  },
  'authentication.v1': {
    TokenRequestSpec: 'audiences',
    TokenReviewSpec: 'audiences',
    TokenReviewStatus: 'audiences',
    UserInfo: 'groups',
  },
  'authorization.v1': {
    FieldSelectorAttributes: 'requirements',
    LabelSelectorAttributes: 'requirements',
    NonResourceRule: 'nonResourceURLs verbs',
    ResourceRule: 'apiGroups resourceNames resources verbs',
    SubjectAccessReviewSpec: 'groups',
    SubjectRulesReviewStatus: 'nonResourceRules resourceRules',
  },
  'certificates.v1': {
    CertificateSigningRequestSpec: 'groups usages',
  },
  'flowcontrol.v1': {
    FlowSchemaSpec: 'rules',
    PolicyRulesWithSubjects: 'nonResourceRules resourceRules subjects',
  },
  'apiextensions.v1': {
    CustomResourceDefinitionNames: 'categories shortNames',
    CustomResourceDefinitionSpec: 'versions',
    CustomResourceDefinitionStatus: 'storedVersions',
    CustomResourceDefinitionVersion: 'additionalPrinterColumns selectableFields',
    JSONSchemaProps: 'allOf anyOf enum oneOf required x-kubernetes-list-map-keys',
    WebhookConversion: 'conversionReviewVersions',
  },
  'apiregistration.v1': {
    // Bytes, marked as the list that they are in Go.
    APIServiceSpec: 'caBundle',
  },
};

/** Structs that server-side apply owns as a whole. */
export const atomicTypes = {
  'meta.v1': 'LabelSelector OwnerReference',
  'core.v1':
    'ConfigMapKeySelector EndpointAddress EndpointPort LocalObjectReference NodeSelector NodeSelectorTerm ObjectFieldSelector ObjectReference ResourceFieldSelector ScopeSelector SecretKeySelector SecretReference TopologySelectorTerm TypedLocalObjectReference',
  'autoscaling.v1': 'CrossVersionObjectReference',
  'networking.v1': 'ServiceBackendPort',
  'rbac.v1': 'RoleRef Subject',
  'discovery.v1': 'EndpointPort',
  'admissionregistration.v1': 'MatchResources NamedRuleWithOperations ParamKind ParamRef Variable',
};

/** Properties whose map type differs from that of their type. */
export const mapTypes = {
  'core.v1': {
    PersistentVolumeClaimStatus: { allocatedResourceStatuses: 'granular' },
    PersistentVolumeSpec: { claimRef: 'granular' },
    PodSpec: { nodeSelector: 'atomic' },
    ReplicationControllerSpec: { selector: 'atomic' },
    ServiceSpec: { selector: 'atomic' },
  },
  'node.v1': {
    Scheduling: { nodeSelector: 'atomic' },
  },
};

/** Strings, or maps of strings, that are resource.Quantity. */
export const quantities = {
  'core.v1': {
    ContainerStatus: 'allocatedResources',
    EmptyDirVolumeSource: 'sizeLimit',
    LimitRangeItem: 'default defaultRequest max maxLimitRequestRatio min',
    NodeStatus: 'allocatable capacity',
    PersistentVolumeClaimStatus: 'allocatedResources capacity',
    PersistentVolumeSpec: 'capacity',
    PodSpec: 'overhead',
    ResourceFieldSelector: 'divisor',
    ResourceQuotaSpec: 'hard',
    ResourceQuotaStatus: 'hard used',
    ResourceRequirements: 'limits requests',
    VolumeResourceRequirements: 'limits requests',
  },
  'autoscaling.v2': {
    HPAScalingRules: 'tolerance',
    MetricTarget: 'averageValue value',
    MetricValueStatus: 'averageValue value',
  },
  'storage.v1': {
    CSIStorageCapacity: 'capacity maximumVolumeSize',
  },
  'node.v1': {
    Overhead: 'podFixed',
  },
};

/** What the models call `any`: the type it has in Go, or that the items or values have. */
export const freeForms = {
  'meta.v1': {
    ManagedFieldsEntry: { fieldsV1: 'FieldsV1' },
    WatchEvent: { object: 'RawExtension' },
  },
  'apps.v1': {
    ControllerRevision: { data: 'RawExtension' },
  },
  'apiextensions.v1': {
    CustomResourceSubresources: { status: 'CustomResourceSubresourceStatus' },
    JSONSchemaProps: {
      additionalItems: 'JSONSchemaPropsOrBool',
      additionalProperties: 'JSONSchemaPropsOrBool',
      default: 'JSON',
      dependencies: 'JSONSchemaPropsOrStringArray',
      enum: 'JSON',
      example: 'JSON',
      items: 'JSONSchemaPropsOrArray',
    },
  },
};

/** Defaults that decide which item of a list is meant: they count even before the object is defaulted. */
export const keyDefaults = {
  'core.v1': {
    ContainerPort: { protocol: 'TCP' },
    ServicePort: { protocol: 'TCP' },
  },
};

/**
 * The definitions that have no model file, as the API server publishes them. Their JSON is read by code of their own
 * (decode.ts), so the schema here is what clients see.
 */
export const scalars = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { oneOf: [{ type: 'string' }, { type: 'number' }] },
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': { type: 'object' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': { type: 'string', format: 'date-time' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Patch': { type: 'object' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': { type: 'string', format: 'date-time' },
  'io.k8s.apimachinery.pkg.runtime.RawExtension': { type: 'object' },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': {
    format: 'int-or-string',
    oneOf: [{ type: 'integer' }, { type: 'string' }],
  },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceStatus': {
    type: 'object',
  },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON': {},
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray': {},
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool': {},
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray': {},
};

/** The TypeScript of those definitions. */
export const scalarTypes = {
  Quantity: 'string',
  FieldsV1: 'JsonObject',
  MicroTime: 'string',
  Patch: 'JsonObject',
  Time: 'string',
  RawExtension: 'JsonObject',
  IntOrString: 'number | string',
  CustomResourceSubresourceStatus: 'JsonObject',
  JSON: 'Json',
  JSONSchemaPropsOrArray: 'JSONSchemaProps | readonly JSONSchemaProps[]',
  JSONSchemaPropsOrBool: 'JSONSchemaProps | boolean',
  JSONSchemaPropsOrStringArray: 'JSONSchemaProps | readonly string[]',
};

/** What those definitions are, for `kubectl explain`, where nothing else tells it. */
export const scalarTexts = {
  Quantity: 'An amount as a decimal number with an optional suffix: 500m, 1.5Gi, 12e6.',
};

/** What Kubernetes has since 1.34, a release after the one whose API machinery the sandbox has: unknown fields to it. */
export const later = {
  'apiextensions.v1': {
    CustomResourceDefinitionCondition: 'observedGeneration',
    CustomResourceDefinitionStatus: 'observedGeneration',
  },
  'core.v1': {
    Container: 'restartPolicyRules',
    EnvVarSource: 'fileKeyRef',
    EphemeralContainer: 'restartPolicyRules',
    NodeStatus: 'declaredFeatures',
    PodSpec: 'hostnameOverride schedulingGroup',
    PodStatus:
      'allocatedResources extendedResourceClaimStatus nodeAllocatableResourceClaimStatuses resources',
    ResourceHealth: 'message',
    VolumeMountStatus: 'volumeStatus',
    VolumeProjection: 'podCertificate',
  },
  'storage.v1': { CSIDriverSpec: 'preventPodSchedulingIfMissing serviceAccountTokenInSecrets' },
};
