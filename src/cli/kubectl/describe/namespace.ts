// A namespace with its quotas and limits. Source: kubectl pkg/describe/describe.go, describeNamespace.
import type { Json } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import type { Client } from '../api/client.ts';
import { isNotFound } from '../failure.ts';
import { at, listAt, objectAt, textAt, textsAt } from '../json.ts';
import { quantityText } from './containers.ts';
import { Description, longTime } from './description.ts';
import type { Described } from './describer.ts';
import { listAll } from './events.ts';
import { writeHead } from './metadata.ts';

/** The objects of a type in the namespace, or undefined where the server has no such type. */
function* inside(client: Client, namespace: string, plural: string): Run<readonly Json[] | undefined> {
  try {
    return yield* listAll(client, `/api/v1/namespaces/${namespace}/${plural}`, {});
  } catch (failure) {
    if (isNotFound(failure)) return undefined;
    throw failure;
  }
}

function writeQuotas(description: Description, quotas: readonly Json[]): void {
  if (quotas.length === 0) {
    description.write(0, 'No resource quota.\n');
    return;
  }
  description.write(0, 'Resource Quotas\n');
  const name = (quota: Json) => textAt(quota, 'metadata', 'name');
  for (const quota of quotas.toSorted((a, b) => (name(a) < name(b) ? -1 : 1))) {
    description.field(1, 'Name', name(quota));
    const scopes = listAt(quota, 'spec', 'scopes').map(String).sort();
    if (scopes.length > 0) description.field(1, 'Scopes', scopes.join(', '));
    description.write(1, 'Resource\tUsed\tHard\n');
    description.write(1, '--------\t---\t---\n');
    for (const [resource, hard] of textsAt(quota, 'status', 'hard')) {
      const used = at(quota, 'status', 'used', resource);
      description.write(1, `${resource}\t${quantityText(used)}\t${quantityText(hard)}\n`);
    }
  }
}

const limitColumns = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'];

function writeLimits(description: Description, ranges: readonly Json[]): void {
  if (ranges.length === 0) {
    description.write(0, 'No LimitRange resource.\n');
    return;
  }
  description.write(
    0,
    'Resource Limits\n Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio\n',
  );
  description.write(
    0,
    ' ----\t--------\t---\t---\t---------------\t-------------\t-----------------------\n',
  );
  for (const item of ranges.flatMap((range) => listAt(range, 'spec', 'limits'))) {
    const resources = new Set(limitColumns.flatMap((column) => Object.keys(objectAt(item, column))));
    for (const resource of [...resources].sort()) {
      const cells = limitColumns.map((column) => {
        const value = at(item, column, resource);
        return value === undefined ? '-' : quantityText(value);
      });
      description.write(0, ` ${textAt(item, 'type')}\t${resource}\t${cells.join('\t')}\n`);
    }
  }
}

export function* describeNamespace({ client, object }: Described): Run<string> {
  const name = textAt(object, 'metadata', 'name');
  const quotas = yield* inside(client, name, 'resourcequotas');
  const ranges = yield* inside(client, name, 'limitranges');
  const description = new Description();
  writeHead(description, object, false);
  description.field(0, 'Status', textAt(object, 'status', 'phase'));
  const conditions = listAt(object, 'status', 'conditions');
  if (conditions.length > 0) {
    description.write(0, 'Conditions:\n');
    description.write(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage\n');
    description.write(1, '----\t------\t------------------\t------\t-------\n');
  }
  for (const condition of conditions) {
    const [type, status, reason, message] = ['type', 'status', 'reason', 'message'].map((member) =>
      textAt(condition, member),
    );
    const since = longTime(textAt(condition, 'lastTransitionTime'));
    description.write(1, `${type}\t${status}\t${since}\t${reason}\t${message}\n`);
  }
  if (quotas !== undefined) {
    description.write(0, '\n');
    writeQuotas(description, quotas);
  }
  if (ranges !== undefined) {
    description.write(0, '\n');
    writeLimits(description, ranges);
  }
  return description.end();
}
