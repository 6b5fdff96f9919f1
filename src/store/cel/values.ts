// CEL's values in JavaScript: int is bigint, double is number, lists are arrays; the rest has classes here. JSON becomes
// values by its type, lazily: a member is read when it is asked for.
import { base64ToBytes } from '../../std/base64.ts';
import { parseTime } from '../../std/time.ts';
import { readDuration } from './durations.ts';
import { fieldNamed } from './escape.ts';
import { dyn, param, string, type CelType } from './types.ts';

export class Uint {
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = value;
  }
}

/** A span in nanoseconds. */
export class Duration {
  readonly ns: bigint;
  constructor(ns: bigint) {
    this.ns = ns;
  }
}

/** Nanoseconds since the Unix epoch. */
export class Timestamp {
  readonly ns: bigint;
  constructor(ns: bigint) {
    this.ns = ns;
  }
}

export class Optional {
  readonly value: Value | undefined;
  constructor(value: Value | undefined) {
    this.value = value;
  }
}

/** A type as a value, as `type(x)` gives it. */
export class TypeValue {
  readonly type: CelType;
  constructor(type: CelType) {
    this.type = type;
  }
}

/** A value of a library's own type: a quantity, a URL, an address. */
export class Opaque {
  readonly type: CelType;
  readonly value: unknown;
  readonly text: string;
  constructor(type: CelType, value: unknown, text: string) {
    this.type = type;
    this.value = value;
    this.text = text;
  }
}

export class MapValue {
  readonly entries: ReadonlyMap<string, readonly [key: Value, value: Value]>;
  constructor(entries: Iterable<readonly [Value, Value]>) {
    this.entries = new Map([...entries].map((entry) => [keyText(entry[0]), entry]));
  }

  get(key: Value): Value | undefined {
    return this.entries.get(keyText(key))?.[1];
  }
}

/** An object of a known type; its members are made when they are read. */
export interface Struct {
  readonly type: CelType;
  /** By the name that CEL spells; undefined where the member is not there. */
  get(name: string): Value | undefined;
  /** Names of the members that are there. */
  names(): readonly string[];
}

export type Value =
  | Duration
  | MapValue
  | Opaque
  | Optional
  | Struct
  | Timestamp
  | TypeValue
  | Uint
  | Uint8Array
  | bigint
  | boolean
  | number
  | string
  | readonly Value[]
  | null;

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isStruct(value: Value): value is Struct {
  return value !== null && typeof value === 'object' && 'names' in value;
}

/** Equal keys have equal texts, whatever number they are. */
function keyText(key: Value): string {
  if (typeof key === 'string') return `s${key}`;
  if (typeof key === 'bigint') return `n${key}`;
  if (key instanceof Uint) return `n${key.value}`;
  return typeof key === 'number' ? `n${key}` : String(key);
}

class JsonStruct implements Struct {
  readonly type: CelType;
  readonly #json: Readonly<Record<string, unknown>>;
  constructor(type: CelType, json: Readonly<Record<string, unknown>>) {
    this.type = type;
    this.#json = json;
  }

  get(name: string): Value | undefined {
    const field = fieldNamed(this.type, name);
    if (field === undefined || !Object.hasOwn(this.#json, field.name)) return undefined;
    const json = this.#json[field.name];
    return json === undefined ? undefined : fromJson(json, field.type);
  }

  names(): readonly string[] {
    return [...(this.type.fields ?? [])]
      .filter(([, field]) => this.#json[field.name] !== undefined && Object.hasOwn(this.#json, field.name))
      .map(([name]) => name);
  }
}

/** An object whose members are computed when they are first read. */
export function lazyStruct(type: CelType, members: Readonly<Record<string, () => Value>>): Struct {
  const known = new Map<string, Value>();
  return {
    type,
    names: () => Object.keys(members),
    get(name) {
      const read = Object.hasOwn(members, name) ? members[name] : undefined;
      if (read === undefined) return undefined;
      if (!known.has(name)) known.set(name, read());
      return known.get(name);
    },
  };
}

/** How the lists of a schema compare, by identity; lists that are not here are plain. */
const listTypes = new WeakMap<readonly Value[], CelType>();

export function listTypeOf(items: readonly Value[]): CelType | undefined {
  return listTypes.get(items);
}

export function withListType(items: readonly Value[], type: CelType | undefined): readonly Value[] {
  if (type?.listType === 'set' || type?.listType === 'map') listTypes.set(items, type);
  return items;
}

/** A JSON value as CEL sees it; what does not fit its type is taken as it is. */
export function fromJson(json: unknown, type: CelType = dyn): Value {
  if (json === null || json === undefined) return null;
  if (Array.isArray(json)) {
    const item = type.kind === 'list' ? param(type, 0) : dyn;
    return withListType(
      json.map((value: unknown) => fromJson(value, item)),
      type,
    );
  }
  if (typeof json === 'object') {
    if (type.kind === 'object') return new JsonStruct(type, json as Readonly<Record<string, unknown>>);
    const value = type.kind === 'map' ? param(type, 1) : dyn;
    return new MapValue(Object.entries(json).map(([key, member]) => [key, fromJson(member, value)]));
  }
  if (typeof json === 'number') {
    if (type.kind === 'double' || !Number.isInteger(json)) return json;
    return BigInt(json);
  }
  return typeof json === 'string' ? fromText(json, type) : (json as boolean);
}

function fromText(text: string, type: CelType): Value {
  if (type.kind === 'timestamp') return readTimestamp(text) ?? text;
  if (type.kind === 'duration') {
    const ns = readDuration(text);
    return ns === undefined ? text : new Duration(ns);
  }
  if (type.kind !== 'bytes') return text;
  const decoded = base64ToBytes(text);
  return 'bytes' in decoded ? decoded.bytes : text;
}

const nanosecondsAMillisecond = 1_000_000n;

/** RFC 3339 with any fraction, or a date alone. */
export function readTimestamp(text: string): Timestamp | undefined {
  const full = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
  const found = /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|z|[+-]\d\d:\d\d)$/.exec(full);
  const [, moment = '', fraction = '', zone = ''] = found ?? [];
  const atMs = found === null ? undefined : parseTime(moment.toUpperCase() + zone.toUpperCase());
  if (atMs === undefined) return undefined;
  return new Timestamp(
    BigInt(atMs) * nanosecondsAMillisecond + BigInt(fraction.slice(0, 9).padEnd(9, '0') || '0'),
  );
}

/** The members of a map or object as pairs. */
export function pairsOf(value: MapValue | Struct): readonly (readonly [Value, Value])[] {
  if (value instanceof MapValue) return [...value.entries.values()];
  return value.names().map((name) => [name, value.get(name) ?? null] as const);
}

/** The type of a value that is there. */
export function typeOf(value: Value): CelType {
  if (value === null) return { kind: 'null' };
  switch (typeof value) {
    case 'string':
      return string;
    case 'bigint':
      return { kind: 'int' };
    case 'number':
      return { kind: 'double' };
    case 'boolean':
      return { kind: 'bool' };
  }
  if (isList(value)) return { kind: 'list', params: [dyn] };
  if (value instanceof MapValue) return { kind: 'map', params: [dyn, dyn] };
  if (value instanceof Uint) return { kind: 'uint' };
  if (value instanceof Duration) return { kind: 'duration' };
  if (value instanceof Timestamp) return { kind: 'timestamp' };
  if (value instanceof Optional) return { kind: 'optional_type', params: [dyn] };
  if (value instanceof TypeValue) return { kind: 'type' };
  if (value instanceof Uint8Array) return { kind: 'bytes' };
  return (value as Opaque | Struct).type;
}
