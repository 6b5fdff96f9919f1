/** A tree's nodes, and the rows that its open nodes make. */
import type { IconName } from './icon-names.ts';
import type { State } from './state.ts';

export interface TreeNode {
  /** Unique in the tree. */
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  readonly children?: readonly TreeNode[];
  /** Has children that are not here yet: opening it asks for them. */
  readonly more?: boolean;
  /** They are on their way. */
  readonly loading?: boolean;
  /** A figure at the right, as a rule how many are within. */
  readonly count?: number | undefined;
  /** A state worth an icon at the right: Pending, an error. The word is its name. */
  readonly trail?: { readonly state: State; readonly word: string } | undefined;
}

export interface TreeRow {
  readonly node: TreeNode;
  readonly level: number;
  readonly parent: number;
  readonly place: number;
  readonly siblings: number;
  /** Undefined of a leaf. */
  readonly open: boolean | undefined;
}

const tailLetters = 6;
const wholeLettersMax = 12;

/** The rows of all open nodes, top down; `parent` is the row index of the parent, -1 of a root. */
export function treeRows(roots: readonly TreeNode[], open: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (nodes: readonly TreeNode[], level: number, parent: number): void => {
    nodes.forEach((node, index) => {
      const children = node.children ?? [];
      const isOpen = children.length > 0 || node.more || node.loading ? open.has(node.id) : undefined;
      rows.push({ node, level, parent, place: index + 1, siblings: nodes.length, open: isOpen });
      if (isOpen) add(children, level + 1, rows.length - 1);
    });
  };
  add(roots, 0, -1);
  return rows;
}

/** A name in the part that may be cut and the last six characters, which tell Pods and VMs apart and are always shown. */
export function splitName(name: string): readonly [string, string] {
  return name.length > wholeLettersMax ? [name.slice(0, -tailLetters), name.slice(-tailLetters)] : [name, ''];
}
