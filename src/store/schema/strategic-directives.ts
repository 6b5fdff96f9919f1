// The directives of a strategic merge patch, one by one: what the items of a list with $patch ask for, what
// $setElementOrder demands of the patch, how directives leave what is new. Apart from strategic-merge, which walks.
import { setOwn } from '../../std/own.ts';
import {
  directives,
  goText,
  isMembers,
  membersOf,
  mergeKeyOf,
  PatchTrouble,
  trouble,
  valueKind,
  type Members,
} from './strategic-common.ts';

export function isParallelList(key: string, directive: string): boolean {
  return key.startsWith(directive);
}

/** The member that a parallel list speaks of. */
export function parallelKey(key: string, directive: string): string {
  const [prefix, ...rest] = key.split('/');
  if (prefix === directive && rest.length > 0) return rest.join('/');
  throw directive === directives.setElementOrder ? trouble.badElementOrder() : trouble.badPrimitiveList();
}

/**
 * The live order as Kubernetes sees it after merging: deletions close up in the same Go slice and additions take the
 * places that got free, so an addition has a place in the live order only when something was deleted. Whether the
 * server's own items come before or after it depends on this.
 */
export function orderLeftBehind(
  live: readonly unknown[],
  patched: readonly unknown[],
  mergeKey: string,
): readonly unknown[] {
  if (patched.some((item) => membersOf(item)[directives.patch] === 'replace')) return live;
  const { kept, additions } = obeyItemDirectives(live, patched, mergeKey);
  const left = [...kept, ...live.slice(kept.length)];
  let length = kept.length;
  for (const addition of additions) {
    const isNew = placeOf(left.slice(0, length), mergeKey, mergeKeyOf(addition, mergeKey)) < 0;
    if (isNew && length < left.length) left[length++] = addition;
  }
  return left;
}

/** Every item of the patch must be in the order list, and in the same sequence. */
export function checkAgainstOrder(
  items: readonly unknown[],
  order: readonly unknown[],
  mergeKey: string,
): void {
  if (items.length === 0 || order.length === 0) return;
  const keyOf = (item: unknown) => (mergeKey === '' ? item : mergeKeyOf(item, mergeKey));
  const directiveOf = (item: unknown) => (isMembers(item) ? item[directives.patch] : undefined);
  const waiting = items.filter((item) => directiveOf(item) !== 'delete');
  let next = 0;
  let place = 0;
  // An item with another directive passes only while the order has names left, as in Kubernetes.
  while (next < waiting.length && place < order.length) {
    if (directiveOf(waiting[next]) !== undefined) next++;
    else if (keyOf(waiting[next]) === keyOf(order[place++])) next++;
  }
  if (next < waiting.length) {
    throw new PatchTrouble(
      `The order in patch list:\n${goText(items)}\n doesn't match ${directives.setElementOrder} list:\n${goText(order)}\n`,
    );
  }
}

/** Deletes and replaces as the items with $patch say; returns what is left of both lists. */
export function obeyItemDirectives(
  live: readonly unknown[],
  patched: readonly unknown[],
  mergeKey: string,
): { readonly kept: readonly unknown[]; readonly additions: readonly unknown[] } {
  let kept = [...live];
  const additions: unknown[] = [];
  let isReplaced = false;
  for (const item of patched) {
    const members = membersOf(item);
    if (!Object.hasOwn(members, directives.patch)) {
      additions.push(item);
      continue;
    }
    const directive = members[directives.patch];
    if (directive === 'replace') isReplaced = true;
    else if (directive === 'delete') {
      const key = mergeKeyOf(members, mergeKey);
      kept = kept.filter((other) => membersOf(other)[mergeKey] !== key);
    } else if (directive === 'merge') {
      throw new PatchTrouble('merging lists cannot yet be specified in the patch');
    } else throw trouble.unknownDirective(directive, members);
  }
  return isReplaced ? { kept: additions, additions: [] } : { kept, additions };
}

export function placeOf(items: readonly unknown[], mergeKey: string, key: unknown): number {
  return items.findIndex((item) => {
    const members = membersOf(item);
    return Object.hasOwn(members, mergeKey) && members[mergeKey] === key;
  });
}

/** The value without the parts that carry $patch, as a list of one; or of none when the value itself does. */
export function withoutDirectives(value: unknown): unknown[] {
  if (Array.isArray(value)) return [value.flatMap(withoutDirectives)];
  if (valueKind(value) !== 'map') return [value];
  const members = value as Members;
  if (Object.hasOwn(members, directives.patch)) return [];
  for (const key of Object.keys(members)) {
    const kept = withoutDirectives(members[key]);
    if (kept.length === 0) delete members[key];
    else setOwn(members, key, kept[0]);
  }
  return [members];
}

export function discardNulls(value: unknown): void {
  if (Array.isArray(value)) value.forEach(discardNulls);
  else if (isMembers(value)) {
    for (const key of Object.keys(value)) {
      if (value[key] === null) delete value[key];
      else discardNulls(value[key]);
    }
  }
}
