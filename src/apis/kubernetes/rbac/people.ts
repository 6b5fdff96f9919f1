// What a Supervisor keeps from people: whoever signs in through vCenter makes, changes and plays no service accounts, although
// they are bound to Kubernetes' own role `edit`. VMware tells that it is so, not how; here their roles count without it.
import type { PolicyRule } from '#types';
import type { Actor } from '../wire.ts';

const signOnPrefix = 'sso:';
const kept = ['serviceaccounts', 'serviceaccounts/token'];
const reading = ['get', 'list', 'watch'];

export function isPerson({ user }: Actor): boolean {
  return user.startsWith(signOnPrefix);
}

const known = new WeakMap<readonly PolicyRule[], readonly PolicyRule[]>();

/** The rules of a role as they count for people. */
export function forPeople(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  let counted = known.get(rules);
  if (counted === undefined) {
    counted = rules.flatMap((rule) => {
      const resources = rule.resources ?? [];
      if (rule.verbs.every((verb) => reading.includes(verb))) return [rule];
      if (!resources.some((resource) => kept.includes(resource))) return [rule];
      const left = resources.filter((resource) => !kept.includes(resource));
      return left.length === 0 ? [] : [{ ...rule, resources: left }];
    });
    known.set(rules, counted);
  }
  return counted;
}
