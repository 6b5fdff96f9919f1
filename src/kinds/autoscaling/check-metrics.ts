// What is wrong with the metrics of an autoscaler. Source of rules and words: kubernetes pkg/apis/autoscaling/validation.
import type { AutoscalingV2HorizontalPodAutoscaler, MetricSpec } from '#types';
import { isDns1123Label, isPathSegmentName } from '../../std/names.ts';
import { compareQuantities, formatQuantity, parseQuantity } from '../../std/quantity.ts';
import type { Causes } from '../../store/causes.ts';
import { goValue } from '../../store/go-types.ts';
import { none } from '../core/amounts.ts';
import { checkContainerResourceName } from '../core/resource-names.ts';

type Reference = NonNullable<AutoscalingV2HorizontalPodAutoscaler['spec']>['scaleTargetRef'];
type Target = NonNullable<MetricSpec['resource']>['target'];

const targetTypes = ['Utilization', 'Value', 'AverageValue'];
const sourceOf = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
} as const;
const metricTypes = Object.keys(sourceOf);

type Source = (typeof sourceOf)[keyof typeof sourceOf];

export function checkReference(reference: Reference | undefined, field: string, causes: Causes): void {
  for (const name of ['kind', 'name'] as const) {
    const value = reference?.[name];
    if (!value) causes.required(`${field}.${name}`);
    else causes.invalidEach(`${field}.${name}`, value, isPathSegmentName(value));
  }
}

function checkName(name: string | undefined, field: string, causes: Causes): void {
  if (!name) causes.required(`${field}.name`, 'must specify a metric name');
  else causes.invalidEach(`${field}.name`, name, isPathSegmentName(name));
}

function checkPositive(text: string | undefined, field: string, causes: Causes): void {
  const amount = text === undefined ? undefined : parseQuantity(text);
  if (amount !== undefined && compareQuantities(amount, none) <= 0)
    causes.invalid(field, goValue('resource.Quantity', formatQuantity(amount)), 'must be positive');
}

function checkTarget(target: Target, field: string, causes: Causes): void {
  const { type, value, averageValue, averageUtilization } = target;
  if (!type) causes.required(`${field}.type`, 'must specify a metric target type');
  if (!targetTypes.includes(type))
    causes.invalid(`${field}.type`, type, 'must be either Utilization, Value, or AverageValue');
  checkPositive(value, `${field}.value`, causes);
  checkPositive(averageValue, `${field}.averageValue`, causes);
  if (averageUtilization !== undefined && averageUtilization < 1)
    causes.invalid(`${field}.averageUtilization`, averageUtilization, 'must be greater than 0');
}

/** Of what Pods or containers use, a share or an amount is aimed at. */
function checkUse({ averageUtilization, averageValue }: Target, field: string, causes: Causes): void {
  const [share, amount] = [averageUtilization !== undefined, averageValue !== undefined];
  if (!share && !amount)
    causes.required(
      `${field}.averageUtilization`,
      'must set either a target raw value or a target utilization',
    );
  if (share && amount)
    causes.forbidden(`${field}.averageValue`, 'may not set both a target raw value and a target utilization');
}

const checks: {
  readonly [Name in Source]: (
    source: NonNullable<MetricSpec[Name]>,
    field: string,
    target: string,
    causes: Causes,
  ) => void;
} = {
  object({ describedObject, metric, target: aim }, field, target, causes) {
    checkReference(describedObject, `${field}.describedObject`, causes);
    checkName(metric.name, `${field}.metric`, causes);
    checkTarget(aim, target, causes);
    if (aim.value === undefined && aim.averageValue === undefined)
      causes.required(`${target}.averageValue`, 'must set either a target value or averageValue');
  },
  external({ metric, target: aim }, field, target, causes) {
    checkName(metric.name, `${field}.metric`, causes);
    checkTarget(aim, target, causes);
    const [total, each] = [aim.value !== undefined, aim.averageValue !== undefined];
    if (!total && !each)
      causes.required(
        `${target}.averageValue`,
        'must set either a target value for metric or a per-pod target',
      );
    if (total && each)
      causes.forbidden(`${target}.value`, 'may not set both a target value for metric and a per-pod target');
  },
  pods({ metric, target: aim }, field, target, causes) {
    checkName(metric.name, `${field}.metric`, causes);
    checkTarget(aim, target, causes);
    if (aim.averageValue === undefined)
      causes.required(`${target}.averageValue`, 'must specify a positive target averageValue');
  },
  resource({ name, target: aim }, field, target, causes) {
    if (!name) causes.required(`${field}.name`, 'must specify a resource name');
    checkTarget(aim, target, causes);
    checkUse(aim, target, causes);
  },
  containerResource({ name, container, target: aim }, field, target, causes) {
    if (!name) causes.required(`${field}.name`, 'must specify a resource name');
    else checkContainerResourceName(name, `${field}.name`, causes);
    if (!container) causes.required(`${field}.container`, 'must specify a container');
    else causes.invalidEach(`${field}.container`, container, isDns1123Label(container));
    checkTarget(aim, target, causes);
    checkUse(aim, target, causes);
  },
};

const sources = Object.keys(checks) as readonly Source[];

export function checkMetric(metric: MetricSpec, field: string, causes: Causes): void {
  const { type } = metric;
  const wanted = (sourceOf as Readonly<Record<string, Source | undefined>>)[type];
  if (!type) causes.required(`${field}.type`, 'must specify a metric source type');
  if (wanted === undefined) causes.notSupported(`${field}.type`, type, metricTypes);
  const present = sources.filter((source) => metric[source] !== undefined);
  const [first] = present;
  if (first !== undefined)
    checks[first](metric[first] as never, `${field}.${first}`, `${field}.${first}.target`, causes);
  if (wanted === undefined) causes.notSupported(`${field}.type`, type, metricTypes);
  else if (metric[wanted] === undefined)
    causes.required(`${field}.${wanted}`, 'must populate information for the given metric source');
  if (present.length === 1) return;
  for (const source of present)
    if (source !== wanted)
      causes.forbidden(`${field}.${source}`, 'must populate the given metric source only');
}
