// PodDisruptionBudget: how many Pods may be away at once when somebody evicts them. Its status is the disruption controller's.
// Source: kubernetes pkg/apis/policy/validation, pkg/registry/policy/poddisruptionbudget.
import type { PodDisruptionBudget as PodDisruptionBudgetType } from '#types';
import { isPathSegmentName } from '../../std/names.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { checkAtMostAll, checkShare, type IntOrString } from '../apps/shares.ts';
import { checkNonNegative } from '../apps/template.ts';
import { checkConditions } from '../check-conditions.ts';
import { checkLabelSelector } from '../label-selector.ts';
import { kubernetesKind, statusSubresource } from '../kubernetes-kind.ts';
import { goValue } from '../../store/go-types.ts';

export type PodDisruptionBudget = Stored<PodDisruptionBudgetType>;

const unhealthyPolicies = ['AlwaysAllow', 'IfHealthyBudget'];

const boundText = (bound: IntOrString | undefined): string => (bound === undefined ? 'N/A' : String(bound));

export const podDisruptionBudgets = kubernetesKind<PodDisruptionBudget>({
  group: 'policy',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  allowUnconditionalUpdate: false,
  short: ['pdb'],
  namespaced: true,
  generation: true,
  nameCauses: isPathSegmentName,
  subresources: [statusSubresource],
  prepare(next, prev) {
    if (prev === undefined)
      next.status = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
  },
  validate({ spec }, _prev, causes) {
    const { maxUnavailable, minAvailable, selector, unhealthyPodEvictionPolicy } = spec;
    if (minAvailable !== undefined && maxUnavailable !== undefined)
      causes.invalid(
        'spec',
        goValue('policy.PodDisruptionBudgetSpec', spec),
        'minAvailable and maxUnavailable cannot be both set',
      );
    for (const [member, bound] of Object.entries({ minAvailable, maxUnavailable })) {
      checkShare(bound, `spec.${member}`, causes);
      checkAtMostAll(bound, `spec.${member}`, causes);
    }
    if (unhealthyPodEvictionPolicy !== undefined && !unhealthyPolicies.includes(unhealthyPodEvictionPolicy)) {
      const field = 'spec.unhealthyPodEvictionPolicy';
      causes.notSupported(field, unhealthyPodEvictionPolicy, unhealthyPolicies);
    }
    if (selector !== undefined) checkLabelSelector(selector, 'spec.selector', causes);
  },
  validateStatus({ status }, _prev, causes) {
    checkConditions(status?.conditions ?? [], 'status.conditions', causes);
    for (const name of ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'] as const)
      checkNonNegative(status?.[name], `status.${name}`, causes);
  },
  columns: [
    nameColumn,
    { name: 'Min Available', cell: ({ spec }) => boundText(spec.minAvailable) },
    { name: 'Max Unavailable', cell: ({ spec }) => boundText(spec.maxUnavailable) },
    { name: 'Allowed Disruptions', type: 'integer', cell: ({ status }) => status?.disruptionsAllowed ?? 0 },
    ageColumn,
  ],
});
