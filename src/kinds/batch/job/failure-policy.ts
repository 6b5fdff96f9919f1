// What a Job's policies say of a failed Pod, and of the indexes that succeeded. Source: kubernetes
// pkg/controller/job/{pod_failure_policy,success_policy}.go.
import type { ContainerStatus, PodFailurePolicyRule } from '#types';
import type { Pod } from '../../core/pod/pod.ts';
import { parseIndexes, sharedBy, totalOf, type Indexes } from './indexes.ts';
import type { Job } from './model.ts';

export interface Verdict {
  /** Whether the failure counts towards the back-off limit. */
  readonly counts: boolean;
  readonly action?: string;
  /** Why the whole Job fails, where it does. */
  readonly failure?: string;
}

/** The first ended container, main ones first, whose exit code the rule means. */
function matchingContainer(pod: Pod, rule: PodFailurePolicyRule): ContainerStatus | undefined {
  const { containerName, operator, values = [] } = rule.onExitCodes ?? { operator: '', values: [] };
  const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  return statuses.find(({ name, state }) => {
    const code = state?.terminated?.exitCode ?? 0;
    if (code === 0 || (containerName !== undefined && containerName !== name)) return false;
    return values.includes(code) === (operator === 'In');
  });
}

function failureOf(pod: Pod, rule: PodFailurePolicyRule, index: number): string | undefined {
  const place = `${pod.metadata.namespace}/${pod.metadata.name}`;
  if (rule.onExitCodes !== undefined) {
    const container = matchingContainer(pod, rule);
    if (container === undefined) return undefined;
    const code = container.state?.terminated?.exitCode;
    return `Container ${container.name} for pod ${place} failed with exit code ${code} matching ${rule.action} rule at index ${index}`;
  }
  const condition = pod.status?.conditions?.find(({ type, status }) =>
    (rule.onPodConditions ?? []).some((pattern) => pattern.type === type && pattern.status === status),
  );
  if (condition === undefined) return undefined;
  return `Pod ${place} has condition ${condition.type} matching ${rule.action} rule at index ${index}`;
}

export function verdictOn(job: Job, pod: Pod): Verdict {
  const perIndex = job.spec.backoffLimitPerIndex !== undefined;
  for (const [index, rule] of (job.spec.podFailurePolicy?.rules ?? []).entries()) {
    const { action } = rule;
    if (action === 'FailIndex' && !perIndex) continue;
    const failure = failureOf(pod, rule, index);
    if (failure === undefined) continue;
    return { action, counts: action !== 'Ignore', ...(action === 'FailJob' ? { failure } : {}) };
  }
  return { counts: true };
}

/** The message of the first rule that the succeeded indexes meet. */
export function metSuccessRule({ spec }: Job, succeeded: Indexes): string | undefined {
  if (succeeded.length === 0) return undefined;
  const index = (spec.successPolicy?.rules ?? []).findIndex(({ succeededCount, succeededIndexes }) => {
    if (succeededIndexes === undefined)
      return succeededCount !== undefined && totalOf(succeeded) >= succeededCount;
    const wanted = parseIndexes(succeededIndexes, spec.completions ?? 0);
    if (wanted.length === 0) return false;
    const shared = sharedBy(wanted, succeeded);
    return shared === totalOf(wanted) || (succeededCount !== undefined && shared >= succeededCount);
  });
  return index < 0 ? undefined : `Matched rules at index ${index}`;
}
