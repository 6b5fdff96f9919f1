// What roles and bindings have in common. Source: kubernetes pkg/apis/rbac/{v1/defaults,validation/validation}.go.
import type { AggregationRule, PolicyRule, RoleRef, RbacV1Subject as Subject } from '#types';
import type { Draft } from '../../std/draft.ts';
import { isDns1123Subdomain, isPathSegmentName } from '../../std/names.ts';
import type { Causes } from '../../store/causes.ts';
import { fromLabelSelector } from '../../store/selectors.ts';
import { goValue } from '../../store/go-types.ts';

export const rbacGroup = 'rbac.authorization.k8s.io';

export function checkRules(
  rules: readonly PolicyRule[] | undefined,
  namespaced: boolean,
  causes: Causes,
): void {
  for (const [index, rule] of (rules ?? []).entries()) checkRule(rule, namespaced, `rules[${index}]`, causes);
}

function checkRule(rule: PolicyRule, namespaced: boolean, at: string, causes: Causes): void {
  const { verbs = [], nonResourceURLs: urls = [], apiGroups = [], resources = [], resourceNames = [] } = rule;
  if (verbs.length === 0) causes.required(`${at}.verbs`, 'verbs must contain at least one value');
  if (urls.length > 0) {
    const field = `${at}.nonResourceURLs`;
    if (namespaced)
      causes.invalid(field, goValue('[]string', urls), 'namespaced rules cannot apply to non-resource URLs');
    if (apiGroups.length + resources.length + resourceNames.length > 0)
      causes.invalid(
        field,
        goValue('[]string', urls),
        'rules cannot apply to both regular resources and non-resource URLs',
      );
    return;
  }
  if (apiGroups.length === 0)
    causes.required(`${at}.apiGroups`, 'resource rules must supply at least one api group');
  if (resources.length === 0)
    causes.required(`${at}.resources`, 'resource rules must supply at least one resource');
}

export function checkAggregation(rule: AggregationRule | undefined, causes: Causes): void {
  if (rule === undefined) return;
  const field = 'aggregationRule.clusterRoleSelectors';
  const selectors = rule.clusterRoleSelectors ?? [];
  if (selectors.length === 0)
    causes.required(field, 'at least one clusterRoleSelector required if aggregationRule is non-nil');
  for (const [index, selector] of selectors.entries()) {
    if ('error' in fromLabelSelector(selector))
      causes.invalid(`${field}[${index}]`, goValue('v1.LabelSelector', selector), 'invalid label selector.');
  }
}

interface Binding {
  readonly roleRef: RoleRef;
  readonly subjects?: readonly Subject[];
}

export function fillBinding(binding: Draft<Binding>): void {
  if (binding.roleRef !== undefined) binding.roleRef.apiGroup ||= rbacGroup;
  for (const subject of binding.subjects ?? []) {
    if (!subject.apiGroup && (subject.kind === 'User' || subject.kind === 'Group'))
      subject.apiGroup = rbacGroup;
  }
}

export function checkBinding(
  next: Binding,
  prev: Binding | undefined,
  kinds: readonly string[],
  causes: Causes,
): void {
  const { apiGroup = '', kind = '', name = '' } = next.roleRef ?? {};
  if (apiGroup !== rbacGroup) causes.notSupported('roleRef.apiGroup', apiGroup, [rbacGroup]);
  if (!kinds.includes(kind)) causes.notSupported('roleRef.kind', kind, kinds);
  if (!name) causes.required('roleRef.name');
  else causes.invalidEach('roleRef.name', name, isPathSegmentName(name));
  const namespaced = kinds.includes('Role');
  for (const [index, subject] of (next.subjects ?? []).entries())
    checkSubject(subject, namespaced, `subjects[${index}]`, causes);
  if (prev === undefined) return;
  const before = prev.roleRef;
  if (before.apiGroup === apiGroup && before.kind === kind && before.name === name) return;
  causes.invalid('roleRef', goValue('rbac.RoleRef', next.roleRef), 'cannot change roleRef');
}

function checkSubject(subject: Subject, namespaced: boolean, at: string, causes: Causes): void {
  const { kind, name, apiGroup = '', namespace = '' } = subject;
  if (!name) causes.required(`${at}.name`);
  switch (kind) {
    case 'ServiceAccount':
      if (name) causes.invalidEach(`${at}.name`, name, isDns1123Subdomain(name));
      if (apiGroup !== '') causes.notSupported(`${at}.apiGroup`, apiGroup, ['']);
      if (!namespaced && namespace === '') causes.required(`${at}.namespace`);
      return;
    case 'User':
    case 'Group':
      if (apiGroup !== rbacGroup) causes.notSupported(`${at}.apiGroup`, apiGroup, [rbacGroup]);
      return;
    default:
      causes.notSupported(`${at}.kind`, kind ?? '', ['ServiceAccount', 'User', 'Group']);
  }
}

function namesOf(binding: Binding, kind: string): string {
  return (binding.subjects ?? [])
    .filter((subject) => subject.kind === kind)
    .map((subject) =>
      kind === 'ServiceAccount' ? `${subject.namespace ?? ''}/${subject.name}` : subject.name,
    )
    .join(', ');
}

/** The wide columns of both kinds of binding. */
export const subjectColumns = [
  { name: 'Users', wide: true, cell: (binding: Binding) => namesOf(binding, 'User') },
  { name: 'Groups', wide: true, cell: (binding: Binding) => namesOf(binding, 'Group') },
  { name: 'ServiceAccounts', wide: true, cell: (binding: Binding) => namesOf(binding, 'ServiceAccount') },
] as const;
