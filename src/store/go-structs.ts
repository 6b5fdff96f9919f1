// The fields of the Go structs that refusals show, in the order in which they are declared, as `Name type`; a field's member
// of the wire is its name as Kubernetes spells it there. Source: kubernetes pkg/apis/*/types.go, apimachinery meta/v1.

const containerFields =
  'Name string, Image string, Command []string, Args []string, WorkingDir string, Ports []core.ContainerPort, ' +
  'EnvFrom []core.EnvFromSource, Env []core.EnvVar, Resources core.ResourceRequirements, ' +
  'ResizePolicy []core.ContainerResizePolicy, RestartPolicy *core.ContainerRestartPolicy, ' +
  'VolumeMounts []core.VolumeMount, VolumeDevices []core.VolumeDevice, LivenessProbe *core.Probe, ' +
  'ReadinessProbe *core.Probe, StartupProbe *core.Probe, Lifecycle *core.Lifecycle, TerminationMessagePath string, ' +
  'TerminationMessagePolicy string, ImagePullPolicy string, SecurityContext *core.SecurityContext, Stdin bool, ' +
  'StdinOnce bool, TTY bool';

const volumeSources =
  'HostPath GCEPersistentDisk AWSElasticBlockStore GitRepo Secret NFS ISCSI Glusterfs PersistentVolumeClaim RBD Quobyte ' +
  'FlexVolume Cinder CephFS Flocker DownwardAPI FC AzureFile ConfigMap VsphereVolume AzureDisk PhotonPersistentDisk ' +
  'Projected PortworxVolume ScaleIO StorageOS CSI Ephemeral EmptyDir Image';

