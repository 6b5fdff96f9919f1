/** VMs as nodes of a tree, from the server's table of all: of thousands few change, and what did not is the same node. */
import type { ColumnDefinition, TableRow } from '../../live/objects.ts';
import type { TreeNode } from '../../parts/tree.ts';
import { powerLook } from '../look.ts';
import { placeHref } from '../route.ts';

export interface MachineTable {
  readonly items: readonly TableRow[];
  readonly columns: readonly ColumnDefinition[];
}

export interface MachineNode {
  readonly node: TreeNode;
  readonly role: string;
  readonly cluster: string;
  readonly host: string;
  readonly folder: string;
  readonly pool: string;
}

const made = new WeakMap<TableRow, MachineNode>();

/** The VMs that are not a Pod's. Places of columns are found once. */
export function machineNodes({ items, columns }: MachineTable): readonly MachineNode[] {
  const at = (name: string): number => columns.findIndex((column) => column.name === name);
  const [title, power, host, role, cluster, folder, pool] = [
    at('Display-Name'),
    at('Power-State'),
    at('Host'),
    at('Role'),
    at('Cluster'),
    at('Folder'),
    at('Resource-Pool'),
  ] as const;
  const found: MachineNode[] = [];
  for (const row of items) {
    const text = (place: number): string => String(row.cells[place] ?? '');
    if (text(role) === 'Pod') continue;
    const known = made.get(row);
    if (known !== undefined) {
      found.push(known);
      continue;
    }
    const look = powerLook(text(power));
    const node: TreeNode = {
      id: placeHref('vm', row.metadata.name),
      label: text(title),
      icon: 'vm',
      ...(look.state === 'success' ? {} : { trail: look }),
    };
    const machine: MachineNode = {
      node,
      role: text(role),
      cluster: text(cluster),
      host: text(host),
      folder: text(folder),
      pool: text(pool),
    };
    made.set(row, machine);
    found.push(machine);
  }
  return found;
}

const collator = new Intl.Collator('en', { numeric: true });

/** Nodes by what holds them, in the order of their names. */
export function nodesBy(
  machines: readonly MachineNode[],
  holder: (machine: MachineNode) => string,
): ReadonlyMap<string, readonly TreeNode[]> {
  const found = new Map<string, TreeNode[]>();
  for (const machine of machines) {
    const key = holder(machine);
    const list = found.get(key);
    if (list === undefined) found.set(key, [machine.node]);
    else list.push(machine.node);
  }
  for (const list of found.values()) list.sort((a, b) => collator.compare(a.label, b.label));
  return found;
}
