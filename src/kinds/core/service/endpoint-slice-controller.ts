// Publishes a Service's members in EndpointSlices of at most a hundred. An endpoint stays in the slice it is in, so that a
// change of one Pod rewrites one slice. Source: kubernetes pkg/controller/endpointslice, staging endpointslice/reconciler.
import type { Endpoint } from '#types';
import type { Child, Controller } from '../../../control/controller.ts';
import { latency } from '../../../control/latency.ts';
import { withStated } from '../../../control/stated.ts';
import { generatedName, nameSuffix } from '../../../std/names.ts';
import { equal } from '../../../std/draft.ts';
import { endpointSlices, type EndpointSlice } from '../../discovery/endpoint-slice.ts';
import {
  membersOf,
  podWake,
  targetOf,
  triggerAnnotation,
  triggerTime,
  type Member,
  type MemberPort,
} from './members.ts';
import { headless } from './check-addresses.ts';
import { services, type Service } from './service.ts';

const sliceMax = 100;

function endpointOf({ ip, pod, ready, serving, terminating, hostname }: Member): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready, serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    targetRef: targetOf(pod),
  };
}

interface Draft {
  readonly name: string;
  readonly ports: readonly MemberPort[];
  readonly endpoints: Endpoint[];
}

export const endpointSliceController: Controller<Service> = {
  kind: services,
  name: 'endpointslice-controller',
  owns: [endpointSlices],
  observes: { 'core/pods': podWake },
  wakeMs: 100,
  reconcile(service, view) {
    if (service.spec.selector === undefined || service.spec.type === 'ExternalName') return undefined;
    const { uid, name: serviceName } = service.metadata;
    const members = membersOf(service, view);
    const left = new Map(members.map((member) => [member.pod.metadata.uid, member]));
    const drafts: Draft[] = [];
    const present = view.list<EndpointSlice>('discovery.k8s.io/endpointslices', { owner: uid });
    for (const slice of present) {
      const ports = (slice.ports ?? []) as readonly MemberPort[];
      const kept: Endpoint[] = [];
      for (const endpoint of slice.endpoints ?? []) {
        const member = left.get(endpoint.targetRef?.uid ?? '');
        if (member === undefined || !equal(member.ports, ports)) continue;
        kept.push(endpointOf(member));
        left.delete(member.pod.metadata.uid);
      }
      drafts.push({ name: slice.metadata.name, ports, endpoints: kept });
    }
    for (const member of left.values()) {
      let draft = drafts.find(
        (candidate) => candidate.endpoints.length < sliceMax && equal(candidate.ports, member.ports),
      );
      // An empty slice takes on whatever ports come first.
      draft ??= adopt(drafts, member.ports);
      if (draft === undefined) {
        const hash = view.roll(uid, `slice ${view.revision} ${drafts.length}`, 0x1_0000_0000);
        draft = {
          name: generatedName(`${serviceName}-`, nameSuffix(hash)),
          ports: member.ports,
          endpoints: [],
        };
        drafts.push(draft);
      }
      draft.endpoints.push(endpointOf(member));
    }
    const filled = drafts.filter(({ endpoints }) => endpoints.length > 0);
    const hash = view.roll(uid, 'slice 0', 0x1_0000_0000);
    const first = drafts[0] ?? {
      name: generatedName(`${serviceName}-`, nameSuffix(hash)),
      ports: [],
      endpoints: [],
    };
    const labels = {
      ...service.metadata.labels,
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      'kubernetes.io/service-name': serviceName,
      ...(service.spec.clusterIP === headless ? { 'service.kubernetes.io/headless': '' } : {}),
    };
    const shown = new Map<string, boolean>();
    for (const { endpoints } of present)
      for (const { targetRef, conditions } of endpoints ?? [])
        shown.set(targetRef?.uid ?? '', conditions?.serving === true);
    const trigger = triggerTime(service, members, present.length === 0, (pod) => shown.get(pod));
    const children = (filled.length === 0 ? [first] : filled).map(({ name, ports, endpoints }) => {
      const stated = {
        metadata: { name, generateName: `${serviceName}-`, labels },
        addressType: 'IPv4',
        // Go writes a list of nothing as null.
        endpoints: endpoints.length === 0 ? undefined : endpoints,
        ports: ports.length === 0 ? undefined : ports,
      };
      const before = present.find(({ metadata }) => metadata.name === name);
      // What stays as it is keeps the time that it has.
      const isSame = before !== undefined && withStated(before, stated) === before;
      const annotations = isSame ? {} : { [triggerAnnotation]: trigger };
      const metadata = {
        ...stated.metadata,
        annotations: before ? annotations : withStated({}, annotations),
      };
      return { kind: endpointSlices, object: { ...stated, metadata } };
    });
    return { children: children as unknown as Child[] };
  },
  refused(service, { verb, object }, { message = '' }) {
    const { name, namespace } = service.metadata;
    const slice = verb === 'create' ? '' : `${object.metadata.name} `;
    const why = `failed to ${verb} ${slice}EndpointSlice for Service ${namespace}/${name}: ${message}`;
    return {
      notes: [
        {
          about: service,
          type: 'Warning',
          reason: 'FailedToUpdateEndpointSlices',
          message: `Error updating Endpoint Slices for Service ${namespace}/${name}: ${why}`,
        },
      ],
      again: latency.refusedRetryMs,
    };
  },
};

function adopt(drafts: Draft[], ports: readonly MemberPort[]): Draft | undefined {
  const place = drafts.findIndex(({ endpoints }) => endpoints.length === 0);
  const empty = drafts[place];
  if (empty === undefined) return undefined;
  const adopted = { ...empty, ports };
  drafts[place] = adopted;
  return adopted;
}
