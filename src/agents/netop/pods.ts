// Addresses of Pods on a distributed switch. Those of Supervisor Services have one of the primary workload network; the system's own, which run
// on the control plane's VMs, one that is known only there. Nobody else has Pods.
import { latency } from '../../control/latency.ts';
import { nobody, type Loop, type Outcome } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { awaitsAddress, heldAddress, withAddress } from '../../kinds/core/pod/address.ts';
import { pods, type Pod } from '../../kinds/core/pod/pod.ts';
import { controlPlaneVmsOf, machinesKind } from '../../kinds/vsphere/machine.ts';
import {
  fabricScope,
  isServiceNamespace,
  primaryNetworkOf,
  supervisorOf,
  supervisorsKind,
  type Supervisor,
} from '../../kinds/vsphere/supervisor.ts';
import { controlPlaneAddresses, defaultPodCidr } from '../../releases/control-plane-sizes.ts';
import { formatRange, freeOfRanges, type AddressRange } from '../../std/address-range.ts';
import { formatIpv4, parseCidr, sizeOf } from '../../std/ip.ts';
import { parseTime } from '../../std/time.ts';
import { keyOfObject } from '../../store/object.ts';

const podsKind = 'core/pods';

/** The control plane's own range, without its network and broadcast. */
function ownRanges(): readonly AddressRange[] {
  const cidr = parseCidr(defaultPodCidr);
  return cidr === undefined ? [] : [{ address: formatIpv4(cidr.base + 2), count: sizeOf(cidr) - 3 }];
}

interface Pool {
  readonly ranges: readonly AddressRange[];
  /** The first of them are kept for others. */
  readonly kept: number;
}

function poolOf(namespace: string, supervisor: Supervisor): Pool | undefined {
  if (!isServiceNamespace(namespace)) return { ranges: ownRanges(), kept: 0 };
  const network = primaryNetworkOf(supervisor);
  return network === undefined ? undefined : { ranges: network.addressRanges, kept: controlPlaneAddresses };
}

function takenIn(supervisor: Supervisor, view: View): ReadonlySet<string | undefined> {
  return new Set([
    ...view.list<Pod>(podsKind).map(heldAddress),
    ...controlPlaneVmsOf(supervisor, view.in(fabricScope)).map(({ spec }) => spec.workloadIp),
  ]);
}

function attach(pod: Pod, supervisor: Supervisor, view: View): Outcome | undefined {
  const pool = poolOf(pod.metadata.namespace ?? '', supervisor);
  if (pool === undefined) return undefined;
  const taken = takenIn(supervisor, view);
  const ip = freeOfRanges(pool.ranges, (address) => taken.has(address), pool.kept);
  if (ip !== undefined)
    return { writes: [{ verb: 'update', kind: pods, object: withAddress(pod, ip), why: 'its network' }] };
  const ranges = pool.ranges.map(formatRange).join(', ');
  const message = `Failed to attach the Pod to its network: no address of ${ranges} is free`;
  return {
    notes: [{ about: pod, type: 'Warning', reason: 'FailedAttachNetwork', message, component: 'netop' }],
  };
}

/** Where Pods have addresses of this loop: in the system's namespaces and those of Supervisor Services. */
function isOurs(pod: Pod | undefined): pod is Pod {
  const { namespace = '' } = pod?.metadata ?? {};
  return (
    namespace.startsWith('kube-') || namespace.startsWith('vmware-system-') || isServiceNamespace(namespace)
  );
}

export const netopPods: Loop = {
  name: 'netop-pods',
  observes: {
    [podsKind]: (prev, next, key) => {
      const [before, pod] = [prev, next] as readonly [Pod | undefined, Pod | undefined];
      if (!isOurs(pod ?? before)) return nobody;
      if (awaitsAddress(pod)) return awaitsAddress(before) ? nobody : [key];
      // An address came back.
      const held = heldAddress(before);
      return held !== undefined && held !== heldAddress(pod) ? ['*'] : nobody;
    },
    // Another range of its network.
    [supervisorsKind]: () => ['*'],
  },
  consults: [machinesKind],
  expand: (pattern, view) => view.list<Pod>(podsKind, { index: ['awaitsAddress', pattern] }).map(keyOfObject),
  run(key, view): Outcome | undefined {
    const supervisor = supervisorOf(view);
    if (supervisor?.spec.workloads.vsphere === undefined) return undefined;
    const pod = view.at<Pod>(podsKind, key);
    if (!awaitsAddress(pod)) return undefined;
    const since = parseTime(pod.status?.startTime ?? '') ?? view.now;
    const due = since + view.draw(pod.metadata.uid, 'network', latency.networkRealizedMs);
    return due > view.now ? { again: due - view.now } : attach(pod, supervisor, view);
  },
};
