// Shows in EndpointSlices what people write into the Endpoints of a Service without a selector: a slice for each set of ports and
// family of addresses, under the Endpoints' own labels. Source: kubernetes pkg/controller/endpointslicemirroring.
import { nobody } from '../../../control/loop.ts';
import type { EndpointAddress, EndpointSubset } from '#types';
import type { Child, Controller } from '../../../control/controller.ts';
import { generatedName, nameSuffix } from '../../../std/names.ts';
import { equal } from '../../../std/draft.ts';
import type { View } from '../../../control/view.ts';
import { keyOfObject } from '../../../store/object.ts';
import { endpointSlices, type EndpointSlice } from '../../discovery/endpoint-slice.ts';
import { endpoints, type Endpoints } from '../endpoints.ts';
import type { Service } from './service.ts';

/** So many addresses of a subset are shown, the ready ones first. */
const addressesMax = 1_000;

const managedBy = 'endpointslicemirroring-controller.k8s.io';
const leaderAnnotation = 'control-plane.alpha.kubernetes.io/leader';
const ownAnnotations = [
  'endpoints.kubernetes.io/last-change-trigger-time',
  'kubectl.kubernetes.io/last-applied-configuration',
];

/** Whether the Endpoints are somebody's own, and not what a controller or an election writes. */
function isMirrored({ metadata }: Endpoints, view: View): boolean {
  if (metadata.labels?.['endpointslice.kubernetes.io/skip-mirror'] === 'true') return false;
  if (metadata.annotations?.[leaderAnnotation] !== undefined) return false;
  const service = view.get<Service>('core/services', metadata.name, metadata.namespace);
  return service !== undefined && service.spec.selector === undefined;
}

const familyOf = (ip: string): string => (ip.includes(':') ? 'IPv6' : 'IPv4');

function endpointOf({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean) {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname === undefined || hostname === '' ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(targetRef === undefined ? {} : { targetRef }),
  };
}

type Port = NonNullable<EndpointSubset['ports']>[number];

interface Mirror {
  readonly addressType: string;
  readonly ports: readonly Port[];
  readonly endpoints: ReturnType<typeof endpointOf>[];
}

/** What is to be shown, subsets of the same ports together; and how many addresses are left out. */
function mirrorsOf(subsets: readonly EndpointSubset[]): {
  readonly mirrors: readonly Mirror[];
  readonly skipped: number;
} {
  const mirrors: Mirror[] = [];
  let skipped = 0;
  for (const { addresses = [], notReadyAddresses = [], ports: written = [] } of subsets) {
    const ports = written.map((port) => ({ ...port, name: port.name ?? '' }));
    const all = [
      ...addresses.map((address) => endpointOf(address, true)),
      ...notReadyAddresses.map((address) => endpointOf(address, false)),
    ];
    skipped += Math.max(0, all.length - addressesMax);
    for (const endpoint of all.slice(0, addressesMax)) {
      const addressType = familyOf(endpoint.addresses[0] ?? '');
      let mirror = mirrors.find((each) => each.addressType === addressType && equal(each.ports, ports));
      if (mirror === undefined) mirrors.push((mirror = { addressType, ports, endpoints: [] }));
      mirror.endpoints.push(endpoint);
    }
  }
  return { mirrors, skipped };
}

export const endpointSliceMirrorController: Controller<Endpoints> = {
  kind: endpoints,
  name: 'endpointslicemirroring-controller',
  owns: [endpointSlices],
  observes: {
    'core/services': (prev, next) => {
      const [before, after] = [prev, next] as readonly (Service | undefined)[];
      const had = before !== undefined && before.spec.selector === undefined;
      const has = after !== undefined && after.spec.selector === undefined;
      const service = after ?? before;
      return had === has || service === undefined ? nobody : [keyOfObject(service)];
    },
  },
  reconcile(object, view) {
    const { uid, name, labels, annotations } = object.metadata;
    const present = view.list<EndpointSlice>('discovery.k8s.io/endpointslices', { owner: uid });
    if (!isMirrored(object, view)) return present.length === 0 ? undefined : { children: [] };
    const { mirrors, skipped } = mirrorsOf(object.subsets ?? []);
    const kept = Object.entries(annotations ?? {}).filter(([key]) => !ownAnnotations.includes(key));
    const children = mirrors.map(({ addressType, ports, endpoints: shown }, index) => {
      const same = present.find((slice) => slice.addressType === addressType && equal(slice.ports, ports));
      const hash = view.roll(uid, `mirror ${view.revision} ${index}`, 0x1_0000_0000);
      return {
        kind: endpointSlices,
        object: {
          metadata: {
            name: same?.metadata.name ?? generatedName(`${name}-`, nameSuffix(hash)),
            generateName: `${name}-`,
            labels: {
              ...labels,
              'endpointslice.kubernetes.io/managed-by': managedBy,
              'kubernetes.io/service-name': name,
            },
            ...(kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) }),
          },
          addressType,
          endpoints: shown,
          ports,
        },
      };
    });
    const message =
      `A max of ${addressesMax} addresses can be mirrored to EndpointSlices per Endpoints subset. ` +
      `${skipped} addresses were skipped`;
    return {
      children: children as unknown as Child[],
      ...(skipped === 0
        ? {}
        : {
            notes: [{ about: object, type: 'Warning', reason: 'TooManyAddressesToMirror', message } as const],
          }),
    };
  },
};
