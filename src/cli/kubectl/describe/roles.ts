// Roles and bindings. Source: kubectl pkg/describe/describe.go; pkg/util/rbac.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { out, type Run } from '../../effect.ts';
import { listAt, objectAt, textAt } from '../json.ts';
import { Description } from './description.ts';
import type { Described } from './describer.ts';
import { writeHead } from './metadata.ts';

interface Rule {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly names: readonly string[];
  readonly paths: readonly string[];
}

/** Rules of one resource each; those that differ only by verb become one. */
function compactRules(rules: readonly Json[]): readonly Rule[] {
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

function resourceText({ groups, resources }: Rule): string {
  const [resource = ''] = resources;
  const [name = '', ...sub] = resource.split('/');
  const [group = ''] = groups;
  return `${name}${group === '' || resource === '' ? '' : `.${group}`}${sub.length === 0 ? '' : `/${sub.join('/')}`}`;
}

export function* describeRole({ object }: Described): Run<string> {
  const description = new Description();
  writeHead(description, object, false);
  description.write(0, 'PolicyRule:\n');
  description.write(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs\n');
  description.write(1, '---------\t-----------------\t--------------\t-----\n');
  for (const rule of compactRules(listAt(object, 'rules'))) {
    const lists = [rule.paths, rule.names, rule.verbs].map((items) => `[${items.join(' ')}]`);
    description.write(1, `${resourceText(rule)}\t${lists.join('\t')}\n`);
  }
  yield* out('');
  return description.end();
}

export function* describeRoleBinding({ object }: Described): Run<string> {
  const description = new Description();
  writeHead(description, object, false);
  const role: JsonObject = objectAt(object, 'roleRef');
  description.write(0, 'Role:\n');
  description.field(1, 'Kind', textAt(role, 'kind'));
  description.field(1, 'Name', textAt(role, 'name'));
  description.write(0, 'Subjects:\n');
  description.write(1, 'Kind\tName\tNamespace\n');
  description.write(1, '----\t----\t---------\n');
  for (const subject of listAt(object, 'subjects')) {
    const cells = ['kind', 'name', 'namespace'].map((member) => textAt(subject, member));
    description.write(1, `${cells.join('\t')}\n`);
  }
  yield* out('');
  return description.end();
}
