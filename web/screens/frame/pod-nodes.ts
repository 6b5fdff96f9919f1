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

/** A row that did not change is the same row, and its node the same node: of thousands few are made anew. */
const made = new WeakMap<TableRow, TreeNode>();

function podNode(namespace: string, row: TableRow, columns: readonly ColumnDefinition[]): TreeNode {
  const known = made.get(row);
  if (known !== undefined) return known;
  const look = podLook(cellOf(columns, row, 'Status'), cellOf(columns, row, 'Ready'));
  const node: TreeNode = {
    id: podHref(namespace, row.metadata.name),
    label: row.metadata.name,
    icon: 'pod',
    ...(isWell(look.state) ? {} : { trail: look }),
  };
  made.set(row, node);
  return node;
}

export function namespaceNode(name: string, rows: readonly TableRow[], { columns }: PodTable): TreeNode {
  const children = rows.map((row) => podNode(name, row, columns));
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
