// All kinds and their controllers. Adding a kind is its file, its line here, its tests.
import { definitions as kubernetesDefinitions } from '#schemas';
import { loopOf } from '../control/controller.ts';
import type { Loop } from '../control/loop.ts';
import { kindId, type Kind, type Plane } from '../store/kind.ts';
import type { StoredObject } from '../store/object.ts';
import type { Definitions } from '../store/schema/schema.ts';
import { policyStatusController } from './admissionregistration/policy-status.ts';
import {
  validatingAdmissionPolicies,
  validatingAdmissionPolicyBindings,
} from './admissionregistration/validating-admission-policies.ts';
import {
  mutatingWebhookConfigurations,
  validatingWebhookConfigurations,
} from './admissionregistration/webhook-configurations.ts';
import { apiServices } from './apiregistration/api-service.ts';
import { controllerRevisions } from './apps/controller-revision.ts';
import { daemonSetController } from './apps/daemon-set/controller.ts';
import { daemonSets } from './apps/daemon-set/daemon-set.ts';
import {
  customResourceDefinitionController,
  customResourceDefinitions,
} from './apiextensions/custom-resource-definition.ts';
import { deploymentController } from './apps/deployment/controller.ts';
import { deployments } from './apps/deployment/deployment.ts';
import { replicaSetController, replicaSets } from './apps/replica-set.ts';
import { statefulSetController } from './apps/stateful-set/controller.ts';
import { statefulSets } from './apps/stateful-set/stateful-set.ts';
import { selfSubjectReviews, tokenReviews } from './authentication/reviews.ts';
import {
  localSubjectAccessReviews,
  selfSubjectAccessReviews,
  selfSubjectRulesReviews,
  subjectAccessReviews,
} from './authorization/reviews.ts';
import { horizontalPodAutoscalerLoop } from './autoscaling/controller.ts';
import { horizontalPodAutoscalersV1 } from './autoscaling/horizontal-pod-autoscaler-v1.ts';
import { horizontalPodAutoscalers } from './autoscaling/horizontal-pod-autoscaler.ts';
import { cronJobController } from './batch/cron-job/controller.ts';
import { cronJobs } from './batch/cron-job/cron-job.ts';
import { jobController } from './batch/job/controller.ts';
import { jobs } from './batch/job/job.ts';
import { jobOrphanPods } from './batch/job/orphan-pods.ts';
import { timeToLive } from './batch/job/time-to-live.ts';
import { csrCleaner } from './certificates/cleaner.ts';
import { certificateSigningRequests } from './certificates/signing-request.ts';
import { leases } from './coordination/lease.ts';
import { bindings } from './core/binding.ts';
import { componentStatuses } from './core/component-status.ts';
import { configMaps } from './core/config-map.ts';
import { endpoints } from './core/endpoints.ts';
import { events } from './core/event.ts';
import { limitRanges } from './core/limit-range.ts';
import { namespaceController, namespaces } from './core/namespace.ts';
import { nodes } from './core/node.ts';
import { persistentVolumeClaims } from './core/persistent-volume-claim/persistent-volume-claim.ts';
import { persistentVolumes } from './core/persistent-volume/persistent-volume.ts';
import { podTemplates } from './core/pod-template.ts';
import { pods } from './core/pod/pod.ts';
import { replicationControllerController, replicationControllers } from './core/replication-controller.ts';
import { resourceQuotaController } from './core/quota/controller.ts';
import { resourceQuotas } from './core/quota/resource-quota.ts';
import { secrets } from './core/secret.ts';
import { serviceAccounts } from './core/service-account.ts';
import { endpointSliceController } from './core/service/endpoint-slice-controller.ts';
import { endpointSliceMirrorController } from './core/service/endpoint-slice-mirror.ts';
import { endpointsController } from './core/service/endpoints-controller.ts';
import { services } from './core/service/service.ts';
import { endpointSlices } from './discovery/endpoint-slice.ts';
import { newEvents } from './events/event.ts';
import type { FabricKind } from './fabric-kind.ts';
import { flowSchemas, priorityLevelConfigurations } from './flowcontrol/flow-control.ts';
import { leafSwitches } from './leaf/switch.ts';
import { loadBalancers } from './load-balancer/load-balancer.ts';
import { balancedServers } from './load-balancer/virtual-server.ts';
import { metricsDefinitions, nodeMetrics, podMetrics } from './metrics/metrics.ts';
import { ingressClasses } from './networking/ingress-class.ts';
import { ingresses } from './networking/ingress.ts';
import { ipAddresses } from './networking/ip-address.ts';
import { networkPolicies } from './networking/network-policy.ts';
import { serviceCidrController } from './networking/service-cidr-controller.ts';
import { serviceCidrs } from './networking/service-cidr.ts';
import { natRules } from './nsx/nat-rule.ts';
import { segments } from './nsx/segment.ts';
import { tier0s } from './nsx/tier0.ts';
import { tier1s } from './nsx/tier1.ts';
import { virtualServers } from './nsx/virtual-server.ts';
import { disruptionController } from './policy/disruption-controller.ts';
import { podDisruptionBudgets } from './policy/pod-disruption-budget.ts';
import { runtimeClasses } from './node/runtime-class.ts';
import { aggregation } from './rbac/aggregation.ts';
import { clusterRoleBindings, roleBindings } from './rbac/role-bindings.ts';
import { clusterRoles, roles } from './rbac/roles.ts';
import { priorityClasses, systemPriorityClasses } from './scheduling/priority-class.ts';
import { autoscalerMemories } from './sandbox/autoscaler-memory.ts';
import { simulations } from './sandbox/simulation.ts';
import { csiDrivers } from './storage/csi-driver.ts';
import { csiNodes } from './storage/csi-node.ts';
import { csiStorageCapacities } from './storage/csi-storage-capacity.ts';
import { storageClasses } from './storage/storage-class.ts';
import { volumeAttachments } from './storage/volume-attachment.ts';
import { alarms } from './vsphere/alarm.ts';
import { clusters } from './vsphere/cluster.ts';
import { datacenters } from './vsphere/datacenter.ts';
import { datastores } from './vsphere/datastore.ts';
import { zones } from './vsphere/zone.ts';
import { distributedSwitches } from './vsphere/distributed-switch.ts';
import { endedSessions } from './vsphere/ended-session.ts';
import { vcenterEvents } from './vsphere/event.ts';
import { firstClassDisks } from './vsphere/first-class-disk.ts';
import { folders } from './vsphere/folder.ts';
import { groups } from './vsphere/group.ts';
import { hosts } from './vsphere/host.ts';
import { imageDisks } from './vsphere/image-disk.ts';
import { datastoreFiles } from './vsphere/datastore-file.ts';
import { libraryItems } from './vsphere/library-item.ts';
import { librarySessions } from './vsphere/library-session.ts';
import { libraries } from './vsphere/library.ts';
import { namespaceTemplates } from './vsphere/namespace-template.ts';
import { vsphereNamespaces } from './vsphere/namespace.ts';
import { networks } from './vsphere/network.ts';
import { permissions } from './vsphere/permission.ts';
import { resourcePools } from './vsphere/resource-pool.ts';
import { roles as vcenterRoles } from './vsphere/role.ts';
import { storagePolicies } from './vsphere/storage-policy.ts';
import {
  clusterSupervisorServices,
  supervisorServices,
  supervisorServiceVersions,
} from './vsphere/supervisor-service.ts';
import { supervisors } from './vsphere/supervisor.ts';
import { tagCategories, tags } from './vsphere/tag.ts';
import { tasks } from './vsphere/task.ts';
import { users } from './vsphere/user.ts';
import { vcenters } from './vsphere/vcenter.ts';
import { virtualMachines } from './vsphere/virtual-machine.ts';
import { customFields } from './vsphere/custom-field.ts';
import { customizationSpecs } from './vsphere/customization.ts';
import { vmClasses } from './vsphere/vm-class.ts';

