// Which size the metrics of an autoscaler ask for: the largest of what each asks for. Only resources can be measured: nobody serves
// the APIs of custom and of external metrics. Source: kubernetes pkg/controller/podautoscaler/horizontal.go.
import type { LabelSelector, MetricSpec, MetricStatus, MetricTarget } from '#types';
import { formatQuantity, milliQuantity, parseQuantity, quantityMilliValue } from '../../std/quantity.ts';
import type { HorizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import {
  byAverage,
  byUtilization,
  NoNumber,
  type Aim,
  type Answer,
  type Measured,
} from './replica-calculator.ts';
import type { Report } from './status.ts';

export interface Setting {
  readonly pods: readonly Measured[];
  readonly replicas: number;
  readonly now: number;
}

/** A metric that cannot be had. */
interface Failure {
  readonly reason: string;
  /** As the event and the condition tell it. */
  readonly message: string;
  /** As the sum of all failures tells it. */
  readonly summary: string;
}

interface Proposal {
  readonly replicas: number;
  readonly name: string;
  readonly status: MetricStatus;
}

export interface Computed {
  /** Undefined where nothing can be done. */
  readonly replicas: number | undefined;
  /** Of the metric that asks for most. */
  readonly name: string;
  readonly statuses: readonly MetricStatus[];
  readonly error: string;
}

function computeResource(target: MetricTarget, aim: Aim, { pods, replicas, now }: Setting): Answer {
  const { averageValue, averageUtilization } = target;
  const failed = (what: string, work: () => Answer): Answer => {
    try {
      return work();
    } catch (error) {
      if (error instanceof NoNumber)
        throw new NoNumber(`failed to get ${aim.resource} ${what}: ${error.message}`);
      throw error;
    }
  };
  if (averageValue !== undefined) {
    const quantity = parseQuantity(averageValue);
    const milli = quantity === undefined ? 0 : quantityMilliValue(quantity);
    return failed('usage', () => byAverage(pods, aim, milli, replicas, now));
  }
  if (averageUtilization === undefined)
    throw new NoNumber(
      'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set',
    );
  return failed('utilization', () => byUtilization(pods, aim, averageUtilization, replicas, now));
}

function proposalOf(
  { type, resource, containerResource }: MetricSpec,
  setting: Setting,
): Proposal | undefined {
  const said = resource ?? containerResource;
  if (said === undefined) return undefined;
  const container = containerResource?.container ?? '';
  const answer = computeResource(said.target, { resource: said.name, container }, setting);
  const { replicas, utilization, averageMilli } = answer;
  const current = {
    ...(utilization === undefined ? {} : { averageUtilization: utilization }),
    averageValue: formatQuantity(milliQuantity(averageMilli)),
  };
  const { name } = said;
  const status: MetricStatus =
    containerResource === undefined
      ? { type, resource: { name, current } }
      : { type, containerResource: { name, container, current } };
  const what = containerResource === undefined ? '' : ' container';
  const words =
    utilization === undefined
      ? `${name} resource`
      : `${name}${what} resource utilization (percentage of request)`;
  return { replicas, name: words, status };
}

/** A label selector as Go prints one. */
function selectorText(selector: LabelSelector | undefined): string {
  if (selector === undefined) return 'nil';
  const labels = Object.entries(selector.matchLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  );
  return (
    `&LabelSelector{MatchLabels:map[string]string{${labels.map(([key, value]) => `${key}: ${value},`).join('')}},` +
    `MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`
  );
}

const noCustom =
  'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';

/** Why a metric of another kind than a resource cannot be had. */
function failureOf({ type, pods, object, external }: MetricSpec, namespace: string): Failure {
  if (pods !== undefined) {
    const message = `unable to get metric ${pods.metric.name}: ${noCustom}`;
    return { reason: 'FailedGetPodsMetric', message, summary: `failed to get pods metric value: ${message}` };
  }
  if (object !== undefined) {
    const { describedObject, metric, target } = object;
    const message = `unable to get metric ${metric.name}: ${describedObject.kind} on ${namespace} ${describedObject.name}/${noCustom}`;
    const inner =
      target.type === 'AverageValue' ? `failed to get ${metric.name} object metric: ${message}` : message;
    return {
      reason: 'FailedGetObjectMetric',
      message,
      summary: `failed to get object metric value: ${inner}`,
    };
  }
  if (external !== undefined) {
    const { metric, target } = external;
    const message =
      `unable to get external metric ${namespace}/${metric.name}/${selectorText(metric.selector)}: ` +
      'unable to fetch metrics from external metrics API: the server could not find the requested resource ' +
      `(get ${metric.name}.external.metrics.k8s.io)`;
    const inner =
      target.averageValue === undefined
        ? `failed to get external metric ${metric.name}: ${message}`
        : `failed to get ${metric.name} external metric: ${message}`;
    return {
      reason: 'FailedGetExternalMetric',
      message,
      summary: `failed to get ${metric.name} external metric value: ${inner}`,
    };
  }
  const message = `unknown metric source type ${JSON.stringify(type)}`;
  return { reason: 'InvalidMetricSourceType', message, summary: message };
}

function compute(metric: MetricSpec, setting: Setting, namespace: string): Proposal | Failure {
  const { resource, containerResource } = metric;
  try {
    return proposalOf(metric, setting) ?? failureOf(metric, namespace);
  } catch (error) {
    if (!(error instanceof NoNumber)) throw error;
    const { message } = error;
    const whole = `failed to get ${resource?.name ?? ''} resource metric value: ${message}`;
    return containerResource === undefined
      ? { reason: 'FailedGetResourceMetric', message, summary: whole }
      : {
          reason: 'FailedGetContainerResourceMetric',
          message,
          summary: `failed to get ${containerResource.container} container metric value: ${message}`,
        };
  }
}

const unmeasured: MetricStatus = { type: '' };

export function computeReplicas(
  { spec, metadata }: HorizontalPodAutoscaler,
  setting: Setting,
  report: Report,
): Computed {
  const metrics = spec.metrics ?? [];
  const failures: Failure[] = [];
  let best: Proposal | undefined;
  const statuses = metrics.map((metric) => {
    const made = compute(metric, setting, metadata.namespace ?? '');
    if ('reason' in made) {
      report.note('Warning', made.reason, made.message);
      failures.push(made);
      return unmeasured;
    }
    if (best === undefined || best.replicas === 0 || made.replicas > best.replicas) best = made;
    return made.status;
  });
  const [first] = failures;
  const error =
    first === undefined
      ? ''
      : `invalid metrics (${failures.length} invalid out of ${metrics.length}), first error is: ${first.summary}`;
  const { replicas = 0, name = '' } = (best as Proposal | undefined) ?? {};
  const isLost = failures.length >= metrics.length || (failures.length > 0 && replicas < setting.replicas);
  if (isLost && first !== undefined) {
    const why = `the HPA was unable to compute the replica count: ${first.message}`;
    report.condition('ScalingActive', false, first.reason, why);
    return { replicas: undefined, name: '', statuses, error };
  }
  const found = `the HPA was able to successfully calculate a replica count from ${name}`;
  report.condition('ScalingActive', true, 'ValidMetricFound', found);
  return { replicas, name, statuses, error };
}
