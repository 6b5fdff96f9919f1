// The zeros of Go's structs, which JSON has or has not: one that was sent is dropped where Go could not tell it from a field that
// nobody set, and what Go always writes is written. By the marks of the message table. Custom kinds are no structs and stay as they are.
// Source: encoding/json, omitempty; and the storage, which loses empty lists and maps since protobuf has none.
import type { Json, JsonObject } from '../../std/draft.ts';
import { apiVersionOf, type Kind } from '../../store/kind.ts';
import { kindMessage, membersOf, type Field, type Member, type Message } from './protobuf/table.ts';
import { isBuiltIn } from './showing.ts';

type Members = Record<string, unknown>;

function messageOfKind(kind: Kind): Message | undefined {
  return isBuiltIn(kind) ? kindMessage(apiVersionOf(kind), kind.kind) : undefined;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Makes an object of the kind what Go's struct of it says: without the zeros that would not be written, with those scalars and structs
 * that always are. Nothing is set to null: what reads the object need not know of it.
 */
export function settleZeros(kind: Kind, draft: object): void {
  const message = messageOfKind(kind);
  if (message !== undefined) settle(message, draft as Members);
}

/** What is to be known of a struct's members. */
interface Settling {
  /** What is never left out, with the zero that stands there; undefined for a struct. */
  readonly always: readonly (readonly [name: string, zero: Json | undefined])[];
  readonly members: ReadonlyMap<string, Member>;
}

const settlings = new Map<Message, Settling>();

function settlingOf(message: Message): Settling {
  const known = settlings.get(message);
  if (known !== undefined) return known;
  const all = membersOf(message);
  const always = all.flatMap(({ field, struct }): Settling['always'] => {
    const zero = struct === undefined ? scalarZeros.get(field.type) : undefined;
    const isWritten = field.always === 'zero' && field.form === 'single';
    return isWritten && (struct ?? zero) !== undefined ? [[field.name, zero]] : [];
  });
  const settling = { always, members: new Map(all.map((member) => [member.field.name, member])) };
  settlings.set(message, settling);
  return settling;
}

function settle(message: Message, object: Members): void {
  const { always, members } = settlingOf(message);
  for (const [name, zero] of always) if (object[name] === undefined) object[name] = zero ?? {};
  for (const name of Object.keys(object)) {
    const value = object[name];
    const member = members.get(name);
    if (member === undefined || value === undefined) continue;
    const { field, struct } = member;
    if (isNothing(field, value)) delete object[name];
    else if (struct !== undefined) each(field, value, struct);
  }
}

const scalarZeros: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['string', ''],
  ['int', 0],
  ['double', 0],
  ['bool', false],
]);

function isNothing({ type, form, keepsZero }: Field, value: unknown): boolean {
  if (form === 'list') return Array.isArray(value) && value.length === 0;
  if (form === 'map') return isMembers(value) && Object.keys(value).length === 0;
  return !keepsZero && scalarZeros.get(type) === value;
}

function each({ form }: Field, value: unknown, struct: Message): void {
  const inner = form === 'single' ? [value] : Object.values(value as object);
  for (const one of inner) if (isMembers(one)) settle(struct, one);
}

/** What Go writes of a struct beside what is set. */
interface Filling {
  readonly zeros: readonly (readonly [name: string, zero: Json])[];
  /** The fields whose structs have zeros to be written. */
  readonly inner: readonly (readonly [field: Field, filling: Filling])[];
}

/** Of what has a JSON form of its own: quantities and ports; of a time it is null. */
const ownZeros: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['Quantity', '0'],
  ['IntOrString', 0],
]);

const fillings = new Map<Message, Filling | undefined>();

/** Undefined where Go writes nothing that nobody set; a struct within itself counts as such. */
function fillingOf(message: Message): Filling | undefined {
  if (fillings.has(message)) return fillings.get(message);
  fillings.set(message, undefined);
  const zeros: (readonly [string, Json])[] = [];
  const inner: (readonly [Field, Filling])[] = [];
  for (const { field, struct } of membersOf(message)) {
    const filling = struct === undefined ? undefined : fillingOf(struct);
    if (field.always !== undefined) zeros.push([field.name, zeroOf(field, struct, filling)]);
    if (filling !== undefined) inner.push([field, filling]);
  }
  const found = zeros.length + inner.length === 0 ? undefined : { zeros, inner };
  fillings.set(message, found);
  return found;
}

function zeroOf(field: Field, struct: Message | undefined, filling: Filling | undefined): Json {
  if (field.always === 'null' || field.form !== 'single') return null;
  if (struct !== undefined) return (filling === undefined ? {} : filled(filling, {})) as JsonObject;
  return scalarZeros.get(field.type) ?? ownZeros.get(field.type) ?? null;
}

/** The object with everything that Go writes of its kind; the same object where nothing is missing. */
export function withZeros<T extends object>(kind: Kind, object: T): T {
  const message = messageOfKind(kind);
  const filling = message === undefined ? undefined : fillingOf(message);
  return filling === undefined ? object : (filled(filling, object as Members) as T);
}

function filled({ zeros, inner }: Filling, members: Members): Members {
  let next: Members | undefined;
  for (const [name, zero] of zeros) {
    if (members[name] === undefined) (next ??= { ...members })[name] = zero;
  }
  for (const [field, filling] of inner) {
    const value = members[field.name];
    if (value === undefined || value === null) continue;
    const full = filledField(field, filling, value);
    if (full !== value) (next ??= { ...members })[field.name] = full;
  }
  return next ?? members;
}

function filledField({ form }: Field, filling: Filling, value: unknown): unknown {
  const fill = (one: unknown): unknown => (isMembers(one) ? filled(filling, one) : one);
  if (form === 'single') return fill(value);
  if (Array.isArray(value)) {
    const items = value.map(fill);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const entries = Object.entries(value as object);
  const full = entries.map(([name, member]) => [name, fill(member)] as const);
  return full.every(([, member], index) => member === entries[index]?.[1]) ? value : Object.fromEntries(full);
}