/** In the order in which discovery tells them. */
const kubernetesKinds: readonly Kind[] = [
  bindings,
  componentStatuses,
  configMaps,
  endpoints,
  events,
  limitRanges,
  namespaces,
  nodes,
  persistentVolumeClaims,
  persistentVolumes,
  pods,
  podTemplates,
  replicationControllers,
  resourceQuotas,
  secrets,
  serviceAccounts,
  services,
  mutatingWebhookConfigurations,
  validatingAdmissionPolicies,
  validatingAdmissionPolicyBindings,
  validatingWebhookConfigurations,
  customResourceDefinitions,
  apiServices,
  controllerRevisions,
  daemonSets,
  deployments,
  replicaSets,
  statefulSets,
  selfSubjectReviews,
  tokenReviews,
  localSubjectAccessReviews,
  selfSubjectAccessReviews,
  selfSubjectRulesReviews,
  subjectAccessReviews,
  horizontalPodAutoscalers,
  horizontalPodAutoscalersV1,
  cronJobs,
  jobs,
  certificateSigningRequests,
  leases,
  endpointSlices,
  newEvents,
  flowSchemas,
  priorityLevelConfigurations,
  ingressClasses,
  ingresses,
  ipAddresses,
  networkPolicies,
  serviceCidrs,
  runtimeClasses,
  podDisruptionBudgets,
  clusterRoleBindings,
  clusterRoles,
  roleBindings,
  roles,
  priorityClasses,
  csiDrivers,
  csiNodes,
  csiStorageCapacities,
  storageClasses,
  volumeAttachments,
  nodeMetrics,
  podMetrics,
];

