// What a Pod asks for and may use, as integers: thousandths of a core, MiB, and whole units of anything else. It is the larger of
// what its containers need together and what its init containers need one after another; sidecars stay and count in both.
// Source: kubernetes pkg/api/v1/resource; QoS classes: pkg/apis/core/v1/helper/qos.
import type { ResourceRequirements } from '#types';
import { bytesPerMiB } from '../../../std/mebibyte.ts';
import { parseQuantity, quantityMilliValue, quantityValue } from '../../../std/quantity.ts';

/** The part of a Pod's spec that resources are read from. */
interface Container {
  readonly resources?: Pick<ResourceRequirements, 'limits' | 'requests'>;
  readonly restartPolicy?: string;
}

type Quantities = Readonly<Record<string, string>>;

interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  /** What the Pod's runtime takes beside its containers. */
  readonly overhead?: Quantities;
}

export interface PodResources {
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  /** Ephemeral storage in bytes, huge pages, devices: what is asked of each by its name. */
  readonly others: ReadonlyMap<string, number>;
}

interface Sum {
  cpuMilli: number;
  memoryMiB: number;
  others: Map<string, number>;
}

const nothing: ReadonlyMap<string, number> = new Map();

/** An amount by the resource's own unit; what is no amount counts as none. */
function amountOf(name: string, text: string): number {
  const quantity = parseQuantity(text);
  if (quantity === undefined) return 0;
  if (name === 'cpu') return quantityMilliValue(quantity);
  const value = quantityValue(quantity);
  return name === 'memory' ? Math.ceil(value / bytesPerMiB) : value;
}

function amounts(quantities: Quantities | undefined): PodResources {
  let cpuMilli = 0;
  let memoryMiB = 0;
  let others: Map<string, number> | undefined;
  for (const [name, text] of Object.entries(quantities ?? {})) {
    const value = amountOf(name, text);
    if (name === 'cpu') cpuMilli = value;
    else if (name === 'memory') memoryMiB = value;
    else (others ??= new Map()).set(name, value);
  }
  return { cpuMilli, memoryMiB, others: others ?? nothing };
}

function add(sum: Sum, each: PodResources): void {
  sum.cpuMilli += each.cpuMilli;
  sum.memoryMiB += each.memoryMiB;
  for (const [name, value] of each.others) sum.others.set(name, (sum.others.get(name) ?? 0) + value);
}

function raise(sum: Sum, each: PodResources): void {
  sum.cpuMilli = Math.max(sum.cpuMilli, each.cpuMilli);
  sum.memoryMiB = Math.max(sum.memoryMiB, each.memoryMiB);
  for (const [name, value] of each.others) sum.others.set(name, Math.max(sum.others.get(name) ?? 0, value));
}

function total(spec: PodSpec, list: 'limits' | 'requests'): PodResources {
  const sum: Sum = { cpuMilli: 0, memoryMiB: 0, others: new Map() };
  for (const container of spec.containers) add(sum, amounts(container.resources?.[list]));
  if (spec.initContainers !== undefined) {
    const sidecars: Sum = { cpuMilli: 0, memoryMiB: 0, others: new Map() };
    const starting: Sum = { cpuMilli: 0, memoryMiB: 0, others: new Map() };
    for (const { resources, restartPolicy } of spec.initContainers) {
      const each = amounts(resources?.[list]);
      if (restartPolicy === 'Always') {
        add(sum, each);
        add(sidecars, each);
        raise(starting, sidecars);
      } else {
        const together: Sum = { ...sidecars, others: new Map(sidecars.others) };
        add(together, each);
        raise(starting, together);
      }
    }
    raise(sum, starting);
  }
  add(sum, amounts(spec.overhead));
  return sum.others.size === 0 ? { ...sum, others: nothing } : sum;
}

const known = new WeakMap<PodSpec, PodResources>();

/** Requests; kept by the spec's frozen identity, for loops ask often. */
export function requestsOf(spec: PodSpec): PodResources {
  const cached = known.get(spec);
  if (cached !== undefined) return cached;
  const requests = total(spec, 'requests');
  if (Object.isFrozen(spec)) known.set(spec, requests);
  return requests;
}

export function limitsOf(spec: PodSpec): PodResources {
  return total(spec, 'limits');
}

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

export function qosOf(spec: PodSpec): QosClass {
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  const named = ['cpu', 'memory'];
  const isNothing = (container: Container) =>
    named.every(
      (name) =>
        container.resources?.requests?.[name] === undefined &&
        container.resources?.limits?.[name] === undefined,
    );
  if (containers.every(isNothing)) return 'BestEffort';
  const isGuaranteed = (container: Container) =>
    named.every((name) => {
      const limit = container.resources?.limits?.[name];
      return limit !== undefined && (container.resources?.requests?.[name] ?? limit) === limit;
    });
  return containers.every(isGuaranteed) ? 'Guaranteed' : 'Burstable';
}
