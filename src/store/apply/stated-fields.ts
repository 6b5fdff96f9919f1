// The fields that an object as a whole states beyond what its kind has before anything is said of it: what `compare` with the
// empty object gives as added and modified, in nodes that objects of the same fields share. A walk goes from form to form, one
// for each beginning of a map or list that came by lately; where it ends is what the map or list states.
// Holds: which forms are kept never decides an answer, only how soon it is there.
import { equal } from '../../std/draft.ts';
import { limits } from '../../std/limits.ts';
import { fieldElement, type Element } from './element.ts';
import type { Endpoint } from './field-manager.ts';
import { noFields, type FieldNode } from './field-set.ts';
import { memberType, type FieldType, type ListType, type MapType } from './field-type.ts';
import { itemElement } from './list-item.ts';
import { SharedNode } from './shared-node.ts';
import { shapeOf } from './typed.ts';
import { isEmptyMap, isList, isMap, type Members } from './value.ts';

/** The beginning of a map or list: `before` and one more part, a member by its name, an item by its step. */
interface Form {
  readonly before: Form | undefined;
  readonly part: string;
  readonly node: SharedNode;
  /** Forms that are longer by one, the newest last. */
  onward: Form[] | undefined;
  /** What a map or list states that ends here. */
  ending: SharedNode | undefined;
}

/** A value that is one field. */
const leaf = new SharedNode(true, undefined);

function newForm(before: Form | undefined, part: string, node: SharedNode): Form {
  return { before, part, node, onward: undefined, ending: undefined };
}

/** Forms that were met lately: up to so many in all, and so many that begin alike, then they are found anew. */
class Forms {
  #starts = new WeakMap<object, Form>();
  #count = 0;

  /** The form without parts; `of` is whatever has parts of the same names, as a type. */
  start(of: object): Form {
    let form = this.#starts.get(of);
    if (form === undefined) this.#starts.set(of, (form = newForm(undefined, '', leaf)));
    return form;
  }

  /** The form with one more part. */
  onward(form: Form, part: string, node: SharedNode): Form {
    const known = (form.onward ??= []);
    for (const next of known) if (next.node === node && next.part === part) return next;
    if (this.#count >= limits.fieldFormsKeptMax) {
      this.#starts = new WeakMap();
      this.#count = 0;
    }
    this.#count += 1;
    const next = newForm(form, part, node);
    if (known.length >= limits.fieldFormsAlikeMax) known.length = 0;
    known.push(next);
    return next;
  }
}

const forms = new Forms();

function itself(element: Element): Element {
  return element;
}

/** What a map or list states that ends here. What stands in a list twice is one field as a whole. */
function ending(form: Form, member: boolean, elementOf: (part: string) => Element): SharedNode {
  if (form.ending !== undefined) return form.ending;
  const children = new Map<Element, FieldNode>();
  for (let at = form; at.before !== undefined; at = at.before) {
    const element = elementOf(at.part);
    children.set(element, children.has(element) ? leaf : at.node);
  }
  return (form.ending = new SharedNode(member, children.size === 0 ? undefined : children));
}

/** Reads what values state; list items that nobody owns (`unowned`) are left out, and what holds nothing else. */
class Reader {
  readonly #unowned: RegExp | undefined;

  constructor(unowned: RegExp | undefined) {
    this.#unowned = unowned;
  }

  /** What a value states where nothing was, itself and its parts; undefined where all of it is left out. */
  added(type: FieldType, value: unknown): SharedNode | undefined {
    const shape = shapeOf(type, value);
    if (shape === 'map' && type.map !== undefined) return this.#map(type.map, value);
    if (shape === 'list' && type.list !== undefined) return this.#list(type.list, value);
    return leaf;
  }

  #map(type: MapType, value: unknown): SharedNode | undefined {
    if (type.atomic || !isMap(value) || isEmptyMap(value)) return leaf;
    const start = forms.start(type);
    let form = start;
    let isLess = false;
    for (const name in value) {
      const member = value[name];
      const itsType = member === undefined ? undefined : memberType(type, name);
      if (itsType === undefined) continue;
      const node = this.added(itsType, member);
      if (node === undefined) isLess = true;
      else form = forms.onward(form, name, node);
    }
    return isLess && form === start ? undefined : ending(form, true, fieldElement);
  }

  #list(type: ListType, value: unknown): SharedNode | undefined {
    if (type.atomic || !isList(value) || value.length === 0) return leaf;
    const start = forms.start(type);
    let form = start;
    let isLess = false;
    for (const item of value) {
      const element = itemElement(type, item);
      if (typeof element !== 'string') continue;
      const node = this.#unowned?.test(element) === true ? undefined : this.added(type.items(), item);
      if (node === undefined) isLess = true;
      else form = forms.onward(form, element, node);
    }
    return isLess && form === start ? undefined : ending(form, true, itself);
  }

  /** What a value states beyond the one that the empty object has in its place; undefined where that is nothing. */
  beyond(type: FieldType, empty: unknown, value: unknown): SharedNode | undefined {
    if (empty === undefined) return this.added(type, value);
    if (type.map?.atomic === false && isMap(empty) && !isEmptyMap(empty)) {
      return this.#membersBeyond(type.map, empty, value);
    }
    const node = this.added(type, value);
    if (node === leaf) return equal(empty, value) ? undefined : leaf;
    if (node?.children === undefined) return undefined;
    return (node.below ??= new SharedNode(false, node.children));
  }

  #membersBeyond(type: MapType, empty: Members, value: unknown): SharedNode | undefined {
    if (!isMap(value)) return undefined;
    const start = forms.start(empty);
    let form = start;
    for (const name in value) {
      const member = value[name];
      const itsType = member === undefined ? undefined : memberType(type, name);
      if (itsType === undefined) continue;
      const node = this.beyond(itsType, Object.hasOwn(empty, name) ? empty[name] : undefined, member);
      if (node !== undefined) form = forms.onward(form, name, node);
    }
    return form === start ? undefined : ending(form, false, fieldElement);
  }
}

/**
 * The members of the object with what each states; those that state nothing are not there. List items that `unowned` names
 * by their step are left out, and lists that hold nothing else.
 */
export function statedFields(
  { type, empty, unowned }: Endpoint,
  object: Members,
): ReadonlyMap<Element, SharedNode> {
  const stated = new Reader(unowned).beyond(type, empty, object)?.children;
  return (stated ?? noFields) as ReadonlyMap<Element, SharedNode>;
}
