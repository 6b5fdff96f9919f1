// HorizontalPodAutoscaler: how many replicas a workload should have, by what its Pods use. Source: kubernetes
// pkg/apis/autoscaling/{v2/defaults,validation/validation}.go, pkg/printers/internalversion.
import type { AutoscalingV2HorizontalPodAutoscaler, HPAScalingRules, MetricSpec, MetricStatus } from '#types';
import type { Draft } from '../../std/draft.ts';
import type { Causes } from '../../store/causes.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind, statusSubresource } from '../kubernetes-kind.ts';
import { checkMetric, checkReference } from './check-metrics.ts';

export type HorizontalPodAutoscaler = Stored<AutoscalingV2HorizontalPodAutoscaler>;

const selects = ['Disabled', 'Max', 'Min'];
const periodMax = 1800;
const windowMax = 3600;

function fillRules(
  rules: Draft<HPAScalingRules>,
  policies: readonly { type: string; value: number; periodSeconds: number }[],
): void {
  rules.selectPolicy ??= 'Max';
  rules.policies ??= policies.map((policy) => ({ ...policy }));
}

function checkRules(rules: HPAScalingRules | undefined, field: string, causes: Causes): void {
  if (rules === undefined) return;
  const { stabilizationWindowSeconds: window, selectPolicy, policies = [] } = rules;
  if (window !== undefined && window < 0)
    causes.invalid(`${field}.stabilizationWindowSeconds`, window, 'must be greater than or equal to zero');
  if (window !== undefined && window > windowMax)
    causes.invalid(
      `${field}.stabilizationWindowSeconds`,
      window,
      `must be less than or equal to ${windowMax}`,
    );
  if (selectPolicy !== undefined && !selects.includes(selectPolicy))
    causes.notSupported(`${field}.selectPolicy`, selectPolicy, selects);
  if (policies.length === 0) causes.required(`${field}.policies`, 'must specify at least one Policy');
  for (const [index, { type, value, periodSeconds }] of policies.entries()) {
    const at = `${field}.policies[${index}]`;
    if (type !== 'Pods' && type !== 'Percent') causes.notSupported(`${at}.type`, type, ['Percent', 'Pods']);
    if (value <= 0) causes.invalid(`${at}.value`, value, 'must be greater than zero');
    if (periodSeconds <= 0) causes.invalid(`${at}.periodSeconds`, periodSeconds, 'must be greater than zero');
    if (periodSeconds > periodMax)
      causes.invalid(`${at}.periodSeconds`, periodSeconds, `must be less than or equal to ${periodMax}`);
  }
}

function checkAutoscaler({ spec }: HorizontalPodAutoscaler, causes: Causes): void {
  const { minReplicas = 1, maxReplicas = 0, scaleTargetRef } = spec ?? {};
  if (minReplicas < 1) causes.invalid('spec.minReplicas', minReplicas, 'must be greater than or equal to 1');
  if (maxReplicas < 1) causes.invalid('spec.maxReplicas', maxReplicas, 'must be greater than 0');
  if (maxReplicas < minReplicas)
    causes.invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`');
  checkReference(scaleTargetRef, 'spec.scaleTargetRef', causes);
  for (const [index, metric] of (spec?.metrics ?? []).entries())
    checkMetric(metric, `spec.metrics[${index}]`, causes);
  checkRules(spec?.behavior?.scaleUp, 'spec.behavior.scaleUp', causes);
  checkRules(spec?.behavior?.scaleDown, 'spec.behavior.scaleDown', causes);
}

function metricText(metric: MetricSpec, current: MetricStatus | undefined): string {
  const said = metric.resource ?? metric.containerResource;
  if (said !== undefined) {
    const seen = (current?.resource ?? current?.containerResource)?.current;
    const { averageUtilization, averageValue } = said.target;
    if (averageValue !== undefined)
      return `${said.name}: ${seen?.averageValue ?? '<unknown>'}/${averageValue}`;
    const now = seen?.averageUtilization === undefined ? '<unknown>' : `${seen.averageUtilization}%`;
    return `${said.name}: ${now}/${averageUtilization === undefined ? '<auto>' : `${averageUtilization}%`}`;
  }
  const { averageValue, value } = (metric.external ?? metric.object ?? metric.pods)?.target ?? {};
  const seen = (current?.external ?? current?.object ?? current?.pods)?.current;
  if (metric.pods !== undefined) return `${seen?.averageValue ?? '<unknown>'}/${averageValue ?? ''}`;
  return averageValue === undefined
    ? `${seen?.value ?? '<unknown>'}/${value ?? ''}`
    : `${seen?.averageValue ?? '<unknown>'}/${averageValue} (avg)`;
}

const metricsShown = 2;

function targetsText({ spec, status }: HorizontalPodAutoscaler): string {
  const texts = (spec.metrics ?? []).map((metric, place) =>
    metricText(metric, status?.currentMetrics?.[place]),
  );
  if (texts.length === 0) return '<none>';
  const more = texts.length - metricsShown;
  const shown = texts.slice(0, metricsShown).join(', ');
  return more > 0 ? `${shown} + ${more} more...` : shown;
}

export const horizontalPodAutoscalers = kubernetesKind<HorizontalPodAutoscaler>({
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  short: ['hpa'],
  categories: ['all'],
  namespaced: true,
  subresources: [statusSubresource],
  defaults({ spec }) {
    if (spec === undefined) return;
    spec.minReplicas ??= 1;
    if ((spec.metrics ?? []).length === 0)
      spec.metrics = [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
        },
      ];
    if (spec.behavior === undefined) return;
    const percent = { type: 'Percent', value: 100, periodSeconds: 15 };
    spec.behavior.scaleUp ??= {};
    spec.behavior.scaleUp.stabilizationWindowSeconds ??= 0;
    fillRules(spec.behavior.scaleUp, [{ type: 'Pods', value: 4, periodSeconds: 15 }, percent]);
    spec.behavior.scaleDown ??= {};
    fillRules(spec.behavior.scaleDown, [percent]);
  },
  prepare(next, prev) {
    // The gate HPAConfigurableTolerance is off in 1.33.
    delete next.spec?.behavior?.scaleDown?.tolerance;
    delete next.spec?.behavior?.scaleUp?.tolerance;
    // A Go server's JSON says that there are no metrics yet.
    if (prev === undefined) next.status = { currentMetrics: null as never, desiredReplicas: 0 };
  },
  validate: (next, _prev, causes) => checkAutoscaler(next, causes),
  validateStatus({ status }, _prev, causes) {
    for (const name of ['currentReplicas', 'desiredReplicas'] as const) {
      const count = status?.[name] ?? 0;
      if (count < 0) causes.invalid(`status.${name}`, count, 'must be greater than or equal to 0');
    }
  },
  columns: [
    nameColumn,
    {
      name: 'Reference',
      cell: ({ spec: { scaleTargetRef } }) => `${scaleTargetRef.kind}/${scaleTargetRef.name}`,
    },
    { name: 'Targets', cell: targetsText },
    { name: 'MinPods', cell: ({ spec }) => String(spec.minReplicas ?? '<unset>') },
    { name: 'MaxPods', cell: ({ spec }) => String(spec.maxReplicas) },
    { name: 'Replicas', cell: ({ status }) => String(status?.currentReplicas ?? 0) },
    ageColumn,
  ],
});
