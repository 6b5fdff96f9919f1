// Publishes a Service's members as one Endpoints object. Source: kubernetes pkg/controller/endpoint.
import type { EndpointAddress, EndpointSubset } from '#types';
import type { Controller } from '../../../control/controller.ts';
import { withStated } from '../../../control/stated.ts';
import { parseIpv4 } from '../../../std/ip.ts';
import { kindId } from '../../../store/kind.ts';
import { isDeleting } from '../../../store/object.ts';
import { endpoints, type Endpoints } from '../endpoints.ts';
import { membersOf, podWake, targetOf, triggerAnnotation, triggerTime, type Member } from './members.ts';
import { headless } from './check-addresses.ts';
import { services, type Service } from './service.ts';

const endpointsKind = kindId(endpoints);

/** More than this is cut off, as Kubernetes does, and says so. */
const addressesMax = 1000;
const capacityAnnotation = 'endpoints.kubernetes.io/over-capacity';

function subsetsOf(members: readonly Member[]): readonly EndpointSubset[] {
  const groups = new Map<string, Member[]>();
  for (const member of members.slice(0, addressesMax)) {
    const key = JSON.stringify(member.ports);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [member]);
    else group.push(member);
  }
  const subsets = [...groups.values()].map((group): EndpointSubset => {
    const sorted = [...group].sort((a, b) => (parseIpv4(a.ip) ?? 0) - (parseIpv4(b.ip) ?? 0));
    const address = ({ ip, pod, hostname }: Member): EndpointAddress => ({
      ip,
      ...(hostname === undefined ? {} : { hostname }),
      ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
      targetRef: targetOf(pod),
    });
    const ready = sorted.filter((member) => member.ready).map(address);
    const ports = (group[0]?.ports ?? []).map(({ name, ...port }) =>
      name === '' ? port : { name, ...port },
    );
    const notReady = sorted.filter((member) => !member.ready && !member.terminating).map(address);
    return {
      ...(ready.length === 0 ? {} : { addresses: ready }),
      ...(notReady.length === 0 ? {} : { notReadyAddresses: notReady }),
      ...(ports.length === 0 ? {} : { ports }),
    };
  });
  return subsets.filter((subset) => subset.addresses !== undefined || subset.notReadyAddresses !== undefined);
}

/** Which Pods are shown, and as what. */
function shownIn(subsets: readonly EndpointSubset[] = []): ReadonlyMap<string, boolean> {
  const shown = new Map<string, boolean>();
  for (const { addresses = [], notReadyAddresses = [] } of subsets) {
    for (const { targetRef } of addresses) shown.set(targetRef?.uid ?? '', true);
    for (const { targetRef } of notReadyAddresses) shown.set(targetRef?.uid ?? '', false);
  }
  return shown;
}

/** Nobody owns an Endpoints: what is made for a Service goes with it by the controller's own hand. */
export const endpointsController: Controller<Service> = {
  kind: services,
  name: 'endpoint-controller',
  owns: [],
  consults: [endpointsKind],
  observes: { 'core/pods': podWake },
  wakeMs: 100,
  reconcile(service, view) {
    if (service.spec.selector === undefined || service.spec.type === 'ExternalName') return undefined;
    const { name, namespace = '' } = service.metadata;
    const labels = {
      ...service.metadata.labels,
      'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
      ...(service.spec.clusterIP === headless ? { 'service.kubernetes.io/headless': '' } : {}),
    };
    const members = membersOf(service, view);
    const found = subsetsOf(members);
    const subsets = found.length === 0 ? undefined : found;
    const present = view.get<Endpoints>(endpointsKind, name, namespace);
    if (present !== undefined && withStated(present, { metadata: { labels }, subsets }) === present)
      return undefined;
    const shown = shownIn(present?.subsets);
    const annotations = {
      [triggerAnnotation]: triggerTime(service, members, present === undefined, (uid) => shown.get(uid)),
      [capacityAnnotation]: members.length > addressesMax ? 'truncated' : undefined,
    };
    const why = 'wanted';
    if (present === undefined) {
      const empty = { metadata: { name, namespace, labels }, subsets };
      const object = withStated(empty, { metadata: { annotations: withStated({}, annotations) } });
      return { writes: [{ verb: 'create', kind: endpoints, object, why }] };
    }
    const object = withStated(present, { metadata: { labels, annotations }, subsets });
    return { writes: [{ verb: 'update', kind: endpoints, object, why }] };
  },
  gone(key, view) {
    const object = view.at<Endpoints>(endpointsKind, key);
    if (object === undefined || isDeleting(object)) return [];
    return [{ verb: 'delete', kind: endpoints, object, why: 'its Service is gone' }];
  },
};
