// Whether rules that somebody has take in rules that somebody would give: both are broken down to single permissions. Server and
// client judge alike. Source: k8s.io/component-helpers/auth/rbac/validation.
import type { PolicyRule } from '#types';

/** One verb on one resource of one group, of one name or all; or one verb on one path. */
function* singles(rule: PolicyRule): Iterable<PolicyRule> {
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  for (const group of apiGroups) {
    for (const resource of resources) {
      for (const verb of verbs) {
        const single = { apiGroups: [group], resources: [resource], verbs: [verb] };
        if (resourceNames.length === 0) yield single;
        for (const name of resourceNames) yield { ...single, resourceNames: [name] };
      }
    }
  }
  for (const url of nonResourceURLs)
    for (const verb of verbs) yield { nonResourceURLs: [url], verbs: [verb] };
}

function hasAll(owned: readonly string[] | undefined, wanted: readonly string[] | undefined): boolean {
  return (wanted ?? []).every((value) => owned?.includes(value) === true);
}

function hasStarOrAll(owned: readonly string[] | undefined, wanted: readonly string[] | undefined): boolean {
  return owned?.includes('*') === true || hasAll(owned, wanted);
}

function coversResources(owned: readonly string[] = [], wanted: readonly string[] = []): boolean {
  if (hasStarOrAll(owned, wanted)) return true;
  return wanted.every((path) => {
    const slash = path.indexOf('/');
    return owned.includes(path) || (slash >= 0 && owned.includes(`*${path.slice(slash)}`));
  });
}

function covers(owned: PolicyRule, single: PolicyRule): boolean {
  const anyName = (owned.resourceNames ?? []).length === 0;
  return (
    hasStarOrAll(owned.verbs, single.verbs) &&
    hasStarOrAll(owned.apiGroups, single.apiGroups) &&
    coversResources(owned.resources, single.resources) &&
    (single.nonResourceURLs ?? []).every((path) =>
      (owned.nonResourceURLs ?? []).some((pattern) => coversPath(pattern, path)),
    ) &&
    (anyName ||
      ((single.resourceNames ?? []).length > 0 && hasAll(owned.resourceNames, single.resourceNames)))
  );
}

/** The single permissions of the wanted rules that no owned rule takes in. */
export function uncovered(
  owned: readonly PolicyRule[],
  wanted: readonly PolicyRule[],
): readonly PolicyRule[] {
  return wanted
    .flatMap((rule) => [...singles(rule)])
    .filter((single) => !owned.some((rule) => covers(rule, single)));
}

/** Whether a path of a rule, which may end with a star, takes in another. */
export function coversPath(pattern: string, path: string): boolean {
  return pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.replace(/\*+$/, '')));
}
