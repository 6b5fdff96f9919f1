// What the autoscaler makes of a size that metrics ask for: steadied by what was recommended of late, limited by how fast it may
// change and by least and most. Source: kubernetes pkg/controller/podautoscaler/horizontal.go, normalizeDesiredReplicas and
// normalizeDesiredReplicasWithBehaviors.
import type { HPAScalingRules } from '#types';
import { latency } from '../../control/latency.ts';
import { SECOND_MS } from '../../std/time.ts';
import type { Remembered } from '../sandbox/autoscaler-memory.ts';
import type { HorizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import type { Report } from './status.ts';

type Recommendation = Remembered['recommendations'][number];

/** The longest that a window or a policy's period can be. */
const memoryMs = 3_600 * SECOND_MS;

/** When a size was last recommended: the one that still is, at the look before this one. */
function lastAt({ since, until }: Recommendation, now: number): number {
  return until ?? Math.max(since, now - latency.autoscalerSyncMs);
}

/** With a size that is recommended now; what no window reaches is forgotten. */
export function recommending(memory: Remembered, replicas: number, now: number): Remembered {
  const last = memory.recommendations.at(-1);
  if (last?.replicas === replicas && last.until === undefined) return memory;
  const before = memory.recommendations
    .map((each) => ({ ...each, until: lastAt(each, now) }))
    .filter(({ until }) => until > now - memoryMs);
  return { ...memory, recommendations: [...before, { replicas, since: now }] };
}

/** With a change of size, where policies count them. */
export function rescaling(memory: Remembered, change: number, now: number): Remembered {
  const kept = memory.rescales.filter(({ at }) => at > now - memoryMs);
  return { ...memory, rescales: [...kept, { at: now, change }] };
}

export interface Wish {
  readonly current: number;
  /** What the metrics ask for. */
  readonly desired: number;
  readonly least: number;
  readonly most: number;
  readonly memory: Remembered;
  readonly now: number;
}

interface Limited {
  readonly replicas: number;
  readonly reason: string;
  readonly message: string;
}

const within = (replicas: number): Limited => ({
  replicas,
  reason: 'DesiredWithinRange',
  message: 'the desired count is within the acceptable range',
});
const tooFast: Omit<Limited, 'replicas'> = {
  reason: 'ScaleUpLimit',
  message: 'the desired replica count is increasing faster than the maximum scale rate',
};
const tooMany: Omit<Limited, 'replicas'> = {
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
};
const tooFew: Omit<Limited, 'replicas'> = {
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
};
const tooSlow: Omit<Limited, 'replicas'> = {
  reason: 'ScaleDownLimit',
  message: 'the desired replica count is decreasing faster than the maximum scale rate',
};

const downStabilized = [
  'ScaleDownStabilized',
  'recent recommendations were higher than current one, applying the highest recent recommendation',
] as const;
const upStabilized = [
  'ScaleUpStabilized',
  'recent recommendations were lower than current one, applying the lowest recent recommendation',
] as const;

function plainLimit(current: number, desired: number, least: number, most: number): Limited {
  const rate = Math.max(2 * current, 4);
  const [allowed, why] = most > rate ? [rate, tooFast] : [most, tooMany];
  if (desired < least) return { replicas: least, ...tooFew };
  return desired > allowed ? { replicas: allowed, ...why } : within(desired);
}

/** How many replicas were added, or taken away, within the last so many seconds. */
function changed({ rescales }: Remembered, periodSeconds: number, now: number, sign: 1 | -1): number {
  const cutoff = now - periodSeconds * SECOND_MS;
  return rescales.reduce(
    (sum, { at, change }) => (at > cutoff && change * sign > 0 ? sum + change * sign : sum),
    0,
  );
}

/** The furthest that the rules let the size go. */
function rateLimit(rules: HPAScalingRules, { current, memory, now }: Wish, sign: 1 | -1): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const proposals = (rules.policies ?? []).map(({ type, value, periodSeconds }) => {
    const start = current - changed(memory, periodSeconds, now, 1) + changed(memory, periodSeconds, now, -1);
    if (type === 'Pods') return start + sign * value;
    const part = start * (1 + (sign * value) / 100);
    return sign > 0 ? Math.ceil(part) : Math.trunc(part);
  });
  const isMost = (rules.selectPolicy === 'Min') !== sign > 0;
  return isMost ? Math.max(...proposals) : Math.min(...proposals);
}

function ruledLimit(wish: Wish, desired: number, up: HPAScalingRules, down: HPAScalingRules): Limited {
  const { current, least, most } = wish;
  if (desired > current) {
    const rate = Math.max(rateLimit(up, wish, 1), current);
    const [allowed, why] = most > rate ? [rate, tooFast] : [most, tooMany];
    return desired > allowed ? { replicas: allowed, ...why } : within(desired);
  }
  if (desired < current) {
    const rate = Math.min(rateLimit(down, wish, -1), current);
    const [allowed, why] = least < rate ? [rate, tooSlow] : [least, tooFew];
    return desired < allowed ? { replicas: allowed, ...why } : within(desired);
  }
  return within(desired);
}

function windowOf(rules: HPAScalingRules, fallbackMs: number): number {
  const { stabilizationWindowSeconds: seconds } = rules;
  return seconds === undefined ? fallbackMs : seconds * SECOND_MS;
}

/** The size that the window's recommendations leave: the highest of them going down, the lowest going up. */
function steadied(wish: Wish, up: HPAScalingRules, down: HPAScalingRules): number {
  const { current, desired, memory, now } = wish;
  const upCutoff = now - windowOf(up, 0);
  const downCutoff = now - windowOf(down, latency.downscaleStabilizationMs);
  let lowest = desired;
  let highest = desired;
  for (const each of memory.recommendations) {
    const at = lastAt(each, now);
    if (at > upCutoff) lowest = Math.min(lowest, each.replicas);
    if (at > downCutoff) highest = Math.max(highest, each.replicas);
  }
  return Math.min(Math.max(current, lowest), highest);
}

/** The size to have, with what the report says of how it came about. */
export function normalized({ spec }: HorizontalPodAutoscaler, wish: Wish, report: Report): number {
  const { current, desired, least, most, memory, now } = wish;
  const { behavior } = spec;
  const up = behavior?.scaleUp ?? {};
  const down = behavior?.scaleDown ?? {};
  let stable: number;
  if (behavior === undefined) {
    const cutoff = now - latency.downscaleStabilizationMs;
    const recent = memory.recommendations.filter((each) => lastAt(each, now) >= cutoff);
    stable = Math.max(desired, ...recent.map(({ replicas }) => replicas));
  } else stable = steadied(wish, up, down);
  if (stable === desired)
    report.condition('AbleToScale', true, 'ReadyForNewScale', 'recommended size matches current size');
  else {
    const [reason, message] = behavior !== undefined && desired >= current ? upStabilized : downStabilized;
    report.condition('AbleToScale', true, reason, message);
  }
  const limited =
    behavior === undefined ? plainLimit(current, stable, least, most) : ruledLimit(wish, stable, up, down);
  report.condition('ScalingLimited', limited.replicas !== stable, limited.reason, limited.message);
  return limited.replicas;
}
