// The property collector, views and the search index: how clients of VI/JSON read an inventory. A view says by its id what it is of, so nothing
// is kept. Source: vim25 PropertyCollector, ViewManager, SearchIndex.
import { isObject, type Json } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { entityOf } from '../authorization/entity.ts';
import { rootFolder } from '../inventory/places.ts';
import { listArg, textArg } from './arguments.ts';
import {
  invalidParameter,
  member,
  reference,
  referred,
  VimFault,
  type VimCall,
  type VimMethod,
} from './method.ts';
import { Inventory } from './properties.ts';
import { serviceContent } from './open.ts';

/** How deep selections may lead on. */
const selectionsDeepMax = 32;

const items = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly Json[]) : [value];

const gone = (type: string, id: string): VimFault =>
  new VimFault(
    'ManagedObjectNotFound',
    `The object 'vim.${type}:${id}' has already been deleted or has not been completely created.`,
    {
      obj: reference(type, id),
    },
  );

const viewPrefix = 'view:';

/** The view of everything below a container, of the types that are asked for. */
function createView(call: VimCall): Json {
  const container = referred(getOwn(call.body, 'container')) ?? rootFolder;
  const types = listArg(call.body, 'type').filter((type) => typeof type === 'string');
  const isDeep = getOwn(call.body, 'recursive') !== false;
  return reference(
    'ContainerView',
    `${viewPrefix}${container}:${isDeep ? 'all' : 'direct'}:${types.join('+')}`,
  );
}

function viewed(call: VimCall, inventory: Inventory, view: string): readonly Json[] {
  const [, container = '', depth = '', asked = ''] = view.split(':');
  const types = asked === '' ? [] : asked.split('+');
  const isBelow = (id: string, steps = 0): boolean =>
    inventory
      .parents(id)
      .some(
        (parent) =>
          parent === container ||
          (depth === 'all' && steps < selectionsDeepMax && isBelow(parent, steps + 1)),
      );
  return inventory
    .ids()
    .filter(
      (id) => isKind(entityOf(id).type, types) && isBelow(id) && call.authority.holds('System.View', id),
    )
    .map((id) => reference(entityOf(id).type, id));
}

/** Types that stand for all of their heirs. */
const heirs: Readonly<Record<string, readonly string[]>> = {
  ComputeResource: ['ClusterComputeResource'],
  Network: ['DistributedVirtualPortgroup', 'OpaqueNetwork'],
  DistributedVirtualSwitch: ['VmwareDistributedVirtualSwitch'],
};

const isKind = (type: string, asked: readonly string[]): boolean =>
  asked.length === 0 ||
  asked.some(
    (wanted) =>
      wanted === type ||
      wanted === 'ManagedEntity' ||
      (Object.hasOwn(heirs, wanted) && heirs[wanted]?.includes(type) === true),
  );

/** Properties of an object, managers and views among them. */
function propertiesOf(
  call: VimCall,
  inventory: Inventory,
  { type, id }: { readonly type: string; readonly id: string },
): Readonly<Record<string, Json>> {
  if (type === 'ServiceInstance') return { content: serviceContent(call.fabric) };
  if (id.startsWith(viewPrefix)) return { view: [...viewed(call, inventory, id)] };
  const found = call.authority.holds('System.View', id) ? inventory.properties(id) : undefined;
  if (found === undefined) throw gone(type, id);
  return found;
}

/** A property by its path, `summary.config.name`; undefined where the object has none. */
function valueAt(properties: Json, path: string): Json | undefined {
  let at: Json | undefined = properties;
  for (const name of path.split('.')) at = isObject(at) ? getOwn(at, name) : undefined;
  return at;
}

/** Values of any type say which they are. */
function boxed(value: Json): Json {
  if (typeof value === 'string') return { _typeName: 'string', _value: value };
  if (typeof value === 'boolean') return { _typeName: 'boolean', _value: value };
  if (typeof value === 'number')
    return { _typeName: Number.isInteger(value) ? 'long' : 'double', _value: value };
  if (!Array.isArray(value)) return value;
  const [first] = value as readonly Json[];
  const name = isObject(first) ? getOwn(first, '_typeName') : 'String';
  return { _typeName: `ArrayOf${typeof name === 'string' ? name : 'Any'}`, _value: value };
}

interface Found {
  readonly type: string;
  readonly id: string;
}

const found = (value: Json | undefined): Found => {
  const id = referred(value);
  const type = member(value, 'type');
  if (id === undefined || typeof type !== 'string') throw invalidParameter('specSet.objectSet.obj');
  return { type, id };
};

/** The objects that a set of selections leads to, each once, in the order in which they are met. */
function selected(call: VimCall, inventory: Inventory, objectSpec: Json): readonly Found[] {
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
      for (const target of items(valueAt(propertiesOf(call, inventory, at), path))) {
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

function retrieve(call: VimCall): readonly Json[] {
  const inventory = new Inventory(call.fabric);
  return listArg(call.body, 'specSet').flatMap((spec) => {
    const propSet = items(member(spec, 'propSet'));
    const objects = items(member(spec, 'objectSet')).flatMap((each) => selected(call, inventory, each));
    return objects.flatMap((object): Json[] => {
      const wanted = propSet.filter((each) => {
        const type = member(each, 'type');
        return typeof type === 'string' && (type === object.type || isKind(object.type, [type]));
      });
      if (wanted.length === 0) return [];
      const properties = propertiesOf(call, inventory, object);
      const isAll = wanted.some((each) => member(each, 'all') === true);
      const paths = isAll
        ? Object.keys(properties)
        : wanted.flatMap((each) => items(member(each, 'pathSet')).map(String));
      const values = [...new Set(paths)].flatMap((name): Json[] => {
        const value = valueAt(properties, name);
        return value === undefined ? [] : [{ _typeName: 'DynamicProperty', name, val: boxed(value) }];
      });
      return [{ _typeName: 'ObjectContent', obj: reference(object.type, object.id), propSet: values }];
    });
  });
}

/** By names from the root: `/dc01/host/mgmt-cl01`. */
function findByPath(call: VimCall): Json | undefined {
  const inventory = new Inventory(call.fabric);
  const names = textArg(call.body, 'inventoryPath')
    .split('/')
    .filter((name) => name !== '');
  let at = rootFolder;
  for (const name of names) {
    const next = inventory
      .ids()
      .find((id) => inventory.parent(id) === at && inventory.properties(id)?.['name'] === name);
    if (next === undefined) return undefined;
    at = next;
  }
  return reference(entityOf(at).type, at);
}

/** One property by GET; undefined where the type has none of that name. */
export function propertyOf(call: VimCall, type: string, name: string): Json | undefined {
  const properties = propertiesOf(call, new Inventory(call.fabric), { type, id: call.moid });
  return getOwn(properties, name);
}

export const collectorMethods: readonly VimMethod[] = [
  {
    type: 'PropertyCollector',
    name: 'RetrievePropertiesEx',
    answer: (call) => ({ _typeName: 'RetrieveResult', objects: [...retrieve(call)] }),
  },
  { type: 'PropertyCollector', name: 'RetrieveProperties', answer: (call) => [...retrieve(call)] },
  { type: 'ViewManager', name: 'CreateContainerView', answer: createView },
  { type: 'ContainerView', name: 'DestroyView', answer: () => undefined },
  { type: 'SearchIndex', name: 'FindByInventoryPath', answer: findByPath },
];
