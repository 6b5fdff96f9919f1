// What a Pod asks for and may use, as integers: thousandths of a core and MiB, the larger of its init containers and the sum
// of the others. Source: kubernetes pkg/api/v1/resource; QoS classes: pkg/apis/core/v1/helper/qos.
import type { ResourceRequirements } from '#types';
import { parseQuantity, quantityMilliValue, quantityValue } from '../../../std/quantity.ts';

/** The part of a Pod's spec that resources are read from. */
interface Container {
  readonly resources?: Pick<ResourceRequirements, 'limits' | 'requests'>;
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

export interface PodResources {
  readonly cpuMilli: number;
  readonly memoryMiB: number;
}

const bytesPerMiB = 1024 * 1024;

function amount(container: Container, list: 'limits' | 'requests'): PodResources {
  const { cpu, memory } = container.resources?.[list] ?? {};
  const cpuQuantity = parseQuantity(cpu ?? '0');
  const memoryQuantity = parseQuantity(memory ?? '0');
  return {
    cpuMilli: cpuQuantity === undefined ? 0 : quantityMilliValue(cpuQuantity),
    memoryMiB: memoryQuantity === undefined ? 0 : Math.ceil(quantityValue(memoryQuantity) / bytesPerMiB),
  };
}

function total(spec: PodSpec, list: 'limits' | 'requests'): PodResources {
  let cpuMilli = 0;
  let memoryMiB = 0;
  for (const container of spec.containers) {
    const each = amount(container, list);
    cpuMilli += each.cpuMilli;
    memoryMiB += each.memoryMiB;
  }
  for (const container of spec.initContainers ?? []) {
    const each = amount(container, list);
    cpuMilli = Math.max(cpuMilli, each.cpuMilli);
    memoryMiB = Math.max(memoryMiB, each.memoryMiB);
  }
  return { cpuMilli, memoryMiB };
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
