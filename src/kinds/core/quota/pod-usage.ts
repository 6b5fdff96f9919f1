// What a Pod counts for a quota, and which scopes it is in. Source: kubernetes pkg/quota/v1/evaluator/core/pods.go;
// component-helpers resource/helpers.go, PodRequests and PodLimits.
import type { Container, PodSpec, ScopedResourceSelectorRequirement } from '#types';
import type { StoredObject } from '../../../store/object.ts';
import { addAmounts, amountsOf, maxAmounts, one, type Amounts, type ResourceList } from '../amounts.ts';
import { hugePagesPrefix, isExtended, isNative } from '../resource-names.ts';
import { isTerminal, type Pod } from '../pod/pod.ts';
import { qosOf } from '../pod/resources.ts';
import { parseTime } from '../../../std/time.ts';
import type { Usage } from './usage.ts';

/** What the Pod's containers ask for together: the most that they do at any one time. */
function together(spec: PodSpec, of: (container: Container) => ResourceList | undefined): Amounts {
  let sum: Amounts = new Map();
  for (const container of spec.containers) sum = addAmounts(sum, amountsOf(of(container)));
  let sidecars: Amounts = new Map();
  let most: Amounts = new Map();
  for (const container of spec.initContainers ?? []) {
    const own = amountsOf(of(container));
    if (container.restartPolicy === 'Always') {
      sum = addAmounts(sum, own);
      sidecars = addAmounts(sidecars, own);
      most = maxAmounts(most, sidecars);
    } else most = maxAmounts(most, addAmounts(own, sidecars));
  }
  return maxAmounts(sum, most);
}

export function podRequests(spec: PodSpec): Amounts {
  const asked = together(spec, ({ resources }) => resources?.requests);
  return addAmounts(asked, amountsOf(spec.overhead));
}

/** Overhead counts for a limit that is there; it makes none. */
export function podLimits(spec: PodSpec): Amounts {
  const limits = together(spec, ({ resources }) => resources?.limits);
  const overhead = [...amountsOf(spec.overhead)].filter(([name]) => limits.has(name));
  return addAmounts(limits, new Map(overhead));
}

const measured = ['cpu', 'memory', 'ephemeral-storage'];

/** Requests and limits by the names that quotas give them. */
function named(requests: Amounts, limits: Amounts): Amounts {
  const result = new Map([['pods', one]]);
  for (const [name, amount] of requests) {
    if (measured.includes(name) || name.startsWith(hugePagesPrefix)) {
      result.set(name, amount).set(`requests.${name}`, amount);
    } else if (isExtended(name)) result.set(`requests.${name}`, amount);
  }
  for (const [name, amount] of limits) if (measured.includes(name)) result.set(`limits.${name}`, amount);
  return result;
}

const known = new WeakMap<PodSpec, Amounts>();

function usageOfSpec(spec: PodSpec): Amounts {
  const cached = known.get(spec);
  if (cached !== undefined) return cached;
  const usage = named(podRequests(spec), podLimits(spec));
  if (Object.isFrozen(spec)) known.set(spec, usage);
  return usage;
}

/** An ended Pod, and one that should be gone by now, uses nothing. */
function countsStill(pod: Pod, now: number): boolean {
  if (isTerminal(pod)) return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  const end = deletionTimestamp === undefined ? undefined : parseTime(deletionTimestamp);
  return end === undefined || deletionGracePeriodSeconds === undefined || now <= end;
}

const mustSay = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];

/** A quota of cpu or memory wants every container to say how much it takes. */
function unsaid(
  { containers, initContainers = [] }: PodSpec,
  counted: readonly string[],
): string | undefined {
  const missing = new Map<string, Set<string>>();
  for (const { name, resources } of [...containers, ...initContainers]) {
    const said = named(amountsOf(resources?.requests), amountsOf(resources?.limits));
    for (const resource of counted) {
      if (!mustSay.includes(resource) || said.has(resource)) continue;
      missing.set(resource, (missing.get(resource) ?? new Set()).add(name));
    }
  }
  if (missing.size === 0) return undefined;
  const parts = [...missing.keys()].sort().map((resource) => {
    return `${resource} for: ${[...(missing.get(resource) ?? [])].sort().join(',')}`;
  });
  return `must specify ${parts.join('; ')}`;
}

function reachesOut({ affinity }: PodSpec): boolean {
  const sides = [affinity?.podAffinity, affinity?.podAntiAffinity];
  const terms = sides.flatMap((side) => [
    ...(side?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(side?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => term.podAffinityTerm),
  ]);
  return terms.some((term) => (term.namespaces ?? []).length > 0 || term.namespaceSelector !== undefined);
}

function inScope({ spec }: Pod, requirement: ScopedResourceSelectorRequirement): boolean {
  const { scopeName, operator, values = [] } = requirement;
  const isTerminating = (spec.activeDeadlineSeconds ?? -1) >= 0;
  switch (scopeName) {
    case 'Terminating':
      return isTerminating;
    case 'NotTerminating':
      return !isTerminating;
    case 'BestEffort':
      return qosOf(spec) === 'BestEffort';
    case 'NotBestEffort':
      return qosOf(spec) !== 'BestEffort';
    case 'CrossNamespacePodAffinity':
      return reachesOut(spec);
    case 'PriorityClass': {
      const name = spec.priorityClassName ?? '';
      if (operator === 'Exists') return name !== '';
      if (operator === 'DoesNotExist') return name === '';
      return (name !== '' && values.includes(name)) === (operator === 'In');
    }
    default:
      return false;
  }
}

const counted = new Set([
  'count/pods',
  'pods',
  ...measured.flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
]);

export const podUsage: Usage = {
  kind: 'core/pods',
  verbs: ['create'],
  counts: (name) =>
    counted.has(name) ||
    name.startsWith(hugePagesPrefix) ||
    name.startsWith(`requests.${hugePagesPrefix}`) ||
    (!isNative(name) && name.startsWith('requests.')),
  inScope: (object, requirement) => inScope(object as Pod, requirement),
  unsaid: (object, names) => unsaid((object as Pod).spec, names),
  of(object: StoredObject, now) {
    const pod = object as Pod;
    const itself = new Map([['count/pods', one]]);
    return countsStill(pod, now) ? addAmounts(itself, usageOfSpec(pod.spec)) : itself;
  },
};
