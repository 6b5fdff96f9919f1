// Properties of any managed object by their paths: of the inventory, of managers, whose members are entries of the list of methods, of views,
// which say by their id what they are of. Source: vim25 PropertyCollector, ManagedEntity.
import { isObject, type Json } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { entityOf } from '../authorization/entity.ts';
import { rootFolder } from '../inventory/places.ts';
import { gone, type VimCall, type VimMethod } from './method.ts';
import { serviceContent } from './open.ts';
import { Inventory } from './properties.ts';
import { isView, viewed } from './views.ts';

export interface Found {
  readonly type: string;
  readonly id: string;
}

/** The members of a type that are read and not called. */
export type MembersOf = (type: string) => ReadonlyMap<string, VimMethod>;

/** Lists that may be empty say here what they would have. */
const itemTypes: Readonly<Record<string, string>> = {
  alarm: 'ManagedObjectReference',
  availableField: 'CustomFieldDef',
  childEntity: 'ManagedObjectReference',
  childType: 'String',
  configIssue: 'Event',
  defaultExpression: 'AlarmExpression',
  customValue: 'CustomFieldValue',
  datastore: 'ManagedObjectReference',
  declaredAlarmState: 'AlarmState',
  drsFault: 'ClusterDrsFaults',
  extensionList: 'Extension',
  extraConfig: 'OptionValue',
  field: 'CustomFieldDef',
  filter: 'ManagedObjectReference',
  historicalInterval: 'PerfInterval',
  host: 'ManagedObjectReference',
  info: 'CustomizationSpecInfo',
  latestPage: 'Event',
  network: 'ManagedObjectReference',
  perfCounter: 'PerfCounterInfo',
  ovfExportOption: 'OvfOptionInfo',
  ovfImportOption: 'OvfOptionInfo',
  permission: 'Permission',
  recentTask: 'ManagedObjectReference',
  recommendation: 'ClusterRecommendation',
  resourcePool: 'ManagedObjectReference',
  rootSnapshot: 'ManagedObjectReference',
  scheduledTask: 'ManagedObjectReference',
  tag: 'Tag',
  triggeredAlarmState: 'AlarmState',
  value: 'CustomFieldValue',
  view: 'ManagedObjectReference',
  viewList: 'ManagedObjectReference',
  vm: 'ManagedObjectReference',
};

/** Numbers that are `long` in vim25: sizes in bytes, and what a pool gives. */
const isLong = (path: string): boolean =>
  /(?:capacity|freeSpace|memory(?:Size)?|totalMemory|reservation|limit|uncommitted|committed|unshared|maxUsage|overallUsage|reservationUsed\w*|unreservedFor\w*)$/i.test(
    path,
  );

const isTime = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text);

/** Values of any type say which they are. */
export function boxed(path: string, value: Json): Json {
  if (typeof value === 'string') return { _typeName: isTime(value) ? 'dateTime' : 'string', _value: value };
  if (typeof value === 'boolean') return { _typeName: 'boolean', _value: value };
  if (typeof value === 'number') {
    const whole = isLong(path) || Math.abs(value) > 0x7f_ff_ff_ff ? 'long' : 'int';
    return { _typeName: Number.isInteger(value) ? whole : 'double', _value: value };
  }
  if (!Array.isArray(value)) return value;
  const [first] = value as readonly Json[];
  const named = isObject(first) ? getOwn(first, '_typeName') : undefined;
  const plain = typeof first === 'number' ? 'Int' : (itemTypes[path.split('.').at(-1) ?? ''] ?? 'String');
  return { _typeName: `ArrayOf${typeof named === 'string' ? baseOf(named) : plain}`, _value: value };
}

/** Lists are of the type that all of their items have. */
function baseOf(type: string): string {
  if (/Event(?:Ex)?$/.test(type)) return 'Event';
  if (type === 'CustomFieldStringValue') return 'CustomFieldValue';
  if (/^Virtual(?:Disk|Vmxnet|E1000|.*Controller|Cdrom|Pointing|Keyboard|.*VideoCard)/.test(type))
    return 'VirtualDevice';
  if (/^Cluster\w*Rule(?:Spec|Info)$/.test(type)) return 'ClusterRuleInfo';
  return /^Cluster(?:Vm|Host)Group$/.test(type) ? 'ClusterGroupInfo' : type;
}

/** For one call: an inventory is read many times for its answer. */
export class Reader {
  readonly #call: VimCall;
  readonly #membersOf: MembersOf;
  readonly #inventory: Inventory;
  readonly #read = new Map<string, Readonly<Record<string, Json>>>();

  constructor(call: VimCall, membersOf: MembersOf) {
    this.#call = call;
    this.#membersOf = membersOf;
    this.#inventory = new Inventory(call.fabric);
  }

  /** Names of all properties of an object. */
  names(object: Found): readonly string[] {
    const own = Object.keys(this.#properties(object));
    return [...new Set([...own, ...this.#membersOf(object.type).keys()])];
  }

  /** A property by its path, `summary.config.name`; undefined where the object has none, or where its reader may not see it. */
  value(object: Found, path: string): Json | undefined {
    const [first = '', ...rest] = path.split('.');
    const properties = this.#properties(object);
    const member = this.#membersOf(object.type).get(first);
    let at: Json | undefined =
      member === undefined ? getOwn(properties, first) : this.#member(member, object);
    for (const name of rest) at = isObject(at) ? getOwn(at, name) : undefined;
    return at;
  }

  #member(member: VimMethod, { type, id }: Found): Json | undefined {
    const call = { ...this.#call, moid: id, body: {} };
    const on = member.on?.(call) ?? (entityOf(id).type === type ? id : rootFolder);
    return call.authority.holds(member.privilege, on) ? member.answer(call) : undefined;
  }

  #properties(object: Found): Readonly<Record<string, Json>> {
    const key = `${object.type}:${object.id}`;
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const properties = this.#found(object);
    this.#read.set(key, properties);
    return properties;
  }

  #found(object: Found): Readonly<Record<string, Json>> {
    const { type, id } = object;
    const { fabric, authority } = this.#call;
    if (type === 'ServiceInstance') return { content: serviceContent(fabric) };
    if (isView(id)) return { view: [...viewed(this.#call, this.#inventory, id)] };
    const isOfInventory = entityOf(id).type !== 'Namespace';
    const found =
      isOfInventory && authority.holds('System.View', id) ? this.#inventory.properties(id) : undefined;
    if (found !== undefined) return found;
    if (isOfInventory || this.#membersOf(type).size === 0) throw gone(type, id);
    return {};
  }
}
