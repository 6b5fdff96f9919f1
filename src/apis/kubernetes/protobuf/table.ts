// The message table, parsed message by message when first asked for: what reader and writer need to know of a field.
import { assert } from '../../../std/assert.ts';
import { getOwn } from '../../../std/own.ts';
import { conversionFields } from './conversions.ts';
import { messages } from './messages/index.ts';

export interface Field {
  /** JSON name; '' for an embedded struct, whose fields are the message's own. */
  readonly name: string;
  /** A scalar (string, int, bool, double, bytes) or a message's name. */
  readonly type: string;
  readonly form: 'list' | 'map' | 'single';
  readonly keepsZero: boolean;
  /** JSON has it always: as `null` of a pointer, else as the zero of its type. */
  readonly always: 'null' | 'zero' | undefined;
  readonly embedded: boolean;
}

export interface Message {
  readonly name: string;
  /** Where the types of its fields are looked up first. */
  readonly package: string;
  readonly fields: ReadonlyMap<number, Field>;
}

const parsed = new Map<string, Message>();

/** The message that a name means inside a package; undefined when there is none. */
export function messageOf(packageName: string, name: string): Message | undefined {
  const converted = conversionFields.get(name);
  if (converted !== undefined) return parse(packageName, name, converted);
  for (const candidate of [packageName, 'meta.v1', 'core.v1']) {
    const text = getOwn(getOwn(messages, candidate), name);
    if (text !== undefined) return parse(candidate, name, text);
  }
  return undefined;
}

export function isScalar(type: string): boolean {
  return type === 'string' || type === 'int' || type === 'bool' || type === 'double';
}

/** The message that a field of a message is. */
export function typeOf(message: Message, field: Field): Message {
  const type = messageOf(message.package, field.type);
  assert(type !== undefined, `the message table lacks ${field.type}, a type in ${message.name}`);
  return type;
}

function parse(packageName: string, name: string, text: string): Message {
  const key = `${packageName}/${name}`;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const fields = new Map<number, Field>();
  for (const part of text.split(',')) {
    if (part.trim() === '') continue;
    const match = /^\s*(\d+) ([\w$.-]+)([!=~]?)(?: (\[\]|map )?(\w+))?\s*$/.exec(part);
    assert(match !== null, `the table of ${key} has the unreadable field ${part}`);
    const [, number, fieldName = '', mark, form, type = 'string'] = match;
    fields.set(Number(number), {
      name: fieldName === '...' ? '' : fieldName,
      type,
      form: form === '[]' ? 'list' : form === 'map ' ? 'map' : 'single',
      keepsZero: mark !== '',
      always: mark === '=' ? 'zero' : mark === '~' ? 'null' : undefined,
      embedded: fieldName === '...',
    });
  }
  const message = { name, package: packageName, fields };
  parsed.set(key, message);
  return message;
}

/** API groups whose package is not named after their first label. */
const packageNames: ReadonlyMap<string, string> = new Map([
  ['', 'core'],
  ['rbac.authorization.k8s.io', 'rbac'],
]);

/** A field as JSON has it, with the struct that it is of; without one where it is a scalar or has a JSON form of its own. */
export interface Member {
  readonly field: Field;
  readonly struct: Message | undefined;
}

const members = new Map<Message, readonly Member[]>();

/** The members of a struct as Go lists them, those of structs that are embedded in their place. */
export function membersOf(message: Message): readonly Member[] {
  const known = members.get(message);
  if (known !== undefined) return known;
  const found = [...message.fields.values()].flatMap((field): readonly Member[] => {
    const struct = conversionFields.has(field.type) ? undefined : messageOf(message.package, field.type);
    if (!field.embedded) return [{ field, struct }];
    return struct === undefined ? [] : membersOf(struct);
  });
  members.set(message, found);
  return found;
}

/** The message of a kind; options such as DeleteOptions exist in every group and are one message. */
export function kindMessage(apiVersion: string, kind: string): Message | undefined {
  const [first = '', second] = apiVersion.split('/');
  const group = second === undefined ? '' : first;
  const version = second ?? first;
  const packageName = packageNames.get(group) ?? group.split('.')[0] ?? '';
  const own = getOwn(messages, `${packageName}.${version}`);
  if (own === undefined || conversionFields.has(kind)) return undefined;
  const known = Object.hasOwn(own, kind) || getOwn(getOwn(messages, 'meta.v1'), kind) !== undefined;
  return known ? messageOf(`${packageName}.${version}`, kind) : undefined;
}
