// How many replicas a workload needs by what its Pods use. Pods that are not ready, or of which there are no metrics, are taken as
// whatever scales less. Source: kubernetes pkg/controller/podautoscaler/replica_calculator.go, metrics/{client,utilization}.go.
import { latency } from '../../control/latency.ts';
import { parseQuantity, quantityMilliValue } from '../../std/quantity.ts';
import { parseTime } from '../../std/time.ts';
import type { Pod } from '../core/pod/pod.ts';
import type { PodUsage } from '../metrics/usage.ts';

/** A change below this part is none. */
const tolerance = 0.1;

/** Why there is no number, in the controller's words. */
export class NoNumber extends Error {}

interface Sample {
  /** Thousandths of the resource's unit. */
  readonly value: number;
  readonly at: number;
  readonly windowMs: number;
}

export interface Measured {
  readonly pod: Pod;
  readonly usage: PodUsage | undefined;
}

export interface Aim {
  readonly resource: string;
  /** Empty for the whole Pod. */
  readonly container: string;
}

export interface Answer {
  readonly replicas: number;
  /** Thousandths of the resource's unit, on average. */
  readonly averageMilli: number;
  readonly utilization?: number;
}

function milliOf(resource: string, used: { readonly cpuNano: number; readonly memoryBytes: number }): number {
  return resource === 'cpu' ? Math.ceil(used.cpuNano / 1e6) : used.memoryBytes * 1_000;
}

/** What is measured of each Pod, by its name. */
function samplesOf(pods: readonly Measured[], { resource, container }: Aim): Map<string, Sample> {
  const seen = pods.filter(({ usage }) => usage !== undefined);
  if (seen.length === 0) throw new NoNumber('no metrics returned from resource metrics API');
  const samples = new Map<string, Sample>();
  if (resource !== 'cpu' && resource !== 'memory') return samples;
  for (const { pod, usage } of seen) {
    const { at, windowMs, containers } = usage as PodUsage;
    const { name, namespace } = pod.metadata;
    const counted = container === '' ? containers : containers.filter((each) => each.name === container);
    if (counted.length === 0) {
      const where = `container ${container} not present in metrics for pod ${namespace ?? ''}/${name}`;
      throw new NoNumber(`failed to get container metrics: ${where}`);
    }
    const value = counted.reduce((sum, used) => sum + milliOf(resource, used), 0);
    samples.set(name, { value, at, windowMs });
  }
  return samples;
}

/** Whether a Pod's use of the processor tells nothing yet. */
function isUnready({ status }: Pod, { at, windowMs }: Sample, now: number): boolean {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const startedAt = parseTime(status?.startTime ?? '');
  if (ready === undefined || startedAt === undefined) return true;
  const changedAt = parseTime(ready.lastTransitionTime ?? '') ?? 0;
  const isFalse = ready.status === 'False';
  return startedAt + latency.cpuInitializationMs > now
    ? isFalse || at < changedAt + windowMs
    : isFalse && startedAt + latency.initialReadinessMs > changedAt;
}

interface Groups {
  readonly readyCount: number;
  readonly unready: readonly string[];
  readonly missing: readonly string[];
}

/** Takes the samples of Pods that do not count out, and says of which Pods there is none. */
function group(
  pods: readonly Measured[],
  samples: Map<string, Sample>,
  resource: string,
  now: number,
): Groups {
  let readyCount = 0;
  const unready: string[] = [];
  const missing: string[] = [];
  for (const { pod } of pods) {
    const { name, deletionTimestamp } = pod.metadata;
    const phase = pod.status?.phase ?? 'Pending';
    const sample = samples.get(name);
    if (deletionTimestamp !== undefined || phase === 'Failed') samples.delete(name);
    else if (phase === 'Pending') unready.push(name);
    else if (sample === undefined) missing.push(name);
    else if (resource === 'cpu' && isUnready(pod, sample, now)) unready.push(name);
    else readyCount += 1;
  }
  for (const name of unready) samples.delete(name);
  return { readyCount, unready, missing };
}

/** Thousandths that each Pod asks for. */
function requestsOf(pods: readonly Measured[], { resource, container }: Aim): ReadonlyMap<string, number> {
  const requests = new Map<string, number>();
  for (const { pod } of pods) {
    const sidecars = (pod.spec.initContainers ?? []).filter(
      ({ restartPolicy }) => restartPolicy === 'Always',
    );
    let sum = 0;
    for (const { name, resources } of [...pod.spec.containers, ...sidecars]) {
      if (container !== '' && container !== name) continue;
      const quantity = parseQuantity(resources?.requests?.[resource] ?? '');
      if (quantity === undefined) {
        const where = `container ${name} of Pod ${pod.metadata.name}`;
        throw new NoNumber(`missing request for ${resource} in ${where}`);
      }
      sum += quantityMilliValue(quantity);
    }
    requests.set(pod.metadata.name, sum);
  }
  return requests;
}

