// Whether somebody is a node, and which. Source: kubernetes pkg/auth/nodeidentifier.
import type { Actor } from '../wire.ts';

const group = 'system:nodes';
const prefix = 'system:node:';

/** The node's name, empty where the user names none; undefined of everybody else. */
export function nodeOf({ user, groups }: Pick<Actor, 'user' | 'groups'>): string | undefined {
  return groups.includes(group) && user.startsWith(prefix) ? user.slice(prefix.length) : undefined;
}
