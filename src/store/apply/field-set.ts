// Sets of fields as trees: a node is a member, has members below, or both. Sets are values: operations return new ones
// and share what they keep. Holds: no node without a member in or below it. Source: structured-merge-diff, fieldpath/set.go.
import { sortElements, type Element, type Path } from './element.ts';

export interface FieldNode {
  readonly member: boolean;
  readonly children: FieldSet | undefined;
}

export type FieldSet = ReadonlyMap<Element, FieldNode>;

export const noFields: FieldSet = new Map();

/** A set that is being built; done, it is a FieldSet and must not change any more. */
export type FieldSetDraft = Map<Element, { member: boolean; children: FieldSetDraft | undefined }>;

/** Adds the field, not its parents; the empty path, the whole object, is nobody's. */
export function insert(draft: FieldSetDraft, path: Path): void {
  let level = draft;
  const last = path.length - 1;
  for (let i = 0; i <= last; i++) {
    const element = path[i] as Element;
    let node = level.get(element);
    if (node === undefined) level.set(element, (node = { member: false, children: undefined }));
    if (i === last) node.member = true;
    else level = node.children ??= new Map();
  }
}

export function fieldSet(...paths: readonly Path[]): FieldSet {
  const draft: FieldSetDraft = new Map();
  for (const path of paths) insert(draft, path);
  return draft;
}

export function has(set: FieldSet, path: Path): boolean {
  let level: FieldSet | undefined = set;
  for (let i = 0; i < path.length; i++) {
    const node: FieldNode | undefined = level?.get(path[i] as Element);
    if (i === path.length - 1) return node?.member === true;
    level = node?.children;
  }
  return false;
}

export function equalSets(a: FieldSet, b: FieldSet): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [element, left] of a) {
    const right = b.get(element);
    if (right === undefined || left.member !== right.member) return false;
    if (!equalSets(left.children ?? noFields, right.children ?? noFields)) return false;
  }
  return true;
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (a.size === 0 || a === b) return b;
  if (b.size === 0) return a;
  const result = new Map(a);
  for (const [element, right] of b) {
    const left = result.get(element);
    result.set(element, left === undefined ? right : unionNode(left, right));
  }
  return result;
}

function unionNode(a: FieldNode, b: FieldNode): FieldNode {
  if (a === b) return a;
  const children =
    a.children === undefined || b.children === undefined
      ? (a.children ?? b.children)
      : union(a.children, b.children);
  return { member: a.member || b.member, children };
}

/** Fields that are members of both. */
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b || a.size === 0) return a;
  const result = new Map<Element, FieldNode>();
  for (const [element, left] of a) {
    const right = b.get(element);
    if (right === undefined) continue;
    const children =
      left.children === undefined || right.children === undefined
        ? noFields
        : intersection(left.children, right.children);
    keep(result, element, left, left.member && right.member, children);
  }
  return result;
}

/** Fields of a that are no members of b; what lies below a member of b stays. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return without(a, b, false);
}

/** Fields of a that neither are members of b nor lie below one. */
export function recursiveDifference(a: FieldSet, b: FieldSet): FieldSet {
  return without(a, b, true);
}

function without(a: FieldSet, b: FieldSet, recursive: boolean): FieldSet {
  if (a.size === 0 || b.size === 0) return a;
  const result = new Map<Element, FieldNode>();
  for (const [element, left] of a) {
    const right = b.get(element);
    if (right === undefined) result.set(element, left);
    else if (!recursive || !right.member) {
      const children =
        left.children === undefined || right.children === undefined
          ? (left.children ?? noFields)
          : without(left.children, right.children, recursive);
      keep(result, element, left, left.member && !right.member, children);
    }
  }
  return result;
}

function keep(
  result: Map<Element, FieldNode>,
  element: Element,
  node: FieldNode,
  member: boolean,
  children: FieldSet,
): void {
  if (!member && children.size === 0) return;
  const same = member === node.member && children === (node.children ?? noFields);
  result.set(element, same ? node : { member, children: children.size === 0 ? undefined : children });
}

/** Members that have none below them. */
export function leaves(set: FieldSet): FieldSet {
  const result = new Map<Element, FieldNode>();
  for (const [element, node] of set) {
    if (node.children === undefined) result.set(element, node);
    else result.set(element, { member: false, children: leaves(node.children) });
  }
  return result;
}

/** What the set has below one step, without that step. */
export function below(set: FieldSet, element: Element): FieldSet {
  return set.get(element)?.children ?? noFields;
}

/** Every member's path: a level's members in their order, then what lies below each. */
export function pathsOf(set: FieldSet): readonly Path[] {
  const paths: Path[] = [];
  collect(set, [], paths);
  return paths;
}

function collect(set: FieldSet, prefix: Path, paths: Path[]): void {
  const elements = sortElements([...set.keys()]);
  for (const element of elements) {
    if (set.get(element)?.member === true) paths.push([...prefix, element]);
  }
  for (const element of elements) {
    const children = set.get(element)?.children;
    if (children !== undefined) collect(children, [...prefix, element], paths);
  }
}
