/** Reading a live collection from a component. */
import { untrack } from 'svelte';
import type { ColumnDefinition, Thing } from './objects.ts';
import type { Problem } from './problem.ts';
import type { Phase, Watch, WatchSpec } from './watch.svelte.ts';
import { watchOf } from './watches.ts';

export interface Watched<T> {
  readonly items: readonly T[];
  readonly columns: readonly ColumnDefinition[];
  readonly phase: Phase;
  readonly problem: Problem | undefined;
  readonly retry: () => void;
}

/** For a component: the collection that `spec` names now, live as long as the component stands. Undefined watches nothing. */
export function watching<T extends Thing>(spec: () => WatchSpec | undefined): Watched<T> {
  const watch = $derived.by(() => {
    const now = spec();
    return now === undefined ? undefined : untrack(() => watchOf(now) as unknown as Watch<T>);
  });
  $effect(() => watch?.hold());
  return {
    get items() {
      return watch?.items ?? [];
    },
    get columns() {
      return watch?.columns ?? [];
    },
    get phase() {
      return watch?.phase ?? 'loading';
    },
    get problem() {
      return watch?.problem;
    },
    retry: () => watch?.restart(),
  };
}

/** Several collections of one shape as one, in the order of their specs: where a list of all may not be read. */
export function watchingAll<T extends Thing>(
  specs: () => readonly WatchSpec[],
): Pick<Watched<T>, 'items' | 'columns'> {
  const watches = $derived.by(() => {
    const now = specs();
    return untrack(() => now.map((spec) => watchOf(spec) as unknown as Watch<T>));
  });
  $effect(() => {
    const letGo = watches.map((watch) => watch.hold());
    return () => {
      for (const drop of letGo) drop();
    };
  });
  return {
    get items() {
      return watches.flatMap(({ items }) => items);
    },
    get columns() {
      return watches.find(({ columns }) => columns.length > 0)?.columns ?? [];
    },
  };
}