interface Ratio {
  readonly ratio: number;
  readonly averageMilli: number;
  readonly utilization?: number;
}

type RatioOf = (values: ReadonlyMap<string, number>) => Ratio;

function utilizationOf(requests: ReadonlyMap<string, number>, target: number): RatioOf {
  return (values) => {
    let used = 0;
    let asked = 0;
    let count = 0;
    for (const [name, value] of values) {
      const request = requests.get(name);
      if (request === undefined) continue;
      used += value;
      asked += request;
      count += 1;
    }
    if (asked === 0) throw new NoNumber('no metrics returned matched known pods');
    const utilization = Math.trunc((used * 100) / asked);
    return { ratio: utilization / target, utilization, averageMilli: Math.trunc(used / count) };
  };
}

function averageOf(targetMilli: number): RatioOf {
  return (values) => {
    const used = [...values.values()].reduce((sum, value) => sum + value, 0);
    const averageMilli = Math.trunc(used / values.size);
    return { ratio: averageMilli / targetMilli, averageMilli };
  };
}

const isClose = (ratio: number): boolean => Math.abs(1 - ratio) <= tolerance;

interface Question {
  readonly samples: Map<string, Sample>;
  readonly groups: Groups;
  readonly current: number;
  readonly ratioOf: RatioOf;
  /** What a Pod without metrics counts as where fewer replicas would do. */
  readonly fallback: (name: string) => number;
}

function answer({ samples, groups, current, ratioOf, fallback }: Question): Answer {
  const { readyCount, unready, missing } = groups;
  const values = new Map([...samples].map(([name, { value }]) => [name, value]));
  const first = ratioOf(values);
  const { ratio, ...shown } = first;
  const stay: Answer = { replicas: current, ...shown };
  const countsUnready = unready.length > 0 && ratio > 1;
  if (!countsUnready && missing.length === 0)
    return isClose(ratio) ? stay : { replicas: Math.ceil(ratio * readyCount), ...shown };
  for (const name of missing) {
    if (ratio < 1) values.set(name, fallback(name));
    else if (ratio > 1) values.set(name, 0);
  }
  if (countsUnready) for (const name of unready) values.set(name, 0);
  const again = ratioOf(values).ratio;
  if (isClose(again) || (ratio < 1 && again > 1) || (ratio > 1 && again < 1)) return stay;
  const replicas = Math.ceil(again * values.size);
  if ((again < 1 && replicas > current) || (again > 1 && replicas < current)) return stay;
  return { replicas, ...shown };
}

const unable = (resource: string, why: string) =>
  new NoNumber(`unable to get metrics for resource ${resource}: ${why}`);

function questionOf(pods: readonly Measured[], aim: Aim, now: number) {
  let samples: Map<string, Sample>;
  try {
    samples = samplesOf(pods, aim);
  } catch (error) {
    throw error instanceof NoNumber ? unable(aim.resource, error.message) : error;
  }
  if (pods.length === 0) throw new NoNumber('no pods returned by selector while calculating replica count');
  const groups = group(pods, samples, aim.resource, now);
  if (samples.size === 0)
    throw new NoNumber('did not receive metrics for targeted pods (pods might be unready)');
  return { samples, groups };
}

/** By percent of what the Pods ask for. Throws a NoNumber. */
export function byUtilization(
  pods: readonly Measured[],
  aim: Aim,
  target: number,
  current: number,
  now: number,
): Answer {
  const { samples, groups } = questionOf(pods, aim, now);
  const requests = requestsOf(pods, aim);
  const fallback = (name: string): number =>
    Math.trunc(((requests.get(name) ?? 0) * Math.max(100, target)) / 100);
  return answer({ samples, groups, current, ratioOf: utilizationOf(requests, target), fallback });
}

/** By an amount, of each Pod on average. Throws a NoNumber. */
export function byAverage(
  pods: readonly Measured[],
  aim: Aim,
  targetMilli: number,
  current: number,
  now: number,
): Answer {
  const { samples, groups } = questionOf(pods, aim, now);
  return answer({ samples, groups, current, ratioOf: averageOf(targetMilli), fallback: () => targetMilli });
}
