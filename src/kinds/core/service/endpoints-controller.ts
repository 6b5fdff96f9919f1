// Publishes a Service's members as one Endpoints object. Source: kubernetes pkg/controller/endpoint.
import type { EndpointAddress, EndpointSubset } from '#types';
import type { Child, Controller } from '../../../control/controller.ts';
import { parseIpv4 } from '../../../std/ip.ts';
import { endpoints } from '../endpoints.ts';
import { membersOf, podWake, targetOf, type Member } from './members.ts';
import { headless } from './check-addresses.ts';
import { services, type Service } from './service.ts';

/** More than this is cut off, as Kubernetes does. */
const addressesMax = 1000;

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

export const endpointsController: Controller<Service> = {
  kind: services,
  name: 'endpoint-controller',
  owns: [],
  consults: ['core/endpoints'],
  observes: { 'core/pods': podWake },
  wakeMs: 100,
  reconcile(service, view) {
    if (service.spec.selector === undefined || service.spec.type === 'ExternalName') return undefined;
    const labels = {
      ...service.metadata.labels,
      'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
      ...(service.spec.clusterIP === headless ? { 'service.kubernetes.io/headless': '' } : {}),
    };
    const subsets = subsetsOf(membersOf(service, view));
    const child = {
      kind: endpoints,
      object: {
        metadata: { name: service.metadata.name, labels },
        subsets: subsets.length === 0 ? undefined : subsets,
      },
    };
    return { children: [child as Child] };
  },
};
