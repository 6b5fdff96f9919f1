// Preemption: which Pods of lower priority to take off which node, so that a Pod that fits nowhere fits there. Whoever can stay
// stays, budgets are spared where they can be. Source: kubernetes pkg/scheduler/framework/preemption and
// plugins/defaultpreemption.
import { parseTime } from '../../std/time.ts';
import { isDeleting } from '../../store/object.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import type { Filters } from './filters.ts';
import { priorityOf, type NodeLedger } from './nodes.ts';
import { countReasons, noneAvailable } from './unschedulable.ts';
import type { Refused, Verdict } from './verdict.ts';

/** How many more of the Pods it means a disruption budget lets go; the Pods that it has let go already count no more. */
export interface Budget {
  readonly allowed: number;
  covers(pod: Pod): boolean;
}

export interface Preemption {
  readonly node: string;
  /** By priority, the highest first. */
  readonly victims: readonly Pod[];
}

/** What came of the attempt: a node with its victims, or why there is none, as the scheduler says it. */
export type Attempt =
  | { readonly found: Preemption }
  /** `isHopeless`: no node comes into question, so a node that was promised is so no longer. */
  | { readonly message: string; readonly isHopeless: boolean };

interface Candidate extends Preemption {
  readonly violations: number;
}

/** Source: apis/config DefaultPreemptionArgs: nodes that are tried in earnest, the most and the part of all. */
const candidatesMin = 100;
const candidatesPercent = 10;

/** Priorities are summed from the lowest there can be, so that more victims never weigh less. */
const priorityShift = 2_147_483_648;

const noVictims: Refused = { reasons: ['No preemption victims found for incoming pod'], isFinal: true };
const notHelpful: Refused = { reasons: ['Preemption is not helpful for scheduling'], isFinal: true };

const startOf = (pod: Pod): number => parseTime(pod.status?.startTime ?? '') ?? Infinity;

/** The more important of two Pods first. */
function byImportance(a: Pod, b: Pod): number {
  return (
    priorityOf(b) - priorityOf(a) ||
    Number(startOf(a) > startOf(b)) - Number(startOf(a) < startOf(b)) ||
    (a.metadata.uid < b.metadata.uid ? -1 : 1)
  );
}

function isLeavingForPreemption(pod: Pod): boolean {
  return (
    isDeleting(pod) &&
    pod.status?.conditions?.some(
      ({ type, status, reason }) =>
        type === 'DisruptionTarget' && status === 'True' && reason === 'PreemptionByScheduler',
    ) === true
  );
}

/** Which of the Pods a budget can no longer let go. */
function violating(pods: readonly Pod[], budgets: readonly Budget[]): ReadonlySet<Pod> {
  const left = budgets.map(({ allowed }) => allowed);
  return new Set(
    pods.filter((pod) => {
      let violates = false;
      for (const [index, budget] of budgets.entries()) {
        if (!budget.covers(pod)) continue;
        left[index] = (left[index] ?? 0) - 1;
        if ((left[index] ?? 0) < 0) violates = true;
      }
      return violates;
    }),
  );
}

/** The least that has to go from one node, or why that would not do. */
function victimsOn(
  place: number,
  pod: Pod,
  filters: Filters,
  ledger: NodeLedger,
  budgets: readonly Budget[],
): Candidate | Refused {
  const info = ledger.nodes[place];
  const lower = [...(info?.load.pods.values() ?? [])]
    .filter((other) => priorityOf(other) < priorityOf(pod))
    .sort(byImportance);
  if (info === undefined || lower.length === 0) return noVictims;
  const fits = (): Verdict => {
    const promised = filters
      .nominatedBeside(pod)
      .filter(({ spec }) => spec.nodeName === info.node.metadata.name);
    return ledger.supposing(promised, 1, () => filters.of(pod)(place));
  };
  const without = (gone: readonly Pod[]): Verdict => ledger.supposing(gone, -1, fits);
  const refusal = without(lower);
  if (refusal !== undefined) return refusal;
  const protectedPods = violating(lower, budgets);
  const gone = new Set(lower);
  let violations = 0;
  const reprieve = (other: Pod): boolean => {
    gone.delete(other);
    if (without([...gone]) === undefined) return true;
    gone.add(other);
    return false;
  };
  for (const other of lower) if (protectedPods.has(other) && !reprieve(other)) violations += 1;
  for (const other of lower) if (!protectedPods.has(other)) reprieve(other);
  return { node: info.node.metadata.name, victims: lower.filter((other) => gone.has(other)), violations };
}

/** Smaller is better, figure by figure. */
function costOf({ violations, victims }: Candidate): readonly number[] {
  const highest = victims.reduce((most, pod) => Math.max(most, priorityOf(pod)), -Infinity);
  const sum = victims.reduce((total, pod) => total + priorityOf(pod) + priorityShift, 0);
  const starts = victims.filter((pod) => priorityOf(pod) === highest).map(startOf);
  const earliest = starts.reduce((least, start) => Math.min(least, start), Infinity);
  return [violations, highest, sum, victims.length, -earliest];
}

function cheapest(candidates: readonly Candidate[]): Candidate | undefined {
  let best: { readonly candidate: Candidate; readonly cost: readonly number[] } | undefined;
  for (const candidate of candidates) {
    const cost = costOf(candidate);
    const at = best === undefined ? 0 : cost.findIndex((figure, index) => figure !== best?.cost[index]);
    if (best === undefined || (at >= 0 && (cost[at] as number) < (best.cost[at] as number)))
      best = { candidate, cost };
  }
  return best?.candidate;
}

/** Why the Pod may not preempt at all, or undefined. */
function ineligible(pod: Pod, verdicts: readonly Verdict[], ledger: NodeLedger): string | undefined {
  if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const promised = pod.status?.nominatedNodeName;
  if (!promised) return undefined;
  const place = ledger.nodes.findIndex(({ node }) => node.metadata.name === promised);
  if (place < 0 || verdicts[place]?.isFinal === true) return undefined;
  const leaving = [...(ledger.nodes[place]?.load.pods.values() ?? [])].some(
    (other) => priorityOf(other) < priorityOf(pod) && isLeavingForPreemption(other),
  );
  return leaving ? 'not eligible due to a terminating pod on the nominated node.' : undefined;
}

/** What preemption can do for a Pod that every node refused. */
export function preempt(
  pod: Pod,
  verdicts: readonly Verdict[],
  filters: Filters,
  ledger: NodeLedger,
  budgets: () => readonly Budget[],
): Attempt {
  const cause = ineligible(pod, verdicts, ledger);
  if (cause !== undefined) return { message: `preemption: ${cause}`, isHopeless: false };
  const after: Verdict[] = verdicts.map(() => notHelpful);
  const places = verdicts.flatMap((verdict, place) => (verdict?.isFinal === false ? [place] : []));
  const enough = Math.max(candidatesMin, Math.floor((places.length * candidatesPercent) / 100));
  const candidates: Candidate[] = [];
  const hasLower = ledger.lowestPriority < priorityOf(pod);
  const known = hasLower && places.length > 0 ? budgets() : [];
  for (const place of places) {
    if (candidates.length >= enough) break;
    const answer = hasLower ? victimsOn(place, pod, filters, ledger, known) : noVictims;
    if ('victims' in answer) candidates.push(answer);
    else after[place] = answer;
  }
  const found = cheapest(candidates);
  if (found !== undefined) return { found };
  return {
    message: `preemption: ${noneAvailable(verdicts.length, countReasons(after))}`,
    isHopeless: true,
  };
}
