// The kubelet's rounds: asks a container's probes when they are due and says what follows. A probe whose answer cannot have changed
// is not asked: the loop is woken only for the rounds at which it may answer otherwise, at which failures in a row are counted, or at
// which an Event is due. Source: kubernetes pkg/kubelet/prober/worker.go.
import type { Container, ContainerStatus, Probe } from '#types';
import { latency } from '../../control/latency.ts';
import type { View } from '../../control/view.ts';
import { behaviourOf } from '../../kinds/core/pod/image.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import type { VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';
import { parseTime, SECOND_MS } from '../../std/time.ts';
import { runOf, type Written } from '../written.ts';
import { ask, type Heard } from './ask.ts';

/** Since when a probe answers as it does now. */
export type Streak = NonNullable<NonNullable<VirtualMachine['status']>['probes']>[number];

export type ProbeName = Streak['probe'];

export interface Told {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

export interface Round {
  /** As the probes leave it: started, ready. */
  readonly status: ContainerStatus;
  readonly told: readonly Told[];
  /** When a probe is due next, in simulated milliseconds. */
  readonly nextAt: number | undefined;
  /** A probe that has failed too often: since when the container is being stopped, within which grace. */
  readonly condemned: { readonly at: number; readonly graceSeconds: number } | undefined;
  readonly streaks: readonly Streak[];
}

/** Events about one object that pass at once. */
const eventBurst = 25;

/** A probe that asks the world, or a script that works all the time: looked at anew when this part of its run has gone by. */
const share = 64;

/** A container of a Pod that runs, and what is known of its probes. */
interface Ward {
  readonly pod: Pod;
  readonly container: Container;
  readonly view: View;
  readonly written: readonly Written[];
  readonly run: string;
  readonly startedAt: number;
}

export function probesOf({
  startupProbe,
  readinessProbe,
  livenessProbe,
}: Container): Readonly<Record<ProbeName, Probe | undefined>> {
  return { startup: startupProbe, readiness: readinessProbe, liveness: livenessProbe };
}

export function hasProbes({ startupProbe, readinessProbe, livenessProbe }: Container): boolean {
  return (startupProbe ?? readinessProbe ?? livenessProbe) !== undefined;
}

const periodOf = ({ periodSeconds = 10 }: Probe): number => periodSeconds * SECOND_MS;

/** The first round that is not before a moment: the delay, and then every period. */
function roundAt({ startedAt }: Ward, probe: Probe, moment: number): number {
  const period = periodOf(probe);
  const first = startedAt + (probe.initialDelaySeconds ?? 0) * SECOND_MS + period;
  return moment <= first ? first : first + Math.ceil((moment - first) / period) * period;
}

/** How many rounds have said the same by now. */
export function countOf({ since }: Streak, probe: Probe, now: number): number {
  return Math.floor((now - since) / periodOf(probe)) + 1;
}

/** Asks now: what was heard before is nowhere kept, since a world that begins here would not know it. */
function hear(ward: Ward, name: ProbeName, probe: Probe): Heard {
  const { container, view, startedAt } = ward;
  const isWell = name !== 'readiness' || behaviourOf(container).becomesReady;
  const heard = ask({ ...ward, isWell }, probe);
  const soonest = view.now + (view.now - startedAt) / share;
  return { ...heard, holdsUntil: Math.max(heard.holdsUntil, soonest) };
}

/** Whether an Event about the nth failure in a row passes the filter. */
function isSaid(streak: Streak, probe: Probe, now: number): boolean {
  if (countOf(streak, probe, now) <= eventBurst) return true;
  const refills = (moment: number): number => Math.floor((moment - streak.since) / latency.eventRefillMs);
  return refills(now) > refills(now - periodOf(probe));
}

/** When this probe has to be asked next; where it was not asked now, with the next round, whatever woke the loop between two. */
function nextOf(
  ward: Ward,
  probe: Probe,
  streak: Streak | undefined,
  heard: Heard | undefined,
  isPending: boolean,
): number | undefined {
  const { now } = ward.view;
  const next = roundAt(ward, probe, now + 1);
  if (isPending || heard === undefined || heard.result === 'errored') return next;
  const changes =
    heard.holdsUntil === Infinity ? undefined : roundAt(ward, probe, Math.max(heard.holdsUntil, now + 1));
  if (streak?.passes !== false) return changes;
  if (countOf(streak, probe, now) < eventBurst) return next;
  const refill =
    streak.since + (Math.floor((now - streak.since) / latency.eventRefillMs) + 1) * latency.eventRefillMs;
  return Math.min(roundAt(ward, probe, Math.max(refill, now + 1)), changes ?? Infinity);
}

export const titles: Readonly<Record<ProbeName, string>> = {
  startup: 'Startup',
  readiness: 'Readiness',
  liveness: 'Liveness',
};

function killing({ spec }: Pod, container: Container, name: ProbeName): Told {
  const isLast = spec.restartPolicy === 'Never' && container.restartPolicy !== 'Always';
  const message = `Container ${container.name} failed ${name} probe${isLast ? '' : ', will be restarted'}`;
  return { type: 'Normal', reason: 'Killing', message };
}

/** Goes round the probes of a container that runs. */
export function goRound(
  pod: Pod,
  container: Container,
  before: ContainerStatus,
  view: View,
  written: readonly Written[],
  streaks: readonly Streak[],
): Round {
  const startedAt = parseTime(before.state?.running?.startedAt ?? '') ?? view.now;
  const ward: Ward = { pod, container, view, written, run: runOf(pod, container), startedAt };
  const { now } = view;
  const told: Told[] = [];
  const probes = probesOf(container);
  let status = before;
  let mine = streaks.filter(({ run }) => run === ward.run);
  let nextAt: number | undefined;
  let condemned: Round['condemned'];

  const streakOf = (name: ProbeName): Streak | undefined => mine.find(({ probe }) => probe === name);
  const judge = (name: ProbeName, probe: Probe, heard: Heard): void => {
    if (heard.result === 'errored') {
      const message = `${titles[name]} probe errored and resulted in unknown state: ${heard.output}`;
      told.push({ type: 'Warning', reason: 'Unhealthy', message });
      return;
    }
    const passes = heard.result === 'passed';
    const last = streakOf(name);
    const streak = last?.passes === passes ? last : { run: ward.run, probe: name, passes, since: now };
    const count = countOf(streak, probe, now);
    if (streak !== last) {
      const others = mine.filter((each) => each !== last);
      // To pass once is mostly enough, and is then seen by the container's state.
      mine = passes && (probe.successThreshold ?? 1) === 1 ? others : [...others, streak];
    }
    if (passes) {
      if (name === 'startup') status = { ...status, started: true };
      if (name === 'readiness' && !status.ready && count >= (probe.successThreshold ?? 1))
        status = { ...status, ready: true };
      return;
    }
    if (isSaid(streak, probe, now))
      told.push({
        type: 'Warning',
        reason: 'Unhealthy',
        message: `${titles[name]} probe failed: ${heard.output}`,
      });
    if (name === 'readiness' && status.ready && count >= (probe.failureThreshold ?? 3))
      status = { ...status, ready: false };
  };

  /** When a probe had failed so often that its container is stopped. */
  const doomAt = (name: ProbeName, probe: Probe): number => {
    const streak = streakOf(name);
    if (name === 'readiness' || streak?.passes !== false) return Infinity;
    return streak.since + ((probe.failureThreshold ?? 3) - 1) * periodOf(probe);
  };

  const turn = (name: ProbeName, isDue: boolean): void => {
    const probe = probes[name];
    if (probe === undefined) return;
    const isAsked = doomAt(name, probe) >= now && (isDue || roundAt(ward, probe, now) === now);
    const heard = isAsked ? hear(ward, name, probe) : undefined;
    if (heard !== undefined) judge(name, probe, heard);
    const at = doomAt(name, probe);
    if (at <= now) {
      const { terminationGracePeriodSeconds: graceSeconds = pod.spec.terminationGracePeriodSeconds ?? 30 } =
        probe;
      condemned = { at, graceSeconds };
      if (at === now) told.push(killing(pod, container, name));
    }
    if (condemned !== undefined || (name === 'startup' && status.started === true)) return;
    const isPending = name === 'readiness' && !status.ready && streakOf(name)?.passes !== false;
    const due = nextOf(ward, probe, streakOf(name), heard, isPending);
    if (due !== undefined) nextAt = Math.min(nextAt ?? Infinity, due);
  };

  if (status.started !== true) turn('startup', false);
  const hasJustStarted = before.started !== true && status.started === true;
  if (hasJustStarted && probes.readiness === undefined)
    status = { ...status, ready: behaviourOf(container).becomesReady };
  if (status.started === true && condemned === undefined) {
    const delayed = startedAt + (probes.readiness?.initialDelaySeconds ?? 0) * SECOND_MS > now;
    turn('readiness', hasJustStarted && !delayed);
    turn('liveness', false);
  }
  return { status, told, nextAt, condemned, streaks: mine };
}
