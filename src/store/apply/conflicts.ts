// The refusal of an apply that would change what others own: 409 with one cause a field, in Kubernetes' words.
// Source: apimachinery, pkg/util/managedfields/internal/conflict.go; NewApplyConflict of pkg/api/errors.
import { quoteGo } from '../../std/go-quote.ts';
import { Refusal } from '../refusal.ts';
import { showPath } from './element.ts';
import { identity, type Manager } from './managers.ts';
import type { Conflict } from './updater.ts';

/** `"kubectl"` of one that applies, `"kubectl-edit" using apps/v1` of one that updates. */
function showManager({ manager, operation, apiVersion, subresource }: Manager): string {
  const through = subresource === '' ? '' : ` with subresource ${quoteGo(subresource)}`;
  return quoteGo(manager) + through + (operation === 'Update' ? ` using ${apiVersion}` : '');
}

/** The conflicts come sorted by manager. */
function conflictMessage(conflicts: readonly Conflict[]): string {
  const [only] = conflicts;
  if (only !== undefined && conflicts.length === 1) {
    return `Apply failed with 1 conflict: conflict with ${showManager(only.manager)}: ${showPath(only.path)}`;
  }
  const lines: string[] = [];
  let last = '';
  for (const { manager, path } of conflicts) {
    const id = identity(manager);
    if (id !== last) lines.push(`conflicts with ${showManager(manager)}:`);
    lines.push(`- ${showPath(path)}`);
    last = id;
  }
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

export function applyConflict(conflicts: readonly Conflict[]): Refusal {
  return new Refusal(409, 'Conflict', conflictMessage(conflicts), {
    causes: conflicts.map(({ manager, path }) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${showManager(manager)}`,
      field: showPath(path),
    })),
  });
}
