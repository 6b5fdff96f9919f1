// What Kubernetes' own types are before anything is said of them: parts that are there by their Go type and fields that have to
// be. A create owns what it adds to this, and so never the parts themselves. Read from the types of k8s.io/api: structs held by
// value, and what is written although it is empty. Deliberately absent: kinds that are only requests.
import { freezeDeep } from '../../std/draft.ts';
import type { Members } from './value.ts';

// Kubernetes 1.33 writes null for the creation time that a template never has.
const noTime = { creationTimestamp: null };
const podTemplate = { metadata: noTime, spec: { containers: null } };

/** By definition, without its leading `io.k8s.api.`; beside these every object has its metadata. */
const parts: Readonly<Record<string, Members>> = freezeDeep({
  'admissionregistration.v1.MutatingAdmissionPolicy': { spec: {} },
  'admissionregistration.v1.MutatingAdmissionPolicyBinding': { spec: {} },
  'admissionregistration.v1.ValidatingAdmissionPolicy': { spec: {}, status: {} },
  'admissionregistration.v1.ValidatingAdmissionPolicyBinding': { spec: {} },
  'apps.v1.ControllerRevision': { data: null, revision: 0 },
  'apps.v1.DaemonSet': {
    spec: { selector: null, template: podTemplate, updateStrategy: {} },
    status: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  },
  'apps.v1.Deployment': { spec: { selector: null, template: podTemplate, strategy: {} }, status: {} },
  'apps.v1.ReplicaSet': { spec: { selector: null, template: podTemplate }, status: { replicas: 0 } },
  'apps.v1.StatefulSet': {
    spec: { selector: null, template: podTemplate, serviceName: '', updateStrategy: {} },
    status: { replicas: 0, availableReplicas: 0 },
  },
  'autoscaling.v1.HorizontalPodAutoscaler': {
    spec: { scaleTargetRef: { kind: '', name: '' }, maxReplicas: 0 },
    status: { currentReplicas: 0, desiredReplicas: 0 },
  },
  'autoscaling.v2.HorizontalPodAutoscaler': {
    spec: { scaleTargetRef: { kind: '', name: '' }, maxReplicas: 0 },
    status: { desiredReplicas: 0, currentMetrics: null },
  },
  'batch.v1.CronJob': {
    spec: { schedule: '', jobTemplate: { metadata: noTime, spec: { template: podTemplate } } },
    status: {},
  },
  'batch.v1.Job': { spec: { template: podTemplate }, status: {} },
  'certificates.v1.CertificateSigningRequest': { spec: { request: null, signerName: '' }, status: {} },
  'coordination.v1.Lease': { spec: {} },
  'core.v1.Event': {
    involvedObject: {},
    source: {},
    firstTimestamp: null,
    lastTimestamp: null,
    eventTime: null,
    reportingComponent: '',
    reportingInstance: '',
  },
  'core.v1.LimitRange': { spec: { limits: null } },
  'core.v1.Namespace': { spec: {}, status: {} },
  'core.v1.Node': {
    spec: {},
    status: {
      daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
      nodeInfo: {
        machineID: '',
        systemUUID: '',
        bootID: '',
        kernelVersion: '',
        osImage: '',
        containerRuntimeVersion: '',
        kubeletVersion: '',
        kubeProxyVersion: '',
        operatingSystem: '',
        architecture: '',
      },
    },
  },
  'core.v1.PersistentVolume': { spec: {}, status: {} },
  'core.v1.PersistentVolumeClaim': { spec: { resources: {} }, status: {} },
  'core.v1.Pod': { spec: { containers: null }, status: {} },
  'core.v1.PodTemplate': { template: podTemplate },
  'core.v1.ReplicationController': { spec: {}, status: { replicas: 0 } },
  'core.v1.ResourceQuota': { spec: {}, status: {} },
  'core.v1.Service': { spec: {}, status: { loadBalancer: {} } },
  'discovery.v1.EndpointSlice': { addressType: '', endpoints: null, ports: null },
  'events.v1.Event': {
    eventTime: null,
    regarding: {},
    deprecatedSource: {},
    deprecatedFirstTimestamp: null,
    deprecatedLastTimestamp: null,
  },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition': {
    spec: { group: '', names: { plural: '', kind: '' }, scope: '', versions: null },
    status: { conditions: null, acceptedNames: { plural: '', kind: '' }, storedVersions: null },
  },
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService': {
    spec: { groupPriorityMinimum: 0, versionPriority: 0 },
    status: {},
  },
  'flowcontrol.v1.FlowSchema': {
    spec: { priorityLevelConfiguration: { name: '' }, matchingPrecedence: 0 },
    status: {},
  },
  'flowcontrol.v1.PriorityLevelConfiguration': { spec: { type: '' }, status: {} },
  'networking.v1.IPAddress': { spec: {} },
  'networking.v1.Ingress': { spec: {}, status: { loadBalancer: {} } },
  'networking.v1.IngressClass': { spec: {} },
  'networking.v1.NetworkPolicy': { spec: { podSelector: {} } },
  'networking.v1.ServiceCIDR': { spec: {}, status: {} },
  'node.v1.RuntimeClass': { handler: '' },
  'policy.v1.PodDisruptionBudget': {
    spec: {},
    status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  },
  'rbac.v1.ClusterRole': { rules: null },
  'rbac.v1.ClusterRoleBinding': { roleRef: { apiGroup: '', kind: '', name: '' } },
  'rbac.v1.Role': { rules: null },
  'rbac.v1.RoleBinding': { roleRef: { apiGroup: '', kind: '', name: '' } },
  'scheduling.v1.PriorityClass': { value: 0 },
  'storage.v1.CSIDriver': { spec: {} },
  'storage.v1.CSINode': { spec: { drivers: null }, status: {} },
  'storage.v1.CSIStorageCapacity': { storageClassName: '' },
  'storage.v1.StorageClass': { provisioner: '' },
  'storage.v1.VolumeAttachment': {
    spec: { attacher: '', source: {}, nodeName: '' },
    status: { attached: false },
  },
  'storage.v1.VolumeAttributesClass': { driverName: '' },
});

const builtIn = /^io\.k8s\.(?:api\.)?/;

/** The empty object of the kind that the definition describes; that of a custom kind has nothing. */
export function emptyObject(definition: string): Members {
  if (!builtIn.test(definition)) return {};
  const name = definition.replace(/^io\.k8s\.api\./, '');
  return { metadata: {}, ...(Object.hasOwn(parts, name) ? parts[name] : {}) };
}
