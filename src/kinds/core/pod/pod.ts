// Pod: on a Supervisor a vSphere Pod, which is a VM to its host. What runs it is the Spherelet's work (agents/spherelet),
// where it runs the scheduler's and DRS's.
import type { Pod as PodType, PodCondition, PodSpec } from '#types';
import { dropDisabled } from './disabled.ts';
import { settleAppArmor } from './app-armor.ts';
import { copy, type Draft } from '../../../std/draft.ts';
import { isDns1123Subdomain } from '../../../std/names.ts';
import { controllerOf, type Stored } from '../../../store/object.ts';
import { kubernetesKind, proxySubresource, statusSubresource } from '../../kubernetes-kind.ts';
import { askedBy } from './asking.ts';
import { claimNamesOf } from './claims.ts';
import { podColumns } from './columns.ts';
import { fillPod } from './defaults.ts';
import { checkEphemeral, checkEphemeralUpdate } from './ephemeral-containers.ts';
import { prepareScheduling } from './prepare-scheduling.ts';
import { checkResize, prepareResize } from './resize.ts';
import { qosOf } from './resources.ts';
import { checkPodUpdate } from './update.ts';
import { checkImages } from './check-containers.ts';
import { checkPodSpec } from './validate.ts';
import { checkPodAnnotations } from './check-annotations.ts';
import { checkPodStatus } from './validate-status.ts';
import { podWarnings } from './warnings.ts';

export type Pod = Stored<PodType>;

export function isTerminal(pod: Pod): boolean {
  return pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
}

export function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
}

/** The annotation that names the CRX of a vSphere Pod. */
export const vmMoidAnnotation = 'vmware-system-vm-moid';

/** True once the Pod is a VM on a host; control plane nodes run plain containers. */
export function isVspherePod(pod: Pod): boolean {
  return pod.metadata.annotations?.[vmMoidAnnotation] !== undefined;
}

/** A Supervisor ignores that a vSphere Pod wants its host's network: it is a machine of its own. */
export function isOnHostNetwork(pod: Pod): boolean {
  return pod.spec.hostNetwork === true && !isVspherePod(pod);
}

/** The Pod with the condition; when that changed last is kept where only its words did. */
export function withCondition(pod: Pod, condition: PodCondition): Pod {
  const before = pod.status?.conditions?.find(({ type }) => type === condition.type);
  const kept =
    before?.status === condition.status && before.lastTransitionTime !== undefined
      ? { ...condition, lastTransitionTime: before.lastTransitionTime }
      : condition;
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== condition.type);
  return { ...pod, status: { ...pod.status, conditions: [...others, kept] } };
}

