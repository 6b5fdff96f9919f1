// NSX Container Plugin, Pods: an address of the namespace's segments for each, a further block when they are full; a Pod
// that finds none waits with the reason. The only writer of a Pod's address.
import { latency } from '../../control/latency.ts';
import { nobody, type Ledger, type Loop, type Outcome, type Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { awaitsAddress, heldAddress, withAddress } from '../../kinds/core/pod/address.ts';
import { pods, type Pod } from '../../kinds/core/pod/pod.ts';
import type { Segment } from '../../kinds/nsx/segment.ts';
import { supervisorOf } from '../../kinds/vsphere/supervisor.ts';
import { roll, uuidFrom } from '../../std/hash.ts';
import { formatCidr, formatIpv4, parseIpv4, type Cidr } from '../../std/ip.ts';
import { parseTime } from '../../std/time.ts';
import { keyOfObject, type StoredObject } from '../../store/object.ts';
import type { KindName } from '../../store/view.ts';
import { blockOf, component, newSegment, segmentAt, segmentsKind } from './namespaces.ts';
import { podAddresses } from './pool.ts';

/** Addresses that Pods hold, as numbers: a fold over Pods. */
class AddressLedger implements Ledger {
  readonly kinds: readonly KindName[] = ['core/pods', segmentsKind];
  #held = new Map<number, number>();
  /** How many of a namespace's segments, from its first on, are known to be full; where less is known, more is looked at. */
  #full = new Map<string, number>();
  /** How many blocks of the pod CIDRs, from the first on, are known to be segments. */
  taken = 0;

  reset(): void {
    this.#held = new Map();
    this.#full = new Map();
    this.taken = 0;
  }

  fold(kind: KindName, prev: StoredObject | undefined, next: StoredObject | undefined): void {
    if (kind === segmentsKind) {
      if (next === undefined) this.taken = 0;
      return;
    }
    if (isAlike(prev as Pod | undefined, next as Pod | undefined)) return;
    const before = addressOf(prev as Pod | undefined);
    const after = addressOf(next as Pod | undefined);
    if (before === after) return;
    if (before !== undefined) {
      this.#count(before, -1);
      this.#full.delete(prev?.metadata.namespace ?? '');
    }
    if (after !== undefined) this.#count(after, 1);
  }

  full(namespace: string): number {
    return this.#full.get(namespace) ?? 0;
  }

  setFull(namespace: string, segments: number): void {
    this.#full.set(namespace, segments);
  }

  snapshot() {
    return [...this.#held]
      .sort(([a], [b]) => a - b)
      .map(([address, pods]) => [formatIpv4(address), pods] as const);
  }

  isFree(address: number): boolean {
    return !this.#held.has(address);
  }

  #count(address: number, change: number): void {
    const count = (this.#held.get(address) ?? 0) + change;
    if (count === 0) this.#held.delete(address);
    else this.#held.set(address, count);
  }
}

/** Mostly a new version says the same of its address, which then need not be read. */
function isAlike(prev: Pod | undefined, next: Pod | undefined): boolean {
  const [before, after] = [prev?.status, next?.status];
  return (
    before?.podIP === after?.podIP &&
    before?.phase === after?.phase &&
    (prev === undefined) === (next === undefined)
  );
}

function addressOf(pod: Pod | undefined): number | undefined {
  const held = heldAddress(pod);
  return held === undefined ? undefined : parseIpv4(held);
}

/** The lowest free address of a block, after network and gateway. */
function freeIn(block: Cidr, ledger: AddressLedger): number | undefined {
  const end = block.base + 2 + podAddresses(block);
  for (let address = block.base + 2; address < end; address++) if (ledger.isFree(address)) return address;
  return undefined;
}

function macOf(uid: string): string {
  const bytes = [0, 1, 2].map((index) => roll(0, 256, uid, `mac ${index}`).toString(16).padStart(2, '0'));
  return `04:50:56:${bytes.join(':')}`;
}

function attached(pod: Pod, address: number): Pod {
  const { uid } = pod.metadata;
  return {
    ...withAddress(pod, formatIpv4(address)),
    metadata: {
      ...pod.metadata,
      annotations: {
        ...pod.metadata.annotations,
        attachment_id: uuidFrom(0, uid, 'attachment'),
        mac: macOf(uid),
        vlan: 'None',
      },
    },
  };
}

function attach(pod: Pod, address: number, subnet: string, before: readonly Write[]): Outcome {
  const message = 'Successfully realized NSX resource for Pod';
  return {
    writes: [
      ...before,
      { verb: 'update', kind: pods, object: attached(pod, address), why: `address in ${subnet}` },
    ],
    notes: [{ about: pod, type: 'Normal', reason: 'SuccessfulRealizeNSXResource', message, component }],
  };
}

function exhausted(pod: Pod, view: View): Outcome {
  const cidrs = supervisorOf(view)?.spec.workloads.nsx?.podCidrs.join(', ') ?? '';
  const message =
    `Failed to realize NSX resource for Pod: the segments of namespace ${pod.metadata.namespace ?? ''} are full ` +
    `and pod CIDR ${cidrs} has no free block left`;
  return { notes: [{ about: pod, type: 'Warning', reason: 'FailedRealizeNSXResource', message, component }] };
}

export function createNcpPods(): Loop {
  const ledger = new AddressLedger();
  return {
    name: 'ncp-pods',
    ledger,
    observes: {
      'core/pods': (prev, next, key) => {
        const pod = next as Pod | undefined;
        if (awaitsAddress(pod)) return awaitsAddress(prev as Pod | undefined) ? nobody : [key];
        // An address came back: whoever waits for one may have it.
        const held = heldAddress(prev as Pod | undefined);
        return held !== undefined && held !== heldAddress(pod)
          ? [`*${prev?.metadata.namespace ?? ''}`]
          : nobody;
      },
      // A block that came back may go to any namespace; a namespace's first block is what its Pods wait for.
      [segmentsKind]: (prev, next) => {
        const { index, namespace } = ((next ?? prev) as Segment).spec;
        if (next === undefined) return ['*'];
        return prev === undefined && index === 0 ? [`*${namespace}`] : nobody;
      },
    },
    consults: ['vsphere.sandbox/supervisors', 'vsphere.sandbox/vcenters', 'core/namespaces'],
    expand: (pattern, view) =>
      view.list<Pod>('core/pods', { index: ['awaitsAddress', pattern] }).map(keyOfObject),
    run(key, view): Outcome | undefined {
      const pod = view.at<Pod>('core/pods', key);
      if (!awaitsAddress(pod)) return undefined;
      const { namespace = '' } = pod.metadata;
      const since = parseTime(pod.status?.startTime ?? '') ?? view.now;
      const due = since + view.draw(pod.metadata.uid, 'network', latency.networkRealizedMs);
      if (due > view.now) return { again: due - view.now };
      let index = ledger.full(namespace);
      for (; ; index++) {
        const segment = segmentAt(namespace, index, view);
        if (segment === undefined) break;
        const address = freeIn(blockOf(segment), ledger);
        if (address === undefined) continue;
        ledger.setFull(namespace, index);
        return attach(pod, address, segment.spec.subnet, []);
      }
      // The namespace's first block is the namespace's own matter.
      if (index === 0) return { again: latency.nsxRealizeMs[1] };
      const supervisor = supervisorOf(view);
      if (supervisor?.spec.workloads.nsx === undefined) return undefined;
      const made = newSegment(namespace, index, supervisor, view, ledger.taken);
      const address = made === undefined ? undefined : freeIn(made.block, ledger);
      if (made === undefined || address === undefined) return exhausted(pod, view);
      ledger.setFull(namespace, index);
      ledger.taken = made.place;
      return attach(pod, address, formatCidr(made.block), [made.write]);
    },
  };
}
