// HorizontalPodAutoscaler in version v1: one target, the processor's utilization. What version v2 knows beside it stands in
// annotations while it is shown so. Source: kubernetes pkg/apis/autoscaling/v1/conversion.go, pkg/apis/autoscaling/annotations.go.
import type {
  AutoscalingV1HorizontalPodAutoscaler,
  HPAScalingRules,
  HorizontalPodAutoscalerBehavior,
  MetricSpec,
} from '#types';
import type { Draft, Json, JsonObject } from '../../std/draft.ts';
import { isObject } from '../../std/draft.ts';
import { scanJson } from '../../std/json-scan.ts';
import type { Kind } from '../../store/kind.ts';
import type { Stored, StoredObject } from '../../store/object.ts';
import { horizontalPodAutoscalers, type HorizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import { specFromV1, specToV1, statusToV1 } from './v1-metrics.ts';

type AutoscalerV1 = Stored<AutoscalingV1HorizontalPodAutoscaler>;

const annotation = (name: string): string => `autoscaling.alpha.kubernetes.io/${name}`;
const carriers = {
  metrics: annotation('metrics'),
  behavior: annotation('behavior'),
  current: annotation('current-metrics'),
  conditions: annotation('conditions'),
} as const;

const isCpu = ({ resource }: { readonly resource?: { readonly name: string } }): boolean =>
  resource?.name === 'cpu';
const isCpuUtilization = (metric: MetricSpec): boolean =>
  isCpu(metric) && metric.resource?.target.averageUtilization !== undefined;

/** A behaviour as Go tells the internal type: members by the names of its fields. */
function behaviorText({ scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior): string {
  const rules = (said: HPAScalingRules | undefined): Json =>
    said === undefined
      ? null
      : {
          StabilizationWindowSeconds: said.stabilizationWindowSeconds ?? null,
          SelectPolicy: said.selectPolicy ?? null,
          Policies:
            said.policies?.map(({ type, value, periodSeconds }) => ({
              Type: type,
              Value: value,
              PeriodSeconds: periodSeconds,
            })) ?? null,
          Tolerance: null,
        };
  return JSON.stringify({ ScaleUp: rules(scaleUp), ScaleDown: rules(scaleDown) });
}

/** The same read back; names of fields in any case, as Go takes them. */
function readBehavior(value: Json): Json {
  if (Array.isArray(value)) return value.map(readBehavior);
  if (!isObject(value)) return value;
  const members = Object.entries(value as JsonObject).filter(([, member]) => member !== null);
  return Object.fromEntries(
    members.map(([name, member]) => [name.charAt(0).toLowerCase() + name.slice(1), readBehavior(member)]),
  );
}

function fromStored(object: StoredObject): StoredObject {
  const { spec, status, ...rest } = object as HorizontalPodAutoscaler;
  const { metrics = [], behavior, minReplicas, maxReplicas, scaleTargetRef } = spec;
  const others = metrics.filter((metric) => !isCpuUtilization(metric));
  const current = status?.currentMetrics ?? [];
  const conditions = status?.conditions ?? [];
  const carried: Record<string, string> = {
    ...(others.length === 0 ? {} : { [carriers.metrics]: JSON.stringify(others.map(specToV1)) }),
    ...(current.length === 0 ? {} : { [carriers.current]: JSON.stringify(current.map(statusToV1)) }),
    ...(conditions.length === 0 ? {} : { [carriers.conditions]: JSON.stringify(conditions) }),
    ...(behavior === undefined ? {} : { [carriers.behavior]: behaviorText(behavior) }),
  };
  const annotations = { ...rest.metadata.annotations, ...carried };
  const target = metrics.find(isCpu)?.resource?.target.averageUtilization;
  const used = current.findLast(isCpu)?.resource?.current.averageUtilization;
  const { currentMetrics: _metrics, conditions: _conditions, ...shown } = status ?? { desiredReplicas: 0 };
  return {
    ...rest,
    apiVersion: 'autoscaling/v1',
    metadata: {
      ...rest.metadata,
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: {
      scaleTargetRef,
      ...(minReplicas === undefined ? {} : { minReplicas }),
      maxReplicas,
      ...(target === undefined ? {} : { targetCPUUtilizationPercentage: target }),
    },
    status: {
      ...shown,
      currentReplicas: status?.currentReplicas ?? 0,
      ...(used === undefined ? {} : { currentCPUUtilizationPercentage: used }),
    },
  } as StoredObject;
}

function parsed(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  const scanned = scanJson(text);
  return 'error' in scanned ? undefined : scanned.value;
}

function toStored(draft: Draft<StoredObject>): Draft<StoredObject> {
  const { spec, status, metadata, ...rest } = draft as unknown as Draft<AutoscalerV1>;
  const annotations: Record<string, string> = { ...metadata.annotations };
  const said = (name: keyof typeof carriers): Json | undefined => parsed(annotations[carriers[name]]);
  const others = said('metrics');
  const metrics = (Array.isArray(others) ? (others as readonly Json[]) : [])
    .map(specFromV1)
    .filter((metric) => metric !== undefined);
  const percent = spec.targetCPUUtilizationPercentage;
  if (percent !== undefined) {
    const target = { type: 'Utilization', averageUtilization: percent };
    metrics.push({ type: 'Resource', resource: { name: 'cpu', target } });
  }
  const behavior = said('behavior');
  const conditions = said('conditions');
  for (const name of Object.values(carriers)) delete annotations[name];
  const { annotations: _annotations, ...meta } = metadata;
  const { targetCPUUtilizationPercentage: _percent, ...kept } = spec;
  const { currentCPUUtilizationPercentage: _used, ...seen } = status ?? {};
  return {
    ...rest,
    apiVersion: 'autoscaling/v2',
    metadata: { ...meta, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    spec: {
      ...kept,
      ...(metrics.length === 0 ? {} : { metrics }),
      ...(behavior === undefined ? {} : { behavior: readBehavior(behavior) }),
    },
    status: { ...seen, ...(Array.isArray(conditions) ? { conditions } : {}) },
  } as unknown as Draft<StoredObject>;
}

const asV2 = (object: AutoscalerV1): HorizontalPodAutoscaler =>
  toStored(object as unknown as Draft<StoredObject>) as unknown as HorizontalPodAutoscaler;

/** The use that only an annotation tells in full. */
function withCurrent(object: AutoscalerV1): HorizontalPodAutoscaler {
  const stored = asV2(object);
  const told = parsed(object.metadata.annotations?.[carriers.current]);
  if (!Array.isArray(told) || stored.status === undefined) return stored;
  const currentMetrics = (told as readonly JsonObject[]).map(({ type, resource, containerResource }) => {
    const current = (of: Json | undefined) => {
      if (of === undefined || !isObject(of)) return undefined;
      const {
        currentAverageUtilization: averageUtilization,
        currentAverageValue: averageValue,
        ...rest
      } = of;
      return { ...rest, current: { averageUtilization, averageValue } };
    };
    return { type, resource: current(resource), containerResource: current(containerResource) };
  });
  return { ...stored, status: { ...stored.status, currentMetrics } } as unknown as HorizontalPodAutoscaler;
}

export const horizontalPodAutoscalersV1: Kind<AutoscalerV1> = {
  ...(horizontalPodAutoscalers as unknown as Kind<AutoscalerV1>),
  version: 'v1',
  schema: 'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler',
  columns: horizontalPodAutoscalers.columns.map((column) => ({
    ...column,
    cell: (object: AutoscalerV1, now: number) => column.cell(withCurrent(object), now),
  })),
  converts: { stored: horizontalPodAutoscalers as Kind, fromStored, toStored },
};
