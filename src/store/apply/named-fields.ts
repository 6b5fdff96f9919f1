// A set together with the named members that lead to its fields. Fields that a schema names are owned by nobody while
// something below them is owned, and still have to go when that goes. Source: structured-merge-diff, fieldpath/set.go.
import { fieldName, isKeyElement, type Element } from './element.ts';
import type { FieldNode, FieldSet } from './field-set.ts';
import { memberType, type FieldType } from './field-type.ts';

export function withNamedFields(type: FieldType | undefined, set: FieldSet): FieldSet {
  const result = new Map<Element, FieldNode>();
  for (const [element, node] of set) {
    if (node.children === undefined) {
      result.set(element, node);
      continue;
    }
    const name = fieldName(element);
    const member = node.member || (name !== undefined && type?.map?.field(name) !== undefined);
    const children = withNamedFields(typeBelow(type, element, name), node.children);
    result.set(element, { member, children });
  }
  return result;
}

function typeBelow(
  type: FieldType | undefined,
  element: Element,
  name: string | undefined,
): FieldType | undefined {
  if (name !== undefined && type?.map !== undefined) return memberType(type.map, name);
  return isKeyElement(element) ? type?.list?.items() : undefined;
}
