// SelfSubjectRulesReview: everything that the asker may do in a namespace, rule by rule as they are bound.
// Source: kubernetes pkg/registry/authorization/selfsubjectrulesreview; plugin/pkg/auth/authorizer/rbac, RulesFor.
import type { PolicyRule, SelfSubjectRulesReview } from '#types';
import type { JsonObject } from '../../../std/draft.ts';
import { badRequest } from '../../../store/refusal.ts';
import { nodeOf } from '../nodes/identity.ts';
import { grantsFor, inVain } from '../rbac/grants.ts';
import type { Answer } from './index.ts';

/** The members of a rule that say something. */
function said(rule: PolicyRule, members: readonly (keyof PolicyRule)[]): JsonObject {
  return Object.fromEntries(
    members.filter((member) => (rule[member] ?? []).length > 0).map((member) => [member, rule[member]]),
  ) as JsonObject;
}

export const selfSubjectRulesReview: Answer = (question, { view, actor }) => {
  const { namespace = '' } = (question as unknown as SelfSubjectRulesReview).spec;
  if (namespace === '') throw badRequest('no namespace on request');
  const rules: PolicyRule[] = [];
  const isNode = nodeOf(actor) !== undefined;
  const missing: string[] = isNode ? ['node authorizer does not support user rule resolution'] : [];
  for (const grant of grantsFor(view, actor, namespace)) {
    if ('missing' in grant) missing.push(grant.missing);
    else rules.push(...grant.rules);
  }
  return {
    spec: {},
    status: {
      resourceRules: rules
        .filter(({ resources = [] }) => resources.length > 0)
        .map((rule) => said(rule, ['verbs', 'apiGroups', 'resources', 'resourceNames'])),
      nonResourceRules: rules
        .filter(({ nonResourceURLs = [] }) => nonResourceURLs.length > 0)
        .map((rule) => said(rule, ['verbs', 'nonResourceURLs'])),
      incomplete: isNode,
      ...(missing.length === 0 ? {} : { evaluationError: inVain(missing) }),
    },
  };
};
