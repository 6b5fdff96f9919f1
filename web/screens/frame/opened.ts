/** Which nodes of the navigator stand open, as long as the page lives: a tree that comes back is as it was left. */
import { SvelteSet } from 'svelte/reactivity';
import type { TreeNode } from '../../parts/tree.ts';
import { router } from '../router.svelte.ts';

/** Nodes are open unless they were closed, or closed unless they were opened, by what they hold. */
const turned = new SvelteSet<string>();

/** Ids of the nodes that stand open: those in `first` from the beginning. */
export function openNodes(
  nodes: readonly TreeNode[],
  first: (node: TreeNode) => boolean,
): ReadonlySet<string> {
  const open = new Set<string>();
  const add = (list: readonly TreeNode[]): void => {
    for (const node of list) {
      // What holds nothing stands not open: of a long list's nodes none has to be looked up.
      if (node.children === undefined) continue;
      if (first(node) !== turned.has(node.id)) open.add(node.id);
      add(node.children);
    }
  };
  add(nodes);
  return open;
}

export const turn = (node: TreeNode): void => {
  if (!turned.delete(node.id)) turned.add(node.id);
};

/** A node whose id is an address leads there; any other opens and closes. */
export function choose(node: TreeNode): void {
  if (node.id.startsWith('#/')) router.go(node.id);
  else turn(node);
}
