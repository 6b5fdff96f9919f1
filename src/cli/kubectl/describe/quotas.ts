// Quotas and limits of a namespace, alone and as a namespace's description ends with them. Source: kubectl
// pkg/describe/describe.go. Deliberately different: resources of limits come in their order, where kubectl shows them in none.
import type { Json } from '../../../std/draft.ts';
import { formatQuantity, parseQuantity, quantityOf, quantityValue } from '../../../std/quantity.ts';
import { out, type Run } from '../../effect.ts';
import { at, listAt, objectAt, textAt, textsAt } from '../json.ts';
import { quantityText } from './containers.ts';
import { Description } from './description.ts';
import type { Described } from './describer.ts';

const scopeHelp: Readonly<Record<string, string>> = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
};

function writeScopes(description: Description, quota: Json, level: number, bullet: string): void {
  const scopes = listAt(quota, 'spec', 'scopes').map(String).sort();
  if (scopes.length === 0) return;
  description.field(level, 'Scopes', scopes.join(', '));
  for (const scope of scopes) {
    const help = scopeHelp[scope];
    if (help !== undefined) description.write(level, `${bullet} ${help}\n`);
  }
}

export function writeQuotas(description: Description, quotas: readonly Json[]): void {
  if (quotas.length === 0) {
    description.write(0, 'No resource quota.\n');
    return;
  }
  description.write(0, 'Resource Quotas\n');
  const name = (quota: Json) => textAt(quota, 'metadata', 'name');
  for (const quota of quotas.toSorted((a, b) => (name(a) < name(b) ? -1 : 1))) {
    description.field(1, 'Name', name(quota));
    writeScopes(description, quota, 1, '*');
    description.write(1, 'Resource\tUsed\tHard\n');
    description.write(1, '--------\t---\t---\n');
    for (const [resource, hard] of textsAt(quota, 'status', 'hard')) {
      const used = at(quota, 'status', 'used', resource);
      description.write(1, `${resource}\t${quantityText(used)}\t${quantityText(hard)}\n`);
    }
  }
}

/** What is used, in the form of what may be. */
function usedText(used: Json | undefined, hard: string): string {
  const [amount, most] = [parseQuantity(typeof used === 'string' ? used : '0'), parseQuantity(hard)];
  if (amount === undefined || most === undefined || amount.format === most.format) return quantityText(used);
  return formatQuantity(quantityOf(quantityValue(amount), most.format));
}

export function* describeQuota({ object }: Described): Run<string> {
  const description = new Description();
  description.field(0, 'Name', textAt(object, 'metadata', 'name'));
  description.field(0, 'Namespace', textAt(object, 'metadata', 'namespace'));
  writeScopes(description, object, 0, ' *');
  description.write(0, 'Resource\tUsed\tHard\n');
  description.write(0, '--------\t----\t----\n');
  for (const [resource, hard] of textsAt(object, 'status', 'hard')) {
    const used = usedText(at(object, 'status', 'used', resource), hard);
    description.write(0, `${resource}\t${used}\t${quantityText(hard)}\n`);
  }
  yield* out('');
  return description.end();
}

const limitColumns = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'];
const limitsHead = 'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio\n';
const limitsRule = '----\t--------\t---\t---\t---------------\t-------------\t-----------------------\n';

function writeRange(description: Description, range: Json, before: string): void {
  for (const item of listAt(range, 'spec', 'limits')) {
    const resources = new Set(limitColumns.flatMap((column) => Object.keys(objectAt(item, column))));
    for (const resource of [...resources].sort()) {
      const cells = limitColumns.map((column) => {
        const value = at(item, column, resource);
        return value === undefined ? '-' : quantityText(value);
      });
      description.write(0, `${before}${textAt(item, 'type')}\t${resource}\t${cells.join('\t')}\n`);
    }
  }
}

export function writeLimits(description: Description, ranges: readonly Json[]): void {
  if (ranges.length === 0) {
    description.write(0, 'No LimitRange resource.\n');
    return;
  }
  description.write(0, `Resource Limits\n ${limitsHead}`);
  description.write(0, ` ${limitsRule}`);
  for (const range of ranges) writeRange(description, range, ' ');
}

export function* describeLimitRange({ object }: Described): Run<string> {
  const description = new Description();
  description.field(0, 'Name', textAt(object, 'metadata', 'name'));
  description.field(0, 'Namespace', textAt(object, 'metadata', 'namespace'));
  description.write(0, limitsHead);
  description.write(0, limitsRule);
  writeRange(description, object, '');
  yield* out('');
  return description.end();
}
