// The aggregation controller: a ClusterRole that names others by their labels holds their rules, each once.
// Source: kubernetes pkg/controller/clusterroleaggregation.
import type { PolicyRule } from '#types';
import type { Loop } from '../../control/loop.ts';
import { equal } from '../../std/draft.ts';
import { fromLabelSelector, matchesLabels } from '../../store/selectors.ts';
import { kindId } from '../../store/kind.ts';
import type { ReadView } from '../../store/view.ts';
import { clusterRoles, type ClusterRole } from './roles.ts';

const id = kindId(clusterRoles);
const aggregating = { index: ['aggregating', 'true'] } as const;

/** The rules of all roles that the role's selectors choose, in order of selectors, then names. */
function gathered({ metadata, aggregationRule }: ClusterRole, view: ReadView): readonly PolicyRule[] {
  const rules: PolicyRule[] = [];
  for (const selector of aggregationRule?.clusterRoleSelectors ?? []) {
    const parsed = fromLabelSelector(selector);
    if ('error' in parsed) continue;
    for (const role of view.list<ClusterRole>(id)) {
      if (role.metadata.name === metadata.name) continue;
      if (!matchesLabels(parsed.requirements, role.metadata.labels ?? {})) continue;
      for (const rule of role.rules ?? []) if (!rules.some((known) => equal(known, rule))) rules.push(rule);
    }
  }
  return rules;
}

export const aggregation: Loop = {
  name: 'clusterrole-aggregation-controller',
  // Whichever role changes, all that gather may be concerned.
  observes: { [id]: () => ['*'] },
  expand: (_pattern, view) => view.list(id, aggregating).map(({ metadata }) => metadata.name),
  run(name, view) {
    const role = view.get<ClusterRole>(id, name);
    if (role?.aggregationRule === undefined) return undefined;
    const rules = gathered(role, view);
    if (equal(rules, role.rules ?? [])) return undefined;
    return { writes: [{ verb: 'update', kind: clusterRoles, object: { ...role, rules }, why: 'gathered' }] };
  },
};
