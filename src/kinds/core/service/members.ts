// Which Pods stand behind a Service, with the ports that they really have: what both endpoint controllers publish.
// Source: kubernetes pkg/controller/endpoint, staging endpointslice.
import type { ServicePort } from '#types';
import type { Wake } from '../../../control/loop.ts';
import type { View } from '../../../control/view.ts';
import { isReady, isTerminal, type Pod } from '../pod/pod.ts';
import type { Service } from './service.ts';

export interface MemberPort {
  /** Empty for a port without a name, as an EndpointSlice says it. */
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly appProtocol?: string;
}

export interface Member {
  readonly pod: Pod;
  readonly ip: string;
  /** To be published as ready: it serves and stays, or the Service does not ask. */
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  /** The name under which the Service's domain knows the Pod, where it has one there. */
  readonly hostname?: string;
  readonly ports: readonly MemberPort[];
}

function portOf(
  pod: Pod,
  { name = '', port, protocol = 'TCP', appProtocol, targetPort = port }: ServicePort,
): MemberPort | undefined {
  const number =
    typeof targetPort === 'number'
      ? targetPort
      : pod.spec.containers
          .flatMap((container) => container.ports ?? [])
          .find((candidate) => candidate.name === targetPort && (candidate.protocol ?? 'TCP') === protocol)
          ?.containerPort;
  if (number === undefined) return undefined;
  return { name, port: number, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) };
}

/** In key order of the Pods. */
export function membersOf(service: Service, view: View): readonly Member[] {
  const selector = Object.entries(service.spec.selector ?? {});
  const [first] = selector;
  if (first === undefined) return [];
  const namespace = service.metadata.namespace ?? '';
  const found = view.list<Pod>('core/pods', { namespace, label: `${first[0]}=${first[1]}` });
  const members: Member[] = [];
  for (const pod of found) {
    const ip = pod.status?.podIP;
    if (ip === undefined || isTerminal(pod)) continue;
    if (!selector.every(([key, value]) => pod.metadata.labels?.[key] === value)) continue;
    const terminating = pod.metadata.deletionTimestamp !== undefined;
    const ports = (service.spec.ports ?? [])
      .map((port) => portOf(pod, port))
      .filter((port) => port !== undefined);
    const { hostname, subdomain } = pod.spec;
    const isNamed = hostname && subdomain === service.metadata.name;
    const serving = isReady(pod);
    const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating);
    members.push({ pod, ip, ready, serving, terminating, ...(isNamed ? { hostname } : {}), ports });
  }
  return members;
}

/** A Pod wakes the Services of its namespace when something that they publish of it changed. */
export const podWake: Wake = (before, after) => {
  const prev = before as Pod | undefined;
  const next = after as Pod | undefined;
  const same =
    prev !== undefined &&
    next !== undefined &&
    prev.status?.podIP === next.status?.podIP &&
    prev.metadata.labels === next.metadata.labels &&
    prev.metadata.deletionTimestamp === next.metadata.deletionTimestamp &&
    isReady(prev) === isReady(next) &&
    isTerminal(prev) === isTerminal(next);
  if (same || (next ?? prev)?.status?.podIP === undefined) return [];
  return [`*${(next ?? prev)?.metadata.namespace ?? ''}`];
};

export const targetOf = (pod: Pod) => ({
  kind: 'Pod',
  ...(pod.metadata.namespace === undefined ? {} : { namespace: pod.metadata.namespace }),
  name: pod.metadata.name,
  uid: pod.metadata.uid,
});

/** The time of the change that a controller's new version shows, for whoever measures how long that took. */
export const triggerAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time';

/**
 * The earliest of what led to a new version: Pods that came or became ready or unready, and the Service itself where nothing was
 * published of it. Undefined where only something went. Source: kubernetes staging endpointslice/util/trigger_time_tracker.go.
 * @param shownReady whether a Pod, by its uid, was shown as ready; undefined where it was not shown
 */
export function triggerTime(
  service: Service,
  members: readonly Member[],
  isFirst: boolean,
  shownReady: (uid: string) => boolean | undefined,
): string | undefined {
  let earliest = isFirst ? service.metadata.creationTimestamp : undefined;
  for (const { pod, serving } of members) {
    if (shownReady(pod.metadata.uid) === serving) continue;
    const at = pod.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime;
    if (at !== undefined && (earliest === undefined || at < earliest)) earliest = at;
  }
  return earliest;
}
