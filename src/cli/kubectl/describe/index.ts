// Which kind is described how.
import { describeBudget } from './budget.ts';
import { describeCertificateRequest } from './certificate.ts';
import { describeConfigMap, describeSecret, describeServiceAccount } from './data.ts';
import type { Describer } from './describer.ts';
import { describeGeneric } from './generic.ts';
import { describeNamespace } from './namespace.ts';
import { describeNode } from './node.ts';
import { describePod } from './pod.ts';
import { describeDeployment, describeReplicaSet } from './replica-set.ts';
import { describeRole, describeRoleBinding } from './roles.ts';
import { describeEndpoints, describeEndpointSlice, describeService } from './service.ts';
import { describeDaemonSet, describeReplicationController, describeStatefulSet } from './sets.ts';

const describers: ReadonlyMap<string, Describer> = new Map([
  ['/ConfigMap', describeConfigMap],
  ['/Endpoints', describeEndpoints],
  ['/Namespace', describeNamespace],
  ['/Node', describeNode],
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
  ['rbac.authorization.k8s.io/ClusterRole', describeRole],
  ['rbac.authorization.k8s.io/ClusterRoleBinding', describeRoleBinding],
  ['rbac.authorization.k8s.io/Role', describeRole],
  ['rbac.authorization.k8s.io/RoleBinding', describeRoleBinding],
]);

export function describerOf(group: string, kind: string): Describer {
  return describers.get(`${group}/${kind}`) ?? describeGeneric;
}
