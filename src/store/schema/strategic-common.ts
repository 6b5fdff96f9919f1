// What strategic merge and strategic diff share: the directives, how a place in an object finds its schema and merge
// rules, and Kubernetes' sentences. Holds: this file, strategic-merge, strategic-order and strategic-diff import nothing
// but std and schema.ts, so that a client may use them. Source: apimachinery, pkg/util/strategicpatch and mergepatch.
import { getOwn } from '../../std/own.ts';
import { patchMeta, target, type Definitions, type PatchMeta, type Schema } from './schema.ts';

export const directives = {
  patch: '$patch',
  retainKeys: '$retainKeys',
  setElementOrder: '$setElementOrder',
  deleteFromPrimitiveList: '$deleteFromPrimitiveList',
} as const;

/** Mutable JSON while a patch is being worked in. */
export type Members = Record<string, unknown>;

export type PatchStatus = 400 | 422 | 500;

/** A patch that cannot be applied or made; thrown inside these files only, their doors turn it into a value. */
export class PatchTrouble extends Error {
  readonly status: PatchStatus;

  constructor(message: string, status: PatchStatus = 500) {
    super(message);
    this.status = status;
  }
}

/** The refusals that several places share. */
export const trouble = {
  badDocument: () => new PatchTrouble('invalid JSON document', 400),
  badPrimitiveList: () => new PatchTrouble('invalid patch format of primitive list', 400),
  badRetainKeys: () => new PatchTrouble('invalid patch format of retainKeys', 400),
  badElementOrder: () => new PatchTrouble('invalid patch format of setElementOrder list', 400),
  listOfLists: () => new PatchTrouble('lists of lists are not supported', 422),
  noMergeKey: (item: Members, key: string) =>
    new PatchTrouble(`map: ${goText(item)} does not contain declared merge key: ${key}`),
  badType: (wanted: 'list' | 'map', found: unknown) =>
    new PatchTrouble(`expected a ${goTypes[wanted]}, but received a ${goTypes[valueKind(found)]}`),
  unknownDirective: (directive: unknown, item: Members) =>
    new PatchTrouble(`unknown patch type: ${goText(directive)} in map: ${goText(item)}`),
};

export type ValueKind = 'boolean' | 'list' | 'map' | 'null' | 'number' | 'string';

const goTypes: Readonly<Record<ValueKind, string>> = {
  boolean: 'bool',
  list: '[]interface {}',
  map: 'map[string]interface {}',
  null: '%!s(<nil>)',
  number: 'int64',
  string: 'string',
};

export function valueKind(value: unknown): ValueKind {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') {
    return typeof value as ValueKind;
  }
  return 'map';
}

export function isMembers(value: unknown): value is Members {
  return valueKind(value) === 'map';
}

/** A value as Go's %v prints it: `map[image:x name:y]`. */
export function goText(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isMembers(value)) return String(value);
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${goText(value[key])}`).join(' ')}]`;
}

/** The item as an object, or the refusal that lists of such items get. */
export function membersOf(item: unknown): Members {
  if (!isMembers(item)) throw trouble.badType('map', item);
  return item;
}

/** The item's own value of the merge key; an item without one is refused. */
export function mergeKeyOf(item: unknown, mergeKey: string): unknown {
  const members = membersOf(item);
  if (!Object.hasOwn(members, mergeKey)) throw trouble.noMergeKey(members, mergeKey);
  return members[mergeKey];
}

/** The kind of all items of the lists together; lists of lists and mixed lists are refused in Go's order. */
export function elementKind(...lists: readonly (readonly unknown[])[]): ValueKind {
  let first: ValueKind | undefined;
  for (const list of lists) {
    for (const item of list) {
      const kind = valueKind(item);
      if (first === undefined && kind === 'list') throw trouble.listOfLists();
      if (first !== undefined && kind !== first) {
        throw new PatchTrouble(`list element types are not identical: ${goText(lists)}`);
      }
      first = kind;
    }
  }
  if (first === undefined) throw new PatchTrouble('no elements in any of the given slices');
  return first;
}

/** A place in an object: what its members are. */
export interface Place {
  readonly definitions: Definitions;
  readonly schema: Schema;
}

export interface Found {
  readonly place: Place;
  readonly meta: PatchMeta;
}

const NO_META: PatchMeta = { strategies: [], mergeKey: '' };

/** The member of an object: its place and how it merges. Values of a map merge by the rules of their type. */
export function memberPlace({ definitions, schema }: Place, key: string): Found {
  const type = target(definitions, schema);
  if (type.type !== 'object' && type.type !== undefined) {
    const kind = type.type === 'array' ? 'slice' : type.type;
    throw new PatchTrouble(`merging an object in json but data type is not struct, instead is: ${kind}`);
  }
  if (type.properties === undefined && typeof type.additionalProperties === 'object') {
    return { place: { definitions, schema: type.additionalProperties }, meta: NO_META };
  }
  const property = getOwn(type.properties, key);
  if (property === undefined) {
    const struct = schema.$ref?.split('.').pop() ?? type['x-kubernetes-group-version-kind']?.[0]?.kind ?? '';
    throw new PatchTrouble(
      `unable to find api field in struct ${struct} for the json field ${JSON.stringify(key)}`,
    );
  }
  return { place: { definitions, schema: property }, meta: patchMeta(property) };
}

/** The items of a list member: their place and how the list merges. */
export function itemPlace(place: Place, key: string): Found {
  const { place: list, meta } = memberPlace(place, key);
  const type = target(list.definitions, list.schema);
  if (type.type !== 'array' || type.items === undefined) {
    throw new PatchTrouble('expected slice or array type, but got: struct');
  }
  return { place: { definitions: list.definitions, schema: type.items }, meta };
}

/** The strategy that decides between merging and replacing; retainKeys is apart from it. */
export function mainStrategy(meta: PatchMeta): string {
  return meta.strategies.find((strategy) => strategy !== 'retainKeys') ?? '';
}
