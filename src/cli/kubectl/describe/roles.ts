// Roles and bindings. Source: kubectl pkg/describe/describe.go.
import type { JsonObject } from '../../../std/draft.ts';
import { out, type Run } from '../../effect.ts';
import { listAt, objectAt, textAt } from '../json.ts';
import { compactRules, resourceText } from '../rbac/rules.ts';
import { Description } from './description.ts';
import type { Described } from './describer.ts';
import { writeHead } from './metadata.ts';

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
