// Scales a workload by what its Pods use, every fifteen seconds. What it has to remember from look to look is an object of the
// fabric (sandbox/autoscaler-memory). Source: kubernetes pkg/controller/podautoscaler/horizontal.go.
import { loopOf, type Controller, type Reconciled } from '../../control/controller.ts';
import { latency } from '../../control/latency.ts';
import type { Loop, Outcome, Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { kindId, qualified, type Kind } from '../../store/kind.ts';
import { splitKey, type StoredObject } from '../../store/object.ts';
import { Refusal } from '../../store/refusal.ts';
import { matchesLabels, parseLabelSelector, type LabelRequirement } from '../../store/selectors.ts';
import type { Pod } from '../core/pod/pod.ts';
import { UsageReader } from '../metrics/usage.ts';
import { autoscalerMemories, type AutoscalerMemory, type Remembered } from '../sandbox/autoscaler-memory.ts';
import { isScalable, scaleParts, withReplicas, type ScaleParts } from '../scale.ts';
import { fabricScope } from '../vsphere/supervisor.ts';
import { horizontalPodAutoscalers, type HorizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import { computeReplicas } from './metrics.ts';
import { normalized, recommending, rescaling } from './recommendations.ts';
import type { Measured } from './replica-calculator.ts';
import { Report } from './status.ts';

const memoriesKind = kindId(autoscalerMemories);
const again = latency.autoscalerSyncMs;

interface Target {
  readonly kind: Kind;
  readonly object: StoredObject;
  readonly scale: ScaleParts;
}

/** What is to be scaled, or why it cannot be had. */
function targetOf({ spec, metadata }: HorizontalPodAutoscaler, view: View): Target | string {
  const { apiVersion = '', kind: wanted, name } = spec.scaleTargetRef;
  const [group = '', version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  if (apiVersion.split('/').length > 2) return `unexpected GroupVersion string: ${apiVersion}`;
  const kind = view.kinds.find((each) => each.group === group && each.kind === wanted && each.namespaced);
  if (kind === undefined || version === undefined)
    return `no matches for kind ${JSON.stringify(wanted)} in group ${JSON.stringify(group)}`;
  if (!isScalable(kind)) return 'the server could not find the requested resource';
  const object = view.get(kindId(kind), name, metadata.namespace);
  if (object === undefined) {
    return `${qualified(kind.group, kind.plural)} ${JSON.stringify(name)} not found`;
  }
  try {
    return { kind, object, scale: scaleParts(kind, object) };
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

function podsBy(
  requirements: readonly LabelRequirement[],
  view: View,
  namespace: string,
): readonly Measured[] {
  const equal = requirements.find(({ operator }) => operator === '=' || operator === '==');
  const label = equal === undefined ? {} : { label: `${equal.key}=${equal.values[0] ?? ''}` };
  const reader = new UsageReader(view);
  return view
    .list<Pod>('core/pods', { namespace, ...label })
    .filter(({ metadata }) => matchesLabels(requirements, metadata.labels ?? {}))
    .map((pod) => ({ pod, usage: reader.of(pod) }));
}

/** The autoscalers of the same target, where there are more than this one. */
function rivals({ spec, metadata }: HorizontalPodAutoscaler, view: View): readonly string[] {
  const { kind, name } = spec.scaleTargetRef;
  const { namespace = '' } = metadata;
  const all = view
    .list<HorizontalPodAutoscaler>(kindId(horizontalPodAutoscalers), { namespace })
    .filter(({ spec: { scaleTargetRef } }) => scaleTargetRef.kind === kind && scaleTargetRef.name === name);
  return all.length < 2 ? [] : all.map((each) => `{${each.metadata.name} ${namespace}}`);
}

/** The Pods that the scale's selector finds, or why they tell nothing. */
function measuredOf(
  autoscaler: HorizontalPodAutoscaler,
  { selector }: ScaleParts,
  view: View,
  report: Report,
): readonly Measured[] | string {
  const refuse = (reason: string, event: string, message: string, why: string): string => {
    report.note('Warning', event, why);
    report.condition('ScalingActive', false, reason, message);
    return why;
  };
  if (selector === '') {
    const missing = "the HPA target's scale is missing a selector";
    return refuse('InvalidSelector', 'SelectorRequired', missing, 'selector is required');
  }
  const parsed = parseLabelSelector(selector);
  if ('error' in parsed) {
    const why = `couldn't convert selector into a corresponding internal selector object: ${parsed.error}`;
    return refuse('InvalidSelector', 'InvalidSelector', why, why);
  }
  const others = rivals(autoscaler, view);
  if (others.length > 0) {
    const why = `pods by selector ${selector} are controlled by multiple HPAs: [${others.join(' ')}]`;
    return refuse('AmbiguousSelector', 'AmbiguousSelector', why, why);
  }
  return podsBy(parsed.requirements, view, autoscaler.metadata.namespace ?? '');
}

interface Decided {
  readonly desired: number;
  readonly reason: string;
  readonly memory: Remembered;
  readonly metrics?: NonNullable<HorizontalPodAutoscaler['status']>['currentMetrics'];
}

/** The size to have; undefined where the metrics tell nothing, which the report says. */
function decide(
  autoscaler: HorizontalPodAutoscaler,
  { scale }: Target,
  before: Remembered,
  view: View,
  report: Report,
): Decided | { readonly lost: NonNullable<Decided['metrics']> | undefined } {
  const { minReplicas: least = 1, maxReplicas: most } = autoscaler.spec;
  const { now } = view;
  const current = scale.replicas ?? 0;
  const memory = before.recommendations.length === 0 ? recommending(before, current, now) : before;
  if (current === 0) {
    const why = 'scaling is disabled since the replica count of the target is zero';
    report.condition('ScalingActive', false, 'ScalingDisabled', why);
    return { desired: 0, reason: '', memory };
  }
  if (current > most)
    return { desired: most, reason: 'Current number of replicas above Spec.MaxReplicas', memory };
  if (current < least)
    return { desired: least, reason: 'Current number of replicas below Spec.MinReplicas', memory };
  const pods = measuredOf(autoscaler, scale, view, report);
  if (typeof pods === 'string') {
    report.note('Warning', 'FailedComputeMetricsReplicas', pods);
    return { lost: undefined };
  }
  const { replicas, name, statuses, error } = computeReplicas(
    autoscaler,
    { pods, replicas: current, now },
    report,
  );
  if (replicas === undefined) {
    report.note('Warning', 'FailedComputeMetricsReplicas', error);
    return { lost: statuses };
  }
  const desired = normalized(autoscaler, { current, desired: replicas, least, most, memory, now }, report);
  const reason =
    replicas > current ? `${name} above target` : replicas < current ? 'All metrics below target' : '';
  return { desired, reason, memory: recommending(memory, replicas, now), metrics: statuses };
}

function memoryName(view: View, namespace: string, name: string): string {
  return `${view.scope}.${namespace}.${name}`;
}

function memoryOf({ metadata }: HorizontalPodAutoscaler, view: View): AutoscalerMemory | undefined {
  return view
    .in(fabricScope)
    .get<AutoscalerMemory>(memoriesKind, memoryName(view, metadata.namespace ?? '', metadata.name));
}

function remember(
  { metadata }: HorizontalPodAutoscaler,
  view: View,
  stored: AutoscalerMemory | undefined,
  memory: Remembered,
): readonly Write[] {
  const spec = { autoscaler: metadata.uid, ...memory };
  const aim = { kind: autoscalerMemories, in: fabricScope, why: 'recommended' } as const;
  if (stored !== undefined) return [{ ...aim, verb: 'update', object: { ...stored, spec } as StoredObject }];
  const name = memoryName(view, metadata.namespace ?? '', metadata.name);
  return [{ ...aim, verb: 'create', object: { metadata: { name }, spec } as Write['object'] } as Write];
}

const nothing: Remembered = { recommendations: [], rescales: [] };

function reconcile(autoscaler: HorizontalPodAutoscaler, view: View): Reconciled<HorizontalPodAutoscaler> {
  const report = new Report(autoscaler, view.now);
  const { notes } = report;
  const target = targetOf(autoscaler, view);
  if (typeof target === 'string') {
    report.note('Warning', 'FailedGetScale', target);
    const why = `the HPA controller was unable to get the target's current scale: ${target}`;
    report.condition('AbleToScale', false, 'FailedGetScale', why);
    return { status: report.unchanged, notes, again };
  }
  const got = "the HPA controller was able to get the target's current scale";
  report.condition('AbleToScale', true, 'SucceededGetScale', got);
  const stored = memoryOf(autoscaler, view);
  const before = stored?.spec.autoscaler === autoscaler.metadata.uid ? stored.spec : nothing;
  const current = target.scale.replicas ?? 0;
  const decided = decide(autoscaler, target, before, view, report);
  if ('lost' in decided) {
    const desired = autoscaler.status?.desiredReplicas ?? 0;
    return { status: report.status(current, desired, decided.lost), notes, again };
  }
  const { desired, reason, metrics } = decided;
  if (desired === current) {
    const writes = decided.memory === before ? [] : remember(autoscaler, view, stored, decided.memory);
    return { status: report.status(current, desired, metrics), writes, notes, again };
  }
  const done = `the HPA controller was able to update the target scale to ${desired}`;
  report.condition('AbleToScale', true, 'SucceededRescale', done);
  report.note('Normal', 'SuccessfulRescale', `New size: ${desired}; reason: ${reason}`);
  const isCounted = autoscaler.spec.behavior !== undefined;
  const memory = isCounted ? rescaling(decided.memory, desired - current, view.now) : decided.memory;
  const object = withReplicas(target.kind, target.object, desired);
  return {
    status: report.status(current, desired, metrics, true),
    writes: [
      { verb: 'update', kind: target.kind, object, why: reason },
      ...(memory === before ? [] : remember(autoscaler, view, stored, memory)),
    ],
    notes,
    again,
  };
}

const controller: Controller<HorizontalPodAutoscaler> = {
  kind: horizontalPodAutoscalers,
  name: 'horizontal-pod-autoscaler',
  wakeMs: latency.autoscalerSyncMs,
  // Whatever has a scale can be a target; nothing that becomes of one is worth a look before the next.
  consultsAll: true,
  reconcile,
};

/** Forgets with the autoscaler what was remembered of it. */
function forget(key: string, view: View): Outcome | undefined {
  const { namespace, name } = splitKey(key);
  const stored = view.in(fabricScope).get<AutoscalerMemory>(memoriesKind, memoryName(view, namespace, name));
  if (stored === undefined) return undefined;
  const why = 'its autoscaler is gone';
  return { writes: [{ verb: 'delete', kind: autoscalerMemories, in: fabricScope, object: stored, why }] };
}

export function horizontalPodAutoscalerLoop(): Loop {
  const loop = loopOf(controller);
  return { ...loop, run: (key, view) => loop.run(key, view) ?? forget(key, view) };
}
