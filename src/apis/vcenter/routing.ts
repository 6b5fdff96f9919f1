// From a request's method, path and action to the operation that is meant, and which methods a path knows at all.
import type { Release } from '../../releases/release.ts';
import { operations } from './operations.ts';
import type { Operation } from './operation.ts';

export interface Found {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}

/** What a request names: its action is that of the query. */
export interface Named {
  readonly method: string;
  readonly parts: readonly string[];
  readonly action: string | undefined;
  readonly release: Release | undefined;
}

const compiled = operations.map((operation) => ({ operation, parts: operation.path.split('/') }));

/** Ids of content below /rest begin so. */
const idPrefix = 'id:';

function paramsOf(parts: readonly string[], asked: readonly string[]): Record<string, string> | undefined {
  if (parts.length !== asked.length) return undefined;
  const params: Record<string, string> = {};
  for (const [place, part] of parts.entries()) {
    const given = asked[place] ?? '';
    if (!part.startsWith('{')) {
      if (part !== given) return undefined;
    } else if (given === '') return undefined;
    else params[part.slice(1, -1)] = given.startsWith(idPrefix) ? given.slice(idPrefix.length) : given;
  }
  return params;
}

/** Below /rest what is not vCenter's own stands behind `com/vmware`. */
function withoutVendor(asked: readonly string[]): readonly string[] {
  return asked[0] === 'com' && asked[1] === 'vmware' ? asked.slice(2) : asked;
}

function* served({ parts, action, release }: Omit<Named, 'method'>): Generator<Found> {
  for (const { operation, parts: own } of compiled) {
    if (release !== undefined && operation.in?.(release) === false) continue;
    const params = action === operation.action ? paramsOf(own, parts) : undefined;
    if (params !== undefined) yield { operation, params };
    // Below /rest an action may also be the last part of the path.
    if (operation.action === undefined || action !== undefined) continue;
    const byPath = paramsOf([...own, operation.action], parts);
    if (byPath !== undefined) yield { operation, params: byPath };
  }
}

function* namedBy(asked: Omit<Named, 'method'>): Generator<Found> {
  yield* served(asked);
  const parts = withoutVendor(asked.parts);
  if (parts !== asked.parts) yield* served({ ...asked, parts });
}

/** The operation; undefined where there is none. */
export function find(asked: Named): Found | undefined {
  for (const found of namedBy(asked)) if (found.operation.method === asked.method) return found;
  return undefined;
}

/** What the path may be asked with, as `Allow` lists it; nothing where no operation is there. */
export function allowed(asked: Omit<Named, 'method'>): readonly string[] {
  const methods = new Set([...namedBy(asked)].map(({ operation }) => operation.method as string));
  if (methods.has('GET')) methods.add('HEAD');
  if (methods.size > 0) methods.add('OPTIONS');
  return [...methods].toSorted();
}
