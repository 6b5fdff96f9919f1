// Rules of roles as kubectl shows them: one permission a line, those that differ only by verb put together, in kubectl's order.
// Source: kubectl pkg/util/rbac, pkg/describe, CombineResourceGroup.
import type { Json } from '../../../std/draft.ts';
import { listAt } from '../json.ts';

export interface Rule {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly names: readonly string[];
  readonly paths: readonly string[];
}

/** Rules of one resource each; those that differ only by verb become one. */
export function compactRules(rules: readonly Json[]): readonly Rule[] {
  const simple = new Map<string, { rule: Rule; verbs: string[] }>();
  const others: Rule[] = [];
  const texts = (rule: Json, member: string) => listAt(rule, member).map(String);
  for (const rule of rules) {
    const [verbs, names] = [texts(rule, 'verbs'), texts(rule, 'resourceNames')];
    for (const group of texts(rule, 'apiGroups')) {
      for (const resource of texts(rule, 'resources')) {
        for (const name of names.length === 0 ? [undefined] : names) {
          const key = JSON.stringify([group, resource, name ?? null]);
          const known = simple.get(key) ?? {
            rule: {
              verbs: [],
              groups: [group],
              resources: [resource],
              names: name === undefined ? [] : [name],
              paths: [],
            },
            verbs: [],
          };
          simple.set(key, known);
          for (const verb of verbs) if (!known.verbs.includes(verb)) known.verbs.push(verb);
        }
      }
    }
    for (const path of texts(rule, 'nonResourceURLs')) {
      for (const verb of verbs)
        others.push({ verbs: [verb], groups: [], resources: [], names: [], paths: [path] });
    }
  }
  const all = [...others, ...[...simple.values()].map(({ rule, verbs }) => ({ ...rule, verbs }))];
  return all.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : sortKey(a) > sortKey(b) ? 1 : 0));
}

/** The text by which kubectl sorts rules: how Go prints them. */
function sortKey({ verbs, groups, resources, names, paths }: Rule): string {
  const list = (items: readonly string[]) => `[${items.join(' ')}]`;
  return `&PolicyRule{Verbs:${list(verbs)},APIGroups:${list(groups)},Resources:${list(resources)},ResourceNames:${list(names)},NonResourceURLs:${list(paths)},}`;
}

/** `deployments.apps/scale` */
export function resourceText({ groups, resources }: Rule): string {
  const [resource = ''] = resources;
  const [name = '', ...sub] = resource.split('/');
  const [group = ''] = groups;
  return `${name}${group === '' || resource === '' ? '' : `.${group}`}${sub.length === 0 ? '' : `/${sub.join('/')}`}`;
}
