// What roles and bindings have in common. Source: kubernetes pkg/apis/rbac/validation.
import type { PolicyRule, RoleRef, Subject } from '#types';
import type { Draft } from '../../std/draft.ts';
import type { Causes } from '../../store/causes.ts';

export const rbacGroup = 'rbac.authorization.k8s.io';

export function checkRules(
  rules: readonly PolicyRule[] | undefined,
  namespaced: boolean,
  causes: Causes,
): void {
  for (const [index, rule] of (rules ?? []).entries()) {
    const at = `rules[${index}]`;
    if (rule.verbs.length === 0) causes.required(`${at}.verbs`, 'verbs must contain at least one value');
    if ((rule.nonResourceURLs ?? []).length > 0) {
      if (namespaced) {
        causes.invalid(
          `${at}.nonResourceURLs`,
          rule.nonResourceURLs,
          'namespaced rules cannot apply to non-resource URLs',
        );
      }
      continue;
    }
    if ((rule.apiGroups ?? []).length === 0) {
      causes.required(`${at}.apiGroups`, 'resource rules must supply at least one api group');
    }
    if ((rule.resources ?? []).length === 0) {
      causes.required(`${at}.resources`, 'resource rules must supply at least one resource');
    }
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
  const { roleRef } = next;
  if (roleRef === undefined) {
    causes.required('roleRef');
    return;
  }
  if (roleRef.apiGroup !== rbacGroup) causes.notSupported('roleRef.apiGroup', roleRef.apiGroup, [rbacGroup]);
  if (!kinds.includes(roleRef.kind)) causes.notSupported('roleRef.kind', roleRef.kind, kinds);
  if (!roleRef.name) causes.required('roleRef.name');
  for (const [index, subject] of (next.subjects ?? []).entries()) {
    const at = `subjects[${index}]`;
    if (!subject.name) causes.required(`${at}.name`);
    if (subject.kind === 'ServiceAccount') {
      if (!subject.namespace) causes.required(`${at}.namespace`);
    } else if (subject.kind !== 'User' && subject.kind !== 'Group') {
      causes.notSupported(`${at}.kind`, subject.kind, ['ServiceAccount', 'User', 'Group']);
    }
  }
  if (prev !== undefined && (prev.roleRef.kind !== roleRef.kind || prev.roleRef.name !== roleRef.name)) {
    causes.invalid('roleRef', roleRef, 'cannot change roleRef');
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
