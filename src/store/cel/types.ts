// CEL's types, and when a value of one may stand where another is wanted. Holds: types are plain data; a type that came
// from a schema says how large its values can be. Source: cel-go common/types, checker/types.go.

export type TypeKind =
  | 'bool'
  | 'bytes'
  | 'double'
  | 'duration'
  | 'dyn'
  | 'error'
  | 'int'
  | 'list'
  | 'map'
  | 'null'
  | 'object'
  | 'opaque'
  | 'optional_type'
  | 'string'
  | 'timestamp'
  | 'type'
  | 'uint'
  | 'variable';

export interface Field {
  /** The member's name in JSON, which CEL may have to spell otherwise. */
  readonly name: string;
  readonly type: CelType;
}

export interface CelType {
  readonly kind: TypeKind;
  /** Of an object, an opaque type or a type variable. */
  readonly name?: string;
  readonly params?: readonly CelType[];
  /** Members of an object by the name that CEL spells them with. */
  readonly fields?: ReadonlyMap<string, Field>;
  /** Most characters, bytes or items of a value: what cost is estimated by. Zero where it has no size. */
  readonly sizeMax?: number;
  /** Least bytes of a value in JSON. */
  readonly bytesMin?: number;
  /** How lists compare and add up: as the schema says of them. */
  readonly listType?: 'atomic' | 'map' | 'set';
  readonly mapKeys?: readonly string[];
}

const simple = (kind: TypeKind): CelType => ({ kind });

export const dyn = simple('dyn');
export const bool = simple('bool');
export const int = simple('int');
export const uint = simple('uint');
export const double = simple('double');
export const string = simple('string');
export const bytes = simple('bytes');
export const duration = simple('duration');
export const timestamp = simple('timestamp');
export const nothing = simple('null');
export const failed = simple('error');

export const list = (item: CelType): CelType => ({ kind: 'list', params: [item] });
export const map = (key: CelType, value: CelType): CelType => ({ kind: 'map', params: [key, value] });
export const optional = (of: CelType): CelType => ({ kind: 'optional_type', params: [of] });
export const typeType = (of: CelType): CelType => ({ kind: 'type', params: [of] });
export const opaque = (name: string): CelType => ({ kind: 'opaque', name });
export const variable = (name: string): CelType => ({ kind: 'variable', name });

/** An object with these members; a name is spelled in CEL as it is given. */
export function objectOf(name: string, members: Readonly<Record<string, CelType>>): CelType {
  const fields = new Map(Object.entries(members).map(([member, type]) => [member, { name: member, type }]));
  return { kind: 'object', name, fields };
}

export function param(type: CelType, place: number): CelType {
  return type.params?.[place] ?? dyn;
}

/** The type as error messages print it. Source: cel-go checker/format.go. */
export function typeText(type: CelType): string {
  if (type.kind === 'error') return '!error!';
  const name = type.name ?? type.kind;
  return type.params === undefined ? name : `${name}(${type.params.map(typeText).join(', ')})`;
}

/** What type variables stand for, found while arguments are matched. */
export type Bindings = Map<string, CelType>;

/** The type with every variable replaced by what it stands for; free ones are anything when `isFinal`. */
export function substitute(bindings: Bindings, type: CelType, isFinal: boolean): CelType {
  if (type.kind === 'variable') {
    const bound = bindings.get(type.name ?? '');
    if (bound !== undefined) return substitute(bindings, bound, isFinal);
    return isFinal ? dyn : type;
  }
  if (type.params === undefined) return type;
  return { ...type, params: type.params.map((inner) => substitute(bindings, inner, isFinal)) };
}

function occurs(bindings: Bindings, name: string, type: CelType): boolean {
  if (type.kind === 'variable') {
    if (type.name === name) return true;
    const bound = bindings.get(type.name ?? '');
    return bound !== undefined && occurs(bindings, name, bound);
  }
  return type.params?.some((inner) => occurs(bindings, name, inner)) === true;
}

const takesNull: ReadonlySet<TypeKind> = new Set([
  'object',
  'opaque',
  'duration',
  'timestamp',
  'optional_type',
]);

/** Whether a value of type `from` fits where `to` is wanted; binds type variables of either on the way. */
export function isAssignable(bindings: Bindings, to: CelType, from: CelType): boolean {
  if (to.kind === 'variable') {
    const bound = bindings.get(to.name ?? '');
    if (bound !== undefined) {
      if (!isAssignable(bindings, bound, from)) return false;
      if (from.kind === 'dyn' || (bound.kind === 'null' && from.kind !== 'null'))
        bindings.set(to.name ?? '', from);
      return true;
    }
    if (from.kind === 'variable' && from.name === to.name) return true;
    if (occurs(bindings, to.name ?? '', from)) return false;
    bindings.set(to.name ?? '', from);
    return true;
  }
  if (from.kind === 'variable') {
    const bound = bindings.get(from.name ?? '');
    if (bound !== undefined) return isAssignable(bindings, to, bound);
    if (occurs(bindings, from.name ?? '', to)) return false;
    bindings.set(from.name ?? '', to);
    return true;
  }
  if (to.kind === 'dyn' || from.kind === 'dyn' || to.kind === 'error' || from.kind === 'error') return true;
  if (from.kind === 'null' && takesNull.has(to.kind)) return true;
  if (to.kind === 'null' && takesNull.has(from.kind)) return true;
  if (to.kind !== from.kind) return false;
  if (to.kind === 'object' || to.kind === 'opaque') return to.name === from.name;
  if (to.kind === 'type') return true;
  return (to.params ?? []).every((inner, place) => isAssignable(bindings, inner, param(from, place)));
}

/** The type of either of two values. */
export function joined(bindings: Bindings, one: CelType, other: CelType): CelType | undefined {
  if (isAssignable(bindings, one, other)) return one.kind === 'null' || other.kind === 'dyn' ? other : one;
  return undefined;
}
