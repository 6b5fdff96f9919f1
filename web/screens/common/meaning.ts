/**
 * What an event means for whoever waits: whether it passes by itself, and what has to happen first. By the reason, and where one reason
 * is given for several things, by its message. Events that only tell what was done mean nothing more.
 */
export interface Meaning {
  /** Transient: it goes on by itself. Blocking: nothing goes on before somebody does something. */
  readonly kind: 'Transient' | 'Blocking';
  /** `the image to be fetched`. */
  readonly waitsFor: string;
}

type Row = readonly [reason: string, message: RegExp | undefined, kind: Meaning['kind'], waitsFor: string];

const rows: readonly Row[] = [
  // Placement.
  [
    'FailedScheduling',
    /didn't match Pod's node affinity/,
    'Blocking',
    'a node with the labels that the Pod selects, or another selector',
  ],
  [
    'FailedScheduling',
    /untolerated taint/,
    'Blocking',
    'a toleration, a node without the taint, or room on the others',
  ],
  [
    'FailedScheduling',
    /were unschedulable/,
    'Blocking',
    'a node to be uncordoned or to leave maintenance mode',
  ],
  ['FailedScheduling', /persistentvolumeclaim ".*" not found/, 'Blocking', 'the claim to be created'],
  ['FailedScheduling', /unbound immediate PersistentVolumeClaims/, 'Transient', 'its claims to be bound'],
  [
    'FailedScheduling',
    /anti-affinity|affinity rules|topology spread/,
    'Blocking',
    'other Pods to move or the rule to be loosened',
  ],
  [
    'FailedScheduling',
    /[Ii]nsufficient|Too many pods/,
    'Blocking',
    'room: less asked for, other Pods gone, or another host',
  ],
  [
    'FailedScheduling',
    undefined,
    'Blocking',
    'a node that fits: its Placement tab says what would have to change',
  ],
  ['SchedulingGated', undefined, 'Blocking', 'whoever put the gate on the Pod to take it off'],
  ['Preempted', undefined, 'Transient', 'its controller to make another'],
  ['WaitForFirstConsumer', undefined, 'Transient', 'a Pod that uses the claim'],
  ['WaitForPodScheduled', undefined, 'Transient', 'the Pod that uses the claim to be placed'],
  // Images and containers.
  ['InspectFailed', undefined, 'Blocking', 'an image name that is one'],
  ['InvalidImageName', undefined, 'Blocking', 'an image name that is one'],
  ['ErrImageNeverPull', undefined, 'Blocking', 'another pull policy, or the image to be there'],
  ['Failed', /ErrImageNeverPull/, 'Blocking', 'another pull policy, or the image to be there'],
  [
    'Failed',
    /pull|image/i,
    'Blocking',
    'an image that the registry has, by the right name and with the right secret',
  ],
  ['Failed', /not found/, 'Blocking', 'the ConfigMap, the Secret or the key that the container names'],
  ['Failed', undefined, 'Blocking', 'another command or another image'],
  [
    'BackOff',
    /pulling image/,
    'Blocking',
    'an image that the registry has; it is tried again ever more slowly',
  ],
  ['BackOff', /restarting failed/, 'Blocking', 'a program that does not end; its log says why it did'],
  ['Pulling', undefined, 'Transient', 'the image to be fetched'],
  ['Unhealthy', /Startup|Readiness/, 'Transient', 'the container to answer its probe'],
  ['Unhealthy', undefined, 'Transient', 'the container to be restarted'],
  ['Killing', undefined, 'Transient', 'the container to end within its grace'],
  ['FailedRealizeNSXResource', undefined, 'Blocking', 'a free address of the namespace’s network'],
  ['InsufficientAddresses', undefined, 'Blocking', 'a free address in the pool, or a larger pool'],
  // Volumes.
  ['FailedMount', /not found/, 'Blocking', 'the ConfigMap, the Secret or the key that the volume names'],
  ['FailedMount', undefined, 'Transient', 'its volumes'],
  [
    'FailedAttachVolume',
    /Multi-Attach/,
    'Transient',
    'the volume to be detached from the node where it is used',
  ],
  ['ExternalProvisioning', undefined, 'Transient', 'the driver to make the volume'],
  ['Provisioning', undefined, 'Transient', 'the driver to make the volume'],
  ['ProvisioningFailed', /not found/, 'Blocking', 'the storage class to be there'],
  ['ProvisioningFailed', /file volume/, 'Blocking', 'another access mode: ReadWriteOnce'],
  ['ProvisioningFailed', /disk space/, 'Blocking', 'room on a datastore that the policy allows'],
  ['ProvisioningFailed', undefined, 'Blocking', 'a storage policy and a driver that can'],
  ['FailedBinding', /no storage class is set/, 'Blocking', 'a volume that fits, or a storage class'],
  ['FailedBinding', undefined, 'Blocking', 'a volume that is free'],
  ['VolumeMismatch', undefined, 'Blocking', 'a claim that the volume fits'],
  ['ExternalExpanding', undefined, 'Transient', 'the driver to grow the volume'],
  ['Resizing', undefined, 'Transient', 'the driver to grow the volume'],
  ['FileSystemResizeRequired', undefined, 'Transient', 'a Pod that has the volume, to grow its file system'],
  ['VolumeResizeFailed', undefined, 'Blocking', 'room on the datastore of its disk'],
  ['VolumeFailedDelete', /still attached/, 'Transient', 'the volume to be detached'],
  // Controllers.
  [
    'FailedCreate',
    /exceeded quota/,
    'Blocking',
    'room in the quota: less asked for, something gone, or a higher limit',
  ],
  ['FailedCreate', /serviceaccount ".*" not found/, 'Blocking', 'the service account to be created'],
  ['FailedCreate', undefined, 'Blocking', 'a template that is accepted'],
  ['FailedGetScale', undefined, 'Blocking', 'the object that it scales'],
  ['FailedGetResourceMetric', undefined, 'Transient', 'Pods that are ready and requests to compare with'],
  ['FailedComputeMetricsReplicas', undefined, 'Transient', 'metrics of its Pods'],
  ['DeadlineExceeded', undefined, 'Blocking', 'the Job to be made anew: its time is over'],
  ['BackoffLimitExceeded', undefined, 'Blocking', 'the Job to be made anew: it failed too often'],
  ['SyncLoadBalancerFailed', undefined, 'Blocking', 'a free address of the ingress range'],
  [
    'NodeNotReady',
    undefined,
    'Transient',
    'the node to answer, or its Pods to be evicted after five minutes',
  ],
  ['TaintManagerEviction', undefined, 'Transient', 'its controller to make another elsewhere'],
  ['Evicted', undefined, 'Transient', 'its controller to make another'],
  ['NoController', undefined, 'Blocking', 'a version of this sandbox that works on such objects'],
];

/** What an event means; undefined where it only tells what was done. */
export function meaningOf(reason = '', message = ''): Meaning | undefined {
  const found = rows.find(
    ([of, pattern]) => of === reason && (pattern === undefined || pattern.test(message)),
  );
  if (found === undefined) return undefined;
  const [, , kind, waitsFor] = found;
  return { kind, waitsFor };
}

/** `Blocking: waits for room on a datastore that the policy allows`. */
export function meaningWords(reason?: string, message?: string): string {
  const meaning = meaningOf(reason, message);
  return meaning === undefined ? '' : `${meaning.kind}: waits for ${meaning.waitsFor}`;
}
