// Which kind is described how.
import { describeBudget } from './budget.ts';
import { describeCertificateRequest } from './certificate.ts';
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
import { describeDeployment, describeReplicaSet } from './replica-set.ts';
import { describeRole, describeRoleBinding } from './roles.ts';
import { describeEndpoints, describeEndpointSlice, describeService } from './service.ts';
import { describeDaemonSet, describeReplicationController, describeStatefulSet } from './sets.ts';
import {
  describeCsiNode,
  describePersistentVolume,
  describePersistentVolumeClaim,
  describeStorageClass,
} from './storage.ts';

const describers: ReadonlyMap<string, Describer> = new Map([
  ['/ConfigMap', describeConfigMap],
  ['/Endpoints', describeEndpoints],
  ['/Namespace', describeNamespace],
  ['/Node', describeNode],
  ['/PersistentVolume', describePersistentVolume],
  ['/PersistentVolumeClaim', describePersistentVolumeClaim],
  ['/Pod', describePod],
  ['/ReplicationController', describeReplicationController],
  ['/Secret', describeSecret],
  ['/Service', describeService],
  ['/ServiceAccount', describeServiceAccount],
  ['apps/DaemonSet', describeDaemonSet],
  ['apps/Deployment', describeDeployment],
  ['apps/ReplicaSet', describeReplicaSet],
  ['apps/StatefulSet', describeStatefulSet],
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
  ['storage.k8s.io/CSINode', describeCsiNode],
  ['storage.k8s.io/StorageClass', describeStorageClass],
]);

export function describerOf(group: string, kind: string): Describer {
  return describers.get(`${group}/${kind}`) ?? describeGeneric;
}
