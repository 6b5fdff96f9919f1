// An OpenAPI document of version 2 in protobuf, the only form in which kubectl takes it. Source: gnostic openapiv2/OpenAPIv2.proto.
// Written are the members that documents of this server have.
import { WireWriter } from './protobuf/wire-writer.ts';

type Node = Readonly<Record<string, unknown>>;
type Write = (writer: WireWriter, field: number, value: unknown) => void;

const text: Write = (writer, field, value) => writer.text(field, value as string);
const texts: Write = (writer, field, value) => {
  for (const each of value as readonly string[]) writer.text(field, each);
};
const bool: Write = (writer, field, value) => writer.bool(field, value as boolean);
const integer: Write = (writer, field, value) => writer.integer(field, value as number);
const double: Write = (writer, field, value) => writer.double(field, value as number);
/** Any value, as YAML, which JSON is. */
const any: Write = (writer, field, value) =>
  writer.message(field, (inner) => inner.text(2, JSON.stringify(value)));
const anys: Write = (writer, field, value) => {
  for (const each of value as readonly unknown[]) any(writer, field, each);
};
const schema: Write = (writer, field, value) =>
  writer.message(field, (inner) => members(inner, value as Node, schemaMembers, 31));

/** Members by name, each a message with the name and what it names. */
function named(write: Write, inside: number): Write {
  return (writer, field, value) =>
    writer.message(field, (all) => {
      for (const [name, each] of Object.entries(value as Node)) {
        all.message(inside, (entry) => {
          entry.text(1, name);
          write(entry, 2, each);
        });
      }
    });
}

/** A message with the value in one field of its own. */
function within(write: Write, inside: number): Write {
  return (writer, field, value) => writer.message(field, (inner) => write(inner, inside, value));
}

type Members = Readonly<Record<string, readonly [number, Write]>>;

/** @param extensions the field of members whose names begin with `x-` */
function members(writer: WireWriter, node: Node, known: Members, extensions: number): void {
  for (const [name, value] of Object.entries(node)) {
    if (name.startsWith('x-')) {
      writer.message(extensions, (entry) => {
        entry.text(1, name);
        any(entry, 2, value);
      });
      continue;
    }
    const member = Object.hasOwn(known, name) ? known[name] : undefined;
    if (member !== undefined && value !== undefined) member[1](writer, member[0], value);
  }
}

function messageOf(known: Members, extensions: number): Write {
  return (writer, field, value) =>
    writer.message(field, (inner) => members(inner, value as Node, known, extensions));
}

const additional: Write = (writer, field, value) =>
  writer.message(field, (inner) =>
    (typeof value === 'boolean' ? bool : schema)(inner, typeof value === 'boolean' ? 2 : 1, value),
  );

const schemaMembers: Members = {
  $ref: [1, text],
  format: [2, text],
  title: [3, text],
  description: [4, text],
  default: [5, any],
  multipleOf: [6, double],
  maximum: [7, double],
  exclusiveMaximum: [8, bool],
  minimum: [9, double],
  exclusiveMinimum: [10, bool],
  maxLength: [11, integer],
  minLength: [12, integer],
  pattern: [13, text],
  maxItems: [14, integer],
  minItems: [15, integer],
  uniqueItems: [16, bool],
  maxProperties: [17, integer],
  minProperties: [18, integer],
  required: [19, texts],
  enum: [20, anys],
  additionalProperties: [21, additional],
  type: [22, within(text, 1)],
  items: [23, within(schema, 1)],
  properties: [25, named(schema, 1)],
};

const queryParameter: Members = { in: [2, text], name: [4, text], type: [6, text], uniqueItems: [20, bool] };
const parameters: Write = (writer, field, value) => {
  const parameter = within(within(messageOf(queryParameter, 23), 3), 2);
  for (const each of value as readonly Node[]) within(parameter, 1)(writer, field, each);
};
const operation = messageOf(
  {
    description: [3, text],
    parameters: [8, parameters],
    responses: [9, named(within(messageOf({ description: [1, text] }, 5), 1), 1)],
  },
  13,
);
const pathItem = messageOf(
  {
    get: [2, operation],
    put: [3, operation],
    post: [4, operation],
    delete: [5, operation],
    patch: [8, operation],
  },
  10,
);
const documentMembers: Members = {
  swagger: [1, text],
  info: [2, messageOf({ title: [1, text], version: [2, text] }, 7)],
  paths: [8, named(pathItem, 2)],
  definitions: [9, named(schema, 1)],
};

/** @param document what `/openapi/v2` says in JSON */
export function openApiProtobuf(document: Node): Uint8Array {
  const writer = new WireWriter();
  members(writer, document, documentMembers, 16);
  return writer.bytes;
}
