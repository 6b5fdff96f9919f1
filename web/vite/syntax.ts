/**
 * Walking the syntax trees of svelte/compiler, which has the one parser for markup and style sheets that the page is built with.
 * A node is any object with a `type`; nothing here knows which types there are.
 */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** Nodes among the value: itself, or the nodes of an array. Anything else gives none. */
export function nodesOf(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.filter(isNode);
  return isNode(value) ? [value] : [];
}

/** Visits a node and all below it, parents first. `enter` returns false to leave out what is below. */
export function walk(node: Node, enter: (node: Node) => boolean | void): void {
  if (enter(node) === false) return;
  for (const value of Object.values(node)) for (const child of nodesOf(value)) walk(child, enter);
}
