// Data of vAPI in JSON-RPC, and the plain JSON that it means: structures, optional values and secrets are objects of one member that says what they
// are, maps are lists of entries. Source: runtime of the vSphere Automation SDK for Python, its serializer of JSON-RPC.
import { isObject, type Json, type JsonObject } from '../std/draft.ts';
import { getOwn } from '../std/own.ts';
import { structures } from './services.ts';
import { plain, vendor, type Type } from './types.ts';

const entryName = 'map-entry';

const structure = (name: string, members: JsonObject): Json => ({ STRUCTURE: { [name]: members } });

/** The members of a structure that its type has, in the type's order; one that it needs and is not there is left out. */
export function membersOf(name: string, value: JsonObject): JsonObject {
  const told: [string, Json][] = [];
  for (const [member, type] of structures.get(name) ?? []) {
    const given = getOwn(value, member);
    if (given !== undefined || type.kind === 'optional') told.push([member, dataValue(given, type)]);
  }
  return Object.fromEntries(told);
}

/** A failure's body: what the errors of all operations have alike. */
export function errorValue(body: JsonObject): Json {
  const type = String(body['error_type']).toLowerCase();
  const name = type === 'unauthenticated' ? type : 'error';
  return { ERROR: { [`${vendor}vapi.std.errors.${type}`]: membersOf(`vapi.std.errors.${name}`, body) } };
}

/** Of a value whose type nobody has published. */
function anyValue(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(anyValue);
  if (!isObject(value)) return value;
  if (typeof value['error_type'] === 'string') return errorValue(value);
  const members = Object.entries(value).map(([name, each]) => [name, anyValue(each)] as const);
  return structure(`${vendor}vapi.struct`, Object.fromEntries(members));
}

/** The data that a client with bindings reads as this type. */
export function dataValue(value: Json | undefined, type: Type): Json {
  if (type.kind === 'optional')
    return { OPTIONAL: value === undefined || value === null ? null : dataValue(value, type.of) };
  if (value === undefined || value === null) return null;
  switch (type.kind) {
    case 'secret':
      return { SECRET: value };
    case 'any':
      return anyValue(value);
    case 'list':
      return Array.isArray(value)
        ? (value as readonly Json[]).map((each) => dataValue(each, type.of))
        : value;
    case 'map':
      return Object.entries(value).map(([key, each]) =>
        structure(entryName, { key, value: dataValue(each, type.of) }),
      );
    case 'structure':
      return isObject(value)
        ? structure(`${vendor}${type.name}`, membersOf(type.name, value))
        : dataValue(value, plain);
    default:
      return value;
  }
}

/** The one member of such an object: `["STRUCTURE", …]`. */
function markedBy(value: JsonObject): readonly [string, Json] | undefined {
  const [marked, ...others] = Object.entries(value);
  return others.length === 0 ? marked : undefined;
}

/** The structure that a value is: its name and its members. */
function structureIn(value: Json): readonly [string, JsonObject] | undefined {
  const [mark, inner] = (isObject(value) ? markedBy(value) : undefined) ?? [];
  if (mark !== 'STRUCTURE' || !isObject(inner)) return undefined;
  const [name, members] = markedBy(inner) ?? [];
  return name === undefined || !isObject(members) ? undefined : [name, members];
}

/** What a list says as a map; undefined of a list of anything but entries. */
function mapIn(list: readonly Json[]): JsonObject | undefined {
  const entries = list.map(structureIn);
  if (entries.length === 0 || entries.some((entry) => entry?.[0] !== entryName)) return undefined;
  return Object.fromEntries(
    entries.map((entry) => {
      const { key = '', value = null } = entry?.[1] ?? {};
      return [String(key), jsonOf(value) ?? null] as const;
    }),
  );
}

/** The plain JSON that data means; undefined of an optional value that is not set. */
export function jsonOf(data: Json): Json | undefined {
  if (Array.isArray(data)) {
    const list = data as readonly Json[];
    return mapIn(list) ?? list.map((each) => jsonOf(each) ?? null);
  }
  if (!isObject(data)) return data;
  const members = structureIn(data)?.[1];
  if (members !== undefined) return plainMembers(members);
  const inner = markedBy(data)?.[1];
  return inner === undefined || inner === null ? undefined : jsonOf(inner);
}

/** Members of a structure in plain JSON, without those that are not set. */
export function plainMembers(members: JsonObject): JsonObject {
  const said = Object.entries(members).map(([name, each]) => [name, jsonOf(each)] as const);
  return Object.fromEntries(said.filter((entry): entry is readonly [string, Json] => entry[1] !== undefined));
}

/** The members of an operation's input; undefined of what is no structure. */
export function inputOf(data: Json | undefined): JsonObject | undefined {
  const members = data === undefined ? undefined : structureIn(data)?.[1];
  return members === undefined ? undefined : plainMembers(members);
}
