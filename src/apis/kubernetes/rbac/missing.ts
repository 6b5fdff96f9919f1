// What somebody would give and does not have, in the API server's words.
// Source: kubernetes pkg/registry/rbac/validation/policy_compact.go, pkg/apis/rbac/v1/evaluation_helpers.go.
import type { PolicyRule } from '#types';
import { quoteGo } from '../../../std/go-quote.ts';

/** Single permissions with those on one resource, and name, put together. */
function compact(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  const kept: PolicyRule[] = [];
  const byResource = new Map<string, PolicyRule>();
  for (const rule of rules) {
    if ((rule.nonResourceURLs ?? []).length > 0) {
      kept.push(rule);
      continue;
    }
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]);
    const known = byResource.get(key);
    const verbs = known === undefined ? rule.verbs : [...new Set([...known.verbs, ...rule.verbs])];
    byResource.set(key, { ...rule, verbs });
  }
  return [...kept, ...byResource.values()];
}

const members = [
  ['APIGroups', 'apiGroups'],
  ['Resources', 'resources'],
  ['NonResourceURLs', 'nonResourceURLs'],
  ['ResourceNames', 'resourceNames'],
  ['Verbs', 'verbs'],
] as const;

/** Go's `%q` of a list: `["a" "b"]`. */
export function quotedList(values: readonly string[]): string {
  return `[${values.map(quoteGo).join(' ')}]`;
}

/** `{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}` */
function described(rule: PolicyRule): string {
  const said = members.flatMap(([name, member]) => {
    const values = rule[member] ?? [];
    return values.length === 0 ? [] : [`${name}:${quotedList(values)}`];
  });
  return `{${said.join(', ')}}`;
}

/** What is missing, a line each, in order. */
export function describeMissing(missing: readonly PolicyRule[]): string {
  return [...new Set(compact(missing).map(described))].sort().join('\n');
}
