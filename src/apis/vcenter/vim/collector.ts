// The property collector: how clients of the Web services read an inventory. Source: vim25 PropertyCollector, PropertyFilterSpec.
import type { Json } from '../../../std/draft.ts';
import { listArg } from './arguments.ts';
import {
  invalidParameter,
  member,
  reference,
  referred,
  VimFault,
  type VimCall,
  type VimMethod,
} from './method.ts';
import { boxed, Reader, type Found, type MembersOf } from './reader.ts';
import { isKind } from './views.ts';

/** How deep selections may lead on. */
const selectionsDeepMax = 32;

const items = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly Json[]) : [value];

const found = (value: Json | undefined): Found => {
  const id = referred(value);
  const type = member(value, 'type');
  if (id === undefined || typeof type !== 'string') throw invalidParameter('specSet.objectSet.obj');
  return { type, id };
};

/** The objects that a set of selections leads to, each once, in the order in which they are met. */
function selected(reader: Reader, objectSpec: Json): readonly Found[] {
  const start = found(member(objectSpec, 'obj'));
  const named = new Map<string, Json>();
  const name = (selection: Json): void => {
    const text = member(selection, 'name');
    if (typeof text === 'string' && member(selection, 'path') !== undefined) named.set(text, selection);
    for (const inner of items(member(selection, 'selectSet'))) name(inner);
  };
  const selectSet = items(member(objectSpec, 'selectSet'));
  for (const selection of selectSet) name(selection);
  const all = new Map<string, Found>();
  const follow = (at: Found, selections: readonly Json[], depth: number): void => {
    if (depth > selectionsDeepMax) return;
    for (const asked of selections) {
      const selection = named.get(String(member(asked, 'name'))) ?? asked;
      const path = member(selection, 'path');
      const type = member(selection, 'type');
      if (
        typeof path !== 'string' ||
        (typeof type === 'string' && type !== at.type && !isKind(at.type, [type]))
      )
        continue;
      for (const target of items(reader.value(at, path))) {
        const next = found(target);
        const isNew = !all.has(next.id);
        if (member(selection, 'skip') !== true) all.set(next.id, next);
        if (isNew) follow(next, items(member(selection, 'selectSet')), depth + 1);
      }
    }
  };
  if (member(objectSpec, 'skip') !== true) all.set(start.id, start);
  follow(start, selectSet, 0);
  return [...all.values()];
}

/** What is gone meanwhile is not told, unless it is asked for by name. */
function isGone(error: unknown): boolean {
  return error instanceof VimFault && error.type === 'ManagedObjectNotFound';
}

function contentOf(reader: Reader, object: Found, wanted: readonly Json[]): Json {
  const isAll = wanted.some((each) => member(each, 'all') === true);
  const paths = isAll
    ? reader.names(object)
    : wanted.flatMap((each) => items(member(each, 'pathSet')).map(String));
  const values = [...new Set(paths)].flatMap((name): Json[] => {
    const value = reader.value(object, name);
    return value === undefined ? [] : [{ _typeName: 'DynamicProperty', name, val: boxed(name, value) }];
  });
  return { _typeName: 'ObjectContent', obj: reference(object.type, object.id), propSet: values };
}

function retrieve(call: VimCall, membersOf: MembersOf): readonly Json[] {
  const reader = new Reader(call, membersOf);
  return listArg(call.body, 'specSet').flatMap((spec) => {
    const propSet = items(member(spec, 'propSet'));
    const mayMiss = member(spec, 'reportMissingObjectsInResults') === true;
    return items(member(spec, 'objectSet')).flatMap((asked) => {
      const start = referred(member(asked, 'obj'));
      return selected(reader, asked).flatMap((object): Json[] => {
        const wanted = propSet.filter((each) => {
          const type = member(each, 'type');
          return typeof type === 'string' && (type === object.type || isKind(object.type, [type]));
        });
        if (wanted.length === 0) return [];
        try {
          return [contentOf(reader, object, wanted)];
        } catch (error) {
          if (isGone(error) && (mayMiss || object.id !== start)) return [];
          throw error;
        }
      });
    });
  });
}

/** One property by GET; undefined where the type has none of that name. */
export function propertyOf(call: VimCall, type: string, name: string): Json | undefined {
  return new Reader(call, () => new Map()).value({ type, id: call.moid }, name);
}

/** `membersOf` finds what managers and others tell of themselves. */
export const collectorMethods = (membersOf: MembersOf): readonly VimMethod[] => [
  {
    type: 'PropertyCollector',
    name: 'RetrievePropertiesEx',
    answer: (call) => ({ _typeName: 'RetrieveResult', objects: [...retrieve(call, membersOf)] }),
  },
  {
    type: 'PropertyCollector',
    name: 'RetrieveProperties',
    answer: (call) => [...retrieve(call, membersOf)],
  },
];
