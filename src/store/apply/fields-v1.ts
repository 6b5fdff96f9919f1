// Field sets as managedFields publishes them (FieldsV1): a field is a member by being empty, or by having `.` beside what is
// below it. Reading takes what others wrote in any order; writing gives Kubernetes' order, so that the texts are equal too.
import type { JsonObject } from '../../std/draft.ts';
import { Kept } from '../../std/kept.ts';
import { limits } from '../../std/limits.ts';
import { readElement, sortElements } from './element.ts';
import { noFields, union, type FieldNode, type FieldSet } from './field-set.ts';
import { SharedNode } from './shared-node.ts';
import { isMap, memberNames } from './value.ts';

const self = '.';

/** Sets that were written lately, by their text: objects that are made alike share what says who owns them. */
const written = new Kept<JsonObject>(limits.fieldSetsKeptMax);

/** The set as a plain, frozen object: `{"f:metadata":{"f:labels":{".":{},"f:app":{}}}}`. */
export function toFieldsV1(set: FieldSet): JsonObject {
  const fields = writeSet(set, false);
  const text = JSON.stringify(fields);
  return written.get(text) ?? written.set(text, fields);
}

/** The same for a set that is made for a look and not stored: only what its nodes share is shared. */
export function toFieldsV1Once(set: FieldSet): JsonObject {
  return writeSet(set, false);
}

const alone: JsonObject = Object.freeze({});

// Every name carries its letter, so that none is `__proto__` and none an array index, which would jump the order.
function writeSet(set: FieldSet, member: boolean): JsonObject {
  const fields: Record<string, JsonObject> = {};
  if (member) fields[self] = alone;
  for (const element of sortElements([...set.keys()]))
    fields[element] = writeNode(set.get(element) as FieldNode);
  return Object.freeze(fields);
}

function writeNode(node: FieldNode): JsonObject {
  const { member, children } = node;
  if (children === undefined) return alone;
  if (node instanceof SharedNode) return (node.written ??= writeSet(children, member));
  return writeSet(children, member);
}

export type FieldsRead = { readonly set: FieldSet } | { readonly error: string };

/** Reads FieldsV1. Steps of an unknown letter are left out; one that cannot be read is an error. */
export function fromFieldsV1(fields: unknown): FieldsRead {
  if (!isMap(fields)) return { error: 'ReadMapCB: expect { or n' };
  const errors: string[] = [];
  const { children } = readNode(fields, errors);
  if (errors[0] !== undefined) return { error: `parsing key as path element: ${errors[0]}` };
  return { set: children ?? noFields };
}

function readNode(fields: unknown, errors: string[]): FieldNode {
  const children = new Map<string, FieldNode>();
  let member = false;
  for (const name of isMap(fields) ? memberNames(fields) : []) {
    if (name === self) {
      member = true;
      continue;
    }
    const element = readElement(name);
    if (typeof element !== 'string') {
      if ('error' in element) errors.push(element.error);
      continue;
    }
    const node = readNode((fields as JsonObject)[name], errors);
    const twin = children.get(element);
    children.set(element, twin === undefined ? node : join(twin, node));
  }
  return children.size === 0 ? { member: true, children: undefined } : { member, children };
}

/** Two writings of one step are one field. */
function join(a: FieldNode, b: FieldNode): FieldNode {
  const children = union(a.children ?? noFields, b.children ?? noFields);
  return { member: a.member || b.member, children: children.size === 0 ? undefined : children };
}
