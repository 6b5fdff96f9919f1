// The closed sets of strings of the Kubernetes types: name of the Go type, its values, the properties that have it.
// Published as `enum` (kubectl explain, completion), never checked while decoding: Go does not, validation does. Absent:
// sets that are merely customary (resource names, condition types).

/**
 * @typedef {object} Enumeration
 * @property {string} values separated by spaces, or by commas where a value has a space; `""` is the empty one
 * @property {Readonly<Record<string, string>>} fields package to `Type.property`s
 */

/** @type {Readonly<Record<string, Enumeration>>} */
export const enumerations = {
  PersistentVolumeReclaimPolicy: {
    values: 'Recycle Delete Retain',
    fields: {
      'core.v1': 'PersistentVolumeSpec.persistentVolumeReclaimPolicy',
      'storage.v1': 'StorageClass.reclaimPolicy',
    },
  },
  PersistentVolumeMode: {
    values: 'Block Filesystem',
    fields: { 'core.v1': 'PersistentVolumeSpec.volumeMode PersistentVolumeClaimSpec.volumeMode' },
  },
  PersistentVolumeClaimModifyVolumeStatus: {
    values: 'Pending InProgress Infeasible',
    fields: { 'core.v1': 'ModifyVolumeStatus.status' },
  },
  PersistentVolumeAccessMode: {
    values: 'ReadWriteOnce ReadOnlyMany ReadWriteMany ReadWriteOncePod',
    fields: {
      'core.v1':
        'PersistentVolumeSpec.accessModes PersistentVolumeClaimSpec.accessModes PersistentVolumeClaimStatus.accessModes',
    },
  },
  PersistentVolumePhase: {
    values: 'Pending Available Bound Released Failed',
    fields: { 'core.v1': 'PersistentVolumeStatus.phase' },
  },
  PersistentVolumeClaimPhase: {
    values: 'Pending Bound Lost',
    fields: { 'core.v1': 'PersistentVolumeClaimStatus.phase' },
  },
  HostPathType: {
    values: '"" DirectoryOrCreate Directory FileOrCreate File Socket CharDevice BlockDevice',
    fields: { 'core.v1': 'HostPathVolumeSource.type' },
  },
  Protocol: {
    values: 'TCP UDP SCTP',
    fields: {
      'core.v1': 'ContainerPort.protocol ServicePort.protocol EndpointPort.protocol PortStatus.protocol',
      'networking.v1': 'NetworkPolicyPort.protocol IngressPortStatus.protocol',
      'discovery.v1': 'EndpointPort.protocol',
    },
  },
  AzureDataDiskCachingMode: {
    values: 'None ReadOnly ReadWrite',
    fields: { 'core.v1': 'AzureDiskVolumeSource.cachingMode' },
  },
  AzureDataDiskKind: {
    values: 'Shared Dedicated Managed',
    fields: { 'core.v1': 'AzureDiskVolumeSource.kind' },
  },
  MountPropagationMode: {
    values: 'None HostToContainer Bidirectional',
    fields: { 'core.v1': 'VolumeMount.mountPropagation' },
  },
  URIScheme: { values: 'HTTP HTTPS', fields: { 'core.v1': 'HTTPGetAction.scheme' } },
  PullPolicy: {
    values: 'Always Never IfNotPresent',
    fields: {
      'core.v1': 'Container.imagePullPolicy ImageVolumeSource.pullPolicy EphemeralContainer.imagePullPolicy',
    },
  },
  PreemptionPolicy: {
    values: 'PreemptLowerPriority Never',
    fields: { 'core.v1': 'PodSpec.preemptionPolicy', 'scheduling.v1': 'PriorityClass.preemptionPolicy' },
  },
  TerminationMessagePolicy: {
    values: 'File FallbackToLogsOnError',
    fields: { 'core.v1': 'Container.terminationMessagePolicy EphemeralContainer.terminationMessagePolicy' },
  },
  Signal: {
    values:
      'SIGABRT SIGALRM SIGBUS SIGCHLD SIGCLD SIGCONT SIGFPE SIGHUP SIGILL SIGINT SIGIO SIGIOT SIGKILL SIGPIPE SIGPOLL SIGPROF SIGPWR SIGQUIT SIGSEGV SIGSTKFLT SIGSTOP SIGSYS SIGTERM SIGTRAP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGUSR1 SIGUSR2 SIGVTALRM SIGWINCH SIGXCPU SIGXFSZ SIGRTMIN SIGRTMIN+1 SIGRTMIN+2 SIGRTMIN+3 SIGRTMIN+4 SIGRTMIN+5 SIGRTMIN+6 SIGRTMIN+7 SIGRTMIN+8 SIGRTMIN+9 SIGRTMIN+10 SIGRTMIN+11 SIGRTMIN+12 SIGRTMIN+13 SIGRTMIN+14 SIGRTMIN+15 SIGRTMAX-14 SIGRTMAX-13 SIGRTMAX-12 SIGRTMAX-11 SIGRTMAX-10 SIGRTMAX-9 SIGRTMAX-8 SIGRTMAX-7 SIGRTMAX-6 SIGRTMAX-5 SIGRTMAX-4 SIGRTMAX-3 SIGRTMAX-2 SIGRTMAX-1 SIGRTMAX',
    fields: { 'core.v1': 'Lifecycle.stopSignal ContainerStatus.stopSignal' },
  },
  PodPhase: { values: 'Pending Running Succeeded Failed Unknown', fields: { 'core.v1': 'PodStatus.phase' } },
  RestartPolicy: { values: 'Always OnFailure Never', fields: { 'core.v1': 'PodSpec.restartPolicy' } },
  DNSPolicy: {
    values: 'ClusterFirstWithHostNet ClusterFirst Default None',
    fields: { 'core.v1': 'PodSpec.dnsPolicy' },
  },
  NodeSelectorOperator: {
    values: 'In NotIn Exists DoesNotExist Gt Lt',
    fields: { 'core.v1': 'NodeSelectorRequirement.operator' },
  },
  TaintEffect: {
    values: 'NoSchedule PreferNoSchedule NoExecute',
    fields: { 'core.v1': 'Taint.effect Toleration.effect' },
  },
  TolerationOperator: { values: 'Exists Equal Lt Gt', fields: { 'core.v1': 'Toleration.operator' } },
  UnsatisfiableConstraintAction: {
    values: 'DoNotSchedule ScheduleAnyway',
    fields: { 'core.v1': 'TopologySpreadConstraint.whenUnsatisfiable' },
  },
  NodeInclusionPolicy: {
    values: 'Ignore Honor',
    fields: {
      'core.v1': 'TopologySpreadConstraint.nodeAffinityPolicy TopologySpreadConstraint.nodeTaintsPolicy',
    },
  },
  PodFSGroupChangePolicy: {
    values: 'OnRootMismatch Always',
    fields: { 'core.v1': 'PodSecurityContext.fsGroupChangePolicy' },
  },
  SupplementalGroupsPolicy: {
    values: 'Merge Strict',
    fields: { 'core.v1': 'PodSecurityContext.supplementalGroupsPolicy' },
  },
  SeccompProfileType: {
    values: 'Unconfined RuntimeDefault Localhost',
    fields: { 'core.v1': 'SeccompProfile.type' },
  },
  AppArmorProfileType: {
    values: 'Unconfined RuntimeDefault Localhost',
    fields: { 'core.v1': 'AppArmorProfile.type' },
  },
  PodQOSClass: { values: 'Guaranteed Burstable BestEffort', fields: { 'core.v1': 'PodStatus.qosClass' } },
  ServiceAffinity: { values: 'ClientIP None', fields: { 'core.v1': 'ServiceSpec.sessionAffinity' } },
  ServiceType: {
    values: 'ClusterIP NodePort LoadBalancer ExternalName',
    fields: { 'core.v1': 'ServiceSpec.type' },
  },
  ServiceInternalTrafficPolicy: {
    values: 'Cluster Local',
    fields: { 'core.v1': 'ServiceSpec.internalTrafficPolicy' },
  },
  ServiceExternalTrafficPolicy: {
    values: 'Cluster Local',
    fields: { 'core.v1': 'ServiceSpec.externalTrafficPolicy' },
  },
  IPFamilyPolicy: {
    values: 'SingleStack PreferDualStack RequireDualStack',
    fields: { 'core.v1': 'ServiceSpec.ipFamilyPolicy' },
  },
  NodePhase: { values: 'Pending Running Terminated', fields: { 'core.v1': 'NodeStatus.phase' } },
  NamespacePhase: { values: 'Active Terminating', fields: { 'core.v1': 'NamespaceStatus.phase' } },
  ResourceQuotaScope: {
    values:
      'Terminating NotTerminating BestEffort NotBestEffort PriorityClass CrossNamespacePodAffinity VolumeAttributesClass',
    fields: { 'core.v1': 'ResourceQuotaSpec.scopes ScopedResourceSelectorRequirement.scopeName' },
  },
  ScopeSelectorOperator: {
    values: 'In NotIn Exists DoesNotExist',
    fields: { 'core.v1': 'ScopedResourceSelectorRequirement.operator' },
  },
  ProcMountType: { values: 'Default Unmasked', fields: { 'core.v1': 'SecurityContext.procMount' } },
  PodManagementPolicyType: {
    values: 'OrderedReady Parallel',
    fields: { 'apps.v1': 'StatefulSetSpec.podManagementPolicy' },
  },
  StatefulSetUpdateStrategyType: {
    values: 'RollingUpdate OnDelete',
    fields: { 'apps.v1': 'StatefulSetUpdateStrategy.type' },
  },
  DeploymentStrategyType: {
    values: 'Recreate RollingUpdate',
    fields: { 'apps.v1': 'DeploymentStrategy.type' },
  },
  DaemonSetUpdateStrategyType: {
    values: 'RollingUpdate OnDelete',
    fields: { 'apps.v1': 'DaemonSetUpdateStrategy.type' },
  },
  CompletionMode: { values: 'NonIndexed Indexed', fields: { 'batch.v1': 'JobSpec.completionMode' } },
  PodFailurePolicyAction: {
    values: 'FailJob FailIndex Ignore Count',
    fields: { 'batch.v1': 'PodFailurePolicyRule.action' },
  },
  PodFailurePolicyOnExitCodesOperator: {
    values: 'In NotIn',
    fields: { 'batch.v1': 'PodFailurePolicyOnExitCodesRequirement.operator' },
  },
  PodReplacementPolicy: {
    values: 'TerminatingOrFailed Failed',
    fields: { 'batch.v1': 'JobSpec.podReplacementPolicy' },
  },
  ConcurrencyPolicy: {
    values: 'Allow Forbid Replace',
    fields: { 'batch.v1': 'CronJobSpec.concurrencyPolicy' },
  },
  PolicyType: { values: 'Ingress Egress', fields: { 'networking.v1': 'NetworkPolicySpec.policyTypes' } },
  PathType: {
    values: 'Exact Prefix ImplementationSpecific',
    fields: { 'networking.v1': 'HTTPIngressPath.pathType' },
  },
  UnhealthyPodEvictionPolicyType: {
    values: 'IfHealthyBudget AlwaysAllow',
    fields: { 'policy.v1': 'PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy' },
  },
  VolumeBindingMode: {
    values: 'Immediate WaitForFirstConsumer',
    fields: { 'storage.v1': 'StorageClass.volumeBindingMode' },
  },
  AddressType: { values: 'IPv4 IPv6 FQDN', fields: { 'discovery.v1': 'EndpointSlice.addressType' } },
  ScopeType: {
    values: 'Cluster Namespaced *',
    fields: { 'admissionregistration.v1': 'RuleWithOperations.scope NamedRuleWithOperations.scope' },
  },
  FailurePolicyType: {
    values: 'Ignore Fail',
    fields: {
      'admissionregistration.v1':
        'ValidatingAdmissionPolicySpec.failurePolicy ValidatingWebhook.failurePolicy MutatingWebhook.failurePolicy MutatingAdmissionPolicySpec.failurePolicy',
    },
  },
  MatchPolicyType: {
    values: 'Exact Equivalent',
    fields: {
      'admissionregistration.v1':
        'MatchResources.matchPolicy ValidatingWebhook.matchPolicy MutatingWebhook.matchPolicy',
    },
  },
  SideEffectClass: {
    values: 'Unknown None Some NoneOnDryRun',
    fields: { 'admissionregistration.v1': 'ValidatingWebhook.sideEffects MutatingWebhook.sideEffects' },
  },
  ValidationAction: {
    values: 'Deny Warn Audit',
    fields: { 'admissionregistration.v1': 'ValidatingAdmissionPolicyBindingSpec.validationActions' },
  },
  PatchType: {
    values: 'ApplyConfiguration JSONPatch',
    fields: { 'admissionregistration.v1': 'Mutation.patchType' },
  },
  ReinvocationPolicyType: {
    values: 'Never IfNeeded',
    fields: {
      'admissionregistration.v1':
        'MutatingWebhook.reinvocationPolicy MutatingAdmissionPolicySpec.reinvocationPolicy',
    },
  },
  OperationType: {
    values: '* CREATE UPDATE DELETE CONNECT',
    fields: {
      'admissionregistration.v1': 'RuleWithOperations.operations NamedRuleWithOperations.operations',
    },
  },
  KeyUsage: {
    values:
      'signing, digital signature, content commitment, key encipherment, key agreement, data encipherment, cert sign, crl sign, encipher only, decipher only, any, server auth, client auth, code signing, email protection, s/mime, ipsec end system, ipsec tunnel, ipsec user, timestamping, ocsp signing, microsoft sgc, netscape sgc',
    fields: { 'certificates.v1': 'CertificateSigningRequestSpec.usages' },
  },
  MetricSourceType: {
    values: 'Object Pods Resource ContainerResource External',
    fields: { 'autoscaling.v2': 'MetricSpec.type MetricStatus.type' },
  },
};
