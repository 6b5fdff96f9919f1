// The table of an object's conditions. Source: kubectl pkg/describe/describe.go.
import type { Json } from '../../../std/draft.ts';
import { textAt } from '../json.ts';
import { longTime, type Description } from './description.ts';

/** Nothing where there are none. */
export function writeConditions(description: Description, conditions: readonly Json[]): void {
  if (conditions.length === 0) return;
  description.write(0, 'Conditions:\n');
  description.write(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage\n');
  description.write(1, '----\t------\t------------------\t------\t-------\n');
  for (const condition of conditions) {
    const cells = [
      textAt(condition, 'type'),
      textAt(condition, 'status'),
      longTime(textAt(condition, 'lastTransitionTime')),
      textAt(condition, 'reason'),
      textAt(condition, 'message'),
    ];
    description.write(1, `${cells.join('\t')}\n`);
  }
}
