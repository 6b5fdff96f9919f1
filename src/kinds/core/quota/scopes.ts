// Which objects a quota is about. Source: apiserver pkg/quota/v1/generic/evaluator.go, Matches.
import type { ScopedResourceSelectorRequirement } from '#types';
import type { StoredObject } from '../../../store/object.ts';
import type { ResourceQuota } from './resource-quota.ts';
import type { Usage } from './usage.ts';

function scopesOf({ spec }: ResourceQuota): readonly ScopedResourceSelectorRequirement[] {
  const plain = (spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' as const }));
  return [...plain, ...(spec?.scopeSelector?.matchExpressions ?? [])];
}

/** Whether the object is in every scope of the quota. */
export function isAbout(quota: ResourceQuota, usage: Usage, object: StoredObject): boolean {
  return scopesOf(quota).every((scope) => usage.inScope?.(object, scope) === true);
}
