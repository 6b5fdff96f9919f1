// Field sets that were written by an older schema: who owned parts of what is one value now owns the value.
// The other way needs nothing: who owned the value keeps a field that stands above its parts.
// Source: structured-merge-diff, typed/reconcile_schema.go.
import { fieldName, type Element } from './element.ts';
import {
  below,
  insert,
  recursiveDifference,
  union,
  type FieldNode,
  type FieldSet,
  type FieldSetDraft,
} from './field-set.ts';
import { memberType, type FieldType } from './field-type.ts';

/** The set as the type of today has it; the same set where nothing changed. */
export function reconcile(type: FieldType, set: FieldSet): FieldSet {
  const now: FieldSetDraft = new Map();
  visit(type, set, [], false, now);
  return now.size === 0 ? set : union(recursiveDifference(set, now), now);
}

/** `whole` says that the set has the place itself and nothing below it. */
function visit(type: FieldType, set: FieldSet, path: Element[], whole: boolean, now: FieldSetDraft): void {
  const { map, list } = type;
  if (map !== undefined) {
    if (!map.atomic) visitBelow(set, path, now, (element) => typeOf(type, element));
    else if (!whole && set.size > 0) insert(now, path);
  } else if (list !== undefined && type.scalar === undefined) {
    if (!list.atomic) visitBelow(set, path, now, () => list.items());
    else if (!whole) insert(now, path);
  }
}

function typeOf(type: FieldType, element: Element): FieldType | undefined {
  if (type.map === undefined) return undefined;
  const name = fieldName(element);
  return name === undefined ? type.map.others() : memberType(type.map, name);
}

function visitBelow(
  set: FieldSet,
  path: Element[],
  now: FieldSetDraft,
  typeAt: (element: Element) => FieldType | undefined,
): void {
  for (const [element, node] of set) {
    const type = typeAt(element);
    if (type === undefined) continue;
    path.push(element);
    visit(type, below(set, element), path, isWhole(node), now);
    path.pop();
  }
}

function isWhole(node: FieldNode): boolean {
  return node.member && node.children === undefined;
}
