/** Namespaces and their vSphere Pods as nodes of a tree, from the server's table of all Pods. */
import type { ColumnDefinition, TableRow } from '../../live/objects.ts';
import type { TreeNode } from '../../parts/tree.ts';
import { cellOf } from '../common/columns.ts';
import { podLook } from '../look.ts';
import { namespaceHref, podHref } from '../route.ts';

export interface PodTable {
  readonly items: readonly TableRow[];
  readonly columns: readonly ColumnDefinition[];
}

export function podsByNamespace({ items }: PodTable): ReadonlyMap<string, readonly TableRow[]> {
  const found = new Map<string, TableRow[]>();
  for (const row of items) {
    const namespace = row.metadata.namespace ?? '';
    const list = found.get(namespace);
    if (list === undefined) found.set(namespace, [row]);
    else list.push(row);
  }
  return found;
}

const isWell = (state: string): boolean => state === 'success' || state === 'off';

export function namespaceNode(name: string, rows: readonly TableRow[], { columns }: PodTable): TreeNode {
  const children = rows.map((row): TreeNode => {
    const look = podLook(cellOf(columns, row, 'Status'), cellOf(columns, row, 'Ready'));
    return {
      id: podHref(name, row.metadata.name),
      label: row.metadata.name,
      icon: 'pod',
      ...(isWell(look.state) ? {} : { trail: look }),
    };
  });
  const failed = children.filter(({ trail }) => trail?.state === 'danger').length;
  return {
    id: namespaceHref(name),
    label: name,
    icon: 'namespace',
    count: children.length,
    children,
    ...(failed === 0
      ? {}
      : { trail: { state: 'danger', word: `${failed} of its Pods in trouble` } as const }),
  };
}
