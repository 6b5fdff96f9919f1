// The fields of the Go structs that refusals show, in the order in which they are declared, as `Name type`; a field's member
// of the wire is its name as Kubernetes spells it there. Source: kubernetes pkg/apis/*/types.go, apimachinery meta/v1.
import { podStructs } from './go-pod-structs.ts';

/** Go type to its fields. A type that is not here is a text, a number or a flag of its own name. */
export const structs: Readonly<Record<string, string>> = {
  ...podStructs,
  'apiextensions.CustomResourceColumnDefinition':
    'Name string, Type string, Format string, Description string, Priority int32, JSONPath string',
  'apiextensions.SelectableField': 'JSONPath string',
  'apiextensions.CustomResourceDefinitionVersion':
    'Name string, Served bool, Storage bool, Deprecated bool, DeprecationWarning *string, ' +
    'Schema *apiextensions.CustomResourceValidation, Subresources *apiextensions.CustomResourceSubresources, ' +
    'AdditionalPrinterColumns []apiextensions.CustomResourceColumnDefinition, ' +
    'SelectableFields []apiextensions.SelectableField',
  'apps.DeploymentStrategy': 'Type string, RollingUpdate *apps.RollingUpdateDeployment',
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
  'core.HostIP': 'IP string',
  'core.NodeAddress': 'Type string, Address string',
  'core.PodIP': 'IP string',
  'core.PodTemplateSpec': 'ObjectMeta v1.ObjectMeta, Spec core.PodSpec',
  'core.ScopeSelector': 'MatchExpressions []core.ScopedResourceSelectorRequirement',
  'core.ScopedResourceSelectorRequirement': 'ScopeName string, Operator string, Values []string',
  'core.ServicePort':
    'Name string, Protocol string, AppProtocol *string, Port int32, TargetPort intstr.IntOrString, NodePort int32',
  'core.Taint': 'Key string, Value string, Effect string, TimeAdded *v1.Time',
  'core.VolumeNodeAffinity': 'Required *core.NodeSelector',
  'networking.ParentReference': 'Group string, Resource string, Namespace string, Name string',
  'networking.ServiceCIDRSpec': 'CIDRs []string',
  'policy.PodDisruptionBudgetSpec':
    'MinAvailable *intstr.IntOrString, Selector *v1.LabelSelector, MaxUnavailable *intstr.IntOrString, ' +
    'UnhealthyPodEvictionPolicy *policy.UnhealthyPodEvictionPolicyType',
  'rbac.RoleRef': 'APIGroup string, Kind string, Name string',
  'storage.CSINodeDriver':
    'Name string, NodeID string, TopologyKeys []string, Allocatable *storage.VolumeNodeResources',
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
