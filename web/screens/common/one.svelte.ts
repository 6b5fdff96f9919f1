/** One object, live: for a screen that shows it and for cards that need one thing of it. */
import type { KindInfo } from '../../live/kinds.ts';
import { fabricScope, pathOf, resourceOf } from '../../live/kinds.ts';
import type { Thing } from '../../live/objects.ts';
import type { Problem } from '../../live/problem.ts';
import { watching } from '../../live/watching.svelte.ts';
import type { WatchSpec } from '../../live/watch.svelte.ts';

type Place = Pick<KindInfo, 'scope' | 'group' | 'version' | 'plural'>;

export const listOf = (kind: Place, namespace = '', query?: string): WatchSpec => ({
  path: pathOf(kind, namespace),
  query,
});

export const tableOf = (kind: Place, namespace = '', query?: string): WatchSpec => ({
  path: pathOf(kind, namespace),
  query,
  table: true,
});

export const named = (name: string): string => `fieldSelector=metadata.name%3D${encodeURIComponent(name)}`;

/** Of an object that is not in its list: as kubectl says it of a Supervisor's, as the vSphere Client says it of whatever is vCenter's. */
const missing = (kind: Place, name: string): string =>
  kind.scope === fabricScope
    ? `You do not have permission to view the object '${name}', or it does not exist.`
    : `${resourceOf(kind)} ${JSON.stringify(name)} not found`;

export interface One<T> {
  readonly value: T | undefined;
  readonly loading: boolean;
  /** Why there is none, also where the list is there and the object is not in it. */
  readonly problem: Problem | undefined;
  readonly retry: () => void;
}

/** Undefined of `what` asks for nothing. */
export function one<T extends Thing>(
  what: () => { readonly kind: Place; readonly namespace?: string; readonly name: string } | undefined,
): One<T> {
  const watched = watching<T>(() => {
    const now = what();
    return now === undefined || now.name === ''
      ? undefined
      : listOf(now.kind, now.namespace ?? '', named(now.name));
  });
  return {
    get value() {
      return watched.items[0];
    },
    get loading() {
      return watched.phase === 'loading' && watched.items.length === 0;
    },
    get problem() {
      if (watched.problem !== undefined) return watched.problem;
      const now = what();
      if (now === undefined || watched.phase !== 'live' || watched.items.length > 0) return undefined;
      return { code: 404, reason: 'NotFound', message: missing(now.kind, now.name), causes: [] };
    },
    retry: watched.retry,
  };
}
