// A namespace with its quotas and limits. Source: kubectl pkg/describe/describe.go, describeNamespace.
import type { Json } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import type { Client } from '../api/client.ts';
import { isNotFound } from '../failure.ts';
import { listAt, textAt } from '../json.ts';
import { writeConditions } from './conditions.ts';
import { Description } from './description.ts';
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
  writeConditions(description, listAt(object, 'status', 'conditions'));
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
