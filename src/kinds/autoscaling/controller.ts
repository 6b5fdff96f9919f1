// Keeps a workload between the bounds of its HorizontalPodAutoscaler. No metrics API is served here, as in a cluster without a metrics
// server: the autoscaler says so in its conditions and events, and holds to its least and most alone.
// Source: kubernetes pkg/controller/podautoscaler/horizontal.go.
import type { HorizontalPodAutoscalerCondition, MetricSpec } from '#types';
import type { Controller, Reconciled } from '../../control/controller.ts';
import type { Note, Wake } from '../../control/loop.ts';
import { formatTime } from '../../std/time.ts';
import { kindId, qualified, type Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import { deployments } from '../apps/deployment/deployment.ts';
import { replicaSets } from '../apps/replica-set.ts';
import { statefulSets } from '../apps/stateful-set/stateful-set.ts';
import { horizontalPodAutoscalers, type HorizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';

/** What can be scaled. */
const targets: readonly Kind[] = [deployments, replicaSets, statefulSets];

type Scalable = StoredObject & {
  readonly spec: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number };
};

const wakeAll: Wake = (prev, next) => {
  const before = (prev as Scalable | undefined)?.spec.replicas;
  const after = (next as Scalable | undefined)?.spec.replicas;
  const seen =
    (prev as Scalable | undefined)?.status?.replicas === (next as Scalable | undefined)?.status?.replicas;
  const isSame = prev !== undefined && next !== undefined && before === after && seen;
  return isSame ? [] : [`*${(next ?? prev)?.metadata.namespace ?? ''}`];
};

type Said = Omit<HorizontalPodAutoscalerCondition, 'lastTransitionTime'>;

/** The conditions with these in place of those of their types. */
function withConditions(
  before: readonly HorizontalPodAutoscalerCondition[],
  said: readonly Said[],
  now: number,
): readonly HorizontalPodAutoscalerCondition[] {
  const result = [...before];
  for (const each of said) {
    const at = result.findIndex(({ type }) => type === each.type);
    const old = result[at];
    const time = old?.status === each.status ? old.lastTransitionTime : undefined;
    const next = { ...each, lastTransitionTime: time ?? formatTime(now) };
    if (at < 0) result.push(next);
    else result[at] = next;
  }
  return result;
}

const unserved = (resource: string, api: string): string =>
  `unable to fetch metrics from ${api} metrics API: the server could not find the requested resource (get ${resource})`;

interface Failure {
  readonly reason: string;
  readonly message: string;
  /** What kind of value could not be had, for the sum of all failures. */
  readonly subject: string;
}

/** Why a metric cannot be had where nobody serves it. */
function failureOf({ type, resource, containerResource, pods, external, object }: MetricSpec): Failure {
  const said = resource ?? containerResource;
  if (said !== undefined) {
    const name = said.name;
    const kind = said.target.averageUtilization === undefined ? '' : ' utilization';
    const why = `unable to get metrics for resource ${name}: ${unserved('pods.metrics.k8s.io', 'resource')}`;
    const message = `failed to get ${name}${kind}: ${why}`;
    const isWhole = resource !== undefined;
    return {
      reason: isWhole ? 'FailedGetResourceMetric' : 'FailedGetContainerResourceMetric',
      message,
      subject: `failed to get ${name} ${isWhole ? 'resource' : 'container'} metric value: ${message}`,
    };
  }
  if (pods !== undefined) {
    const message = `unable to get metric ${pods.metric.name}: ${unserved(`pods.custom.metrics.k8s.io`, 'custom')}`;
    return { reason: 'FailedGetPodsMetric', message, subject: `failed to get pods metric value: ${message}` };
  }
  if (object !== undefined) {
    const message = `unable to get metric ${object.metric.name}: ${unserved(`${object.describedObject.kind.toLowerCase()}s.custom.metrics.k8s.io`, 'custom')}`;
    return {
      reason: 'FailedGetObjectMetric',
      message,
      subject: `failed to get object metric value: ${message}`,
    };
  }
  if (external !== undefined) {
    const message = `unable to get external metric ${external.metric.name}: ${unserved(`${external.metric.name}.external.metrics.k8s.io`, 'external')}`;
    return {
      reason: 'FailedGetExternalMetric',
      message,
      subject: `failed to get ${external.metric.name} external metric value: ${message}`,
    };
  }
  const message = `unknown metric source type ${JSON.stringify(type)}`;
  return { reason: 'InvalidMetricSourceType', message, subject: message };
}

function bounded({ spec }: HorizontalPodAutoscaler, present: number): { size: number; reason: string } {
  const { minReplicas = 1, maxReplicas } = spec;
  if (present > maxReplicas)
    return { size: maxReplicas, reason: 'Current number of replicas above Spec.MaxReplicas' };
  if (present < minReplicas)
    return { size: minReplicas, reason: 'Current number of replicas below Spec.MinReplicas' };
  return { size: present, reason: '' };
}

const able = (status: string, reason: string, message: string): Said => ({
  type: 'AbleToScale',
  status,
  reason,
  message,
});

export const horizontalPodAutoscalerController: Controller<HorizontalPodAutoscaler> = {
  kind: horizontalPodAutoscalers,
  name: 'horizontal-pod-autoscaler',
  observes: Object.fromEntries(targets.map((kind) => [kindId(kind), wakeAll])),
  reconcile(autoscaler, view): Reconciled<HorizontalPodAutoscaler> {
    const { spec, status, metadata } = autoscaler;
    const note = (type: Note['type'], reason: string, message: string): Note => ({
      about: autoscaler,
      type,
      reason,
      message,
    });
    const before = status?.conditions ?? [];
    const kind = targets.find((each) => each.kind === spec.scaleTargetRef.kind);
    const target =
      kind === undefined
        ? undefined
        : view.get<Scalable>(kindId(kind), spec.scaleTargetRef.name, metadata.namespace);
    if (kind === undefined || target === undefined) {
      const { name, kind: wanted, apiVersion } = spec.scaleTargetRef;
      const why =
        kind === undefined
          ? `no matches for kind ${JSON.stringify(wanted)} in group ${JSON.stringify((apiVersion ?? '').split('/')[0] ?? '')}`
          : `${qualified(kind.group, kind.plural)} ${JSON.stringify(name)} not found`;
      const said = able(
        'False',
        'FailedGetScale',
        `the HPA controller was unable to get the target's current scale: ${why}`,
      );
      return {
        status: {
          ...status,
          currentMetrics: status?.currentMetrics ?? (null as never),
          desiredReplicas: 0,
          conditions: withConditions(before, [said], view.now),
        },
        notes: [note('Warning', 'FailedGetScale', why)],
      };
    }
    const present = target.spec.replicas ?? 1;
    const seen = target.status?.replicas ?? 0;
    const got = able(
      'True',
      'SucceededGetScale',
      "the HPA controller was able to get the target's current scale",
    );
    const base = {
      ...status,
      currentMetrics: null as never,
      ...(seen === 0 ? {} : { currentReplicas: seen }),
    };
    if (present === 0) {
      const message = 'scaling is disabled since the replica count of the target is zero';
      const off = { type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled', message };
      return {
        status: { ...base, desiredReplicas: 0, conditions: withConditions(before, [got, off], view.now) },
      };
    }
    const { size, reason } = bounded(autoscaler, present);
    if (size !== present) {
      const done = able(
        'True',
        'SucceededRescale',
        `the HPA controller was able to update the target scale to ${size}`,
      );
      const scaled = { ...target, spec: { ...target.spec, replicas: size } } as Scalable;
      return {
        status: {
          ...base,
          desiredReplicas: size,
          lastScaleTime: formatTime(view.now),
          conditions: withConditions(before, [done], view.now),
        },
        writes: [{ verb: 'update', kind, object: scaled, why: reason }],
        notes: [note('Normal', 'SuccessfulRescale', `New size: ${size}; reason: ${reason}`)],
      };
    }
    const failures = (spec.metrics ?? []).map(failureOf);
    const [first] = failures;
    if (first === undefined) return { status: { ...base, desiredReplicas: present } };
    const inactive = {
      type: 'ScalingActive',
      status: 'False',
      reason: first.reason,
      message: `the HPA was unable to compute the replica count: ${first.message}`,
    };
    const invalid = `invalid metrics (${failures.length} invalid out of ${failures.length}), first error is: ${first.subject}`;
    return {
      status: {
        ...base,
        desiredReplicas: status?.desiredReplicas ?? 0,
        conditions: withConditions(before, [got, inactive], view.now),
      },
      notes: [
        ...failures.map((failure) => note('Warning', failure.reason, failure.message)),
        note('Warning', 'FailedComputeMetricsReplicas', invalid),
      ],
    };
  },
};
