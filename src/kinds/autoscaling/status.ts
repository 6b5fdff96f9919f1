// The status of a HorizontalPodAutoscaler while it is written: conditions keep their places and the time since when they hold.
// Source: kubernetes pkg/controller/podautoscaler/horizontal.go, setCondition, setStatus.
import type { HorizontalPodAutoscalerCondition, MetricStatus } from '#types';
import type { Note } from '../../control/loop.ts';
import { formatTime } from '../../std/time.ts';
import type { HorizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';

type Status = NonNullable<HorizontalPodAutoscaler['status']>;
export type ConditionType = 'AbleToScale' | 'ScalingActive' | 'ScalingLimited';

/** What one look at an autoscaler comes to: its status, and what is said on the way. */
export class Report {
  readonly #about: HorizontalPodAutoscaler;
  readonly #now: number;
  readonly notes: Note[] = [];
  readonly #conditions: HorizontalPodAutoscalerCondition[];

  constructor(about: HorizontalPodAutoscaler, now: number) {
    this.#about = about;
    this.#now = now;
    this.#conditions = [...(about.status?.conditions ?? [])];
  }

  note(type: Note['type'], reason: string, message: string): void {
    this.notes.push({ about: this.#about, type, reason, message });
  }

  condition(type: ConditionType, isSo: boolean, reason: string, message: string): void {
    const status = isSo ? 'True' : 'False';
    const place = this.#conditions.findIndex((each) => each.type === type);
    const before = this.#conditions[place];
    const lastTransitionTime =
      before?.status === status ? (before.lastTransitionTime as string) : formatTime(this.#now);
    const next = { type, status, lastTransitionTime, reason, message };
    if (place < 0) this.#conditions.push(next);
    else this.#conditions[place] = next;
  }

  /** The status with its conditions alone changed. */
  get unchanged(): Status {
    const { status } = this.#about;
    return {
      ...status,
      currentMetrics: status?.currentMetrics ?? (null as never),
      desiredReplicas: status?.desiredReplicas ?? 0,
      conditions: this.#conditions,
    };
  }

  /** The status after a look; a metric that cannot be had stands there without a type. */
  status(
    currentReplicas: number,
    desiredReplicas: number,
    metrics: readonly MetricStatus[] | undefined,
    isRescaled = false,
  ): Status {
    const lastScaleTime = isRescaled ? formatTime(this.#now) : this.#about.status?.lastScaleTime;
    return {
      ...(lastScaleTime === undefined ? {} : { lastScaleTime }),
      ...(currentReplicas === 0 ? {} : { currentReplicas }),
      desiredReplicas,
      currentMetrics: metrics ?? (null as never),
      conditions: this.#conditions,
    };
  }
}
