// The fields of the Go structs of which a Pod's spec, a claim's spec and a volume's source are made; see go-structs.ts.
// Source: kubernetes pkg/apis/core/types.go.

const containerFields =
  'Name string, Image string, Command []string, Args []string, WorkingDir string, Ports []core.ContainerPort, ' +
  'EnvFrom []core.EnvFromSource, Env []core.EnvVar, Resources core.ResourceRequirements, ' +
  'ResizePolicy []core.ContainerResizePolicy, RestartPolicy *core.ContainerRestartPolicy, ' +
  'VolumeMounts []core.VolumeMount, VolumeDevices []core.VolumeDevice, LivenessProbe *core.Probe, ' +
  'ReadinessProbe *core.Probe, StartupProbe *core.Probe, Lifecycle *core.Lifecycle, TerminationMessagePath string, ' +
  'TerminationMessagePolicy string, ImagePullPolicy string, SecurityContext *core.SecurityContext, Stdin bool, ' +
  'StdinOnce bool, TTY bool';

/** Sources of a Pod's volumes, in order; the type is the name and `VolumeSource` where none is said. */
const volumeSources =
  'HostPath GCEPersistentDisk AWSElasticBlockStore GitRepo Secret NFS ISCSI Glusterfs PersistentVolumeClaim RBD Quobyte ' +
  'FlexVolume:Flex Cinder CephFS Flocker DownwardAPI FC AzureFile ConfigMap VsphereVolume:VsphereVirtualDisk AzureDisk ' +
  'PhotonPersistentDisk Projected PortworxVolume:Portworx ScaleIO StorageOS CSI Ephemeral EmptyDir Image';

const persistentSources =
  'GCEPersistentDisk AWSElasticBlockStore HostPath Glusterfs:GlusterfsPersistent NFS RBD:RBDPersistent Quobyte ' +
  'ISCSI:ISCSIPersistent FlexVolume:FlexPersistent Cinder:CinderPersistent CephFS:CephFSPersistent FC Flocker ' +
  'AzureFile:AzureFilePersistent VsphereVolume:VsphereVirtualDisk AzureDisk PhotonPersistentDisk ' +
  'PortworxVolume:Portworx ScaleIO:ScaleIOPersistent Local StorageOS:StorageOSPersistent CSI:CSIPersistent';

const sources = (names: string): string =>
  names
    .split(' ')
    .map((said) => {
      const [name = '', type = name] = said.split(':');
      return `${name} *core.${type}VolumeSource`;
    })
    .join(', ');

const affinity = (term: string): string =>
  `RequiredDuringSchedulingIgnoredDuringExecution []core.${term}, ` +
  'PreferredDuringSchedulingIgnoredDuringExecution []core.WeightedPodAffinityTerm';