/** Go type to its fields. A type that is not here is a text, a number or a flag of its own name. */
export const structs: Readonly<Record<string, string>> = {
  'apiextensions.CustomResourceColumnDefinition':
    'Name string, Type string, Format string, Description string, Priority int32, JSONPath string',
  'apiextensions.SelectableField': 'JSONPath string',
  'apiextensions.CustomResourceDefinitionVersion':
    'Name string, Served bool, Storage bool, Deprecated bool, DeprecationWarning *string, ' +
    'Schema *apiextensions.CustomResourceValidation, Subresources *apiextensions.CustomResourceSubresources, ' +
    'AdditionalPrinterColumns []apiextensions.CustomResourceColumnDefinition, ' +
    'SelectableFields []apiextensions.SelectableField',
  'apps.DaemonSetUpdateStrategy': 'Type string, RollingUpdate *apps.RollingUpdateDaemonSet',
  'apps.RollingUpdateStatefulSetStrategy': 'Partition int32, MaxUnavailable *intstr.IntOrString',
  'apps.StatefulSetUpdateStrategy': 'Type string, RollingUpdate *apps.RollingUpdateStatefulSetStrategy',
  'authorization.NonResourceAttributes': 'Path string, Verb string',
  'batch.PodFailurePolicy': 'Rules []batch.PodFailurePolicyRule',
  'batch.PodFailurePolicyOnPodConditionsPattern': 'Type string, Status string',
  'batch.PodFailurePolicyRule':
    'Action string, OnExitCodes *batch.PodFailurePolicyOnExitCodesRequirement, ' +
    'OnPodConditions []batch.PodFailurePolicyOnPodConditionsPattern',
  'batch.SuccessPolicy': 'Rules []batch.SuccessPolicyRule',
  'batch.SuccessPolicyRule': 'SucceededIndexes *string, SucceededCount *int32',
  'core.Container': containerFields,
  'core.ContainerPort': 'Name string, HostPort int32, ContainerPort int32, Protocol string, HostIP string',
  'core.ContainerResizePolicy': 'ResourceName string, RestartPolicy string',
  'core.EnvFromSource':
    'Prefix string, ConfigMapRef *core.ConfigMapEnvSource, SecretRef *core.SecretEnvSource',
  'core.EnvVar': 'Name string, Value string, ValueFrom *core.EnvVarSource',
  'core.LocalObjectReference': 'Name string',
  'core.NodeSelectorRequirement': 'Key string, Operator string, Values []string',
  'core.NodeSelectorTerm':
    'MatchExpressions []core.NodeSelectorRequirement, MatchFields []core.NodeSelectorRequirement',
  'core.PodSpec':
    'Volumes []core.Volume, InitContainers []core.Container, Containers []core.Container, ' +
    'EphemeralContainers []core.EphemeralContainer, RestartPolicy string, TerminationGracePeriodSeconds *int64, ' +
    'ActiveDeadlineSeconds *int64, DNSPolicy string, NodeSelector map[string]string, ServiceAccountName string, ' +
    'AutomountServiceAccountToken *bool, NodeName string, SecurityContext *core.PodSecurityContext, ' +
    'ImagePullSecrets []core.LocalObjectReference, Hostname string, Subdomain string, SetHostnameAsFQDN *bool, ' +
    'Affinity *core.Affinity, SchedulerName string, Tolerations []core.Toleration, HostAliases []core.HostAlias, ' +
    'PriorityClassName string, Priority *int32, PreemptionPolicy *core.PreemptionPolicy, ' +
    'DNSConfig *core.PodDNSConfig, ReadinessGates []core.PodReadinessGate, RuntimeClassName *string, ' +
    'Overhead core.ResourceList, EnableServiceLinks *bool, ' +
    'TopologySpreadConstraints []core.TopologySpreadConstraint, OS *core.PodOS, ' +
    'SchedulingGates []core.PodSchedulingGate, ResourceClaims []core.PodResourceClaim, ' +
    'Resources *core.ResourceRequirements',
  'core.PodSchedulingGate': 'Name string',
  'core.PodTemplateSpec': 'ObjectMeta v1.ObjectMeta, Spec core.PodSpec',
  'core.ResourceClaim': 'Name string, Request string',
  'core.ResourceRequirements':
    'Limits core.ResourceList, Requests core.ResourceList, Claims []core.ResourceClaim',
  'core.ScopeSelector': 'MatchExpressions []core.ScopedResourceSelectorRequirement',
  'core.ScopedResourceSelectorRequirement': 'ScopeName string, Operator string, Values []string',
  'core.ServicePort':
    'Name string, Protocol string, AppProtocol *string, Port int32, TargetPort intstr.IntOrString, NodePort int32',
  'core.SeccompProfile': 'Type string, LocalhostProfile *string',
  'core.SecurityContext':
    'Capabilities *core.Capabilities, Privileged *bool, SELinuxOptions *core.SELinuxOptions, ' +
    'WindowsOptions *core.WindowsSecurityContextOptions, RunAsUser *int64, RunAsGroup *int64, RunAsNonRoot *bool, ' +
    'ReadOnlyRootFilesystem *bool, AllowPrivilegeEscalation *bool, ProcMount *core.ProcMountType, ' +
    'SeccompProfile *core.SeccompProfile, AppArmorProfile *core.AppArmorProfile',
  'core.Taint': 'Key string, Value string, Effect string, TimeAdded *v1.Time',
  'core.Toleration': 'Key string, Operator string, Value string, Effect string, TolerationSeconds *int64',
  'core.Volume': 'Name string, VolumeSource core.VolumeSource',
  'core.VolumeDevice': 'Name string, DevicePath string',
  'core.VolumeMount':
    'Name string, ReadOnly bool, RecursiveReadOnly *core.RecursiveReadOnlyMode, MountPath string, SubPath string, ' +
    'MountPropagation *core.MountPropagationMode, SubPathExpr string',
  'core.VolumeNodeAffinity': 'Required *core.NodeSelector',
  'core.VolumeSource': volumeSources
    .split(' ')
    .map((name) => `${name} *core.${name}VolumeSource`)
    .join(', '),
  'networking.ParentReference': 'Group string, Resource string, Namespace string, Name string',
  'networking.ServiceCIDRSpec': 'CIDRs []string',
  'policy.PodDisruptionBudgetSpec':
    'MinAvailable *intstr.IntOrString, Selector *v1.LabelSelector, MaxUnavailable *intstr.IntOrString, ' +
    'UnhealthyPodEvictionPolicy *policy.UnhealthyPodEvictionPolicyType',
  'rbac.RoleRef': 'APIGroup string, Kind string, Name string',
  'storage.VolumeAttachmentSource':
    'PersistentVolumeName *string, InlineVolumeSpec *core.PersistentVolumeSpec',
  'storage.VolumeAttachmentSpec': 'Attacher string, Source storage.VolumeAttachmentSource, NodeName string',
  'v1.LabelSelector': 'MatchLabels map[string]string, MatchExpressions []v1.LabelSelectorRequirement',
  'v1.LabelSelectorRequirement': 'Key string, Operator string, Values []string',
  'v1.ObjectMeta':
    'Name string, GenerateName string, Namespace string, SelfLink string, UID string, ResourceVersion string, ' +
    'Generation int64, CreationTimestamp v1.Time, DeletionTimestamp *v1.Time, DeletionGracePeriodSeconds *int64, ' +
    'Labels map[string]string, Annotations map[string]string, OwnerReferences []v1.OwnerReference, ' +
    'Finalizers []string, ManagedFields []v1.ManagedFieldsEntry',
  'v1.OwnerReference':
    'APIVersion string, Kind string, Name string, UID string, Controller *bool, BlockOwnerDeletion *bool',
};
