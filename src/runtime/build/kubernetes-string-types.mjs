// String types of Go that are no closed sets, or whose values nobody publishes: name of the Go type, the properties that have it. A
// value of another JSON type is refused in their names. Those of closed sets stand with their values (kubernetes-enumerations.mjs).

/** @type {Readonly<Record<string, Readonly<Record<string, string>>>>} Package to Go type, named as in that package, to `Type.property`s. */
export const stringTypes = {
  'admissionregistration.v1': {
    ParameterNotFoundActionType: 'ParamRef.parameterNotFoundAction',
    StatusReason: 'Validation.reason',
  },
  'apps.v1': {
    ConditionStatus:
      'DaemonSetCondition.status DeploymentCondition.status ReplicaSetCondition.status StatefulSetCondition.status',
    DaemonSetConditionType: 'DaemonSetCondition.type',
    DeploymentConditionType: 'DeploymentCondition.type',
    PersistentVolumeClaimRetentionPolicyType:
      'StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled',
    ReplicaSetConditionType: 'ReplicaSetCondition.type',
    StatefulSetConditionType: 'StatefulSetCondition.type',
  },
  'authentication.v1': {
    'types.UID': 'BoundObjectReference.uid',
  },
  'autoscaling.v2': {
    'v1.ConditionStatus': 'HorizontalPodAutoscalerCondition.status',
    HPAScalingPolicyType: 'HPAScalingPolicy.type',
    HorizontalPodAutoscalerConditionType: 'HorizontalPodAutoscalerCondition.type',
    MetricTargetType: 'MetricTarget.type',
    ScalingPolicySelect: 'HPAScalingRules.selectPolicy',
    'v1.ResourceName':
      'ContainerResourceMetricSource.name ContainerResourceMetricStatus.name ResourceMetricSource.name ResourceMetricStatus.name',
  },
  'batch.v1': {
    CompletionMode: 'JobSpec.completionMode',
    ConditionStatus: 'JobCondition.status PodFailurePolicyOnPodConditionsPattern.status',
    JobConditionType: 'JobCondition.type',
    PodConditionType: 'PodFailurePolicyOnPodConditionsPattern.type',
    'types.UID': 'UncountedTerminatedPods.failed UncountedTerminatedPods.succeeded',
  },
  'certificates.v1': {
    ConditionStatus: 'CertificateSigningRequestCondition.status',
    RequestConditionType: 'CertificateSigningRequestCondition.type',
  },
  'coordination.v1': {
    CoordinatedLeaseStrategy: 'LeaseSpec.strategy',
  },
  'core.v1': {
    Capability: 'Capabilities.add Capabilities.drop',
    ComponentConditionType: 'ComponentCondition.type',
    ConditionStatus:
      'ComponentCondition.status NamespaceCondition.status NodeCondition.status PersistentVolumeClaimCondition.status PodCondition.status ReplicationControllerCondition.status',
    ContainerRestartPolicy: 'Container.restartPolicy EphemeralContainer.restartPolicy',
    FinalizerName: 'NamespaceSpec.finalizers',
    IPFamily: 'ServiceSpec.ipFamilies',
    LimitType: 'LimitRangeItem.type',
    LoadBalancerIPMode: 'LoadBalancerIngress.ipMode',
    NamespaceConditionType: 'NamespaceCondition.type',
    NamespacePhase: 'NamespaceStatus.phase',
    NodeAddressType: 'NodeAddress.type',
    NodeConditionType: 'NodeCondition.type',
    NodePhase: 'NodeStatus.phase',
    OSName: 'PodOS.name',
    PersistentVolumeClaimConditionType: 'PersistentVolumeClaimCondition.type',
    PodConditionType: 'PodCondition.type PodReadinessGate.conditionType',
    PodPhase: 'PodStatus.phase',
    PodQOSClass: 'PodStatus.qosClass',
    PodResizeStatus: 'PodStatus.resize',
    PodSELinuxChangePolicy: 'PodSecurityContext.seLinuxChangePolicy',
    ProcMountType: 'SecurityContext.procMount',
    RecursiveReadOnlyMode: 'VolumeMount.recursiveReadOnly VolumeMountStatus.recursiveReadOnly',
    ReplicationControllerConditionType: 'ReplicationControllerCondition.type',
    ResourceHealthStatus: 'ResourceHealth.health',
    ResourceID: 'ResourceHealth.resourceID',
    ResourceName: 'ContainerResizePolicy.resourceName ResourceStatus.name',
    ResourceResizeRestartPolicy: 'ContainerResizePolicy.restartPolicy',
    RestartPolicy: 'PodSpec.restartPolicy',
    SecretType: 'Secret.type',
    ServiceAffinity: 'ServiceSpec.sessionAffinity',
    StorageMedium: 'EmptyDirVolumeSource.medium',
    TolerationOperator: 'Toleration.operator',
    URIScheme: 'HTTPGetAction.scheme',
    UniqueVolumeName: 'AttachedVolume.name NodeStatus.volumesInUse',
    'types.UID': 'ConfigMapNodeConfigSource.uid ObjectReference.uid',
  },
  'discovery.v1': {
    AddressType: 'EndpointSlice.addressType',
  },
  'flowcontrol.v1': {
    ConditionStatus: 'FlowSchemaCondition.status PriorityLevelConfigurationCondition.status',
    FlowDistinguisherMethodType: 'FlowDistinguisherMethod.type',
    FlowSchemaConditionType: 'FlowSchemaCondition.type',
    LimitResponseType: 'LimitResponse.type',
    PriorityLevelConfigurationConditionType: 'PriorityLevelConfigurationCondition.type',
    PriorityLevelEnablement: 'PriorityLevelConfigurationSpec.type',
    SubjectKind: 'Subject.kind',
  },
  'networking.v1': {
    PolicyType: 'NetworkPolicySpec.policyTypes',
  },
  'storage.v1': {
    FSGroupPolicy: 'CSIDriverSpec.fsGroupPolicy',
    VolumeLifecycleMode: 'CSIDriverSpec.volumeLifecycleModes',
  },
  'meta.v1': {
    CauseType: 'StatusCause.reason',
    ConditionStatus: 'Condition.status',
    DeletionPropagation: 'DeleteOptions.propagationPolicy',
    FieldSelectorOperator: 'FieldSelectorRequirement.operator',
    LabelSelectorOperator: 'LabelSelectorRequirement.operator',
    ManagedFieldsOperationType: 'ManagedFieldsEntry.operation',
    StatusReason: 'Status.reason',
    'types.UID': 'ObjectMeta.uid OwnerReference.uid Preconditions.uid StatusDetails.uid',
  },
};