export const podStructs: Readonly<Record<string, string>> = {
  'core.AWSElasticBlockStoreVolumeSource': 'VolumeID string, FSType string, Partition int32, ReadOnly bool',
  'core.Affinity':
    'NodeAffinity *core.NodeAffinity, PodAffinity *core.PodAffinity, PodAntiAffinity *core.PodAntiAffinity',
  'core.AppArmorProfile': 'Type string, LocalhostProfile *string',
  'core.CSIPersistentVolumeSource':
    'Driver string, VolumeHandle string, ReadOnly bool, FSType string, VolumeAttributes map[string]string, ' +
    'ControllerPublishSecretRef *core.SecretReference, NodeStageSecretRef *core.SecretReference, ' +
    'NodePublishSecretRef *core.SecretReference, ControllerExpandSecretRef *core.SecretReference, ' +
    'NodeExpandSecretRef *core.SecretReference',
  'core.CSIVolumeSource':
    'Driver string, ReadOnly *bool, FSType *string, VolumeAttributes map[string]string, ' +
    'NodePublishSecretRef *core.LocalObjectReference',
  'core.Capabilities': 'Add []core.Capability, Drop []core.Capability',
  'core.ClusterTrustBundleProjection':
    'Name *string, SignerName *string, LabelSelector *v1.LabelSelector, Optional *bool, Path string',
  'core.ConfigMapEnvSource': 'LocalObjectReference core.LocalObjectReference, Optional *bool',
  'core.ConfigMapKeySelector': 'LocalObjectReference core.LocalObjectReference, Key string, Optional *bool',
  'core.ConfigMapProjection':
    'LocalObjectReference core.LocalObjectReference, Items []core.KeyToPath, Optional *bool',
  'core.ConfigMapVolumeSource':
    'LocalObjectReference core.LocalObjectReference, Items []core.KeyToPath, DefaultMode *int32, Optional *bool',
  'core.Container': containerFields,
  'core.ContainerPort': 'Name string, HostPort int32, ContainerPort int32, Protocol string, HostIP string',
  'core.ContainerResizePolicy': 'ResourceName string, RestartPolicy string',
  'core.DownwardAPIProjection': 'Items []core.DownwardAPIVolumeFile',
  'core.DownwardAPIVolumeFile':
    'Path string, FieldRef *core.ObjectFieldSelector, ResourceFieldRef *core.ResourceFieldSelector, Mode *int32',
  'core.DownwardAPIVolumeSource': 'Items []core.DownwardAPIVolumeFile, DefaultMode *int32',
  'core.EmptyDirVolumeSource': 'Medium string, SizeLimit *resource.Quantity',
  'core.EnvFromSource':
    'Prefix string, ConfigMapRef *core.ConfigMapEnvSource, SecretRef *core.SecretEnvSource',
  'core.EnvVar': 'Name string, Value string, ValueFrom *core.EnvVarSource',
  'core.EnvVarSource':
    'FieldRef *core.ObjectFieldSelector, ResourceFieldRef *core.ResourceFieldSelector, ' +
    'ConfigMapKeyRef *core.ConfigMapKeySelector, SecretKeyRef *core.SecretKeySelector',
  'core.EphemeralContainer':
    'EphemeralContainerCommon core.EphemeralContainerCommon, TargetContainerName string',
  'core.EphemeralContainerCommon': containerFields,
  'core.EphemeralVolumeSource': 'VolumeClaimTemplate *core.PersistentVolumeClaimTemplate',
  'core.ExecAction': 'Command []string',
  'core.GRPCAction': 'Port int32, Service *string',
  'core.HTTPGetAction':
    'Path string, Port intstr.IntOrString, Host string, Scheme string, HTTPHeaders []core.HTTPHeader',
  'core.HTTPHeader': 'Name string, Value string',
  'core.HostAlias': 'IP string, Hostnames []string',
  'core.HostPathVolumeSource': 'Path string, Type *core.HostPathType',
  'core.ImageVolumeSource': 'Reference string, PullPolicy string',
  'core.KeyToPath': 'Key string, Path string, Mode *int32',
  'core.Lifecycle':
    'PostStart *core.LifecycleHandler, PreStop *core.LifecycleHandler, StopSignal *core.Signal',
  'core.LifecycleHandler':
    'Exec *core.ExecAction, HTTPGet *core.HTTPGetAction, TCPSocket *core.TCPSocketAction, Sleep *core.SleepAction',
  'core.LocalObjectReference': 'Name string',
  'core.LocalVolumeSource': 'Path string, FSType *string',
  'core.NFSVolumeSource': 'Server string, Path string, ReadOnly bool',
  'core.NodeAffinity':
    'RequiredDuringSchedulingIgnoredDuringExecution *core.NodeSelector, ' +
    'PreferredDuringSchedulingIgnoredDuringExecution []core.PreferredSchedulingTerm',
  'core.NodeSelector': 'NodeSelectorTerms []core.NodeSelectorTerm',
  'core.NodeSelectorRequirement': 'Key string, Operator string, Values []string',
  'core.NodeSelectorTerm':
    'MatchExpressions []core.NodeSelectorRequirement, MatchFields []core.NodeSelectorRequirement',
  'core.ObjectFieldSelector': 'APIVersion string, FieldPath string',
  'core.PersistentVolumeClaimSpec':
    'AccessModes []core.PersistentVolumeAccessMode, Selector *v1.LabelSelector, ' +
    'Resources core.VolumeResourceRequirements, VolumeName string, StorageClassName *string, ' +
    'VolumeMode *core.PersistentVolumeMode, DataSource *core.TypedLocalObjectReference, ' +
    'DataSourceRef *core.TypedObjectReference, VolumeAttributesClassName *string',
  'core.PersistentVolumeClaimTemplate': 'ObjectMeta v1.ObjectMeta, Spec core.PersistentVolumeClaimSpec',
  'core.PersistentVolumeClaimVolumeSource': 'ClaimName string, ReadOnly bool',
  'core.PersistentVolumeSource': sources(persistentSources),
  'core.PodAffinity': affinity('PodAffinityTerm'),
  'core.PodAffinityTerm':
    'LabelSelector *v1.LabelSelector, Namespaces []string, TopologyKey string, ' +
    'NamespaceSelector *v1.LabelSelector, MatchLabelKeys []string, MismatchLabelKeys []string',
  'core.PodAntiAffinity': affinity('PodAffinityTerm'),
  'core.PodDNSConfig': 'Nameservers []string, Searches []string, Options []core.PodDNSConfigOption',
  'core.PodDNSConfigOption': 'Name string, Value *string',
  'core.PodOS': 'Name string',
  'core.PodReadinessGate': 'ConditionType string',
  'core.PodResourceClaim': 'Name string, ResourceClaimName *string, ResourceClaimTemplateName *string',
  'core.PodSchedulingGate': 'Name string',
  'core.PodSecurityContext':
    'HostNetwork bool, HostPID bool, HostIPC bool, ShareProcessNamespace *bool, HostUsers *bool, ' +
    'SELinuxOptions *core.SELinuxOptions, WindowsOptions *core.WindowsSecurityContextOptions, RunAsUser *int64, ' +
    'RunAsGroup *int64, RunAsNonRoot *bool, SupplementalGroups []int64, ' +
    'SupplementalGroupsPolicy *core.SupplementalGroupsPolicy, FSGroup *int64, ' +
    'FSGroupChangePolicy *core.PodFSGroupChangePolicy, Sysctls []core.Sysctl, ' +
    'SeccompProfile *core.SeccompProfile, AppArmorProfile *core.AppArmorProfile, ' +
    'SELinuxChangePolicy *core.PodSELinuxChangePolicy',
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
  'core.PreferredSchedulingTerm': 'Weight int32, Preference core.NodeSelectorTerm',
  'core.Probe':
    'ProbeHandler core.ProbeHandler, InitialDelaySeconds int32, TimeoutSeconds int32, PeriodSeconds int32, ' +
    'SuccessThreshold int32, FailureThreshold int32, TerminationGracePeriodSeconds *int64',
  'core.ProbeHandler':
    'Exec *core.ExecAction, HTTPGet *core.HTTPGetAction, TCPSocket *core.TCPSocketAction, GRPC *core.GRPCAction',
  'core.ProjectedVolumeSource': 'Sources []core.VolumeProjection, DefaultMode *int32',
  'core.ResourceClaim': 'Name string, Request string',
  'core.ResourceFieldSelector': 'ContainerName string, Resource string, Divisor resource.Quantity',
  'core.ResourceRequirements':
    'Limits core.ResourceList, Requests core.ResourceList, Claims []core.ResourceClaim',
  'core.SELinuxOptions': 'User string, Role string, Type string, Level string',
  'core.SeccompProfile': 'Type string, LocalhostProfile *string',
  'core.SecretEnvSource': 'LocalObjectReference core.LocalObjectReference, Optional *bool',
  'core.SecretKeySelector': 'LocalObjectReference core.LocalObjectReference, Key string, Optional *bool',
  'core.SecretProjection':
    'LocalObjectReference core.LocalObjectReference, Items []core.KeyToPath, Optional *bool',
  'core.SecretReference': 'Name string, Namespace string',
  'core.SecretVolumeSource': 'SecretName string, Items []core.KeyToPath, DefaultMode *int32, Optional *bool',
  'core.SecurityContext':
    'Capabilities *core.Capabilities, Privileged *bool, SELinuxOptions *core.SELinuxOptions, ' +
    'WindowsOptions *core.WindowsSecurityContextOptions, RunAsUser *int64, RunAsGroup *int64, RunAsNonRoot *bool, ' +
    'ReadOnlyRootFilesystem *bool, AllowPrivilegeEscalation *bool, ProcMount *core.ProcMountType, ' +
    'SeccompProfile *core.SeccompProfile, AppArmorProfile *core.AppArmorProfile',
  'core.ServiceAccountTokenProjection': 'Audience string, ExpirationSeconds int64, Path string',
  'core.SleepAction': 'Seconds int64',
  'core.Sysctl': 'Name string, Value string',
  'core.TCPSocketAction': 'Port intstr.IntOrString, Host string',
  'core.Toleration': 'Key string, Operator string, Value string, Effect string, TolerationSeconds *int64',
  'core.TopologySpreadConstraint':
    'MaxSkew int32, TopologyKey string, WhenUnsatisfiable string, LabelSelector *v1.LabelSelector, ' +
    'MinDomains *int32, NodeAffinityPolicy *core.NodeInclusionPolicy, NodeTaintsPolicy *core.NodeInclusionPolicy, ' +
    'MatchLabelKeys []string',
  'core.TypedLocalObjectReference': 'APIGroup *string, Kind string, Name string',
  'core.TypedObjectReference': 'APIGroup *string, Kind string, Name string, Namespace *string',
  'core.Volume': 'Name string, VolumeSource core.VolumeSource',
  'core.VolumeDevice': 'Name string, DevicePath string',
  'core.VolumeMount':
    'Name string, ReadOnly bool, RecursiveReadOnly *core.RecursiveReadOnlyMode, MountPath string, SubPath string, ' +
    'MountPropagation *core.MountPropagationMode, SubPathExpr string',
  'core.VolumeProjection':
    'Secret *core.SecretProjection, DownwardAPI *core.DownwardAPIProjection, ConfigMap *core.ConfigMapProjection, ' +
    'ServiceAccountToken *core.ServiceAccountTokenProjection, ' +
    'ClusterTrustBundle *core.ClusterTrustBundleProjection',
  'core.VolumeResourceRequirements': 'Limits core.ResourceList, Requests core.ResourceList',
  'core.VolumeSource': sources(volumeSources),
  'core.VsphereVirtualDiskVolumeSource':
    'VolumePath string, FSType string, StoragePolicyName string, StoragePolicyID string',
  'core.WeightedPodAffinityTerm': 'Weight int32, PodAffinityTerm core.PodAffinityTerm',
  'core.WindowsSecurityContextOptions':
    'GMSACredentialSpecName *string, GMSACredentialSpec *string, RunAsUserName *string, HostProcess *bool',
};