const fabricKinds: readonly FabricKind<StoredObject>[] = [
  vcenters,
  datacenters,
  clusters,
  hosts,
  datastores,
  virtualMachines,
  imageDisks,
  firstClassDisks,
  storagePolicies,
  supervisors,
  supervisorServices,
  supervisorServiceVersions,
  clusterSupervisorServices,
  vsphereNamespaces,
  endedSessions,
  customFields,
  customizationSpecs,
  vmClasses,
  users,
  groups,
  vcenterRoles,
  permissions,
  vcenterEvents,
  alarms,
  libraries,
  datastoreFiles,
  libraryItems,
  librarySessions,
  namespaceTemplates,
  tasks,
  folders,
  resourcePools,
  networks,
  distributedSwitches,
  zones,
  tagCategories,
  tags,
  tier0s,
  tier1s,
  segments,
  natRules,
  virtualServers,
  loadBalancers,
  balancedServers,
  leafSwitches,
  simulations,
  autoscalerMemories,
];

const all: readonly Kind[] = [...kubernetesKinds, ...fabricKinds];

/** The kinds that a scope of the plane serves. */
export function kindsOf(plane: Plane): readonly Kind[] {
  return all.filter((kind) => kind.planes.includes(plane));
}

/** Every schema that a kind names. */
export const definitions: Definitions = {
  ...kubernetesDefinitions,
  ...metricsDefinitions,
  ...Object.fromEntries(fabricKinds.map((kind) => [kind.schema, kind.definition])),
};

/** What every API server makes for itself before anybody asks anything of it. */
export const ownObjects = Object.entries(systemPriorityClasses).map(([name, rest]) => ({
  kind: kindId(priorityClasses),
  object: { metadata: { name }, ...rest },
}));

/** The controllers of the kinds that a Supervisor or a guest cluster runs. */
export function kubernetesLoops(): readonly Loop[] {
  return [
    loopOf(namespaceController),
    loopOf(customResourceDefinitionController),
    resourceQuotaController(kubernetesKinds),
    loopOf(deploymentController),
    loopOf(replicaSetController),
    loopOf(replicationControllerController),
    loopOf(statefulSetController),
    loopOf(daemonSetController),
    loopOf(disruptionController),
    loopOf(policyStatusController),
    horizontalPodAutoscalerLoop(),
    loopOf(cronJobController),
    loopOf(jobController),
    jobOrphanPods,
    timeToLive,
    loopOf(csrCleaner),
    loopOf(serviceCidrController),
    loopOf(endpointsController),
    loopOf(endpointSliceController),
    loopOf(endpointSliceMirrorController),
    aggregation,
  ];
}
