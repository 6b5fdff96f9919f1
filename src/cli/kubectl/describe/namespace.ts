// A namespace with its quotas and limits. Source: kubectl pkg/describe/describe.go, describeNamespace.
import type { Json } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import type { Client } from '../api/client.ts';
import { isNotFound } from '../failure.ts';
import { listAt, textAt } from '../json.ts';
import { Description, longTime } from './description.ts';
import type { Described } from './describer.ts';
import { listAll } from './events.ts';
import { writeHead } from './metadata.ts';
import { writeLimits, writeQuotas } from './quotas.ts';

/** The objects of a type in the namespace, or undefined where the server has no such type. */
function* inside(client: Client, namespace: string, plural: string): Run<readonly Json[] | undefined> {
  try {
    return yield* listAll(client, `/api/v1/namespaces/${namespace}/${plural}`, {});
  } catch (failure) {
    if (isNotFound(failure)) return undefined;
    throw failure;
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
