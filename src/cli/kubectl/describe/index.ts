// Which kind is described how.
import { describeAutoscaler } from './autoscaler.ts';
import { describeCronJob, describeJob } from './batch.ts';
import { describeBudget } from './budget.ts';
import { describeCertificateRequest } from './certificate.ts';
import { describePersistentVolumeClaim } from './claim.ts';
import { describePriorityClass, describeVolumeAttributesClass } from './classes.ts';
import { describeConfigMap, describeSecret, describeServiceAccount } from './data.ts';
import type { Describer } from './describer.ts';
import { describeGeneric } from './generic.ts';
import { describeNamespace } from './namespace.ts';
import {
  describeIngress,
  describeIngressClass,
  describeIpAddress,
  describeNetworkPolicy,
  describeServiceCidr,
} from './networking.ts';
import { describeNode } from './node.ts';
import { describePod } from './pod.ts';
import { describeLimitRange, describeQuota } from './quotas.ts';
import { describeDeployment, describeReplicaSet } from './replica-set.ts';
import { describeRole, describeRoleBinding } from './roles.ts';
import { describeEndpoints, describeEndpointSlice, describeService } from './service.ts';
import { describeDaemonSet, describeReplicationController, describeStatefulSet } from './sets.ts';
import { describeCsiNode, describePersistentVolume, describeStorageClass } from './storage.ts';

const describers: ReadonlyMap<string, Describer> = new Map([
  ['/ConfigMap', describeConfigMap],
  ['/Endpoints', describeEndpoints],
  ['/LimitRange', describeLimitRange],
  ['/Namespace', describeNamespace],
  ['/Node', describeNode],
  ['/PersistentVolume', describePersistentVolume],
  ['/PersistentVolumeClaim', describePersistentVolumeClaim],
  ['/Pod', describePod],
  ['/ReplicationController', describeReplicationController],
  ['/ResourceQuota', describeQuota],
  ['/Secret', describeSecret],
  ['/Service', describeService],
  ['/ServiceAccount', describeServiceAccount],
  ['apps/DaemonSet', describeDaemonSet],
  ['apps/Deployment', describeDeployment],
  ['apps/ReplicaSet', describeReplicaSet],
  ['apps/StatefulSet', describeStatefulSet],
  ['autoscaling/HorizontalPodAutoscaler', describeAutoscaler],
  ['batch/CronJob', describeCronJob],
  ['batch/Job', describeJob],
  ['certificates.k8s.io/CertificateSigningRequest', describeCertificateRequest],
  ['discovery.k8s.io/EndpointSlice', describeEndpointSlice],
  ['policy/PodDisruptionBudget', describeBudget],
  ['networking.k8s.io/IPAddress', describeIpAddress],
  ['networking.k8s.io/Ingress', describeIngress],
  ['networking.k8s.io/IngressClass', describeIngressClass],
  ['networking.k8s.io/NetworkPolicy', describeNetworkPolicy],
  ['networking.k8s.io/ServiceCIDR', describeServiceCidr],
  ['rbac.authorization.k8s.io/ClusterRole', describeRole],
  ['rbac.authorization.k8s.io/ClusterRoleBinding', describeRoleBinding],
  ['rbac.authorization.k8s.io/Role', describeRole],
  ['rbac.authorization.k8s.io/RoleBinding', describeRoleBinding],
  ['scheduling.k8s.io/PriorityClass', describePriorityClass],
  ['storage.k8s.io/CSINode', describeCsiNode],
  ['storage.k8s.io/StorageClass', describeStorageClass],
  ['storage.k8s.io/VolumeAttributesClass', describeVolumeAttributesClass],
]);

export function describerOf(group: string, kind: string): Describer {
  return describers.get(`${group}/${kind}`) ?? describeGeneric;
}