/** Counts for its owner: neither ended nor on its way out. */
export function isActive(pod: Pod): boolean {
  return !isTerminal(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** Values of the index `unschedulable`: all Pods that no node took, and those of them whose rules speak of other Pods. */
export const everyUnschedulable = '*';
export const peersUnschedulable = '*peers';

function unschedulableAs({ spec, status }: Pod): readonly string[] {
  if (spec.nodeName) return [];
  const isRefused = status?.conditions?.some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable',
  );
  if (isRefused !== true) return [];
  const { affinity, topologySpreadConstraints } = spec;
  return affinity?.podAffinity !== undefined ||
    affinity?.podAntiAffinity !== undefined ||
    topologySpreadConstraints !== undefined
    ? [everyUnschedulable, peersUnschedulable]
    : [everyUnschedulable];
}

/** The first of its addresses is the one that it had when it could have one alone. */
function withAddresses<Status extends NonNullable<Draft<Pod>['status']>>(status: Status): Status {
  const { podIP, podIPs: [first] = [] } = status;
  if (podIP && first?.ip !== podIP) return { ...status, podIPs: [{ ip: podIP }] };
  return !podIP && first?.ip ? { ...status, podIP: first.ip } : status;
}

function ownerUid(pod: Pod): readonly string[] {
  const owner = controllerOf(pod);
  return owner === undefined ? [] : [owner.uid];
}

export const pods = kubernetesKind<Pod>({
  group: '',
  kind: 'Pod',
  plural: 'pods',
  short: ['po'],
  categories: ['all'],
  namespaced: true,
  generation: true,
  uncounted: ['nodeName'],
  subresources: [
    {
      name: 'attach',
      verbs: ['create', 'get'],
      type: { group: '', version: 'v1', kind: 'PodAttachOptions' },
    },
    { name: 'binding', verbs: ['create'], type: { group: '', version: 'v1', kind: 'Binding' } },
    { name: 'ephemeralcontainers', verbs: ['get', 'patch', 'update'] },
    { name: 'eviction', verbs: ['create'], type: { group: 'policy', version: 'v1', kind: 'Eviction' } },
    { name: 'exec', verbs: ['create', 'get'], type: { group: '', version: 'v1', kind: 'PodExecOptions' } },
    { name: 'log', verbs: ['get'] },
    {
      name: 'portforward',
      verbs: ['create', 'get'],
      type: { group: '', version: 'v1', kind: 'PodPortForwardOptions' },
    },
    proxySubresource('Pod'),
    { name: 'resize', verbs: ['get', 'patch', 'update'] },
    statusSubresource,
  ],
  nameCauses: isDns1123Subdomain,
  defaults(pod) {
    if (pod.spec !== undefined) fillPod(pod.spec);
    if (pod.status?.podIP || pod.status?.podIPs) pod.status = withAddresses(pod.status);
  },
  prepare(next, prev, context) {
    const { now, subresource } = context;
    dropDisabled(next.spec);
    // The gate PodObservedGenerationTracking is off in 1.33.
    if (subresource === 'status') delete next.status?.observedGeneration;
    if (subresource === 'ephemeralcontainers' && prev !== undefined) {
      const { ephemeralContainers } = next.spec ?? {};
      Object.assign(next, copy({ ...prev, metadata: undefined }), { metadata: next.metadata });
      if (ephemeralContainers !== undefined)
        next.spec = { ...next.spec, ephemeralContainers } as typeof next.spec;
      fillPod(next.spec as Draft<Pod>['spec']);
    }
    if (subresource === 'resize' && prev !== undefined) prepareResize(next as Draft<Pod>, prev);
    if (prev !== undefined) return;
    next.status = { ...next.status, phase: next.status?.phase ?? 'Pending' };
    if (next.spec?.containers !== undefined) next.status.qosClass = qosOf(next.spec);
    if (next.spec !== undefined) prepareScheduling(next as Draft<Pod>, now);
    if (next.spec?.containers !== undefined)
      settleAppArmor(next.metadata, next.spec as Draft<PodSpec>, (text) => context.warn(text));
  },
  validate(next, prev, causes) {
    if (next.spec === undefined) {
      causes.required('spec.containers');
      return;
    }
    checkPodAnnotations(next.metadata.annotations, next.spec, 'metadata.annotations', causes);
    checkPodSpec(next.spec, 'spec', causes);
    checkImages(next.spec, causes);
    if (next.spec.nodeName && next.spec.schedulingGates?.length)
      causes.forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared');
    if (prev !== undefined) checkPodUpdate(next.spec, prev.spec, causes);
    else if (next.spec.ephemeralContainers?.length)
      causes.forbidden('spec.ephemeralContainers', 'cannot be set on create');
  },
  validateStatus: checkPodStatus,
  validatePart(next, prev, subresource, causes) {
    if (subresource === 'resize') {
      checkPodSpec(next.spec, 'spec', causes);
      checkResize(next, prev, causes);
    }
    if (subresource !== 'ephemeralcontainers' || next.spec === undefined) return;
    checkEphemeral(next.spec, causes);
    checkEphemeralUpdate(next.spec, prev.spec, causes);
  },
  warnings: podWarnings,
  // Source: kubernetes pkg/registry/core/pod/strategy.go, CheckGracefulDelete.
  grace(pod, asked) {
    if (!pod.spec.nodeName || isTerminal(pod)) return 0;
    const grace = asked ?? pod.spec.terminationGracePeriodSeconds ?? 30;
    return grace < 0 ? 1 : grace;
  },
  returnsDeleted: true,
  fields: {
    'spec.nodeName': (pod) => pod.spec.nodeName ?? '',
    /** What clients of old called it. */
    'spec.host': (pod) => pod.spec.nodeName ?? '',
    'spec.restartPolicy': (pod) => pod.spec.restartPolicy ?? '',
    'spec.schedulerName': (pod) => pod.spec.schedulerName ?? '',
    'spec.serviceAccountName': (pod) => pod.spec.serviceAccountName ?? '',
    'spec.hostNetwork': (pod) => String(pod.spec.hostNetwork === true),
    'status.phase': (pod) => pod.status?.phase ?? '',
    'status.podIP': (pod) => pod.status?.podIP ?? '',
    'status.podIPs': (pod) => pod.status?.podIP ?? '',
    'status.nominatedNodeName': (pod) => pod.status?.nominatedNodeName ?? '',
  },
  indexes: {
    asks: askedBy,
    node: (pod) => [pod.spec.nodeName ?? ''],
    claim: (pod) => claimNamesOf(pod).map((name) => `${pod.metadata.namespace ?? ''}/${name}`),
    /** Pods that count for their controller, and those of them that are ready, by the controller's uid. */
    activeOf: (pod) => (isActive(pod) ? ownerUid(pod) : []),
    readyOf: (pod) => (isActive(pod) && isReady(pod) ? ownerUid(pod) : []),
    unschedulable: unschedulableAs,
    /** Pods with a node that still wait for an address: all, and by namespace. */
    awaitsAddress: (pod) =>
      pod.spec.nodeName && pod.status?.podIP === undefined && !isOnHostNetwork(pod) && !isTerminal(pod)
        ? ['*', `*${pod.metadata.namespace ?? ''}`]
        : [],
  },
  columns: podColumns,
});
